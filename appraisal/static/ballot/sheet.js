// The sheet as the other scripts see it: rows of answers on cards. Everything here works on real radio buttons.
const form = id("sheet");
const find = (rule, within) => [...(within || form).querySelectorAll(rule)];
let given = {}; // the answer of each row, by the row's name
let acts = []; // what undo takes back: pairs of a row's name and its answer before

const say = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
const rows = () => find("fieldset:not(:disabled)");
const rowsOf = (card) => find("fieldset", card);
const cards = find(".card").filter((card) => rowsOf(card)[0]); // a recused subject has no rows
const cardOf = (row) => row.closest(".card");
const subjectOf = (row) => find("h3", cardOf(row))[0].firstChild.data;
const nameOf = (row) => subjectOf(row) + criterionOf(row);
const named = (name) => find("[name=" + name + "]");
const rowOf = (name) => named(name)[0].closest("fieldset");
const MISSED = "-1";

function make(tag, text, parent, onclick) {
  const one = parent.appendChild(document.createElement(tag));
  one.textContent = text;
  if (onclick) Object.assign(one, { type: "button", onclick });
  return one;
}
