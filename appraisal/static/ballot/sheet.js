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
const chosen = (row) => row.querySelector("input:checked");
const cardOf = (row) => row.closest(".card");
const wordOf = (input) => input.nextElementSibling.textContent;
const subjectOf = (row) => row.querySelector("legend span").textContent;
const criterionOf = (row) => row.querySelector("legend").lastChild.textContent.trim();
const nameOf = (row) => subjectOf(row) + (isList ? "" : " " + criterionOf(row));
const put = (name, value) => form.elements[name].forEach((one) => { one.checked = one.value === value; });

function make(tag, text, parent, onclick) {
  const one = parent.appendChild(document.createElement(tag));
  one.textContent = text;
  if (onclick) Object.assign(one, { type: "button", onclick });
  return one;
}
