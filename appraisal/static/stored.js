// What this phone keeps: the type size, and the answers of a sheet until its ballot is in the box.
const PREFIX = "ballot:";

function stored(act) {
  try { return act(localStorage); } catch (error) { return null; } // private mode, or storage refused
}

function forget(kept) { // drafts of other rounds of the same slip are named on the page, and stay
  const goes = (key) => key.startsWith(PREFIX) && key !== kept && !document.getElementById(key);
  stored((box) => Object.keys(box).filter(goes).forEach((key) => box.removeItem(key)));
}
