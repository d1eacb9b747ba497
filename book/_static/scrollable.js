// What scrolls sideways on a narrow screen must be reachable from the keyboard. Boxes are looked at as the
// reader comes near: to ask the others for a size would have sections laid out that nobody sees yet.
const SCROLLABLE =
  "div.math, pre, .cell_output, .cell_output > .output, .homlp-table, .homlp-picture, .pst-scrollable-table-container";

const nearby = new IntersectionObserver(
  (entries) => {
    const near = entries.filter((entry) => entry.isIntersecting).map((entry) => entry.target);
    const scroll = near.map((box) => box.scrollWidth > box.clientWidth); // all reading before all writing
    near.forEach((box, i) => (scroll[i] ? (box.tabIndex = 0) : box.removeAttribute("tabindex")));
    near.filter((box) => box.matches(".homlp-picture")).forEach(showMore);
  },
  { rootMargin: "100% 0px" },
);

// A phone shows no scroll bar at rest: the edges behind which a figure goes on are named in data-more.
function showMore(box) {
  const before = box.scrollLeft > 1, after = box.scrollLeft + box.clientWidth < box.scrollWidth - 1;
  const more = [before && "left", after && "right"].filter(Boolean).join(" ");
  more ? (box.dataset.more = more) : delete box.dataset.more;
}
addEventListener("scroll", (event) => event.target.matches?.(".homlp-picture") && showMore(event.target), { capture: true, passive: true });

function markScrollable() {
  nearby.disconnect();
  for (const box of document.querySelectorAll(SCROLLABLE)) nearby.observe(box);
}
addEventListener("load", markScrollable);
addEventListener("resize", markScrollable);
addEventListener("toggle", markScrollable, true); // a folded box has no size
