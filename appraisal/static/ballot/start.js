// The comforts appear, and the answers of this voter come back.
size.onclick = () => {
  enlarge();
  note(words.sizes.split("/")[look.size]);
  draw();
};
form.elements.keep.onclick = (event) => event.preventDefault();

function start() {
  forget(KEY); // an earlier voter's goes
  [undo, id("clear")].forEach((one) => { one.hidden = false; });
  history.replaceState(null, "", location.href); // a sheet that came back is not sent again by a reload
  if (own) recuse();
  draw();
  const draft = stored((box) => JSON.parse(box.getItem(KEY)));
  if (rows().some(chosen)) return keep(); // the server sent them back
  if (!draft || !Object.keys(draft.given).length) return undefined;
  const resume = () => { fill(draft); keep(); };
  if (performance.navigation && performance.navigation.type) return resume(); // reloaded, or come back to
  return question(words.draft, [words.continue, resume], [words.anew, empty]);
}

start();
