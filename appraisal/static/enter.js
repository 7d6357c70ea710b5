// Take the code from the slip's QR out of the address bar and send it; without this script it is typed.
(function () {
  "use strict";
  var form = document.getElementById("enter");
  var field = document.getElementById("code");

  function open() {
    var found = /^#(?:c=)?([0-9A-Za-z]{13})(?![0-9A-Za-z])/.exec(location.hash);
    if (!found) return;
    history.replaceState(null, "", location.pathname);
    field.value = found[1];
    form.submit();
    field.value = ""; // a borrowed phone shows nothing when it goes back
  }

  addEventListener("hashchange", open); // scanned again in the same tab
  addEventListener("pagehide", function () { field.value = ""; });
  open();
})();
