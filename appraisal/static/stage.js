// A page on a projector: F fills the screen, the pointer goes after three seconds, the screen stays awake.
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

document.addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() !== "f" || event.ctrlKey || event.metaKey) {
    return;
  }
  if (document.fullscreenElement) {
    document.exitFullscreen();
  } else {
    document.documentElement.requestFullscreen();
  }
});
document.addEventListener("mousemove", wake);
document.addEventListener("visibilitychange", stayAwake);
wake();
stayAwake();
