// The draft on this phone, under a one-way tag of the code; another code wipes it, the receipt wipes it.
const KEY = PREFIX + form.elements.tag.value;
const kept = () => stored((box) => box.getItem(KEY));
let isKept;

function keep() {
  const draft = { given, own: own.value, nonce: isDrawn && nonce.value };
  stored((box) => box.setItem(KEY, JSON.stringify(draft)));
  tellKept();
}

function tellKept() {
  isKept = !!kept();
  id("saved").hidden = !isKept;
}

function fill(draft) {
  find("input:checked, .exact").forEach(({ name }) => put(name));
  own.value = draft.own || "";
  Object.keys(draft.given).filter((name) => named(name)[0]).forEach((name) => put(name, draft.given[name]));
  recuse();
  if (draft.nonce) nonce.value = draft.nonce;
  isDrawn = !!draft.nonce;
  acts = [];
  cursor = 0;
  draw();
}

function empty() {
  forget();
  fill({ given: {} });
  tellKept();
}

function question(title, ...choices) {
  isHeld = true;
  open(title);
  buttons(...choices.map(([text, act]) => [text, () => { close(); act(); }]))[0].className = "solid";
}

id("clear").onclick = () => question(CLEAR, [BACK, () => {}], [ANEW, () => {
  empty();
  note(CLEARED);
}]);

addEventListener("pageshow", ({ persisted }) => { // the phone may be another voter's by now
  if (persisted && !kept()) location.reload();
});
