// Ask for the turnout every two seconds, more seldom while nobody answers; say so when no answer comes.
const turnout = document.querySelector("[data-turnout]");
const stale = turnout.querySelector("[data-stale]");
const ending = document.querySelector("[data-until]");
const STEP = 2000;
const LONGEST = 8000; // between questions while nobody answers: the band must go soon after the server is back
const STALE_AFTER = 10000;
const PATIENCE = 5000; // a question whose connection was lost on the way is asked again
let tag = "";
let answered = Date.now();
let pause = STEP;

function show(figures) {
  if (figures.state !== turnout.dataset.state) {
    catchUp();
    return;
  }
  const named = { returned: figures.returned };
  figures.classes.forEach((count, place) => {
    named[place] = count;
  });
  for (const figure of turnout.querySelectorAll("[data-figure]")) {
    const count = named[figure.dataset.figure];
    figure.textContent = count === null ? "—" : count;
  }
  for (const bar of turnout.querySelectorAll("[data-bar]")) {
    bar.value = named[bar.dataset.bar] || 0;
  }
  if (ending) {
    ending.dataset.until = figures.ends_at || "";
  }
}

async function ask() {
  pause = Math.min(2 * pause, LONGEST);
  const stop = new AbortController();
  setTimeout(() => stop.abort(), PATIENCE);
  try {
    const headers = tag ? { "If-None-Match": tag } : {};
    const answer = await fetch(turnout.dataset.turnout, { headers, signal: stop.signal });
    if (answer.ok) {
      tag = answer.headers.get("ETag") || "";
      show(await answer.json());
    }
    if (answer.ok || answer.status === 304) {
      answered = Date.now();
      pause = STEP;
    }
  } catch (lost) {
    // the band below says it
  }
  setTimeout(ask, pause * (1 + Math.random() / 4)); // not all screens at the same moment
}

function watch() {
  const silent = Date.now() - answered;
  const isStale = silent > STALE_AFTER;
  turnout.classList.toggle("is-stale", isStale);
  if (stale) {
    const text = stale.querySelector("[data-text]");
    text.textContent = text.dataset.text.replace("{n}", Math.round(silent / 1000));
    stale.hidden = !isStale;
  }
}

setTimeout(ask, STEP);
setInterval(watch, 1000);
