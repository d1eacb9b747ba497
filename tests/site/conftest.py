"""The built site on a loopback address, and a real browser to look at it with."""

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).parents[2]
QUIET = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking"


@pytest.fixture(scope="session")
def site() -> Path:
    """Return the site, built as a reader builds it (what is fresh is not built again)."""
    return _rendered(ROOT)


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the site of the sample book, rendered as the real one is."""
    folder = tmp_path_factory.mktemp("sample")
    shutil.copytree(Path(__file__).with_name("sample"), folder, dirs_exist_ok=True)
    for name in ("_config.yml", "constraints.txt", "book/references.bib"):
        shutil.copy(ROOT / name, folder / name)
    for name in ("src", "tests", "book/_static", "book/_templates"):
        (folder / name).symlink_to(ROOT / name)
    return _rendered(folder)


def _rendered(folder: Path) -> Path:
    book = Path(sys.executable).with_name("jupyter-book")
    command = [book, "build", ".", "-W", "-n", "--keep-going", "-q"]
    built = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stdout[-3000:] + built.stderr[-3000:]
    return folder / "_build" / "html"


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        """Say nothing of each request."""


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(site)))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    names = ("chromium", "chromium-browser", "google-chrome")
    found = next(filter(None, map(shutil.which, names)), None)
    assert found, "no Chromium here: sudo apt-get install chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=QUIET.split())
        yield browser
        browser.close()


def read_to_the_end(page: Page) -> None:
    """Come near every part of a page, as a reader does: what is not near is not laid out."""
    page.evaluate(
        """async () => {
          for (let y = 0; y < document.body.scrollHeight; y += innerHeight) {
            scrollTo({top: y, behavior: "instant"});
            await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
          }
        }"""
    )


# A section far from the reader is not laid out, and has no text to ask for: these tests ask
# for many, without going there.
_LAY_OUT = """addEventListener("DOMContentLoaded", () => {
  const style = document.createElement("style");
  style.textContent = "section { content-visibility: visible !important }";
  document.head.append(style);
});"""


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Return a function that opens an address for a new reader; an error on the page fails."""
    contexts, errors = [], []

    def open_page(url: str, *, theme: str = "light", width: int = 1440, **settings) -> Page:
        settings = {"reduced_motion": "reduce"} | settings
        viewport = {"width": width, "height": 900}
        context = browser.new_context(viewport=viewport, color_scheme=theme, **settings)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.add_init_script(_LAY_OUT)
        page.goto(url)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert errors == []
