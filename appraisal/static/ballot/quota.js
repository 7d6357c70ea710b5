// A full quota is a swap: one tap moves a holder down and grants the new one. Both are one act.
const [FULL, SWAP, LOWER, SWAPPED, CANCEL, BEST, QUOTA, OVER] = ask.dataset.quota.split("\n");
const quotas = [];
JSON.parse(ask.dataset.limits).forEach(([limit, group], place) => {
  const asked = cards.filter((card) => Number(card.parentNode.dataset.quota) === place).map(rowsOf);
  asked[0].forEach((row, column) => {
    const members = asked.map((all) => all[column]);
    quotas.push({ limit, label: (group + criterionOf(row)).trim(), members });
  });
});
const holders = ({ members }) => members.filter((row) => !row.disabled && find(".g1 :checked", row)[0]);
const isFull = (quota, row) => quota.members.includes(row) && holders(quota).length > quota.limit;

// a card that was sent back stays marked for as long as it is one too many
function isOver(card) {
  const flags = card.classList;
  if (!flags.contains("over-quota")) return false;
  return rowsOf(card).some((row) => find(".g1 :checked", row)[0] && quotas.some((quota) => isFull(quota, row)))
    || flags.remove("over-quota");
}

function refuses(row, button, before) {
  const quota = button.closest(".g1") && quotas.find((one) => isFull(one, row));
  if (!quota) return false;
  put(button.name, before);
  draw();
  swap(quota, row, button, before);
  return true;
}

function exceeded() {
  return quotas.filter((quota) => holders(quota).length > quota.limit).map((quota) =>
    (quota.label + " " + say(OVER, { grade: BEST, limit: quota.limit, n: holders(quota).length })).trim());
}

function drawQuota(row) {
  const quota = quotas[1] && quotas.find(({ members }) => members.includes(row));
  id("quota").textContent = quota
    ? say(QUOTA, { n: holders(quota).length, limit: quota.limit }) + " " + quota.label : "";
}

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
