// The degree of a polynomial: the fitted curve, and its error on the points fitted and on fresh ones.
(() => {
  "use strict";
  const { animate, eachFrame, figure, line, panel, register, shape, slider } = homlp.live;

  function fitPanel(stage, { x, y, grid, truth, height }) {
    const view = panel(stage, {
      label: "The points and the fitted curve", title: "the fit", height: 300,
      x: [grid[0], grid[grid.length - 1]], y: height, xLabel: "x", yLabel: "y",
    });
    const green = shape("path", { class: "path dashed", d: line(grid.map((at, i) => [at, truth[i]]), view) }, view.draw);
    green.style.stroke = "var(--plot-green)";
    x.forEach((at, i) => {
      const dot = shape("circle", { cx: view.x(at), cy: view.y(y[i]), r: 3, class: "dot" }, view.draw);
      dot.style.color = "var(--plot-blue)";
    });
    const curve = shape("path", { class: "path" }, view.draw);
    curve.style.stroke = "var(--plot-orange)";
    return (values) => curve.setAttribute("d", line(grid.map((at, i) => [at, values[i]]), view));
  }

  function errorPanel(stage, { train, valid }) {
    const all = [...train, ...valid];
    const view = panel(stage, {
      label: "Both errors against the degree", title: "the errors", height: 300, yLog: true,
      x: [0, train.length], y: [Math.min(...all) * 0.7, Math.max(...all) * 1.3],
      xLabel: "degree of the polynomial", yLabel: "RMSE",
    });
    const cursor = shape("path", { class: "cursor" }, view.draw);
    const lines = [[train, "blue", "points fitted", 18, 11], [valid, "orange", "fresh points", -10, 7]];
    const dots = lines.map(([errors, color, name, dy, at]) => {
      const path = shape("path", { class: "path", d: line(errors.map((e, i) => [i + 1, e]), view) }, view.draw);
      path.style.stroke = `var(--plot-${color})`;
      const place = { x: view.x(at), y: view.y(errors[at - 1]) + dy, class: "label" };
      shape("text", place, view.over, name).style.fill = `var(--plot-${color})`;
      const dot = shape("circle", { r: 4.5, class: "dot" }, view.draw);
      dot.style.color = `var(--plot-${color})`;
      return { dot, errors };
    });
    return (degree) => {
      cursor.setAttribute("d", `M${view.x(degree)} ${view.area.y}v${view.area.height}`);
      for (const { dot, errors } of dots) {
        dot.setAttribute("cx", view.x(degree));
        dot.setAttribute("cy", view.y(errors[degree - 1]));
      }
    };
  }

  register("degree", (stage, data) => {
    const bend = fitPanel(stage, data), mark = errorPanel(stage, data);
    const best = 1 + data.valid.indexOf(Math.min(...data.valid));
    let shown = data.curves[best - 1], halt = () => {};

    // The curve glides from one degree to the next, so that the eye can follow what bends.
    const draw = eachFrame(() => {
      const degree = slide.value, from = shown, to = data.curves[degree - 1];
      const [train, valid] = [data.train[degree - 1], data.valid[degree - 1]].map((e) => figure(e));
      const words = `error ${train} on the points fitted, ${valid} on fresh points`;
      halt();
      halt = animate(180, (share) => {
        shown = to.map((value, i) => from[i] + share * (value - from[i]));
        bend(shown);
      });
      mark(degree);
      slide.speak(words);
      stage.says.textContent = `Degree ${degree}: ${words}.`;
    });
    const slide = slider(stage, {
      label: "Degree", min: 1, max: data.curves.length, step: 1, value: best, say: String, change: draw,
    });
    draw();
  });
})();
