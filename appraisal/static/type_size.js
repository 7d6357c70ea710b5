// Three sizes of type, remembered on this phone.
const id = (name) => document.getElementById(name);
const SIZE = "type-size";
const look = document.documentElement.dataset;

function enlarge() {
  look.size = (Number(look.size) + 1) % 3;
  stored((box) => box.setItem(SIZE, look.size));
}

look.size = Number(stored((box) => box.getItem(SIZE))) % 3;

const size = id("size");
if (size) Object.assign(size, { hidden: false, onclick: enlarge });
