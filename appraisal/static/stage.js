// A page on a projector: F fills the screen, L changes light and dark, the pointer rests, the screen stays awake.
const REST = 3000;
let resting = 0;

function wake() {
  document.documentElement.classList.remove("resting");
  clearTimeout(resting);
  resting = setTimeout(() => document.documentElement.classList.add("resting"), REST);
}

async function stayAwake() {
  if (navigator.wakeLock && document.visibilityState === "visible") {
    try {
      await navigator.wakeLock.request("screen");
    } catch (refused) {
      // the projector's own settings decide then
    }
  }
}

function fill() {
  if (document.fullscreenElement) {
    document.exitFullscreen();
  } else {
    document.documentElement.requestFullscreen();
  }
}

function changeTone() {
  const address = new URL(window.location.href);
  address.searchParams.set("tone", document.documentElement.classList.contains("light") ? "dark" : "light");
  window.location.replace(address);
}

document.addEventListener("keydown", (event) => {
  const act = { f: fill, l: changeTone }[event.key.toLowerCase()];
  if (act && !event.ctrlKey && !event.metaKey && !event.altKey) {
    act();
  }
});
document.addEventListener("mousemove", wake);
document.addEventListener("visibilitychange", stayAwake);
wake();
stayAwake();
