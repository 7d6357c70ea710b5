// Three sizes of type, remembered on this phone.
const SIZE = "type-size";

function stored(act) {
  try { return act(localStorage); } catch (error) { return null; } // private mode, or storage refused
}

function typeSize(step) {
  document.documentElement.dataset.size = step;
  stored((box) => box.setItem(SIZE, step));
}

typeSize(Number(stored((box) => box.getItem(SIZE))) % 3);
