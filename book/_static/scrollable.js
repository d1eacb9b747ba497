// What scrolls sideways on a narrow screen must be reachable from the keyboard. Boxes are looked at as the
// reader comes near: to ask the others for a size would have sections laid out that nobody sees yet.
const SCROLLABLE =
  "div.math, pre, .cell_output, .cell_output > .output, .homlp-table, .homlp-picture, .pst-scrollable-table-container";

const nearby = new IntersectionObserver(
  (entries) => {
    const near = entries.filter((entry) => entry.isIntersecting).map((entry) => entry.target);
    const scroll = near.map((box) => box.scrollWidth > box.clientWidth); // all reading before all writing
    near.forEach((box, i) => (scroll[i] ? (box.tabIndex = 0) : box.removeAttribute("tabindex")));
  },
  { rootMargin: "100% 0px" },
);

function markScrollable() {
  nearby.disconnect();
  for (const box of document.querySelectorAll(SCROLLABLE)) nearby.observe(box);
}
addEventListener("load", markScrollable);
addEventListener("resize", markScrollable);
addEventListener("toggle", markScrollable, true); // a folded box has no size
