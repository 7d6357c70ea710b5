// What is still unrated: marked, and the first of it in sight and in focus.
function go(row) {
  reveal(row);
  (chosen(row) || find("input", row)[0]).focus({ preventScroll: true });
}

left.onclick = () => {
  const unrated = rows().filter((row) => !chosen(row));
  unrated.forEach((row) => cardOf(row).classList.add("missing"));
  if (asksOwn()) return;
  note(say(MARKED, { n: unrated.length }));
  cursor = 0;
  draw();
  go(next);
};
