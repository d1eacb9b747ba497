// The contents of a long page are longer than the screen: the entry of the section that is read stays in sight.
const contents = document.querySelector(".bd-sidebar-secondary");
function follow() {
  const entry = [...contents.querySelectorAll(".page-toc .nav-link.active")].at(-1);
  if (!entry) return;
  const box = contents.getBoundingClientRect();
  const at = entry.getBoundingClientRect();
  const isHidden = at.top < box.top || at.bottom > Math.min(box.bottom, innerHeight);
  if (isHidden) contents.scrollTop += at.top - box.top - box.height / 2;
}
if (contents) new MutationObserver(follow).observe(contents, { subtree: true, attributeFilter: ["class"] });
