// The route planner: what to read, in which order, for what the reader wants and knows.
// The choice lives in the address (#reach=ch09,ch04&know=numpy), so it can be shared and undone.
(() => {
  "use strict";
  const homlp = (window.homlp = window.homlp || {});

  // All that some pages require, directly or not, themselves included.
  function closure(byId, ids) {
    const found = new Set(), waiting = [...ids];
    while (waiting.length) {
      const id = waiting.pop();
      if (found.has(id) || !byId.has(id)) continue;
      found.add(id);
      waiting.push(...byId.get(id).requires);
    }
    return found;
  }

  // The shortest list: what the goals require, less what is known and what that requires in turn.
  // It goes in the order of the book, and each page comes right after what it still requires.
  function route(pages, reach, know) {
    const byId = new Map(pages.map((page) => [page.id, page]));
    const known = closure(byId, know), wanted = closure(byId, reach), found = new Set();
    const visit = ({ id, requires }) => {
      if (known.has(id) || found.has(id)) return;
      pages.filter((page) => requires.includes(page.id)).forEach(visit);
      found.add(id);
    };
    pages.filter(({ id }) => wanted.has(id)).forEach(visit);
    return [...found];
  }

  function readAddress(hash) {
    const given = new URLSearchParams(hash.slice(1));
    const list = (name) => [...new Set((given.get(name) || "").split(",").filter(Boolean))];
    return { reach: list("reach"), know: list("know") };
  }

  function address({ reach, know }) {
    const parts = [["reach", reach], ["know", know]].filter(([, ids]) => ids.length);
    return parts.length ? "#" + parts.map(([name, ids]) => `${name}=${ids.join(",")}`).join("&") : "#";
  }

  function span(minutes) {
    const hours = Math.floor(minutes / 60), rest = minutes % 60;
    return [hours && `${hours} h`, (rest || !hours) && `${rest} min`].filter(Boolean).join(" ");
  }

  const spanOfSeconds = (seconds) => (seconds < 100 ? `${seconds} s` : span(Math.round(seconds / 60)));

  function element(name, attributes, parent, text = "") {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    made.textContent = text;
    parent.append(made);
    return made;
  }

  function total(list) {
    const sum = (key) => list.reduce((all, page) => all + (page[key] || 0), 0);
    const planned = list.filter((page) => !page.url).length, run = sum("seconds");
    const pages = list.length === 1 ? "1 page" : `${list.length} pages`;
    const parts = [`${pages} to read: ${span(sum("minutes"))}`];
    if (run) parts.push(`running what is written takes ${spanOfSeconds(run)}`);
    if (planned) parts.push(planned === list.length ? "none is written yet" : `${planned} not yet written`);
    return parts.join("; ") + ".";
  }

  function start(form) {
    const pages = JSON.parse(form.querySelector("script").textContent);
    const byId = new Map(pages.map((page) => [page.id, page]));
    const says = form.querySelector(".total"), list = form.querySelector("ol"), unknown = form.querySelector(".unknown");
    const reset = form.querySelector("[type=reset]");
    let choice = { reach: [], know: [] };

    function item(page) {
      const line = element("li", {}, list);
      if (page.url) element("a", { href: page.url }, line, page.title);
      else element("span", {}, line, page.title);
      const times = [page.minutes && span(page.minutes), page.seconds && `runs in ${spanOfSeconds(page.seconds)}`];
      element("span", { class: "times" }, line, times.filter(Boolean).join(", "));
      if (!page.url) element("span", { class: "homlp-badge" }, line, "not yet written");
    }

    function chips(name, ids) {
      const box = form.querySelector(`[data-list="${name}"] ul`);
      box.replaceChildren();
      for (const page of ids.map((id) => byId.get(id)).filter(Boolean)) {
        const button = element("button", { type: "button", class: "homlp-button" }, element("li", {}, box), page.title);
        button.setAttribute("aria-label", `Remove ${page.title}`);
        button.addEventListener("click", () => {
          go({ ...choice, [name]: choice[name].filter((id) => id !== page.id) });
          form.querySelector(`#planner-${name}`).focus(); // the button is gone
        });
      }
    }

    function show() {
      const ids = route(pages, choice.reach, choice.know), found = ids.map((id) => byId.get(id));
      chips("reach", choice.reach);
      chips("know", choice.know);
      list.replaceChildren();
      found.forEach(item);
      if (found.length) says.textContent = total(found);
      else says.textContent = choice.reach.length ? "Nothing is left to read: you know it all." : "Add a page that you want to reach.";
      const strange = [...choice.reach, ...choice.know].filter((id) => !byId.has(id));
      unknown.hidden = !strange.length;
      unknown.textContent = strange.length ? `The address names what this book does not have: ${strange.join(", ")}.` : "";
      reset.hidden = !choice.reach.length && !choice.know.length;
      paint(new Set(ids), new Set(choice.reach), closure(byId, choice.know));
    }

    // Show the route on the map.
    function paint(ids, goals, known) {
      const map = document.querySelector(".homlp-map svg");
      if (!map) return;
      map.classList.toggle("planned-route", ids.size > 0);
      for (const box of map.querySelectorAll("[data-page]")) {
        box.classList.toggle("on", ids.has(box.dataset.page));
        box.classList.toggle("goal", goals.has(box.dataset.page));
        box.classList.toggle("known", known.has(box.dataset.page));
      }
      for (const line of map.querySelectorAll("[data-from]")) {
        line.classList.toggle("on", ids.has(line.dataset.from) && ids.has(line.dataset.to));
      }
    }

    // A step that the back button undoes (hashchange); unlike location.hash it never scrolls.
    function go(next) {
      history.pushState(null, "", address(next));
      choice = next;
      show();
    }

    function follow() {
      // Another fragment is a heading or a page of the table: the plan stays.
      if (location.hash && !/^#(reach|know)=/.test(location.hash)) return;
      choice = readAddress(location.hash);
      show();
    }

    for (const box of form.querySelectorAll("[data-list]")) {
      const name = box.dataset.list, select = box.querySelector("select");
      const add = () => {
        if (!select.value || choice[name].includes(select.value)) return;
        go({ ...choice, [name]: [...choice[name], select.value] });
        select.value = "";
      };
      box.querySelector("button").addEventListener("click", add);
      select.addEventListener("keydown", (event) => { if (event.key === "Enter") { event.preventDefault(); add(); } });
    }
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => go({ reach: [], know: [] }));
    addEventListener("hashchange", follow);
    form.hidden = false;
    show();
    follow();
  }

  homlp.route = route;
  document.querySelectorAll("form.homlp-planner").forEach(start);
})();
