// Who belongs to one of the units names it: its cards go, and until then one of them is not asked for.
const own = id("own"), [RECUSED, OWN] = ask.dataset.own.split("\n");
const spared = () => own.value ? 0 : rowsOf(cards[0]).length;
const recusal = (card) => find(":disabled", card)[0] && RECUSED;

function recuse() {
  find("fieldset").forEach((row) => {
    row.disabled = own.value && cardOf(row).dataset.unit === own.value;
    if (row.disabled) find("input", row).forEach(({ name }) => put(name));
  });
  acts = [];
}

function asksOwn() {
  if (own.value) return false;
  note(OWN);
  own.focus();
  return true;
}

own.addEventListener("change", (event) => {
  event.stopPropagation(); // no answer
  isDrawn = false;
  recuse();
  settle();
});
