// An answer: the next card comes up to the thumb, an answer too many becomes a swap, the last act can be undone.
function reveal(row) {
  if (!row) return;
  const floor = Math.min(find("footer")[0].getBoundingClientRect().top, innerHeight) - 16;
  const roof = count.getBoundingClientRect().bottom + 8, card = cardOf(row).getBoundingClientRect();
  const { top, bottom } = card.height < floor - roof ? card : row.getBoundingClientRect();
  if (bottom > floor) scrollBy(0, bottom - floor);
  else if (top < roof) scrollBy(0, top - roof);
}

form.addEventListener("change", ({ target }) => {
  const row = target.closest("fieldset"), before = given[target.name];
  isDrawn = false; // what is sent from now on is another ballot
  cursor = rows().indexOf(row);
  if (refuses(row, target, before)) return;
  acts.push([...others(row, target), [target.name, before]]);
  settle();
  if (!before) reveal(next);
});

undo.onclick = () => {
  const act = acts.pop(), row = rowOf(act[act.length - 1][0]);
  act.forEach(([name, before]) => put(name, before));
  cursor = rows().indexOf(row);
  isDrawn = false;
  settle();
  reveal(row);
  note(say(UNDONE, { name: nameOf(row) }));
};
