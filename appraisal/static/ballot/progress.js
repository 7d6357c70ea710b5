// What is done and what is left: the bars, the words on the cards, the frame around the next one.
const submit = id("review"), left = id("left"), undo = id("undo"), count = find(".count")[0];
let cursor = 0; // the row that was touched last
let next;

function draw() {
  const all = rows(), unrated = all.filter((row) => !chosen(row)), open = unrated.map(cardOf);
  const over = [].concat(...overs().map(holders)).map(cardOf);
  given = {};
  all.map(chosen).filter(Boolean).forEach(({ name, value }) => { given[name] = value; });
  next = unrated.find((row) => all.indexOf(row) >= cursor) || unrated[0];
  const following = next && cardOf(next);
  cards.forEach((card) => {
    const flags = card.classList, isOpen = open.includes(card);
    const state = find("em", card)[0] || make("em", "", find("h3", card)[0]);
    if (!over.includes(card)) flags.remove("over-quota");
    if (!isOpen) flags.remove("missing");
    if (!flags.contains("over-quota"))
      state.textContent = find(":disabled", card)[0] ? RECUSED : isOpen ? UNRATED : RATED;
    flags.toggle("next", card === following);
  });
  drawPlaces();
  drawBars(all, unrated.length);
}

function drawBars(all, unrated) {
  const done = all.length - unrated, spare = own && !own.value ? columns : 0; // one card will go
  const asked = all.length - spare, open = spare ? Math.max(1, asked + 1 - done) : unrated;
  left.textContent = say(LEFT, { n: open });
  left.hidden = !open;
  submit.hidden = open > 0;
  undo.disabled = !acts.length;
  count.style.setProperty("--share", done / asked);
  tell(done, asked);
  const quota = quotas[1] && quotas.find(({ members }) => members.includes(all[cursor]));
  id("quota").textContent = quota
    ? say(QUOTA, { n: holders(quota).length, limit: quota.limit }) + " " + quota.label : "";
}

function settle() {
  draw();
  keep();
}
