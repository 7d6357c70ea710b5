// Sending, patiently: the same page with the same number until the box has said that it is in.
const TRIES = 5, SECONDS_A_TRY = 8;
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
  if (!self.fetch || !self.AbortController) return form.submit();
  find("button", ask).forEach((button) => { button.disabled = true; });
  confirm.textContent = words.sending;
  status.textContent = "";
  tries = 0;
  return attempt();
}

async function attempt() {
  const stop = new AbortController(), timer = setTimeout(() => stop.abort(), SECONDS_A_TRY * 1000);
  let why = isKept ? "retry" : "unkept";
  retryTimer = null;
  try {
    const body = new URLSearchParams(new FormData(form));
    const answer = await fetch(form.action, { method: "POST", body, signal: stop.signal });
    const path = new URL(answer.url).pathname, page = await answer.text();
    const receipt = /\bR(-[0-9A-Z]{4}){3}-[0-9A-Z]\b/.exec(page), leaf = /\b[0-9a-f]{64}\b/.exec(page);
    if (path === words.done && receipt && leaf) return finish(receipt[0], leaf[0]);
    const isRefused = answer.status >= 400 && answer.status < 500;
    if (isRefused || path === words.enter) return form.submit(); // the server's page says why
    if (answer.status === 503) why = "busy";
  } catch (error) { // no network: try again
  } finally {
    clearTimeout(timer);
  }
  return again(why);
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

function finish(receipt, leaf) {
  forget();
  isKept = false;
  isHeld = false;
  clearTimeout(noteTimer);
  const end = document.importNode(id("end").content, true);
  end.querySelector("b").textContent = receipt;
  end.querySelector("code").textContent = leaf;
  document.title = end.querySelector("h1").textContent;
  document.body.textContent = "";
  document.body.append(end);
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
