// Show at once when something happened elsewhere: ask every few seconds, more seldom while nobody answers.
(function () {
  "use strict";
  const STEP = 2000;
  const LONGEST = 8000; // between questions while nobody answers: the page must catch up soon after the server is back
  const PATIENCE = 5000; // a question whose connection was lost on the way is asked again
  const place = document.querySelector("[data-waiting]");
  if (!place || !window.fetch || !window.AbortController) return;
  // the state this page shows: what changed between its writing and the first question counts too
  const shown = { "If-None-Match": `"${place.dataset.tag}"` };
  let pause = STEP;

  async function look() {
    pause = Math.min(2 * pause, LONGEST);
    const stop = new AbortController();
    setTimeout(() => stop.abort(), PATIENCE);
    try {
      const answer = await fetch(place.dataset.waiting, { headers: shown, signal: stop.signal });
      if (answer.ok && !answer.redirected) catchUp();
      if (answer.ok || answer.status === 304) pause = STEP;
    } catch (error) { // no network: ask again
    }
    setTimeout(look, pause * (0.8 + 0.4 * Math.random())); // a page that did not come is asked for again
  }

  setTimeout(look, STEP * Math.random());
})();
