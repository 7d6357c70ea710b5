// Show at once when the other person proposed, agreed or declined: ask every few seconds, load the page anew.
(function () {
  "use strict";
  const SECONDS = 3;
  const place = document.querySelector("[data-waiting]");
  if (!place || !window.fetch) return;
  let known = null;

  async function look() {
    try {
      const answer = await fetch(place.dataset.waiting);
      const told = answer.ok && !answer.redirected ? await answer.text() : known;
      if (known !== null && told !== known) return location.reload();
      known = told;
    } catch (error) { // no network: ask again
    }
    return setTimeout(look, SECONDS * 1000 * (0.8 + 0.4 * Math.random()));
  }

  look();
})();
