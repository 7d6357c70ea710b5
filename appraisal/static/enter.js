// Take the code from the slip's QR out of the address bar and send it; without this script it is typed.
var form = id("enter");
var field = id("code");
var atOnce = document.createElement("input"); // the sheet itself may answer: its script puts the address right
atOnce.type = "hidden";
atOnce.name = "at_once";
atOnce.value = 1;
form.appendChild(atOnce);

function open() {
  var found = /^#(?:c=)?([0-9A-Za-z]{13})(?![0-9A-Za-z])/.exec(location.hash);
  if (!found) return;
  history.replaceState(null, "", location.pathname);
  field.value = found[1];
  form.submit();
  field.value = ""; // a borrowed phone shows nothing when it goes back
}

// the rule of the check symbol is that of appraisal/domain/encoding.py: a weighted sum over GF(32)
var ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

function checkSymbol(symbols) {
  var total = 0;
  symbols.split("").forEach(function (symbol, place) {
    var value = ALPHABET.indexOf(symbol);
    for (var turn = 0; turn <= place; turn += 1) value = value & 16 ? value << 1 ^ 0x25 : value << 1;
    total ^= value;
  });
  return ALPHABET[total];
}

function isMistyped(typed) {
  var solid = typed.normalize("NFKC").toUpperCase().replace(/[^0-9A-Z]/g, "");
  solid = solid.replace(/O/g, "0").replace(/[IL]/g, "1");
  if (/^R.{13}$/.test(solid)) return false; // a receipt: the server says so
  return solid.length !== 13 || solid.indexOf("U") >= 0 || checkSymbol(solid.slice(0, 12)) !== solid[12];
}

form.addEventListener("submit", function (event) {
  if (!isMistyped(field.value)) return;
  event.preventDefault();
  var told = id("refusal") || document.createElement("p");
  field.insertAdjacentElement("afterend", told);
  told.id = "refusal";
  told.className = "refusal";
  told.setAttribute("role", "alert");
  told.textContent = form.dataset.mistyped;
  field.setAttribute("aria-invalid", "true");
  field.setAttribute("aria-describedby", "shape refusal");
  field.focus();
});

// groups of four as they stand on the slip, while the typing goes on at the end
field.addEventListener("input", function (event) {
  if (event.isComposing || field.selectionStart < field.value.length || /^delete/.test(event.inputType)) return;
  field.value = field.value.replace(/[\s-]/g, "").replace(/[^]{4}(?=[^])/g, "$&-");
});

addEventListener("hashchange", open); // scanned again in the same tab
addEventListener("pagehide", function () { field.value = ""; });
open();
