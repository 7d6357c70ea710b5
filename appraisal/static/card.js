// Shows key cards in groups of four while they are typed, as on the paper, and how many groups are there.
const GROUPS = 10;

function symbols(text) {
  return text.normalize("NFKC").toUpperCase().replace(/^APPRAISAL-CARD-1:/, "").replace(/[^0-9A-Z]/g, "")
    .replace(/O/g, "0").replace(/[IL]/g, "1");
}

document.querySelectorAll("[data-card]").forEach((field) => {
  const input = field.querySelector("textarea");
  const tag = field.querySelector("[data-groups]");
  input.addEventListener("input", (event) => {
    const groups = symbols(input.value).match(/.{1,4}/g) || [];
    const atEnd = input.selectionStart === input.value.length;
    if (atEnd && !event.isComposing) {
      input.value = groups.join(" ");
    }
    tag.textContent = `${groups.filter((group) => group.length === 4).length} / ${GROUPS}`;
    tag.classList.toggle("done", groups.length === GROUPS && groups[GROUPS - 1].length === 4);
    tag.hidden = false;
  });
});
