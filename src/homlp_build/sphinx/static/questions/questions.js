// Questions that answer, and exercises to tick. The page holds the choices; this adds what reacts.
(() => {
  "use strict";
  const { progress } = window.homlp;

  function element(name, attributes, parent, text = "") {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.textContent = text;
    parent.append(made);
    return made;
  }

  function ask(box) {
    const { version, right } = box.dataset, label = box.id;
    const answer = box.querySelector("details");
    const bar = document.createElement("div");
    bar.className = "homlp-question-bar";
    box.insertBefore(bar, answer);
    const check = element("button", { type: "button", class: "homlp-button" }, bar, "Check");
    const says = element("div", { role: "status", class: "homlp-question-says" }, bar);
    const radios = [...box.querySelectorAll("input[type=radio]")];
    const choose = (choice) => radios.forEach((radio) => { radio.checked = radio.value === choice; });
    const chosen = () => radios.find((radio) => radio.checked);

    // The verdict, with what the page says of the chosen option.
    function judge(choice) {
      const index = radios.findIndex((radio) => radio.value === choice);
      const why = answer.querySelectorAll(".homlp-why > li")[index].cloneNode(true);
      const [first] = why.querySelectorAll("strong");
      first.textContent = choice === right ? `Right: ${choice}.` : `Not ${choice}.`;
      says.replaceChildren(...why.childNodes);
      mark(choice === right ? "right" : "wrong", radios[index]);
    }

    function mark(verdict, radio) {
      box.dataset.verdict = verdict;
      for (const one of radios) one.closest("label").classList.toggle("chosen", one === radio);
    }

    function clear(words = "") {
      says.textContent = words;
      mark("", null);
    }

    check.addEventListener("click", () => {
      const radio = chosen();
      if (!radio) { clear("Choose an answer first."); return; }
      judge(radio.value);
      progress.setAnswer(label, { version, choice: radio.value, right: radio.value === right });
    });
    box.addEventListener("change", () => clear());
    box.addEventListener("keydown", (event) => { // as in a form
      if (event.key === "Enter" && radios.includes(event.target)) check.click();
    });

    function restore() {
      const before = progress.answer(label, version);
      if (before) {
        choose(before.choice);
        judge(before.choice);
      } else if (box.dataset.verdict) {
        choose("");
        clear();
      }
    }
    choose(""); // a browser may bring back a choice of its own
    restore();
    progress.listen(restore);
  }

  function offerTick(line) {
    const box = line.querySelector("input"), label = box.dataset.exercise;
    const show = () => { box.checked = progress.done(label); };
    box.addEventListener("change", () => progress.setDone(label, box.checked));
    progress.listen(show);
    show();
    line.hidden = false;
  }

  document.querySelectorAll("fieldset.homlp-question").forEach(ask);
  document.querySelectorAll(".homlp-done").forEach(offerTick);
})();
