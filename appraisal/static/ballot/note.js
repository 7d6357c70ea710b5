// Short notes over the top bar, and the progress for those who listen: at each quarter, not at each tap.
const noted = id("note");
let noteTimer, quarter;

function note(text) {
  clearTimeout(noteTimer);
  noted.textContent = text;
  noteTimer = text && setTimeout(note, 2600, "");
}

function tell(done, all) {
  const reached = Math.floor(4 * done / all);
  if (reached > quarter) id("spoken").textContent = RATED + " " + done + "/" + all;
  quarter = reached;
}
