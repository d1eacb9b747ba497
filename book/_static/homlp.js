// What scrolls sideways on a narrow screen must be reachable from the keyboard.
function markScrollable() {
  for (const box of document.querySelectorAll("div.math, .cell_output, .homlp-table, .highlight pre")) {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
  }
}
addEventListener("load", markScrollable);
