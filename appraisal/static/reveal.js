// One key, one place: space, arrow or a presenter's clicker goes on, back goes back, B makes the screen black.
const KEYS = {
  " ": "onward", ArrowRight: "onward", ArrowDown: "onward", PageDown: "onward", Enter: "onward",
  ArrowLeft: "back", ArrowUp: "back", PageUp: "back", Backspace: "back",
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) {
    return;
  }
  if (event.key.toLowerCase() === "b" || event.key === ".") {
    document.body.classList.toggle("black");
    return;
  }
  const link = KEYS[event.key] && document.querySelector(`[data-key=${KEYS[event.key]}]`);
  if (link) {
    event.preventDefault();
    window.location.replace(link.href);
  }
});
