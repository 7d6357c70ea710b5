// A full quota is a swap: one tap moves a holder down and grants the new one. Both are one act.
const columns = Math.max(1, ...find(".card").map((card) => find("fieldset", card).length));
const quotas = JSON.parse(words.limits).reduce((all, [limit, group, subjects]) => {
  for (let column = 0; column < columns; column += 1) {
    const members = subjects.map((subject) => find("fieldset", id("s" + subject))[column]).filter(Boolean);
    const label = [group, isList || !members.length ? "" : criterionOf(members[0])].join(" ").trim();
    all.push({ limit, label, members });
  }
  return all;
}, []);
const holders = ({ members }) => members.filter((row) => !row.disabled && row.querySelector(".g1 input:checked"));
const overs = () => quotas.filter((quota) => holders(quota).length > quota.limit);
const quotaOf = (row) => quotas.find(({ members }) => members.includes(row));

function swap(quota, row, button, before) {
  const grade = wordOf(button), second = find("input", row)[1], lower = wordOf(second);
  const name = subjectOf(row), [start, end] = say("swap", { name: "\n", grade, lower }).split("\n");
  open(say("full", { grade, n: quota.limit }), quota.label);
  const text = make("p", start, ask);
  make("b", name, text);
  text.append(end);
  holders(quota).filter((other) => other !== row).forEach((other) => {
    const line = make("p", "", ask), holder = chosen(other);
    line.className = "holder";
    make("span", subjectOf(other), line);
    make("button", say("lower", { lower }), line, () => {
      acts.push([[holder.name, holder.value], [button.name, before]]);
      put(holder.name, second.value);
      put(button.name, button.value);
      close();
      settle();
      note(say("swapped", { a: subjectOf(other), b: name, grade, lower }));
      if (before === undefined) follow();
    }).setAttribute("aria-label", subjectOf(other) + " " + say("lower", { lower }));
  });
  buttons([words.cancel, close]);
}
