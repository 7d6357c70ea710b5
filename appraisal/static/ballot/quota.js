// A full quota is a swap: one tap moves a holder down and grants the new one. Both are one act.
const columns = rowsOf(cards[0] || form).length;
const quotas = [];
JSON.parse(ask.dataset.limits).forEach(([limit, group], place) => {
  const asked = cards.filter((card) => Number(card.parentNode.dataset.quota) === place).map(rowsOf);
  asked[0].forEach((row, column) => {
    const members = asked.map((all) => all[column]);
    quotas.push({ limit, label: (group + criterionOf(row)).trim(), members });
  });
});
const holders = ({ members }) => members.filter((row) => !row.disabled && find(".g1 :checked", row)[0]);
const overs = () => quotas.filter((quota) => holders(quota).length > quota.limit);

function swap(quota, row, button, before) {
  const grade = wordOf(button), second = find("input", row)[1], lower = wordOf(second);
  const name = subjectOf(row), [start, end] = say(SWAP, { name: "\n", grade, lower }).split("\n");
  open(say(FULL, { grade, n: quota.limit }), quota.label);
  const text = make("p", start, ask);
  make("b", name, text);
  text.append(end);
  holders(quota).filter((other) => other !== row).forEach((other) => {
    const line = make("p", "", ask), holder = chosen(other), holding = subjectOf(other);
    line.className = "holder";
    make("span", holding, line);
    make("button", say(LOWER, { lower }), line, () => {
      acts.push([[holder.name, holder.value], [button.name, before]]);
      put(holder.name, second.value);
      put(button.name, button.value);
      close();
      settle();
      note(say(SWAPPED, { a: holding, b: name, grade, lower }));
      if (!before) reveal(next);
    }).setAttribute("aria-label", holding + " " + say(LOWER, { lower }));
  });
  buttons([CANCEL, close]);
}
