// What is done and what is left: the bars, the words on the cards, the frame around the next one.
const submit = id("review"), left = id("left"), undo = id("undo"), count = form.querySelector(".count");
let cursor = 0; // the row that was touched last
let next = null;

function draw() {
  const all = rows(), unrated = all.filter((row) => !chosen(row)), over = new Set();
  overs().forEach((quota) => holders(quota).forEach((row) => over.add(cardOf(row))));
  given = {};
  all.filter(chosen).forEach((row) => { given[chosen(row).name] = chosen(row).value; });
  next = unrated.find((row) => all.indexOf(row) >= cursor) || unrated[0];
  find(".card").filter((card) => card.querySelector("fieldset")).forEach((card) => {
    const isOff = !!card.querySelector(":disabled"), isOpen = unrated.some((row) => cardOf(row) === card);
    const state = card.querySelector("em") || make("em", "", card.querySelector("h3"));
    if (!over.has(card)) card.classList.remove("over-quota");
    if (!isOpen) card.classList.remove("missing");
    if (!card.classList.contains("over-quota"))
      state.textContent = isOff ? words.recused : isOpen ? words.unrated : words.rated;
    card.classList.toggle("next", !!next && card === cardOf(next));
  });
  drawPlaces();
  drawBars(all, unrated.length);
}

function drawBars(all, unrated) {
  const mustChoose = own && !own.value, asked = all.length - (mustChoose ? columns : 0);
  const open = mustChoose ? Math.max(1, unrated + 1 - columns) : unrated;
  left.textContent = say("left", { n: open });
  left.hidden = !open;
  submit.hidden = open > 0;
  undo.disabled = !acts.length;
  count.style.setProperty("--share", (all.length - unrated) / Math.max(1, asked));
  tell(all.length - unrated, asked);
  const quota = quotas.length > 1 && quotaOf(all[cursor] || all[0]);
  id("quota").textContent = quota
    ? [say("quota", { n: holders(quota).length, limit: quota.limit }), quota.label].join(" ") : "";
}

function settle() {
  draw();
  keep();
}
