// The ballot once more, by grade: a name leads back to its card, the rules are told, then it is sent.
let status, confirm;

function review() {
  const all = rows(), given = all.map(chosen);
  open(TITLE, HINT);
  const told = exceeded();
  if (ALIKE && given[0].value !== MISSED && given.every(({ value }) => value === given[0].value)) told.push(ALIKE);
  told.forEach((text) => { make("p", text, ask).className = "refusal"; });
  offered(all).forEach((one) => list(one, all.filter((row) => wordOf(chosen(row)) === wordOf(one))));
  if (told.length) return buttons([BACK, close]);
  [confirm] = buttons([CONFIRM, send], [BACK, close]);
  confirm.className = "solid";
  status = make("p", "", ask);
  confirm.before(status);
  status.setAttribute("role", "status");
}

function list(answer, held) {
  if (!held.length) return;
  make("h3", headed(answer, held.length), ask).className = answer.parentNode.className;
  const names = make("div", "", ask);
  new Set(held.map(cardOf)).forEach((card) => {
    const mine = held.filter((row) => cardOf(row) === card);
    tellCriteria(make("button", subjectOf(mine[0]), names, () => { close(); go(mine[0]); }), mine);
  });
}

submit.onclick = (event) => { event.preventDefault(); review(); };
