// The one dialog: a sheet from below that asks something. Where the browser has none, a page of its own.
const ask = id("ask");
let isHeld = false; // it cannot be left by Escape
let opener, place;

function open(title, ...hints) {
  if (!ask.open) opener = document.activeElement;
  ask.textContent = "";
  const heading = make("h2", title, ask);
  heading.id = "asked";
  heading.tabIndex = -1;
  hints.filter(Boolean).forEach((hint) => { make("p", hint, ask).className = "hint"; });
  if (!ask.showModal) {
    place = scrollY;
    ask.setAttribute("open", "");
    document.body.className = "inert";
    scrollTo(0, 0);
  } else if (!ask.open) ask.showModal();
  heading.focus();
}

function close() {
  isHeld = false;
  if (ask.showModal) return ask.close();
  ask.removeAttribute("open");
  document.body.className = "";
  scrollTo(0, place);
  return opener.focus();
}

function buttons(...made) {
  const foot = make("div", "", ask);
  foot.className = "foot";
  return made.map(([text, onclick]) => make("button", text, foot, onclick));
}

ask.addEventListener("cancel", (event) => { if (isHeld) event.preventDefault(); });
ask.addEventListener("close", () => { if (isHeld) ask.showModal(); }); // Escape pressed twice
