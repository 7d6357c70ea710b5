// Answers that are grades: one tap each, the same on every row.
const chosen = (row) => find("input:checked", row)[0];
const wordOf = (answer) => answer.nextElementSibling.textContent;
let put = (name, value) => named(name).forEach((one) => { one.checked = one.value === value; });
const others = () => []; // what a change brings with it
let drawPlaces = () => {};
const offered = (all) => find("input", all[0]);
const headed = (answer, n) => say(GROUP, { grade: wordOf(answer), n });
