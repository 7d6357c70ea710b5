// The ballot once more, by grade: a name leads back to its card, the rules are told, then it is sent.
let status, confirm;

function review() {
  const all = rows();
  open(words.title, words.hint);
  const told = overs().map((quota) =>
    [quota.label, say("over", { grade: words.best, limit: quota.limit, n: holders(quota).length })].join(" ").trim());
  if (words.alike && new Set(all.map((row) => chosen(row).value)).size === 1 && chosen(all[0]).value !== MISSED)
    told.push(words.alike);
  told.forEach((text) => { make("p", text, ask).className = "refusal"; });
  const answers = new Map(); // each once, by its word
  find("input[type=radio]", all[0]).concat(all.map(chosen)).forEach((one) => {
    if (!answers.has(wordOf(one))) answers.set(wordOf(one), one);
  });
  inOrder(Array.from(answers.values())).forEach((one) => list(one, all.filter((row) => wordOf(chosen(row)) === wordOf(one))));
  if (told.length) return buttons([words.back, close]);
  confirm = buttons([words.confirm, send], [words.back, close])[0];
  confirm.className = "solid";
  status = confirm.parentNode.insertBefore(make("p", "", ask), confirm);
  status.setAttribute("role", "status");
}

function list(answer, held) {
  if (!held.length) return;
  const heading = make("h3", headed(answer, held.length), ask);
  heading.className = answer.parentNode.className;
  const names = make("div", "", ask);
  new Set(held.map(cardOf)).forEach((card) => {
    const mine = held.filter((row) => cardOf(row) === card);
    const name = make("button", subjectOf(mine[0]), names, () => { close(); go(mine[0]); });
    if (mine.length < find("fieldset", card).length) make("small", mine.map(criterionOf).join("·"), name);
  });
}

submit.onclick = (event) => { event.preventDefault(); review(); };
