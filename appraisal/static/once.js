// A form that was sent cannot be sent again until its answer is there.
let sent = false;

document.addEventListener("submit", (event) => {
  if (sent) {
    event.preventDefault();
    return;
  }
  sent = true;
  const button = event.submitter;
  if (button && button.dataset.busy) {
    button.textContent = button.dataset.busy;
  }
});

window.addEventListener("pageshow", (event) => {
  if (event.persisted) {
    window.location.reload();
  }
});
