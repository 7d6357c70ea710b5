// A ballot that rates too few counts as void: its voter reads that before sending it. One that rates none is blank.
submit.addEventListener("click", () => {
  const [part, whole] = ask.dataset.least.split("/"), asked = cards.filter((card) => !recusal(card));
  const seen = asked.filter((card) => rowsOf(card).some((row) => (chosen(row) || {}).value !== MISSED)).length;
  if (!seen || seen * whole >= part * asked.length || find(".refusal", ask)[0]) return;
  const told = make("p", say(ask.dataset.short, { n: seen }), ask);
  told.className = "refusal";
  find("h3", ask)[0].before(told);
});
