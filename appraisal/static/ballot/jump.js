// What is still unrated: marked, and the first of it in sight and in focus.
function go(row) {
  cardOf(row).scrollIntoView({ behavior: glide, block: "start" });
  (chosen(row) || row.querySelector("input")).focus({ preventScroll: true });
}

left.onclick = () => {
  const unrated = rows().filter((row) => !chosen(row));
  unrated.forEach((row) => cardOf(row).classList.add("missing"));
  if (own && !own.value) {
    note(words.own);
    own.scrollIntoView({ block: "center" });
    return own.focus();
  }
  note(say("marked", { n: unrated.length }));
  cursor = 0;
  draw();
  return go(unrated[0]);
};
