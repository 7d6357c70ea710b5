// A page that shows what is past is loaded anew: not while another page is on its way, nor what is being typed.
const ON_ITS_WAY = 20000; // ms; a page that has not come by then was lost
let leftAt = -Infinity;

window.addEventListener("beforeunload", () => { leftAt = Date.now(); });

function isFilledIn(field) {
  if (field.type === "checkbox" || field.type === "radio") {
    return field.checked !== field.defaultChecked;
  }
  return "defaultValue" in field && field.value !== field.defaultValue;
}

function catchUp() {
  if (Date.now() - leftAt < ON_ITS_WAY) {
    return;
  }
  const news = document.querySelector("[data-news]");
  if (news && [...document.querySelectorAll("main :is(input, textarea)")].some(isFilledIn)) {
    news.hidden = false;
    return;
  }
  leftAt = Date.now();
  window.location.reload();
}
