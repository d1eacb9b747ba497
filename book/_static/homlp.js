// What every page does. What scrolls is made reachable in scrollable.js.

// The launch menu: the panel with the lines to paste, and the record of the run.
const panel = document.getElementById("homlp-local");
function homlpLocal() {
  panel.showModal();
  panel.querySelector("pre").tabIndex = 0; // the theme took it from what was hidden
}
function homlpRecord() {
  const record = document.querySelector("details.homlp-provenance");
  record.open = true;
  record.scrollIntoView();
  record.querySelector("summary").focus();
}
if (panel) {
  document.querySelector(".btn-launch-download").download = "";
  panel.querySelector("[data-homlp-copy]").addEventListener("click", async () => {
    await navigator.clipboard.writeText(panel.querySelector("pre").textContent);
    panel.querySelector("[role=status]").textContent = "Copied.";
  });
  // The menu, from which the panel opens, swallows the key that would close it.
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && panel.open) panel.close();
  }, true);
  panel.addEventListener("close", () => {
    panel.querySelector("[role=status]").textContent = "";
    document.querySelector(".dropdown-launch-buttons > button").focus();
  });
}

// Paper is light, and shows the figures that no one has scrolled to yet.
addEventListener("beforeprint", () => {
  const { dataset } = document.documentElement;
  dataset.screen = dataset.theme;
  dataset.theme = "light";
  for (const image of document.images) image.loading = "eager";
});
addEventListener("afterprint", () => {
  const { dataset } = document.documentElement;
  dataset.theme = dataset.screen;
});

// "/" opens the search, as Ctrl-K does.
addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const dialog = document.getElementById("pst-search-dialog");
  const field = (dialog ?? document).querySelector("input[type=search]");
  if (!field) return;
  event.preventDefault();
  if (dialog && !dialog.open) dialog.showModal();
  field.focus();
});

// Notes: what a citation, a term, a footnote, a figure or an equation refers to is shown beside
// the link while the pointer or the focus is on it; on a screen that is touched, at the first tap.
const REACH = 250; // milliseconds to move from the link into its note
let note, owner, timer;

function contentOf(link) {
  if (link.dataset.note) {
    const text = document.createElement("p");
    text.textContent = link.dataset.note;
    return text;
  }
  const target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (!target?.matches("figure, div.math, aside.footnote")) return null;
  const copy = target.cloneNode(true);
  for (const element of [copy, ...copy.querySelectorAll("[id]")]) element.removeAttribute("id");
  copy.querySelectorAll(".headerlink, .label, .backrefs, [tabindex]").forEach((one) =>
    one.hasAttribute("tabindex") ? one.removeAttribute("tabindex") : one.remove());
  return copy;
}

function place(link) {
  const line = link.getClientRects()[0];
  const room = innerHeight - line.bottom;
  const below = room > note.offsetHeight + 8 || room > line.top;
  note.style.left = `${Math.max(8, Math.min(line.left, innerWidth - note.offsetWidth - 8))}px`;
  note.style.top = `${Math.max(8, below ? line.bottom + 4 : line.top - note.offsetHeight - 4)}px`;
}

function show(link) {
  clearTimeout(timer);
  if (link === owner) return;
  const content = contentOf(link);
  if (!content) return;
  hide();
  note = document.createElement("div");
  note.className = "homlp-note";
  note.id = "homlp-note";
  note.popover = "manual";
  const go = document.createElement("a");
  go.href = link.href;
  go.textContent = "Go there";
  note.append(content, go);
  note.addEventListener("pointerenter", () => clearTimeout(timer));
  note.addEventListener("pointerleave", hideSoon);
  note.addEventListener("focusout", hideSoon);
  note.addEventListener("focusin", () => clearTimeout(timer));
  link.after(note); // so that Tab leads from the link into its note
  link.setAttribute("aria-describedby", note.id);
  owner = link;
  note.showPopover();
  place(link);
}

function hide() {
  clearTimeout(timer);
  owner?.removeAttribute("aria-describedby");
  note?.remove();
  note = owner = null;
}

function hideSoon() {
  clearTimeout(timer);
  timer = setTimeout(hide, REACH);
}

function attachNotes() {
  for (const link of document.querySelectorAll("article a:is(.reference.internal, .footnote-reference)")) {
    const isHere = link.getAttribute("href").startsWith("#");
    if (!link.title && !isHere) continue;
    if (link.title) link.dataset.note = link.title;
    link.removeAttribute("title"); // the browser's own would cover ours
    link.addEventListener("pointerenter", (event) => {
      if (event.pointerType === "touch") return;
      clearTimeout(timer);
      timer = setTimeout(show, REACH, link);
    });
    link.addEventListener("pointerleave", (event) => event.pointerType !== "touch" && hideSoon());
    link.addEventListener("focus", () => link.matches(":focus-visible") && show(link));
    link.addEventListener("blur", hideSoon);
    link.addEventListener("click", (event) => {
      if (event.pointerType !== "touch" || link === owner) return;
      show(link);
      if (link === owner) event.preventDefault();
    });
  }
  addEventListener("keydown", (event) => event.key === "Escape" && hide());
  addEventListener("pointerdown", (event) => !note?.contains(event.target) && event.target !== owner && hide());
  addEventListener("scroll", (event) => owner && !note.contains(event.target) && place(owner), true);
}
if (HTMLElement.prototype.hasOwnProperty("popover")) attachNotes();
