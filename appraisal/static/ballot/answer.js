// An answer: the next card comes up to the thumb, an answer too many becomes a swap, the last act can be undone.
const glide = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";

function follow() {
  if (!next) return;
  const floor = Math.min(form.querySelector("footer").getBoundingClientRect().top, innerHeight) - 16;
  const roof = count.getBoundingClientRect().bottom + 8, card = cardOf(next).getBoundingClientRect();
  const whole = card.height < floor - roof ? card : next.getBoundingClientRect();
  if (whole.bottom <= floor) return;
  if ("scrollBehavior" in form.style) scrollBy({ top: whole.bottom - floor, behavior: glide });
  else scrollBy(0, whole.bottom - floor);
}

function recuse() {
  find("fieldset").forEach((row) => {
    row.disabled = own.value !== "" && cardOf(row).dataset.unit === own.value;
    if (row.disabled) find("input", row).forEach(({ name }) => put(name));
  });
  acts = [];
}

form.addEventListener("change", ({ target }) => {
  const row = target.closest("fieldset"), before = given[target.name];
  isDrawn = false; // what is sent from now on is another ballot
  if (!row) {
    recuse();
    return settle();
  }
  cursor = rows().indexOf(row);
  const over = target.closest(".g1") && overs().find(({ members }) => members.includes(row));
  if (over) {
    put(target.name, before);
    draw();
    return swap(over, row, target, before);
  }
  acts.push([...others(row, target), [target.name, before]]);
  settle();
  if (before === undefined) follow();
});

undo.onclick = () => {
  const act = acts.pop();
  act.forEach(([name, before]) => put(name, before));
  const row = rowOf(act[act.length - 1][0]), { top } = row.getBoundingClientRect();
  cursor = rows().indexOf(row);
  isDrawn = false;
  settle();
  if (top < 0 || top > innerHeight) cardOf(row).scrollIntoView({ behavior: glide, block: "center" });
  note(say("undone", { name: nameOf(row) }));
};
