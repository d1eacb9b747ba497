"""The built site in a real browser: whole, quiet, accessible, and alone on its host."""

from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import pytest
from playwright.sync_api import Browser, Page

HOME = "book/index.html"
ROADMAP = "book/preface/roadmap.html"
CHAPTER = "book/part1/ch04_training_linear_models.html"
PAGES = [HOME, ROADMAP, CHAPTER]


def _open(browser: Browser, address: str, *, theme: str = "light", width: int = 1440) -> Page:
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=theme, reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto(address)
    return page


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_quiet_and_asks_no_other_host(browser: Browser, address: str, name: str) -> None:
    page = browser.new_page()
    asked, said = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(address + name, wait_until="networkidle")
    page.close()
    assert said == []
    assert [url for url in asked if not url.startswith((address, "data:"))] == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_figure_follows_the_theme(browser: Browser, address: str, theme: str) -> None:
    page = _open(browser, address + CHAPTER, theme=theme)
    shown = {
        name: page.locator(f"article img.only-{name}").first.evaluate(
            "image => getComputedStyle(image).display != 'none'"
        )
        for name in ("light", "dark")
    }
    page.context.close()
    assert shown == {"light": theme == "light", "dark": theme == "dark"}


@pytest.mark.parametrize("name", [*PAGES, "book/api.html"])
def test_no_page_scrolls_sideways_on_a_phone(browser: Browser, address: str, name: str) -> None:
    page = _open(browser, address + name, width=360)
    width = page.evaluate("document.documentElement.scrollWidth")
    page.context.close()
    assert width == 360


class _Links(HTMLParser):
    """The addresses that a page asks for, and the fragments that it offers."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.ids: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Collect ids, and the addresses of links, pictures, scripts and styles."""
        for name, value in attrs:
            if name == "id" and value:
                self.ids.add(value)
            elif name in ("href", "src") and value:
                self.found.append(value)


def test_every_link_inside_the_site_leads_somewhere(site: Path) -> None:
    files = [path for path in site.rglob("*.html") if "_static" not in path.parts]
    pages = {path: _Links(path.read_text(encoding="utf-8")) for path in files}
    assert len(pages) > 10
    broken = [
        f"{path.relative_to(site)}: {link}"
        for path, page in pages.items()
        for link in page.found
        if not _leads_somewhere(link, path, pages)
    ]
    assert broken == []


def _leads_somewhere(link: str, path: Path, pages: dict[Path, _Links]) -> bool:
    target = urlsplit(urljoin(path.as_uri(), link))
    if target.scheme != "file":
        return True
    file = Path(unquote(target.path))
    if not file.exists():
        return False
    return not target.fragment or file not in pages or unquote(target.fragment) in pages[file].ids
