// Shows key cards in groups of four while they are typed, as on the paper, and puts a whole one out of sight
// before the next holder comes to the keyboard.
const GROUPS = 10;

function symbols(text) {
  return text.normalize("NFKC").toUpperCase().replace(/^APPRAISAL-CARD-1:/, "").replace(/[^0-9A-Z]/g, "")
    .replace(/O/g, "0").replace(/[IL]/g, "1");
}

const fields = [...document.querySelectorAll("[data-card]")];

function putAway(field, isAway) {
  field.querySelector("textarea").hidden = isAway;
  field.querySelector("[data-away]").hidden = !isAway;
}

fields.forEach((field, place) => {
  const input = field.querySelector("textarea");
  const tag = field.querySelector("[data-groups]");
  input.addEventListener("input", (event) => {
    const groups = symbols(input.value).match(/.{1,4}/g) || [];
    const isWhole = groups.length === GROUPS && groups[GROUPS - 1].length === 4;
    const atEnd = input.selectionStart === input.value.length;
    if (atEnd && !event.isComposing) {
      input.value = groups.join(" ");
    }
    tag.textContent = `${groups.filter((group) => group.length === 4).length} / ${GROUPS}`;
    tag.classList.toggle("done", isWhole);
    tag.hidden = false;
    if (isWhole && !event.isComposing) {
      putAway(field, true);
      const next = fields[place + 1];
      (next ? next.querySelector("textarea") : input.form.querySelector("[type=submit]")).focus();
    }
  });
  field.querySelector("[data-again]").addEventListener("click", () => {
    input.value = "";
    tag.hidden = true;
    putAway(field, false);
    input.focus();
  });
});
