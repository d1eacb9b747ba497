// The page "Your progress": what is kept, counted for each page, to export, import and erase.
(() => {
  "use strict";
  const { progress } = window.homlp;

  function fill(panel) {
    const body = panel.querySelector("tbody");
    for (const row of body.rows) {
      const labels = JSON.parse(row.dataset.checks);
      const answers = labels.questions.map(([label, version]) => progress.answer(label, version)).filter(Boolean);
      const right = answers.filter((one) => one.right).length, done = labels.exercises.filter(progress.done).length;
      row.cells[1].textContent = `${answers.length} of ${labels.questions.length}`;
      row.cells[2].textContent = String(right);
      row.cells[3].textContent = `${done} of ${labels.exercises.length}`;
    }
    panel.querySelector(".homlp-keeps").hidden = progress.keeps;
  }

  // A file for the reader, made in the browser.
  function save(text) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
    link.download = "homlp-progress.json";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  function start(panel) {
    const says = panel.querySelector("[role=status]"), file = panel.querySelector("input[type=file]");
    const erase = panel.querySelector("[data-do=erase]");
    const say = (words) => { says.textContent = words; };
    const actions = {
      export() { save(progress.text()); say("Saved as homlp-progress.json."); },
      import() { file.click(); },
      // The first press asks, the second erases.
      erase() {
        if (erase.dataset.sure) { progress.erase(); say("Erased."); settle(); }
        else { erase.dataset.sure = "yes"; erase.textContent = "Erase everything: sure?"; }
      },
    };
    const settle = () => { delete erase.dataset.sure; erase.textContent = "Erase"; };
    for (const button of panel.querySelectorAll("[data-do]")) {
      button.addEventListener("click", () => actions[button.dataset.do]());
    }
    erase.addEventListener("blur", settle);
    file.addEventListener("change", async () => {
      const taken = file.files[0] && progress.load(await file.files[0].text());
      say(taken ? "Added to what was here." : "This file holds no progress of this book: nothing was changed.");
      file.value = "";
    });
    progress.listen(() => fill(panel));
    fill(panel);
    panel.querySelector(".homlp-progress-controls").hidden = false;
  }

  document.querySelectorAll(".homlp-progress").forEach(start);
})();
