// Gradient descent on a quadratic bowl: the reader chooses the learning rate and the valley.
(() => {
  "use strict";
  const { animate, button, eachFrame, figure, line, panel, register, shape, slider } = homlp.live;
  const STEPS = 20;
  const SQUARE = 352; // makes the inside of a panel as high as wide, so that a circle looks round

  // theta <- theta - eta * gradient(theta), as homlp_lib.scratch.gradient_descent; a test compares.
  function descend(hessian, bottom, start, eta, steps) {
    const path = [start];
    for (let step = 0; step < steps; step++) {
      const theta = path[step], slope = gradient(hessian, bottom, theta);
      path.push([theta[0] - eta * slope[0], theta[1] - eta * slope[1]]);
    }
    return path;
  }

  function gradient([[a, b], [c, d]], bottom, theta) {
    const e = [theta[0] - bottom[0], theta[1] - bottom[1]];
    return [a * e[0] + b * e[1], c * e[0] + d * e[1]];
  }

  function excess(hessian, bottom, theta) {
    const slope = gradient(hessian, bottom, theta);
    return ((theta[0] - bottom[0]) * slope[0] + (theta[1] - bottom[1]) * slope[1]) / 2;
  }

  // The curvatures of a symmetric matrix, and the direction of the largest.
  function curvatures([[a, b], [, d]]) {
    const middle = (a + d) / 2, reach = Math.hypot((a - d) / 2, b);
    return { high: middle + reach, low: middle - reach, angle: Math.atan2(2 * b, a - d) / 2 };
  }

  // The same bowl with another condition number: the steep direction stays as it is.
  function reshaped(hessian, kappa) {
    const { high, angle } = curvatures(hessian);
    const low = high / kappa, c = Math.cos(angle), s = Math.sin(angle);
    return [
      [low + (high - low) * c * c, (high - low) * c * s],
      [(high - low) * c * s, low + (high - low) * s * s],
    ];
  }

  function levelCurves(view, hessian, bottom, reach) {
    const { high, low, angle } = curvatures(hessian);
    const top = Math.max(excess(hessian, [0, 0], [reach, reach]), excess(hessian, [0, 0], [reach, -reach]));
    const unit = view.x(1) - view.x(0), centre = `${view.x(bottom[0])} ${view.y(bottom[1])}`;
    view.levels.replaceChildren();
    for (let level = 1; level <= 9; level++) {
      const cost = top * (level / 9) ** 2;
      const [rx, ry] = [high, low].map((curvature) => Math.sqrt((2 * cost) / curvature) * unit);
      const turn = `translate(${centre}) rotate(${(-angle * 180) / Math.PI})`;
      shape("ellipse", { class: "level", rx, ry, transform: turn }, view.levels);
    }
  }

  function verdict(eta, border, left, path, inside) {
    if (eta >= border * 0.9999) {
      const out = path.findIndex((theta) => !inside(theta));
      return { color: "orange", words: out > 0 ? `diverges, and is out of the picture after ${out} steps` : "never settles" };
    }
    const rest = `after ${STEPS} steps ${left < 0.001 ? "less than 0.1" : figure(100 * left)} % of the excess cost is left`;
    if (left > 0.05) return { color: "blue", words: `${eta > border / 2 ? "zigzags slowly" : "crawls"}; ${rest}` };
    return { color: "green", words: `${eta > border / 2 ? "zigzags, and converges" : "converges"}; ${rest}` };
  }

  register("descent", (stage, { hessian, bottom, start, rates, names, reach }) => {
    const own = curvatures(hessian), border = 2 / own.high, ownKappa = own.high / own.low;
    const first = excess(hessian, bottom, start);
    const inside = (theta) => theta.every((value, axis) => Math.abs(value - bottom[axis]) <= reach);
    const bowl = panel(stage, {
      label: "The path over the level curves of the cost", title: "the walk", height: SQUARE,
      x: [bottom[0] - reach, bottom[0] + reach], y: [bottom[1] - reach, bottom[1] + reach],
      xLabel: names[0], yLabel: names[1],
    });
    const fall = panel(stage, {
      label: "The excess cost after each step", title: "how far above the bottom", height: SQUARE,
      x: [0, STEPS], y: [first * 1e-6, first * 1e3], yLog: true, xLabel: "step", yLabel: "excess cost",
    });
    bowl.levels = shape("g", {}, bowl.draw);
    const trail = shape("path", { class: "path" }, bowl.draw), dots = shape("g", {}, bowl.draw);
    shape("path", { class: "star", d: star(bowl.x(bottom[0]), bowl.y(bottom[1])) }, bowl.draw);
    const curve = shape("path", { class: "path" }, fall.draw), marks = shape("g", {}, fall.draw);
    let shown = STEPS, halt = () => {};

    const draw = eachFrame(() => {
      const bent = reshaped(hessian, kappa.value < 1.02 ? 1 : kappa.value), eta = rate.value;
      const path = descend(bent, bottom, start, eta, STEPS);
      const height = path.map((theta) => Math.max(excess(bent, bottom, theta), 1e-30));
      const { color, words } = verdict(eta, border, height[STEPS] / height[0], path, inside);
      levelCurves(bowl, bent, bottom, reach);
      trace(path, trail, dots, bowl, color);
      trace(height.map((value, step) => [step, value]), curve, marks, fall, color);
      rate.speak(words);
      kappa.speak(words);
      stage.says.textContent = words[0].toUpperCase() + words.slice(1) + ".";
      bowl.svg.setAttribute("aria-label", `The walk over the level curves of the cost: ${words}.`);
    });

    function trace(points, curve, dots, view, color) {
      const whole = Math.floor(shown), part = shown - whole, now = points.slice(0, whole + 1);
      if (part > 0) now.push(points[whole].map((v, axis) => v + part * (points[whole + 1][axis] - v)));
      curve.setAttribute("d", line(now, view));
      curve.style.stroke = `var(--plot-${color})`;
      dots.replaceChildren();
      now.forEach(([x, y], step) => {
        const ring = { cx: view.x(x), cy: view.y(y), r: step ? 2.8 : 6, class: step ? "dot" : "ring" };
        if (Math.abs(ring.cx) + Math.abs(ring.cy) < 1e4) shape("circle", ring, dots);
      });
      dots.style.color = `var(--plot-${color})`;
    }

    const change = () => { halt(); shown = STEPS; draw(); };
    const rate = slider(stage, {
      label: "Learning rate η", min: border / 100, max: border * 1.2, step: border / 100, value: rates.good, change,
      say: (eta) => `${eta.toFixed(3)} (${(eta / border).toFixed(2)} × border)`,
    });
    const kappa = slider(stage, {
      label: "Condition number κ", min: 1, max: 40, step: 0.5, value: ownKappa, change,
      say: (value) => figure(value, 2),
    });
    for (const [name, eta] of Object.entries(rates).sort((one, other) => one[1] - other[1])) button(stage, name, () => rate.set(eta));
    const walk = button(stage, "walk", () => {
      halt();
      halt = animate(3500, (share) => { shown = share * STEPS; draw(); });
    });
    walk.hidden = stage.still.matches; // nothing would move
    draw();
  });

  function star(x, y) {
    const points = Array.from({ length: 10 }, (_, k) => {
      const r = k % 2 ? 3 : 7, angle = (k * Math.PI) / 5;
      return `${(x + r * Math.sin(angle)).toFixed(1)} ${(y - r * Math.cos(angle)).toFixed(1)}`;
    });
    return `M${points.join("L")}Z`;
  }

  homlp.live.descend = descend;
})();
