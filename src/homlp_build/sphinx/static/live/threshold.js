// A threshold and the price of a miss: who is called, what goes wrong, and what it costs.
(() => {
  "use strict";
  const { eachFrame, figure, line, panel, register, shape, slider } = homlp.live;
  const BINS = 20;

  // What the rule "call if score >= t" does, one false alarm costing 1 and a miss `miss`.
  function outcomes({ well, ill }, t, miss) {
    const alarms = well.filter((score) => score >= t).length;
    const misses = ill.filter((score) => score < t).length;
    const people = well.length + ill.length, hits = ill.length - misses;
    return {
      alarms, misses, recall: hits / ill.length,
      precision: hits + alarms ? hits / (hits + alarms) : null,
      cost: (alarms + miss * misses) / people,
      without: Math.min(well.length, miss * ill.length) / people, // call everybody, or nobody
    };
  }

  function scorePanel(stage, { well, ill }) {
    const count = (scores) => scores.reduce((bins, score) => {
      bins[Math.min(Math.floor(score * BINS), BINS - 1)]++;
      return bins;
    }, new Array(BINS).fill(0));
    const kinds = [[count(well), "blue", "well", true], [count(ill), "orange", "ill", false]];
    const top = Math.max(...kinds.flatMap(([bins]) => bins));
    const view = panel(stage, {
      label: "Scores of the well and of the ill", title: "strong: mistakes", height: 300,
      x: [0, 1], y: [0, top * 1.05], xLabel: "score", yLabel: "people",
    });
    const wide = (view.x(1 / BINS) - view.x(0)) * 0.4, bars = [];
    kinds.forEach(([bins, color, name, isWell], side) => {
      bins.forEach((n, bin) => {
        const place = { x: view.x((bin + 0.1) / BINS) + side * wide, y: view.y(n), width: wide, height: view.y(0) - view.y(n) };
        const bar = shape("rect", place, view.draw);
        bar.style.fill = `var(--plot-${color})`;
        bars.push({ bar, middle: (bin + 0.5) / BINS, isWell });
      });
      const at = { x: view.x(side ? 0.72 : 0.16), y: view.y(top * (side ? 0.55 : 0.8)), class: "label" };
      shape("text", at, view.over, name).style.fill = `var(--plot-${color})`;
    });
    const cursor = shape("path", { class: "cursor" }, view.draw);
    return (t) => {
      cursor.setAttribute("d", `M${view.x(t)} ${view.area.y}v${view.area.height}`);
      for (const { bar, middle, isWell } of bars) bar.style.opacity = (middle >= t) === isWell ? 1 : 0.3;
    };
  }

  function costPanel(stage, data) {
    const view = panel(stage, {
      label: "Cost against the threshold", title: "1: no classifier", height: 300,
      x: [0, 1], y: [0, 3], xLabel: "threshold", yLabel: "cost, relative",
    });
    const level = shape("path", { class: "path dashed", d: line([[0, 1], [1, 1]], view) }, view.draw);
    level.style.stroke = "var(--plot-grey)";
    const advised = shape("path", { class: "path dashed" }, view.draw);
    advised.style.stroke = "var(--plot-green)";
    const curve = shape("path", { class: "path" }, view.draw);
    curve.style.stroke = "var(--plot-orange)";
    const dot = shape("circle", { r: 4.5, class: "dot" }, view.draw);
    dot.style.color = "var(--plot-orange)";
    const name = shape("text", { class: "label", y: view.y(2.8) }, view.over, "t*");
    name.style.fill = "var(--plot-green)";
    const relative = (t, miss) => {
      const { cost, without } = outcomes(data, t, miss);
      return cost / without;
    };
    const grid = Array.from({ length: 201 }, (_, i) => i / 200);
    return (t, miss) => {
      const star = 1 / (1 + miss);
      curve.setAttribute("d", line(grid.map((at) => [at, relative(at, miss)]), view));
      advised.setAttribute("d", line([[star, 0], [star, 3]], view));
      name.setAttribute("x", view.x(star) + 5);
      dot.setAttribute("cx", view.x(t));
      dot.setAttribute("cy", view.y(Math.min(relative(t, miss), 3)));
    };
  }

  register("threshold", (stage, data) => {
    const mark = scorePanel(stage, data), weigh = costPanel(stage, data);
    const draw = eachFrame(() => {
      const t = cut.value, miss = price.value, now = outcomes(data, t, miss);
      const precision = now.precision === null ? "undefined" : figure(now.precision);
      const verdict = now.cost > now.without ? ", worse than no classifier" : "";
      const words = `${now.alarms} false alarms, ${now.misses} misses, precision ${precision}, ` +
        `recall ${figure(now.recall)}, cost ${figure(now.cost)}${verdict}`;
      mark(t);
      weigh(t, miss);
      cut.speak(words);
      price.speak(`cost ${figure(now.cost)}`);
      stage.says.textContent = `Threshold ${figure(t)}: ${words}.`;
    });
    const cut = slider(stage, {
      label: "Threshold", min: 0, max: 1, step: 0.01, value: 0.5, say: (t) => figure(t), change: draw,
    });
    const price = slider(stage, {
      label: "Price of a miss", min: 1, max: 50, step: 1, value: data.miss, say: String, change: draw,
    });
    draw();
  });

  homlp.live.outcomes = outcomes;
})();
