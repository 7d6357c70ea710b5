// Shows how far something long is: a form that is answered by another page, or a link to a file.
const EVERY = 300; // ms
const NAME = /filename\*=UTF-8''([^;]+)/;

async function look(place) {
  const answer = await fetch(place.dataset.soFar, { headers: { Accept: "application/json" } });
  const { done, of } = answer.ok ? await answer.json() : { of: 0 };
  if (!of) {
    return;
  }
  const bar = place.querySelector("progress");
  bar.max = of;
  bar.value = done;
  const words = done < of ? place.dataset.text : place.dataset.last;
  place.querySelector("p").textContent = words.replace("{done}", done).replace("{of}", of);
}

function watch(place) {
  place.hidden = false;
  return setInterval(() => look(place).catch(() => {}), EVERY);
}

async function take(link, place) {
  const watching = watch(place);
  try {
    const answer = await fetch(link.href);
    const name = NAME.exec(answer.headers.get("Content-Disposition") || "");
    if (!answer.ok || !name) {
      throw new Error("no file");
    }
    const file = URL.createObjectURL(await answer.blob());
    const saved = Object.assign(document.createElement("a"), { href: file, download: decodeURIComponent(name[1]) });
    saved.click();
    setTimeout(() => URL.revokeObjectURL(file), 60000);
  } catch {
    location.href = link.href; // whatever is in the way says so on its own page
  }
  clearInterval(watching);
  place.hidden = true;
}

for (const place of document.querySelectorAll("[data-so-far]")) {
  const link = document.querySelector(`[data-shown-in="${place.id}"]`);
  if (!link) {
    document.addEventListener("submit", () => watch(place));
    continue;
  }
  link.addEventListener("click", (event) => {
    event.preventDefault();
    if (place.hidden) {
      take(link, place);
    }
  });
}
