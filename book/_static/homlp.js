// What scrolls sideways on a narrow screen must be reachable from the keyboard.
function markScrollable() {
  const boxes = "div.math, .cell_output, .homlp-table, .homlp-picture, .highlight pre";
  for (const box of document.querySelectorAll(boxes)) {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
  }
}
addEventListener("load", markScrollable);
