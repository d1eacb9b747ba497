// What scrolls sideways on a narrow screen must be reachable from the keyboard.
function markScrollable() {
  for (const box of document.querySelectorAll("div.math, .cell_output, .homlp-table, .highlight pre")) {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
  }
}
addEventListener("load", markScrollable);

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
