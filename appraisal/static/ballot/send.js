// Sending, patiently: the same page with the same number until the box has said that it is in.
const TRIES = 5, SECONDS_A_TRY = 8;
const door = form.action.replace(/.ballot$/, "");
const nonce = form.elements.nonce;
let isDrawn = false; // the page's number is this phone's own
let tries, retryTimer;

function send() {
  if (!isDrawn)
    nonce.value = Array.from(crypto.getRandomValues(new Uint8Array(32)), (byte) => (byte & 15).toString(16)).join("");
  isDrawn = isHeld = true; // the ballot may be in the box from now on
  keep();
  find("button", ask).forEach((button) => { button.disabled = true; });
  confirm.textContent = SENDING;
  status.textContent = "";
  tries = 0;
  attempt();
}

function attempt() {
  const post = new XMLHttpRequest();
  retryTimer = 0;
  post.open("POST", form.action);
  post.responseType = "document";
  post.timeout = SECONDS_A_TRY * 1000;
  post.onloadend = () => {
    const code = post.status, told = post.response;
    // a page without our number is not the server's answer, whatever its status
    if (told && told.getElementById(nonce.value)) return finish(told);
    if (post.responseURL === door || code >= 400 && code < 500) return form.submit(); // the server's page says why
    return again(code === 503 ? BUSY : isKept ? RETRY : UNKEPT);
  };
  const fields = new URLSearchParams(new FormData(form));
  fields.append("at_once", 1);
  post.send(fields);
}

function again(why) {
  tries += 1;
  if (tries <= TRIES) {
    status.textContent = say(why, { n: tries });
    retryTimer = setTimeout(attempt, 1000 * 2 ** (tries - 1) * (0.5 + Math.random()));
  } else {
    status.textContent = LOST;
    confirm.textContent = AGAIN;
    confirm.disabled = false;
  }
}

function finish(done) {
  forget();
  isKept = isHeld = false;
  document.title = done.title;
  document.body.replaceWith(done.body);
  history.replaceState(null, "", door + "/done"); // back does not lead to the choices
  scrollTo(0, 0);
  document.querySelector("h1").focus();
}

addEventListener("online", () => {
  if (retryTimer) {
    clearTimeout(retryTimer);
    attempt();
  } else if (isHeld && confirm && !confirm.disabled) send();
});
