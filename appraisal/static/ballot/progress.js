// What is done and what is left: the bars, the words on the cards, the frame around the next one.
const submit = id("review"), left = id("left"), undo = id("undo"), count = find(".count")[0];
let cursor = 0; // the row that was touched last
let next;

function draw() {
  const all = rows(), unrated = all.filter((row) => !chosen(row)), open = unrated.map(cardOf);
  given = {};
  all.map(chosen).filter(Boolean).forEach(({ name, value }) => { given[name] = value; });
  next = unrated.find((row) => all.indexOf(row) >= cursor) || unrated[0];
  const following = next && cardOf(next);
  cards.forEach((card) => {
    const flags = card.classList, isOpen = open.includes(card);
    const state = find("em", card)[0] || make("em", "", find("h3", card)[0]);
    if (!isOpen) flags.remove("missing");
    if (!isOver(card)) state.textContent = recusal(card) || (isOpen ? UNRATED : RATED);
    flags.toggle("next", card === following);
  });
  drawPlaces();
  drawBars(all, unrated.length);
}

function drawBars(all, unrated) {
  const done = all.length - unrated, spare = spared(); // one card will go
  const asked = all.length - spare, open = spare ? Math.max(1, asked + 1 - done) : unrated;
  left.textContent = say(LEFT, { n: open });
  left.hidden = !open;
  submit.hidden = open > 0;
  undo.disabled = !acts.length;
  count.style.setProperty("--share", done / asked);
  tell(done, asked);
  drawQuota(all[cursor]);
}

function settle() {
  draw();
  keep();
}
