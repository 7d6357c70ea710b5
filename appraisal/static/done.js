// Remove what a sheet kept on this phone: its ballot is in the box.
(function () {
  "use strict";
  try {
    Object.keys(localStorage)
      .filter(function (key) { return key.startsWith("ballot:"); })
      .forEach(function (key) { localStorage.removeItem(key); });
  } catch (error) { // storage refused: nothing was kept
  }
})();
