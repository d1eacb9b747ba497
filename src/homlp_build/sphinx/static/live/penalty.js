// The penalty's path: ridge and lasso side by side, and every weight at the chosen strength.
(() => {
  "use strict";
  const { eachFrame, figure, line, panel, register, shape, slider } = homlp.live;

  const color = (name, colors) => `var(--plot-${colors[name] || "grey"})`;

  // The curves of one method, with names at their left ends and a line to move.
  function curves(stage, title, weights, { alphas, names, colors }) {
    const all = weights.flat(), pad = 4;
    const view = panel(stage, {
      label: `${title}: each weight against the penalty`, title, height: 290, xLog: true,
      x: [alphas[0], alphas[alphas.length - 1]], y: [Math.min(...all) - pad, Math.max(...all) + pad],
      xLabel: "penalty α (per person)", yLabel: "weight",
    });
    weights.forEach((row, j) => {
      const path = shape("path", { class: "path", d: line(row.map((w, i) => [alphas[i], w]), view) }, view.draw);
      path.style.stroke = color(names[j], colors);
    });
    label(view, weights, names, colors);
    const cursor = shape("path", { class: "cursor" }, view.draw);
    const dots = weights.map((_, j) => {
      const dot = shape("circle", { r: 3.4, class: "dot" }, view.draw);
      dot.style.color = color(names[j], colors);
      return dot;
    });
    return (index) => {
      const at = view.x(alphas[index]);
      cursor.setAttribute("d", `M${at} ${view.area.y}v${view.area.height}`);
      dots.forEach((dot, j) => { dot.setAttribute("cx", at); dot.setAttribute("cy", view.y(weights[j][index])); });
    };
  }

  // Names at the left ends of the curves that have a colour, kept a line apart.
  function label(view, weights, names, colors) {
    const found = names.map((name, j) => ({ name, y: view.y(weights[j][0]) - 5 })).filter(({ name }) => colors[name]);
    found.sort((one, other) => one.y - other.y);
    found.forEach((one, k) => {
      if (k) one.y = Math.max(one.y, found[k - 1].y + 12);
      const text = shape("text", { x: view.area.x + 4, y: one.y, class: "label" }, view.over, one.name);
      text.style.fill = color(one.name, colors);
    });
  }

  // One row a column of the table: ridge above, lasso below, a cross where the weight is zero.
  function rows(stage, { ridge, lasso, names, colors }) {
    const width = 340, step = 22, left = 42, height = names.length * step + 28;
    const svg = shape("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", class: "alone" }, stage.panels);
    const all = [...ridge.flat(), ...lasso.flat()], reach = Math.max(...all.map(Math.abs)) + 2;
    const x = (value) => left + ((value + reach) / (2 * reach)) * (width - left - 8);
    shape("path", { class: "axis", d: `M${x(0)} 18V${height - 8}` }, svg);
    const bars = names.map((name, j) => {
      const y = 32 + j * step;
      shape("text", { x: left - 8, y: y + 4, "text-anchor": "end", class: "name" }, svg, name);
      return ["ridge", "lasso"].map((method, k) => {
        const bar = shape("path", { class: `bar ${method}` }, svg), end = shape("path", { class: "cross" }, svg);
        bar.style.stroke = end.style.stroke = color(name, colors);
        return { bar, end, y: y + (k ? 5 : -3) };
      });
    });
    shape("text", { x: left, y: 12 }, svg, "thick: ridge · thin: lasso · ×: exactly zero");
    return (index, words) => {
      svg.setAttribute("aria-label", `The weights, one row each. ${words}`);
      bars.forEach((pair, j) => [ridge, lasso].forEach((weights, k) => {
        const value = weights[j][index], { bar, end, y } = pair[k];
        bar.setAttribute("d", `M${x(0)} ${y}H${x(value)}`);
        end.setAttribute("d", value === 0 ? `M${x(0) - 3} ${y - 3}l6 6m0 -6l-6 6` : "");
      }));
    };
  }

  function told({ ridge, lasso, names }, index) {
    const kept = (weights) => names.filter((_, j) => weights[j][index] !== 0);
    const [soft, hard] = [kept(ridge), kept(lasso)];
    const list = hard.length === names.length ? "" : hard.length ? ` (${hard.join(", ")})` : "";
    return `ridge keeps ${soft.length} of ${names.length} weights, the lasso ${hard.length || "none"}${list}`;
  }

  register("penalty", (stage, data) => {
    const moves = [curves(stage, "ridge", data.ridge, data), curves(stage, "lasso", data.lasso, data), rows(stage, data)];
    const draw = eachFrame(() => {
      const words = told(data, alpha.value);
      for (const move of moves) move(alpha.value, `${words}.`);
      alpha.speak(words);
      stage.says.textContent = `At α = ${figure(data.alphas[alpha.value])}, ${words}.`;
    });
    const alpha = slider(stage, {
      label: "Penalty α", min: 0, max: data.alphas.length - 1, step: 1, value: Math.round(data.alphas.length / 2),
      say: (index) => figure(data.alphas[index]), change: draw,
    });
    draw();
  });
})();
