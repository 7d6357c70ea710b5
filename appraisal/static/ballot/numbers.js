// Points and places: a typed number and a tapped one exclude each other, a missed stop is missed as a whole,
// a place taken from another is free there, and a tap on a name gives it the next place.
const [PLACE, NEXT, CHOOSE, UP, DOWN, STOPS] = ask.dataset.numbers.split("\n");
const isPlaces = form.classList.contains("places"), isPoints = form.classList.contains("points");
const chosen = (row) => find("input:checked", row)[0] || find(".exact", row).find((box) => box.value.trim());
const wordOf = (answer) => answer.type === "radio" ? answer.nextElementSibling.textContent : answer.value.trim();
const headed = (answer, n) => isPoints ? say(GROUP, { grade: wordOf(answer), n }) : placed(answer);
const placed = (answer) => answer.value === MISSED ? wordOf(answer) : say(PLACE, { n: wordOf(answer) });

function put(name, value) {
  named(name).forEach((one) => {
    if (one.className) one.value = value || "";
    else one.checked = one.value === value;
  });
}

function offered(all) {
  const answers = new Map(); // each once, by its word
  find("input[type=radio]", all[0]).concat(all.map(chosen)).forEach((one) => {
    if (!answers.has(wordOf(one))) answers.set(wordOf(one), one);
  });
  const each = Array.from(answers.values());
  return isPoints ? each.sort((a, b) => Number(wordOf(b)) - Number(wordOf(a))) : each;
}

function others(row, target) {
  const changed = [];
  const change = (name, value) => {
    if ((given[name] || "") === (value || "")) return;
    changed.push([name, given[name]]);
    put(name, value);
  };
  if (isPlaces) rows().filter((other) => other !== row && (chosen(other) || {}).value === target.value)
    .forEach((other) => change(target.name && chosen(other).name));
  if (!isPoints) return changed;
  find("input", row).map(({ name }) => name).filter((name) => name !== target.name).forEach((name) => change(name));
  if (target.value === MISSED && target.type === "radio")
    find("fieldset", cardOf(row)).filter((other) => other !== row && !chosen(other))
      .forEach((other) => change(find("input", other)[0].name, MISSED));
  return changed;
}

// With the script any stop is two taps away.
if (isPoints) make("button", STOPS, find(".count")[0], () => {
  open(STOPS);
  const names = make("div", "", ask);
  names.className = "stops";
  cards.filter((card) => !recusal(card)).forEach((card) => {
    const [row] = rowsOf(card), isMissed = rowsOf(card).every((one) => (chosen(one) || {}).value === MISSED);
    const stop = make("button", find(".card").indexOf(card) + 1 + " " + subjectOf(row), names, () => { close(); go(row); });
    make("small", isMissed ? wordOf(chosen(row)) : find("em", card)[0].textContent, stop);
  });
  buttons([BACK, close]);
}).id = "stops";
