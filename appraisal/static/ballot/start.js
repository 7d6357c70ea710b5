// The comforts appear, and the answers of this voter come back.
size.addEventListener("click", () => {
  note(SIZES.split("/")[look.size]);
  draw();
});
form.elements.keep.onclick = (event) => event.preventDefault();

function start() {
  forget(KEY); // an earlier voter's goes
  undo.hidden = id("clear").hidden = false;
  history.replaceState(null, "", form.action); // a sheet that answers a code, or came back: a reload sends nothing
  recuse();
  draw();
  if (rows().some(chosen)) return keep(); // the server sent them back
  const draft = stored(() => JSON.parse(kept())), resume = () => { fill(draft); keep(); };
  if (!draft || !Object.keys(draft.given)[0]) return undefined;
  if (performance.navigation && performance.navigation.type) return resume(); // reloaded, or come back to
  return question(DRAFT, [CONTINUE, resume], [ANEW, empty]);
}

start();
