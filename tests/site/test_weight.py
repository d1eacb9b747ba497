"""What a page asks of a reader's connection: a real browser, at a host that compresses."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request

from homlp_build.publishing.serve import serve

from .conftest import read_to_the_end

CHAPTER = "book/part1/ch04_training_linear_models.html"
BYTES = 250_000  # of a page without its figures, as they travel
REQUESTS = 20  # of a page without its figures


@pytest.fixture(scope="session")
def compressed(site: Path) -> Iterator[str]:
    with serve(site) as address:
        yield address


@pytest.fixture(scope="session")
def pages(site: Path) -> list[str]:
    """Every page of the site."""
    files = (path.relative_to(site) for path in site.rglob("*.html"))
    return sorted(path.as_posix() for path in files if path.parts[0] not in ("_static", "404.html"))


@dataclass
class Load:
    """What one visit asked for."""

    requests: list[Request] = field(default_factory=list)
    size: int = 0  # bytes on the wire without figures: the headers and the bodies as they came

    @property
    def names(self) -> list[str]:
        return [request.url.rpartition("/")[2].partition("?")[0] for request in self.requests]

    def without_figures(self) -> list[Request]:
        return [one for one in self.requests if "/_images/" not in one.url]

    def weigh(self) -> None:
        """Add up the sizes while the browser knows them."""
        sizes = [request.sizes() for request in self.without_figures()]
        self.size = sum(one["responseHeadersSize"] + one["responseBodySize"] for one in sizes)


def visit(browser: Browser, address: str, *, theme: str = "light", width: int = 412) -> Load:
    """Open a page with nothing in the browser's cache, and read it to its end."""
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=theme)
    page, load = context.new_page(), Load()
    page.on("requestfinished", lambda request: load.requests.append(request))
    page.goto(address, wait_until="networkidle")
    _read_to_the_end(page)
    load.weigh()
    context.close()
    return load


def _read_to_the_end(page: Page) -> None:
    read_to_the_end(page)
    page.wait_for_load_state("networkidle")


def _beyond_budget(browser: Browser, address: str, names: list[str]) -> dict[str, str]:
    broken = {}
    for name in names:
        load = visit(browser, address + name)
        sent, asked = load.size, len(load.without_figures())
        assert sent > 10_000
        others = [one.url for one in load.requests if not one.url.startswith((address, "data:"))]
        if sent > BYTES or asked > REQUESTS or others:
            broken[name] = f"{sent:,} bytes, {asked} requests, other hosts: {others}"
    return broken


def test_every_page_keeps_its_budget_and_asks_no_other_host(
    browser: Browser, compressed: str, pages: list[str]
) -> None:
    assert len(pages) > 10
    assert _beyond_budget(browser, compressed, pages) == {}


def test_a_page_loads_no_script_that_it_does_not_use(browser: Browser, compressed: str) -> None:
    plain = visit(browser, compressed + "book/bibliography.html").names
    coded = visit(browser, compressed + CHAPTER).names
    assert {"site.css", "site.js"} <= set(plain)
    assert not {"copybutton.js", "clipboard.min.js", "togglebutton.js", "design-tabs.js"} & set(
        plain
    )
    assert "copybutton.js" in coded
    later = {"bootstrap.js", "searchindex.js", "logo_colab.png", "logo_binder.svg"}
    assert not {"fontawesome.js", *later} & {*plain, *coded}


def test_the_search_index_comes_when_it_is_first_used(browser: Browser, compressed: str) -> None:
    page = browser.new_page()
    load = Load()
    page.on("requestfinished", lambda request: load.requests.append(request))
    page.goto(compressed + "book/index.html", wait_until="networkidle")
    assert "searchindex.js" not in load.names
    page.keyboard.press("Control+k")
    page.keyboard.type("gradient")
    page.keyboard.press("Enter")
    page.wait_for_selector("#search-results li a")
    assert "searchindex.js" in load.names
    page.close()


@pytest.mark.parametrize(("theme", "other"), [("light", "dark"), ("dark", "light")])
def test_only_the_pictures_of_the_theme_are_loaded(
    browser: Browser, compressed: str, theme: str, other: str
) -> None:
    context = browser.new_context(color_scheme=theme)
    page, load = context.new_page(), Load()
    page.on("requestfinished", lambda request: load.requests.append(request))
    page.goto(compressed + CHAPTER, wait_until="networkidle")
    at_first = [one.url for one in load.requests if "/_images/" in one.url]
    _read_to_the_end(page)
    page.wait_for_load_state("networkidle")
    loaded = {one.url for one in load.requests if "/_images/" in one.url}
    shown = _addresses(page, theme)
    assert len(at_first) < len(shown) / 2
    assert len(shown) > 10
    assert shown <= loaded
    assert not _addresses(page, other) & loaded
    context.close()


def _addresses(page: Page, theme: str) -> set[str]:
    every = "images => images.map(image => image.src)"
    return set(page.locator(f"article .homlp-picture img.only-{theme}").evaluate_all(every))


def test_every_figure_says_its_size_and_is_webp_or_svg(browser: Browser, compressed: str) -> None:
    page = browser.new_page()
    page.goto(compressed + CHAPTER)
    sizes = page.locator("article .homlp-picture img").evaluate_all(
        "images => images.map(i => [i.getAttribute('width'), i.getAttribute('height'), i.src])"
    )
    page.close()
    assert all(int(width) > 100 and int(height) > 100 for width, height, _ in sizes)
    assert {Path(source).suffix for *_, source in sizes} <= {".webp", ".svg"}


def test_a_wide_figure_scrolls_by_itself_and_from_the_keyboard(
    browser: Browser, compressed: str
) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 800})
    page = context.new_page()
    page.goto(compressed + CHAPTER)
    box = page.locator(".homlp-picture.wide").first
    assert box.evaluate("box => box.scrollWidth - box.clientWidth") > 50
    box.scroll_into_view_if_needed()
    page.wait_for_function("box => box.tabIndex === 0", arg=box.element_handle())
    assert box.get_attribute("data-more") == "right"  # whose edge fades: there is more
    box.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("box => box.dataset.more === 'left right'", arg=box.element_handle())
    box.evaluate("box => box.scrollTo(box.scrollWidth, 0)")
    page.wait_for_function("box => box.dataset.more === 'left'", arg=box.element_handle())
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    context.close()


def test_only_fonts_that_a_page_shows_are_loaded(browser: Browser, compressed: str) -> None:
    def fonts(name: str) -> set[str]:
        return {one for one in visit(browser, compressed + name).names if "KaTeX" in one}

    assert fonts("book/bibliography.html") == set()
    loaded = fonts(CHAPTER)
    assert any("Main-Regular" in one for one in loaded)
    assert not any("Fraktur" in one or "Script" in one for one in loaded)


def test_a_page_is_laid_out_only_near_the_reader(browser: Browser, compressed: str) -> None:
    page = browser.new_page()
    browser.start_tracing(page=page, categories=["devtools.timeline"])
    page.goto(compressed + CHAPTER, wait_until="networkidle")
    events = json.loads(browser.stop_tracing())["traceEvents"]
    elements = page.evaluate("document.querySelectorAll('*').length")
    page.close()
    styled = sum(one.get("args", {}).get("elementCount", 0) for one in events)
    assert 100 < styled < elements / 4
