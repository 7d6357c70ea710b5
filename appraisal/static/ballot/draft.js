// The draft on this phone, under a one-way tag of the code; another code wipes it, the receipt wipes it.
const KEY = PREFIX + form.elements.tag.value;
let isKept = false;

function keep() {
  const draft = { given, own: own && own.value, nonce: isDrawn && nonce.value };
  isKept = !!stored((box) => { box.setItem(KEY, JSON.stringify(draft)); return true; });
  id("saved").hidden = !isKept;
}

function fill(draft) {
  find("input:checked").forEach((one) => { one.checked = false; });
  find(".exact").forEach((one) => { one.value = ""; });
  if (own) own.value = draft.own || "";
  Object.keys(draft.given).filter((name) => form.elements[name]).forEach((name) => put(name, draft.given[name]));
  if (own) recuse();
  if (draft.nonce) nonce.value = draft.nonce;
  isDrawn = !!draft.nonce;
  acts = [];
  cursor = 0;
  draw();
}

function empty() {
  forget();
  fill({ given: {} });
  isKept = false;
  id("saved").hidden = true;
}

function question(title, ...choices) {
  isHeld = true;
  open(title);
  buttons(...choices.map(([text, act]) => [text, () => { close(); act(); }]))[0].className = "solid";
}

id("clear").onclick = () => question(words.clear, [words.back, () => {}], [words.anew, () => {
  empty();
  note(words.cleared);
}]);

addEventListener("pageshow", ({ persisted }) => { // the phone may be another voter's by now
  if (persisted && !stored((box) => box.getItem(KEY))) location.reload();
});
