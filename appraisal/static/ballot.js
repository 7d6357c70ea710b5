// The sheet's comforts: what is left, undo, quota swaps, review, sending again, a draft. It works without.
(function () {
  "use strict";
  const id = (name) => document.getElementById(name);
  const form = document.querySelector("form.sheet");
  const find = (rule, within) => Array.from((within || form).querySelectorAll(rule));
  const ask = id("ask"), words = ask.dataset, own = id("own");
  const submit = id("review"), left = id("left"), undo = id("undo");
  const nonce = form.elements.nonce, isList = form.classList.contains("list");
  const limits = JSON.parse(words.limits);
  const glide = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
  const PREFIX = "ballot:", KEY = PREFIX + form.elements.tag.value;
  const TRIES = 5, SECONDS_A_TRY = 8;
  let given = {}; // the answer of each row, by the row's name
  let acts = []; // what 撤销 takes back: pairs of a row's name and its answer before
  let cursor = 0; // the row that was touched last
  let next = null;
  let isDrawn = false; // the page's number is this phone's own
  let isHeld = false; // the dialog cannot be left by Escape
  let noteTimer, retryTimer, tries, status, confirm;

  const say = (key, values) => words[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const rows = () => find("fieldset:not(:disabled)");
  const chosen = (row) => row.querySelector("input:checked");
  const cardOf = (row) => row.closest(".card");
  const wordOf = (input) => input.nextElementSibling.textContent;
  const nameOf = (row) => row.querySelector(isList ? "legend span" : "legend").textContent.trim();
  const put = (name, value) => form.elements[name].forEach((one) => { one.checked = one.value === value; });

  function make(tag, text, parent, onclick) {
    const one = parent.appendChild(document.createElement(tag));
    one.textContent = text;
    if (onclick) Object.assign(one, { type: "button", onclick });
    return one;
  }

  function note(text) {
    clearTimeout(noteTimer);
    id("note").textContent = text;
    noteTimer = setTimeout(() => { id("note").textContent = ""; }, 2600);
  }

  // the dialog
  function open(title, hint) {
    ask.textContent = "";
    const heading = make("h2", title, ask);
    heading.id = "asked";
    heading.tabIndex = -1;
    if (hint) make("p", hint, ask).className = "hint";
    if (!ask.open && ask.showModal) ask.showModal();
    ask.setAttribute("open", "");
    document.body.classList.toggle("inert", !ask.showModal);
    heading.focus();
  }

  function close() {
    isHeld = false;
    if (ask.close) ask.close();
    ask.removeAttribute("open");
    document.body.classList.remove("inert");
  }

  function buttons(...made) {
    const foot = make("div", "", ask);
    foot.className = "foot";
    return made.map(([text, onclick]) => make("button", text, foot, onclick));
  }

  ask.addEventListener("cancel", (event) => { if (isHeld) event.preventDefault(); });
  ask.addEventListener("close", () => { if (isHeld) ask.showModal(); });

  // the sheet
  function overs() {
    const columns = Math.max(...find(".card").map((card) => find("fieldset", card).length));
    const found = [];
    limits.forEach(([limit, subjects]) => {
      for (let column = 0; column < columns; column += 1) {
        const asked = subjects.map((subject) => find("fieldset", id("s" + subject))[column]);
        const held = asked.filter((row) => row && !row.disabled && row.querySelector(".g1 input:checked"));
        if (held.length > limit) found.push({ limit, held });
      }
    });
    return found;
  }

  function draw() {
    const all = rows(), open = all.filter((row) => !chosen(row)), over = new Set();
    overs().forEach(({ held }) => held.forEach((row) => over.add(cardOf(row))));
    given = {};
    all.filter(chosen).forEach((row) => { given[chosen(row).name] = chosen(row).value; });
    next = open.find((row) => all.indexOf(row) >= cursor) || open[0];
    find(".card").filter((card) => card.querySelector("fieldset")).forEach((card) => {
      const isOff = !!card.querySelector(":disabled"), isOpen = open.some((row) => cardOf(row) === card);
      const state = card.querySelector("em") || make("em", "", card.querySelector("h3"));
      if (!over.has(card)) card.classList.remove("over-quota");
      if (!isOpen) card.classList.remove("missing");
      if (!card.classList.contains("over-quota"))
        state.textContent = isOff ? words.recused : isOpen ? words.unrated : words.rated;
      card.classList.toggle("next", !!next && card === cardOf(next));
    });
    let count = open.length;
    if (own && !own.value) count = Math.max(1, count + 1 - find("fieldset", id("s1")).length);
    left.textContent = say("left", { n: count });
    left.hidden = !count;
    submit.hidden = count > 0;
    undo.disabled = !acts.length;
  }

  function settle() {
    draw();
    keep();
  }

  function go(row) {
    cardOf(row).scrollIntoView({ behavior: glide, block: "start" });
    (chosen(row) || row.querySelector("input")).focus({ preventScroll: true });
  }

  function follow() {
    if (!next) return;
    const floor = Math.min(form.querySelector("footer").getBoundingClientRect().top, innerHeight) - 16;
    const under = next.getBoundingClientRect().bottom - floor;
    if (under > 0) scrollBy({ top: under, behavior: glide });
  }

  function recuse() {
    find("fieldset").forEach((row) => {
      row.disabled = own.value !== "" && cardOf(row).id === "s" + (Number(own.value) + 1);
      if (row.disabled) put(row.querySelector("input").name);
    });
    acts = [];
  }

  function swap({ limit, held }, row, button, before) {
    const grade = wordOf(button), second = row.querySelectorAll("input")[1], lower = wordOf(second);
    const name = nameOf(row);
    open(say("full", { grade, n: limit }), say("swap", { name, grade, lower }));
    held.filter((other) => other !== row).forEach((other) => {
      const line = make("p", "", ask), holder = chosen(other);
      line.className = "holder";
      make("span", nameOf(other), line);
      make("button", say("lower", { lower }), line, () => {
        acts.push([[holder.name, holder.value], [button.name, before]]);
        put(holder.name, second.value);
        put(button.name, button.value);
        close();
        settle();
        note(say("swapped", { a: nameOf(other), b: name, grade, lower }));
        if (before === undefined) follow();
      });
    });
    buttons([words.cancel, close]);
  }

  form.addEventListener("change", ({ target }) => {
    const row = target.closest("fieldset"), before = given[target.name];
    isDrawn = false; // what is sent from now on is another ballot
    if (!row) {
      recuse();
      return settle();
    }
    cursor = rows().indexOf(row);
    const over = target.closest(".g1") && overs().find(({ held }) => held.includes(row));
    if (over) {
      put(target.name, before);
      return swap(over, row, target, before);
    }
    acts.push([[target.name, before]]);
    settle();
    if (before === undefined) follow();
  });

  left.onclick = () => {
    const open = rows().filter((row) => !chosen(row));
    open.forEach((row) => cardOf(row).classList.add("missing"));
    note(say("marked", { n: open.length }));
    if (own && !own.value) return own.focus();
    cursor = 0;
    draw();
    go(open[0]);
  };

  undo.onclick = () => {
    const act = acts.pop();
    act.forEach(([name, before]) => put(name, before));
    const row = form.elements[act[act.length - 1][0]][0].closest("fieldset");
    cursor = rows().indexOf(row);
    isDrawn = false;
    settle();
    note(say("undone", { name: nameOf(row) }));
  };

  // review and submit
  function review() {
    const all = rows(), problems = overs();
    open(words.title, words.hint);
    const told = problems.map(({ limit, held }) =>
      say("over", { grade: wordOf(chosen(held[0])), limit, n: held.length }));
    if (words.alike && new Set(all.map((row) => chosen(row).value)).size === 1 && chosen(all[0]).value !== "-1")
      told.push(words.alike);
    told.forEach((text) => { make("p", text, ask).className = "refusal"; });
    find("input", all[0]).forEach((answer) => {
      const held = all.filter((row) => chosen(row).value === answer.value);
      if (!held.length) return;
      const heading = make("h3", say("group", { grade: wordOf(answer), n: held.length }), ask);
      heading.className = answer.parentNode.className;
      const names = make("div", "", ask);
      held.forEach((row) => make("button", nameOf(row), names, () => { close(); go(row); }));
    });
    if (told.length) return buttons([words.back, close]);
    confirm = buttons([words.confirm, send], [words.back, close])[0];
    confirm.className = "solid";
    status = confirm.parentNode.insertBefore(make("p", "", ask), confirm);
    status.setAttribute("role", "status");
  }

  function send() {
    if (!isDrawn && self.crypto) {
      const drawn = Array.from(crypto.getRandomValues(new Uint8Array(16)));
      nonce.value = drawn.map((byte) => byte.toString(16).padStart(2, "0")).join("");
    }
    isDrawn = isHeld = true; // the ballot may be in the box from now on
    keep();
    if (!self.fetch || !self.AbortController) return form.submit();
    find(".foot button, div button", ask).forEach((button) => { button.disabled = true; });
    confirm.textContent = words.sending;
    status.textContent = "";
    tries = 0;
    attempt();
  }

  async function attempt() {
    const stop = new AbortController(), timer = setTimeout(() => stop.abort(), SECONDS_A_TRY * 1000);
    let why = "retry";
    retryTimer = null;
    try {
      const body = new URLSearchParams(new FormData(form));
      const answer = await fetch(form.action, { method: "POST", body, signal: stop.signal });
      const path = new URL(answer.url).pathname;
      if (path === words.done && /\bR-[0-9A-Z-]{16}\b/.test(await answer.text())) {
        forget();
        return location.replace(words.done);
      }
      const isRefused = answer.status >= 400 && answer.status < 500;
      if (isRefused || path === words.enter) return form.submit(); // the server's page says why
      if (answer.status === 503) why = "busy";
    } catch (error) { // no network: try again
    } finally {
      clearTimeout(timer);
    }
    tries += 1;
    if (tries > TRIES) {
      status.textContent = words.lost;
      confirm.textContent = words.again;
      confirm.disabled = false;
      return undefined;
    }
    status.textContent = say(why, { n: tries });
    retryTimer = setTimeout(attempt, 1000 * 2 ** (tries - 1) * (0.5 + Math.random()));
  }

  addEventListener("online", () => {
    if (!retryTimer) return confirm && isHeld && !confirm.disabled && send();
    clearTimeout(retryTimer);
    attempt();
  });

  // the draft
  function stored(act) {
    try { return act(localStorage); } catch (error) { return null; }
  }

  function keep() {
    const draft = { given, own: own && own.value, nonce: isDrawn && nonce.value };
    id("saved").hidden = !stored((box) => { box.setItem(KEY, JSON.stringify(draft)); return true; });
  }

  function forget(isOthers) {
    const goes = (key) => key.startsWith(PREFIX) && !(isOthers && key === KEY);
    stored((box) => Object.keys(box).filter(goes).forEach((key) => box.removeItem(key)));
  }

  function fill(draft) {
    find("input:checked").forEach((one) => { one.checked = false; });
    if (own) own.value = draft.own || "";
    Object.keys(draft.given).filter((name) => form.elements[name]).forEach((name) => put(name, draft.given[name]));
    if (own) recuse();
    if (draft.nonce) nonce.value = draft.nonce;
    isDrawn = !!draft.nonce;
    acts = [];
    cursor = 0;
    draw();
  }

  function empty() {
    forget();
    fill({ given: {} });
    id("saved").hidden = true;
  }

  function question(title, hint, ...choices) {
    isHeld = true;
    open(title, hint);
    buttons(...choices.map(([text, act]) => [text, () => { close(); act(); }]))[0].className = "solid";
  }

  id("clear").onclick = () => question(words.clear, "", [words.back, () => {}], [words.anew, () => {
    empty();
    note(words.cleared);
  }]);

  function start() {
    forget(true); // an earlier voter's
    submit.textContent = words.review;
    [undo, id("clear")].forEach((one) => { one.hidden = false; });
    if (own) recuse();
    draw();
    const draft = stored((box) => JSON.parse(box.getItem(KEY)));
    if (find("input:checked").length) return keep(); // the server sent them back
    if (!draft || !Object.keys(draft.given).length) return;
    const again = () => { fill(draft); keep(); };
    if (performance.navigation && performance.navigation.type) return again(); // reloaded, or come back to
    question(words.draft, "", [words.continue, again], [words.anew, empty]);
  }

  submit.onclick = (event) => { event.preventDefault(); review(); };
  form.elements.keep.onclick = (event) => event.preventDefault();
  addEventListener("pageshow", ({ persisted }) => {
    if (persisted && !id("saved").hidden && !stored((box) => box.getItem(KEY))) location.reload();
  });
  start();
})();
