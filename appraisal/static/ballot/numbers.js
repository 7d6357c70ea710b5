// Points and places: a typed number and a tapped one exclude each other, a missed stop is missed as a whole,
// a place taken from another is free there, and a tap on a name gives it the next place.
const isPlaces = form.classList.contains("places"), isPoints = form.classList.contains("points");

others = (row, target) => {
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
};

inOrder = (answers) => isPoints ? answers.sort((a, b) => Number(wordOf(b)) - Number(wordOf(a))) : answers;
if (isPlaces) headed = (answer) => answer.value === MISSED ? wordOf(answer) : say("place", { n: wordOf(answer) });

// With the script a rank ballot is put in order by taps; all places lie behind a second button.
const freeOf = (row) => {
  const taken = rows().map(chosen).filter(Boolean).map(({ value }) => value);
  return find("input", row).find(({ value }) => !taken.includes(value) && value !== MISSED);
};

function unfold(card, isOpen) {
  card.classList.toggle("open", isOpen);
  card.querySelector(".other").setAttribute("aria-expanded", isOpen);
}

if (isPlaces) {
  form.classList.add("ordering");
  find(".card").filter((card) => card.querySelector("fieldset")).forEach((card) => {
    const row = card.querySelector("fieldset"), name = subjectOf(row), title = card.querySelector("h3");
    make("button", "", title, () => {
      const free = freeOf(row);
      if (chosen(row) || !free) return unfold(card, true);
      free.checked = true;
      return free.dispatchEvent(new Event("change", { bubbles: true }));
    }).className = "take";
    const other = make("button", words.choose, title, () => unfold(card, !card.classList.contains("open")));
    other.className = "other";
    other.setAttribute("aria-label", name + " " + words.choose);
    unfold(card, false);
    row.addEventListener("change", () => unfold(card, false));
  });
}

drawPlaces = () => {
  find(".take").forEach((button) => {
    const row = cardOf(button).querySelector("fieldset"), mine = chosen(row), free = freeOf(row);
    cardOf(button).classList.toggle("placed", !!mine);
    button.disabled = row.disabled || !(mine || free);
    if (mine) button.textContent = mine.value === MISSED ? wordOf(mine) : say("place", { n: wordOf(mine) });
    else button.textContent = free ? say("next", { n: wordOf(free) }) : "";
    button.setAttribute("aria-label", subjectOf(row) + " " + button.textContent);
  });
};
