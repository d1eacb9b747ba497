"""The built site in a real browser: whole, quiet, accessible, and alone on its host."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from homlp_build.publishing.site_links import broken_links

HOME = "book/index.html"
ROADMAP = "book/preface/roadmap.html"
CHAPTER = "book/part1/ch04_training_linear_models.html"
PROGRESS = "book/preface/progress.html"
STATUS = "book/status.html"
PAGES = [HOME, ROADMAP, CHAPTER, PROGRESS, STATUS]


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


@pytest.mark.parametrize(
    ("name", "width"),
    [(name, 360) for name in (*PAGES, "book/api.html")]
    + [(name, 320) for name in (HOME, ROADMAP, PROGRESS)],
)
def test_no_page_scrolls_sideways_on_a_phone(
    browser: Browser, address: str, name: str, width: int
) -> None:
    page = _open(browser, address + name, width=width)
    needed = page.evaluate("document.documentElement.scrollWidth")
    page.context.close()
    assert needed == width


def test_every_link_inside_the_site_leads_somewhere(site: Path) -> None:
    assert broken_links(site) == []
