// What scrolls sideways on a narrow screen must be reachable from the keyboard.
function markScrollable() {
  for (const box of document.querySelectorAll("div.math, .cell_output, .homlp-table, .highlight pre")) {
    if (box.scrollWidth > box.clientWidth) box.tabIndex = 0;
  }
}
addEventListener("load", markScrollable);

// The launch menu: the panel with the lines to paste, and the record of the run.
function homlpLocal() {
  document.getElementById("homlp-local").showModal();
}
function homlpRecord() {
  const record = document.querySelector("details.homlp-provenance");
  record.open = true;
  record.scrollIntoView();
  record.querySelector("summary").focus();
}
const panel = document.getElementById("homlp-local");
if (panel) {
  document.querySelector(".btn-launch-download").download = "";
  panel.querySelector("[data-homlp-copy]").addEventListener("click", async () => {
    await navigator.clipboard.writeText(panel.querySelector("pre").textContent);
    panel.querySelector("[role=status]").textContent = "Copied.";
  });
  panel.addEventListener("close", () => {
    panel.querySelector("[role=status]").textContent = "";
    document.querySelector(".dropdown-launch-buttons > button").focus();
  });
}
