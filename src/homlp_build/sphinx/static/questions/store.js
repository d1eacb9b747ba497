// What the reader has answered and ticked, kept in this browser and nowhere else.
(() => {
  "use strict";
  const homlp = (window.homlp = window.homlp || {});
  const KEY = "homlp-progress";
  const listeners = [];
  let kept = read();

  const empty = () => ({ format: 1, answers: {}, done: {} });

  // Take from a parsed text only what has the right form; null if it is not ours at all.
  function sound(data) {
    if (!data || data.format !== 1 || typeof data.answers !== "object" || typeof data.done !== "object") return null;
    const found = { format: 1, answers: {}, done: {} };
    for (const [label, one] of Object.entries(data.answers || {})) {
      if (one && typeof one.version === "string" && /^[A-H]$/.test(one.choice) && typeof one.right === "boolean") {
        found.answers[label] = { version: one.version, choice: one.choice, right: one.right };
      }
    }
    for (const [label, one] of Object.entries(data.done || {})) if (one === true) found.done[label] = true;
    return found;
  }

  function parsed(text) {
    try { return sound(JSON.parse(text)); } catch { return null; }
  }

  // Storage can be switched off, full or damaged: then the page works, and forgets.
  function read() {
    try { return parsed(localStorage.getItem(KEY)) || { format: 1, answers: {}, done: {} }; }
    catch { return { format: 1, answers: {}, done: {} }; }
  }

  function change(edit) {
    kept = read();
    edit(kept);
    try {
      localStorage.setItem(KEY, JSON.stringify(kept));
      homlp.progress.keeps = true;
    } catch { homlp.progress.keeps = false; }
    tell();
  }

  const tell = () => listeners.forEach((listener) => listener());

  // Another tab answered.
  addEventListener("storage", (event) => {
    if (event.key === KEY || event.key === null) { kept = read(); tell(); }
  });

  homlp.progress = {
    keeps: true,
    // An answer to a question that has changed since is no answer.
    answer(label, version) {
      const one = Object.hasOwn(kept.answers, label) ? kept.answers[label] : null;
      return one && one.version === version ? one : null;
    },
    setAnswer(label, answer) { change((all) => { all.answers[label] = answer; }); },
    done: (label) => kept.done[label] === true,
    setDone(label, done) {
      change((all) => { if (done) all.done[label] = true; else delete all.done[label]; });
    },
    erase() { change((all) => Object.assign(all, empty())); },
    text: () => JSON.stringify(kept, null, 2) + "\n",
    // Add what a file holds to what is kept; false if the file is not one of ours.
    load(text) {
      const more = parsed(text);
      if (more) change((all) => { Object.assign(all.answers, more.answers); Object.assign(all.done, more.done); });
      return more !== null;
    },
    listen(listener) { listeners.push(listener); },
  };
})();
