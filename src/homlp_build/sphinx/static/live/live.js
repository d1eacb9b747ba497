// What the figures that move share: panels with axes, sliders, and when to draw.
// A figure's script calls homlp.live.register(name, build); build(stage, data) fills the stage.
(() => {
  "use strict";
  const homlp = (window.homlp = window.homlp || {});
  const SVG = "http://www.w3.org/2000/svg";
  const MARGIN = { top: 26, right: 10, bottom: 38, left: 42 };
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  let panels = 0;

  function element(name, attributes = {}, parent = null, text = null) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    if (text !== null) made.textContent = text;
    if (parent) parent.append(made);
    return made;
  }

  function shape(name, attributes = {}, parent = null, text = null) {
    const made = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    if (text !== null) made.textContent = text;
    if (parent) parent.append(made);
    return made;
  }

  // From values to pixels; `log` takes logarithms first.
  function scale([low, high], [from, to], log = false) {
    const f = log ? Math.log10 : (value) => value;
    const ratio = (to - from) / (f(high) - f(low));
    return (value) => from + (f(value) - f(low)) * ratio;
  }

  function ticks([low, high], log) {
    if (log) {
      const found = [];
      const fine = high / low < 100 ? [1, 2, 5] : [1];
      for (let p = Math.floor(Math.log10(low)); p <= Math.log10(high) + 1e-9; p++) {
        for (const one of fine.map((m) => m * 10 ** p)) if (one >= low * 0.999 && one <= high * 1.001) found.push(one);
      }
      const every = Math.ceil(found.length / 6);
      return found.filter((_, index) => index % every === 0);
    }
    const rough = (high - low) / 4, power = 10 ** Math.floor(Math.log10(rough));
    const step = [1, 2, 5, 10].map((m) => m * power).find((one) => one >= rough);
    const found = [];
    for (let at = Math.ceil(low / step) * step; at <= high + 1e-9; at += step) found.push(at);
    return found;
  }

  // A number as a reader expects it: 0.0003, 1.5, 240, 10⁶.
  function figure(value, digits = 2) {
    const size = Math.abs(value);
    if (size >= 1e5 || (size > 0 && size < 1e-3)) {
      const [front, power] = value.toExponential(digits - 1).split("e");
      const raised = String(Number(power)).replace(/./g, (c) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[c] || "⁻");
      return (Number(front) === 1 ? "" : `${Number(front)} × `) + "10" + raised;
    }
    return String(Number(value.toPrecision(digits))).replace("-", "−");
  }

  // A panel with axes. `draw` is the layer inside them, clipped; `x` and `y` map values to pixels.
  function panel(stage, { label, title = "", x, y, xLabel, yLabel, xLog, yLog, height = 300 }) {
    const width = 340, id = `homlp-clip-${panels++}`;
    const svg = shape("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": label }, stage.panels);
    const right = width - MARGIN.right, bottom = height - MARGIN.bottom;
    const atX = scale(x, [MARGIN.left, right], xLog), atY = scale(y, [bottom, MARGIN.top], yLog);
    const clip = shape("clipPath", { id }, shape("defs", {}, svg));
    const area = { x: MARGIN.left, y: MARGIN.top, width: right - MARGIN.left, height: bottom - MARGIN.top };
    shape("rect", area, clip);
    const axes = shape("g", { class: "axes" }, svg);
    for (const value of ticks(x, xLog)) {
      shape("path", { class: "grid", d: `M${atX(value)} ${MARGIN.top}V${bottom}` }, axes);
      shape("text", { x: atX(value), y: bottom + 15, "text-anchor": "middle" }, axes, figure(value));
    }
    for (const value of ticks(y, yLog)) {
      shape("path", { class: "grid", d: `M${MARGIN.left} ${atY(value)}H${right}` }, axes);
      shape("text", { x: MARGIN.left - 6, y: atY(value) + 4, "text-anchor": "end" }, axes, figure(value));
    }
    shape("path", { class: "axis", d: `M${MARGIN.left} ${MARGIN.top}V${bottom}H${right}` }, axes);
    shape("text", { class: "name", x: right, y: height - 6, "text-anchor": "end" }, axes, xLabel);
    shape("text", { class: "name", x: 2, y: 14 }, axes, yLabel);
    shape("text", { class: "title", x: right, y: 14, "text-anchor": "end" }, axes, title);
    const draw = shape("g", { "clip-path": `url(#${id})` }, svg);
    return { svg, draw, over: shape("g", {}, svg), x: atX, y: atY, area };
  }

  function line(points, { x, y }) {
    const far = (value) => Math.max(-1e4, Math.min(1e4, value)).toFixed(1);
    return points.map(([a, b], index) => `${index ? "L" : "M"}${far(x(a))} ${far(y(b))}`).join("");
  }

  // A labelled slider. `say` turns its value into words, for the eye and for a screen reader.
  function slider(stage, { label, min, max, step, value, say, change }) {
    const box = element("label", { class: "homlp-live-slider" }, stage.controls);
    element("span", {}, box, label);
    const input = element("input", { type: "range", min, max, step, value }, box);
    const shown = element("span", { class: "value", "aria-hidden": "true" }, box);
    const control = {
      get value() { return Number(input.value); },
      set(to) { input.value = to; change(); },
      speak(words = "") {
        const said = say(Number(input.value));
        shown.textContent = said;
        input.setAttribute("aria-valuetext", words ? `${said}: ${words}` : said);
      },
    };
    input.addEventListener("input", change);
    return control;
  }

  function button(stage, text, press) {
    const made = element("button", { type: "button", class: "homlp-button" }, stage.controls, text);
    made.addEventListener("click", press);
    return made;
  }

  // However often a slider moves, draw once a frame.
  function eachFrame(draw) {
    let waiting = false;
    return () => {
      if (waiting) return;
      waiting = true;
      requestAnimationFrame(() => { waiting = false; draw(); });
    };
  }

  // Call step(share) with shares from 0 to 1, at once to 1 for readers who want no motion.
  function animate(milliseconds, step) {
    if (still.matches) { step(1); return () => {}; }
    let running = true;
    const begin = performance.now();
    const frame = (now) => {
      if (!running) return;
      const share = Math.min(Math.max((now - begin) / milliseconds, 0), 1);
      step(share);
      if (share < 1) requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
    return () => { running = false; };
  }

  function start(box, build) {
    const stage = { box, still };
    stage.panels = element("div", { class: "homlp-live-panels" });
    stage.says = element("p", { class: "homlp-live-says", "aria-hidden": "true" });
    stage.controls = element("div", { class: "homlp-live-controls", role: "group", "aria-label": "Move the figure" });
    build(stage, JSON.parse(box.querySelector("script").textContent));
    box.append(stage.panels, stage.says, stage.controls);
    box.hidden = false;
    box.closest("figure").classList.add("homlp-moves"); // hides the still picture, on screens
  }

  function register(name, build) {
    for (const box of document.querySelectorAll(`.homlp-live[data-live="${name}"]`)) start(box, build);
  }

  homlp.live = { animate, button, eachFrame, element, figure, line, panel, register, shape, slider };
})();
