"""What a page asks of a reader's connection, measured in a real browser at a host that compresses."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request

from homlp_build.serve import serve
from homlp_build.sphinx.joined_files import STYLE
from homlp_build.sphinx.site_files import THEME_SHEETS
from homlp_build.sphinx.stylesheet import join_sheets

CHAPTER = "book/part1/ch04_training_linear_models.html"
BYTES = 250_000  # of a page without its figures, as they travel
REQUESTS = 20  # of a page without its figures
ONLY_THERE = {"search.html": {"searchtools.js", "language_data.js", "searchindex.js"}}


@pytest.fixture(scope="session")
def compressed(site: Path) -> Iterator[str]:
    with serve(site) as address:
        yield address


@pytest.fixture(scope="session")
def pages(site: Path) -> list[str]:
    """Every page of the site."""
    files = (path.relative_to(site) for path in site.rglob("*.html"))
    return sorted(path.as_posix() for path in files if path.parts[0] != "_static")


@dataclass
class Load:
    """What one visit asked for."""

    requests: list[Request] = field(default_factory=list)

    @property
    def names(self) -> list[str]:
        return [request.url.rpartition("/")[2].partition("?")[0] for request in self.requests]

    def without_figures(self) -> list[Request]:
        return [one for one in self.requests if "/_images/" not in one.url]

    def size(self) -> int:
        """Bytes on the wire: the headers and the body as it came."""
        sizes = [request.sizes() for request in self.without_figures()]
        return sum(one["responseHeadersSize"] + one["responseBodySize"] for one in sizes)


def visit(browser: Browser, address: str, *, theme: str = "light", width: int = 412) -> Load:
    """Open a page with nothing in the browser's cache, and read it to its end."""
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=theme)
    page, load = context.new_page(), Load()
    page.on("requestfinished", load.requests.append)
    page.goto(address, wait_until="networkidle")
    _read_to_the_end(page)
    load.size()  # while the browser knows them
    context.close()
    return load


def _read_to_the_end(page: Page) -> None:
    page.evaluate(
        """async () => {
          for (let y = 0; y < document.body.scrollHeight; y += innerHeight) {
            scrollTo({top: y, behavior: "instant"});
            await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
          }
        }"""
    )
    page.wait_for_load_state("networkidle")
