// Show at once when something happened elsewhere: ask every few seconds, more seldom while nobody answers.
(function () {
  "use strict";
  const STEP = 2000;
  const LONGEST = 30000;
  const place = document.querySelector("[data-waiting]");
  if (!place || !window.fetch) return;
  let tag = "";
  let known = null;
  let pause = STEP;
  let isSent = false;

  // a page loaded anew would throw away the answer to a form that is on its way
  document.addEventListener("submit", () => { isSent = true; });

  async function look() {
    pause = Math.min(2 * pause, LONGEST);
    try {
      const answer = await fetch(place.dataset.waiting, { headers: tag ? { "If-None-Match": tag } : {} });
      if (answer.ok && !answer.redirected) {
        const told = await answer.text();
        if (isSent) return undefined;
        if (known !== null && told !== known) return location.reload();
        known = told;
        tag = answer.headers.get("ETag") || "";
      }
      if (answer.ok || answer.status === 304) pause = STEP;
    } catch (error) { // no network: ask again
    }
    return setTimeout(look, pause * (0.8 + 0.4 * Math.random()));
  }

  look();
})();
