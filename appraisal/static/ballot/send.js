// Sending, patiently: the same page with the same number until the box has said that it is in.
const TRIES = 5, SECONDS_A_TRY = 8;
const RECEIPT = /^R(-[0-9A-Z]{4}){3}-[0-9A-Z]$/; // a page without one is not the server's, whatever its status
const door = form.action.replace(/.ballot$/, ""), end = door + "/done";
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
    const code = post.status, from = post.responseURL;
    const told = from === end && find(".receipt b", post.response)[0];
    if (told && RECEIPT.test(told.textContent)) return finish(post.response);
    if (from === door || code >= 400 && code < 500) return form.submit(); // the server's page says why
    return again(code === 503 ? BUSY : isKept ? RETRY : UNKEPT);
  };
  post.send(new URLSearchParams(new FormData(form)));
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
  history.replaceState(null, "", end); // back does not lead to the choices
  scrollTo(0, 0);
  document.querySelector("h1").focus();
}

addEventListener("online", () => {
  if (retryTimer) {
    clearTimeout(retryTimer);
    attempt();
  } else if (isHeld && confirm && !confirm.disabled) send();
});
