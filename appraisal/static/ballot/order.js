// With the script a rank ballot is put in order by taps, placed units move up and down by buttons, and all
// places lie behind a unit's own.
const freeOf = (row) => {
  const taken = rows().map(chosen).filter(Boolean).map(({ value }) => value);
  return find("input", row).find(({ value }) => !taken.includes(value) && value !== MISSED);
};

function beside(row, step) {
  const all = find("input", row), there = all[all.indexOf(chosen(row)) + step];
  return there && there.value !== MISSED && chosen(row).value !== MISSED ? there : undefined;
}

function unfold(card, isOpen) {
  card.classList.toggle("open", isOpen);
  find(".other", card)[0].setAttribute("aria-expanded", isOpen);
}

function move(row, step) {
  const mine = chosen(row), there = beside(row, step);
  const other = rows().map(chosen).find((one) => one && one.value === there.value);
  if (other) put(other.name, mine.value);
  acts.push([...(other ? [[other.name, there.value]] : []), [mine.name, mine.value]]);
  put(mine.name, there.value);
  isDrawn = false; // what is sent from now on is another ballot
  cursor = rows().indexOf(row);
  settle();
  note(subjectOf(row) + " " + placed(there));
}

function drawPlaces() {
  find(".take").forEach((button) => {
    const card = cardOf(button), [row] = rowsOf(card), mine = chosen(row), free = freeOf(row);
    card.classList.toggle("placed", !!mine);
    button.disabled = row.disabled || !(mine || free);
    button.textContent = mine ? placed(mine) : free ? say(NEXT, { n: wordOf(free) }) : "";
    button.setAttribute("aria-label", subjectOf(row) + " " + button.textContent);
    find(".step", card).forEach((one, down) => { one.disabled = !mine || !beside(row, down || -1); });
  });
}

if (isPlaces) {
  form.classList.add("ordering");
  cards.forEach((card) => {
    const [row] = rowsOf(card), name = subjectOf(row), [title] = find("h3", card);
    const button = (kind, text, label, act) => {
      const made = make("button", text, title, act);
      made.className = kind;
      made.setAttribute("aria-label", name + " " + label);
    };
    button("take", "", "", () => {
      const free = freeOf(row);
      if (chosen(row) || !free) return unfold(card, !card.classList.contains("open"));
      free.checked = true;
      return free.dispatchEvent(new Event("change", { bubbles: true }));
    });
    button("step", "↑", UP, () => move(row, -1));
    button("step", "↓", DOWN, () => move(row, 1));
    button("other", CHOOSE, CHOOSE, () => unfold(card, !card.classList.contains("open")));
    unfold(card, false);
    row.addEventListener("change", () => unfold(card, false));
  });
}
