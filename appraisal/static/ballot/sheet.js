// The sheet as the other scripts see it: rows of answers on cards. Everything here works on real radio buttons.
const id = (name) => document.getElementById(name);
const form = document.querySelector("form.sheet");
const find = (rule, within) => Array.from((within || form).querySelectorAll(rule));
const words = id("ask").dataset, own = id("own");
const isList = form.classList.contains("list");
let given = {}; // the answer of each row, by the row's name
let acts = []; // what undo takes back: pairs of a row's name and its answer before

const say = (key, values) => words[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
const rows = () => find("fieldset:not(:disabled)");
const chosen = (row) => row.querySelector("input:checked") || find(".exact", row).find((box) => box.value.trim());
const cardOf = (row) => row.closest(".card");
const wordOf = (input) => input.type === "radio" ? input.nextElementSibling.textContent : input.value.trim();
const subjectOf = (row) => row.querySelector("legend span").textContent;
const criterionOf = (row) => row.querySelector("legend").lastChild.textContent.trim();
const nameOf = (row) => subjectOf(row) + (isList ? "" : " " + criterionOf(row));
const MISSED = "-1";
let others = () => []; // what a change brings with it; sheets of points and places put their own in these
let drawPlaces = () => {};
let inOrder = (answers) => answers;
let headed = (answer, n) => say("group", { grade: wordOf(answer), n });
const rowOf = (name) => (form.elements[name][0] || form.elements[name]).closest("fieldset");
function put(name, value) {
  const held = form.elements[name];
  if (held.className === "exact") held.value = value || "";
  else find("input[type=radio]", rowOf(name)).forEach((one) => { one.checked = one.value === value; });
}

function make(tag, text, parent, onclick) {
  const one = parent.appendChild(document.createElement(tag));
  one.textContent = text;
  if (onclick) Object.assign(one, { type: "button", onclick });
  return one;
}
