// The editor's comforts: lists pasted from a spreadsheet, rows moved in place, unsaved work guarded.
(() => {
  const form = document.querySelector("form.editor");
  let changed = "changed" in form.dataset;
  const touch = () => { changed = true; };

  const fields = (row) => [...row.querySelectorAll("input, select")];
  const values = (row) => fields(row).map((field) => field.value);
  const fill = (row, texts) => fields(row).forEach((field, at) => {
    const text = texts[at] || "";
    field.value = text;
    if (field.tagName === "SELECT" && field.selectedIndex < 0) {
      field.selectedIndex = 0;
    }
    field.removeAttribute("aria-invalid");
  });

  // names end in .row.column, and buttons in :row
  const renumber = (row, at) => {
    for (const field of fields(row)) {
      field.name = field.name.replace(/\.\d+(\.\d+)$/, `.${at}$1`);
      field.id = field.name;
    }
    for (const button of row.querySelectorAll("button")) {
      button.value = button.value.replace(/\d+$/, at);
      button.setAttribute("aria-label", button.getAttribute("aria-label").replace(/\d+/, at));
    }
  };

  const grow = (body, until) => {
    while (body.rows.length < until) {
      const row = body.rows[body.rows.length - 1].cloneNode(true);
      row.querySelectorAll(".wrong").forEach((note) => note.remove());
      renumber(row, body.rows.length + 1);
      fill(row, []);
      body.append(row);
    }
  };

  const move = (row, by, verb) => {
    const other = by < 0 ? row.previousElementSibling : row.nextElementSibling;
    if (other) {
      const [here, there] = [values(row), values(other)];
      fill(row, there);
      fill(other, here);
      other.querySelector(`button[value^="${verb}:"]`).focus();
      touch();
    }
  };

  const drop = (row) => {
    for (let next = row; next; next = next.nextElementSibling) {
      fill(next, next.nextElementSibling ? values(next.nextElementSibling) : []);
    }
    touch();
  };

  const verbs = {
    up: (row) => move(row, -1, "up"),
    down: (row) => move(row, 1, "down"),
    drop,
  };

  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=do]");
    const verb = button && button.value.split(":")[0];
    const row = button && button.closest("tr");
    if (row && verbs[verb]) {
      event.preventDefault();
      verbs[verb](row);
    } else if (verb === "more") {
      event.preventDefault();
      const body = button.closest("section").querySelector("tbody");
      grow(body, body.rows.length + 10);
    }
  });

  form.addEventListener("keydown", (event) => {
    const row = event.target.closest("tbody tr");
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (row && by && event.altKey) {
      event.preventDefault();
      move(row, by, by < 0 ? "up" : "down");
    }
  });

  // heads and a column of numbers come along with a copied list; empty lines too
  const without = (lines, target) => {
    const filled = lines.filter((cells) => cells.some(Boolean));
    const heads = [...target.closest("table").tHead.querySelectorAll("th")].map((head) => head.textContent);
    const body = filled.length && filled[0].every((cell) => ["", "序号", ...heads].includes(cell)) ? filled.slice(1) : filled;
    const isNumbered = body.every((cells) => cells.length > 1 && /^\d*[.、]?$/.test(cells[0]));
    return isNumbered && !target.closest(".short") ? body.map((cells) => cells.slice(1)) : body;
  };

  form.addEventListener("paste", (event) => {
    const text = event.clipboardData.getData("text/plain").replace(/[\r\n]+$/, "");
    const row = event.target.closest("tbody tr");
    if (!row || !/[\t\n]/.test(text)) {
      return;
    }
    event.preventDefault();
    const lines = without(text.split(/\r?\n/).map((line) => line.split("\t").map((cell) => cell.trim())), event.target);
    const body = row.parentElement;
    const [top, left] = [row.sectionRowIndex, fields(row).indexOf(event.target)];
    grow(body, top + lines.length);
    lines.forEach((cells, down) => cells.forEach((cell, along) => {
      const field = fields(body.rows[top + down])[left + along];
      if (field) {
        field.value = cell;
      }
    }));
    touch();
  });

  form.addEventListener("input", touch);
  form.addEventListener("submit", () => { changed = false; });
  window.addEventListener("beforeunload", (event) => {
    if (changed) {
      event.preventDefault();
      event.returnValue = form.dataset.guard;
    }
  });

  const wrong = form.querySelector("[aria-invalid]");
  if (wrong) {
    wrong.focus();
  }
})();
