// Sending, patiently: the same page with the same number until the box has said that it is in.
const TRIES = 5, SECONDS_A_TRY = 8;
const RECEIPT = /\bR(-[0-9A-Z]{4}){3}-[0-9A-Z]\b/; // a page without one is not the server's, whatever its status
const nonce = form.elements.nonce;
let isDrawn = false; // the page's number is this phone's own
let tries, retryTimer;

function send() {
  if (!isDrawn && self.crypto) {
    const drawn = Array.from(crypto.getRandomValues(new Uint8Array(16)));
    nonce.value = drawn.map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }
  isDrawn = isHeld = true; // the ballot may be in the box from now on
  keep();
  find("button", ask).forEach((button) => { button.disabled = true; });
  confirm.textContent = words.sending;
  status.textContent = "";
  tries = 0;
  attempt();
}

function attempt() {
  const post = new XMLHttpRequest();
  retryTimer = null;
  post.open("POST", form.action);
  post.responseType = "document";
  post.timeout = SECONDS_A_TRY * 1000;
  post.onloadend = () => {
    const code = post.status, path = post.responseURL && new URL(post.responseURL).pathname;
    if (path === words.done && RECEIPT.test(post.response.body.textContent)) return finish(post.response);
    if (path === words.enter || code >= 400 && code < 500) return form.submit(); // the server's page says why
    return again(code === 503 ? "busy" : isKept ? "retry" : "unkept");
  };
  post.send(new URLSearchParams(new FormData(form)));
}

function again(why) {
  tries += 1;
  if (tries <= TRIES) {
    status.textContent = say(why, { n: tries });
    retryTimer = setTimeout(attempt, 1000 * 2 ** (tries - 1) * (0.5 + Math.random()));
    return;
  }
  status.textContent = words.lost;
  confirm.textContent = words.again;
  confirm.disabled = false;
}

function finish(done) {
  forget();
  isKept = isHeld = false;
  document.title = done.title;
  document.body.textContent = document.body.className = "";
  document.body.append(done.querySelector("main"));
  history.replaceState(null, "", words.done); // back does not lead to the choices
  scrollTo(0, 0);
  document.querySelector("h1").focus();
}

addEventListener("online", () => {
  if (retryTimer) {
    clearTimeout(retryTimer);
    attempt();
  } else if (confirm && isHeld && !confirm.disabled) send();
});
