// Ask for the turnout every two seconds; say so when no answer comes.
const turnout = document.querySelector("[data-turnout]");
const stale = turnout.querySelector("[data-stale]");
const STEP = 2000;
const STALE_AFTER = 10000;
let tag = "";
let answered = Date.now();

function show(figures) {
  if (figures.state !== turnout.dataset.state) {
    window.location.reload();
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
}

async function ask() {
  try {
    const answer = await fetch(turnout.dataset.turnout, { headers: tag ? { "If-None-Match": tag } : {} });
    if (answer.ok) {
      tag = answer.headers.get("ETag") || "";
      show(await answer.json());
    }
    if (answer.ok || answer.status === 304) {
      answered = Date.now();
    }
  } catch (lost) {
    // the band below says it
  }
  setTimeout(ask, STEP + Math.random() * STEP / 4); // not all screens at the same moment
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
