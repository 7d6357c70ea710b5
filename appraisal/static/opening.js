// Shows how many ballots are open while the box is emptied; the page that answers replaces this one.
const waiting = document.querySelector("[data-opening]");
const EVERY = 300; // ms

async function look() {
  const answer = await fetch(waiting.dataset.opening, { headers: { Accept: "application/json" } });
  if (!answer.ok) {
    return;
  }
  const { opened, of } = await answer.json();
  if (!of) {
    return;
  }
  const bar = waiting.querySelector("progress");
  bar.max = of;
  bar.value = opened;
  const words = opened < of ? waiting.dataset.text : waiting.dataset.counting;
  waiting.querySelector("p").textContent = words.replace("{opened}", opened).replace("{of}", of);
}

document.addEventListener("submit", () => {
  waiting.hidden = false;
  setInterval(() => look().catch(() => {}), EVERY);
});
