// Count up from the opening and down to the announced end, by the server's clock; nothing happens at the end.
const clock = document.querySelector("[data-now]");
const ahead = clock.dataset.now * 1000 - Date.now(); // how far the server's clock is ahead of this one
const SOON = 60;

function since(place, now) {
  place.textContent = place.dataset.text.replace("{n}", Math.max(0, Math.floor((now - place.dataset.since) / 60)));
}

function until(place, now) {
  const end = Number(place.dataset.until);
  const left = Math.ceil(end - now);
  const text = left > SOON ? place.dataset.later : left > 0 ? place.dataset.soon : place.dataset.over;
  const at = new Date(end * 1000 - ahead).toTimeString().slice(0, 5);
  place.hidden = !end;
  place.classList.toggle("soon", left <= SOON);
  place.textContent = text.replace("{time}", at).replace("{n}", left);
}

function tick() {
  const now = (Date.now() + ahead) / 1000;
  document.querySelectorAll("[data-since]").forEach((place) => since(place, now));
  document.querySelectorAll("[data-until]").forEach((place) => until(place, now));
}

tick();
setInterval(tick, 1000);
