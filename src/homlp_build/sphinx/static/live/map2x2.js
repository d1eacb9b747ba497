// A map of the plane: the reader drags the images of the two unit vectors, or moves the four entries.
(() => {
  "use strict";
  const { animate, button, eachFrame, figure, line, panel, register, shape, slider } = homlp.live;
  const SQUARE = 352; // makes the inside of a panel as high as wide, so that a circle looks round
  const REACH = 2.5, STEP = 0.05, FLAT = 1e-9;
  const LETTER = [[25, 15], [25, 85], [75, 85], [75, 71], [41, 71], [41, 57], [65, 57], [65, 43], [41, 43], [41, 15], [25, 15]];
  const CIRCLE = Array.from({ length: 97 }, (_, k) => [Math.cos((k * Math.PI) / 48), Math.sin((k * Math.PI) / 48)]);
  const apply = ([[a, b], [c, d]], [x, y]) => [a * x + b * y, c * x + d * y];

  // What there is to say of a matrix; a test compares with NumPy.
  function facts([[a, b], [c, d]]) {
    const det = a * d - b * c, middle = (a + d) / 2, gap = ((a - d) / 2) ** 2 + b * c;
    const size = (a * a + b * b + c * c + d * d) / 2, long = Math.sqrt(size + Math.sqrt(Math.max(size * size - det * det, 0)));
    const stretches = [long, long > FLAT ? Math.abs(det) / long : 0];
    const rank = stretches.filter((one) => one > FLAT).length;
    return { det, stretches, rank, eigen: gap < -FLAT ? [] : eigenvectors([[a, b], [c, d]], middle, Math.sqrt(Math.max(gap, 0))) };
  }

  // Every direction stays (null) for a multiple of the identity; else one direction or two.
  function eigenvectors([[a, b], [c, d]], middle, reach) {
    if (Math.abs(b) + Math.abs(c) + Math.abs(a - d) < FLAT) return [{ value: a, along: null }];
    return (reach < 1e-5 ? [middle] : [middle + reach, middle - reach]).map((value) => {
      const [first, second] = [[b, value - a], [value - d, c]];
      const along = Math.hypot(...first) > Math.hypot(...second) ? first : second;
      const length = Math.hypot(...along) * (along[0] < 0 ? -1 : 1);
      return { value, along: along.map((one) => one / length) };
    });
  }

  const number = (value) => figure(Math.abs(value) < 5e-4 ? 0 : Number(value.toFixed(2)), 4);

  function told({ det, rank, eigen }) {
    const area = Math.abs(det) < 5e-3 && rank < 2 ? ["everything lands on a point", "the plane is flattened onto a line, and no map leads back"][rank]
      : `areas are multiplied by ${number(Math.abs(det))}${det < 0 ? ", and the F is mirrored" : ""}`;
    const stay = !eigen.length ? "no direction stays" : eigen[0].along === null ? `every direction stays, stretched by ${number(eigen[0].value)}`
      : eigen.map(({ value, along }) => `(${along.map(number).join(", ")}) stays, stretched by ${number(value)}`).join("; ");
    return `determinant ${number(det)}: ${area}; ${stay}`;
  }

  function plane(stage, title, xLabel) {
    const view = panel(stage, { label: title, title, height: SQUARE, x: [-REACH, REACH], y: [-REACH, REACH], xLabel, yLabel: "" });
    const path = (style, name = "path") => {
      const made = shape("path", { class: name }, view.draw);
      for (const [key, value] of Object.entries(style)) made.style[key] = value;
      return made;
    };
    const grid = path({ strokeWidth: 0.6 }, "level");
    const letter = path({ fill: "var(--plot-grey)", fillOpacity: 0.4 }, "");
    const square = path({ stroke: "var(--plot-ink)", strokeWidth: 0.9 });
    const circle = path({ stroke: "var(--plot-purple)" });
    const eigen = path({ stroke: "var(--plot-green)" }, "path dashed");
    const arrows = ["blue", "orange"].map((color) => path({ stroke: `var(--plot-${color})`, strokeWidth: 2.6, fill: `var(--plot-${color})` }));
    return (matrix, { eigen: found }) => {
      const to = (points) => line(points.map((point) => apply(matrix, point)), view);
      let lines = "";
      for (let k = -9; k <= 9; k++) lines += to([[k, -9], [k, 9]]) + to([[-9, k], [9, k]]);
      grid.setAttribute("d", lines);
      letter.setAttribute("d", to(LETTER.map(([x, y]) => [x / 100, y / 100])));
      square.setAttribute("d", to([[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]));
      circle.setAttribute("d", to(CIRCLE));
      eigen.setAttribute("d", found.filter(({ along }) => along).map(({ along: [x, y] }) => line([[-9 * x, -9 * y], [9 * x, 9 * y]], view)).join(""));
      arrows.forEach((arrow, j) => arrow.setAttribute("d", pointed(apply(matrix, j ? [0, 1] : [1, 0]), view)));
      return view;
    };
  }

  // A line from the origin, and a head at its tip.
  function pointed([x, y], view) {
    const [u, v, p, q] = [view.x(0), view.y(0), view.x(x), view.y(y)], length = Math.hypot(p - u, q - v);
    if (length < 1) return "";
    const [i, j] = [(p - u) / length, (q - v) / length], head = Math.min(9, length);
    const corner = (side) => `${p - head * i - side * 3.5 * j} ${q - head * j + side * 3.5 * i}`;
    return `M${u} ${v}L${p} ${q}L${corner(1)}L${corner(-1)}L${p} ${q}`;
  }

  // Circles at the tips that a mouse or a finger can take hold of; the sliders do the same from the keyboard.
  function handles(view, moved) {
    return [0, 1].map((column) => {
      const ring = shape("circle", { r: 13, class: "handle" }, view.over);
      ring.style.cssText = `cursor: grab; fill: var(--plot-${column ? "orange" : "blue"}); fill-opacity: 0.15; touch-action: none`;
      ring.addEventListener("pointerdown", (event) => { ring.setPointerCapture(event.pointerId); event.preventDefault(); });
      ring.addEventListener("pointermove", (event) => {
        if (!ring.hasPointerCapture(event.pointerId)) return;
        const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(view.svg.getScreenCTM().inverse());
        const unit = view.x(1) - view.x(0);
        moved(column, [(at.x - view.x(0)) / unit, (view.y(0) - at.y) / unit]);
      });
      return ring;
    });
  }

  register("map2x2", (stage, { start, presets }) => {
    const before = plane(stage, "before", "x₁"), after = plane(stage, "after", "x₁");
    const view = after(start, facts(start));
    const rings = handles(view, (column, point) => set(matrix().map((row, i) => row.map((old, j) => (j === column ? point[i] : old)))));
    const matrix = () => entries.map((row) => row.map((one) => one.value));
    let halt = () => {}, gliding = false;

    const draw = eachFrame(() => {
      const now = matrix(), found = facts(now), words = told(found);
      before([[1, 0], [0, 1]], found);
      after(now, found);
      rings.forEach((ring, j) => { ring.setAttribute("cx", view.x(now[0][j])); ring.setAttribute("cy", view.y(now[1][j])); });
      entries.flat().forEach((one) => one.speak(words));
      view.svg.setAttribute("aria-label", `The plane after the map: ${words}.`);
      stage.says.textContent = `${words[0].toUpperCase()}${words.slice(1)}.`;
    });
    const set = (to) => entries.forEach((row, i) => row.forEach((one, j) => one.set(to[i][j])));
    const glide = (to) => {
      const from = matrix();
      halt();
      halt = animate(500, (share) => {
        gliding = true;
        set(to.map((row, i) => row.map((value, j) => from[i][j] + share * (value - from[i][j]))));
        gliding = false;
      });
    };
    const entries = [["a", "b"], ["c", "d"]].map((row, i) => row.map((name, j) => slider(stage, {
      label: `${name} (row ${i + 1}, ${j ? "orange" : "blue"})`, min: -2, max: 2, step: STEP,
      value: start[i][j], say: number, change: () => { if (!gliding) halt(); draw(); },
    })));
    stage.controls.classList.add("in-pairs");
    for (const [name, to] of Object.entries({ start, ...presets })) button(stage, name, () => glide(to));
    draw();
  });

  homlp.live.facts = facts;
})();
