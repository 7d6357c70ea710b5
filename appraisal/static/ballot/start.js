// The comforts appear, and the answers of this voter come back.
id("size").onclick = () => {
  typeSize((Number(document.documentElement.dataset.size) + 1) % 3);
  note(words.sizes.split(" ")[document.documentElement.dataset.size]);
  draw();
};
form.elements.keep.onclick = (event) => event.preventDefault();

function start() {
  forget(true); // an earlier voter's
  find("[hidden]", document.body).filter((one) => one.type !== "hidden" && one !== id("saved"))
    .forEach((one) => { one.hidden = one.name === "keep"; });
  if (own) recuse();
  draw();
  const draft = stored((box) => JSON.parse(box.getItem(KEY)));
  if (find("input:checked").length) return keep(); // the server sent them back
  if (!draft || !Object.keys(draft.given).length) return undefined;
  const resume = () => { fill(draft); keep(); };
  if (performance.navigation && performance.navigation.type) return resume(); // reloaded, or come back to
  return question(words.draft, [words.continue, resume], [words.anew, empty]);
}

start();
