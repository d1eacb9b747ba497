// Menus and tips are Bootstrap's, which weighs more than the other scripts of a page together: it comes when
// the pointer, the focus or a finger first reaches one of their buttons.
const BOOTSTRAP = new URL("scripts/bootstrap.js", document.currentScript.src).href;
const WITH_BOOTSTRAP = "[data-bs-toggle]";
let bootstrapComes;

function fetchBootstrap() {
  bootstrapComes ??= new Promise((done) => {
    const script = document.createElement("script");
    script.addEventListener("load", done);
    script.src = BOOTSTRAP;
    document.head.append(script);
  });
  return bootstrapComes;
}

async function showTip({ target }) {
  const button = target.closest?.(WITH_BOOTSTRAP);
  if (!button || window.bootstrap) return;
  await fetchBootstrap();
  if (button.matches(":hover, :focus-visible")) bootstrap.Tooltip.getInstance(button)?.show();
}
addEventListener("pointerover", showTip);
addEventListener("focusin", showTip);

addEventListener("click", async ({ target }) => {
  const button = target.closest("[data-bs-toggle=dropdown]");
  if (!button || window.bootstrap) return;
  await fetchBootstrap();
  button.click(); // which came too early
});

// The way back to the top shows to those who scroll up; Bootstrap's file does this too, too late.
let lastY = 0; // to ask would have the page laid out at once
addEventListener("scroll", () => {
  const shows = scrollY < lastY && scrollY > innerHeight;
  document.getElementById("pst-back-to-top").style.display = shows ? "block" : "none";
  lastY = scrollY;
}, { passive: true });
addEventListener("click", ({ target }) => target.closest("#pst-back-to-top") && scrollTo(0, 0));
