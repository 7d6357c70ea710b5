// Typing a paper ballot without a mouse: a digit fills a cell and goes on; arrows and Enter move.
const cells = [...document.querySelectorAll("[data-cell]")];
const table = cells[0].closest("table");
const digits = table.dataset.digits;
const columns = cells[0].closest("tr").querySelectorAll("[data-cell]").length;
const STEPS = { ArrowUp: -columns, ArrowDown: columns, ArrowLeft: -1, ArrowRight: 1, Enter: 1 };
const after = document.querySelector("[name=void]");

function go(from, step) {
  const place = cells.indexOf(from) + step;
  if (place >= cells.length) {
    after.focus();
  } else if (place >= 0) {
    cells[place].focus();
  }
}

function typed(cell) {
  cell.value = cell.value.normalize("NFKC").trim();
  cell.removeAttribute("aria-invalid");
  if (!digits || cell.value === "") {
    return;
  }
  const last = cell.value.slice(-1);
  if (/^[0-9]$/.test(last) && Number(last) <= Number(digits)) {
    cell.value = last;
    go(cell, 1);
  } else {
    cell.value = "";
    cell.setAttribute("aria-invalid", "true");
  }
}

for (const cell of cells) {
  cell.addEventListener("focus", () => cell.select());
  cell.addEventListener("input", (event) => {
    if (!event.isComposing) {
      typed(cell);
    }
  });
  cell.addEventListener("compositionend", () => typed(cell));
  cell.addEventListener("keydown", (event) => {
    const step = event.key === "Backspace" && cell.value === "" ? -1 : STEPS[event.key];
    if (step && !event.isComposing) {
      event.preventDefault();
      go(cell, step);
    }
  });
}

const classes = [...document.querySelectorAll("[name=voter_class]")];
for (const choice of classes) {
  choice.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      event.preventDefault();
      cells[0].focus();
    }
  });
}

const start = classes.some((choice) => choice.checked) ? cells[0] : classes[0];
(document.querySelector("[data-cell][aria-invalid]") || start).focus();
