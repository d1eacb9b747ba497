"""The purged style sheet makes a page look as every rule of every sheet would."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from homlp_build.sphinx.joined_files import STYLE
from homlp_build.sphinx.site_files import THEME_SHEETS
from homlp_build.sphinx.stylesheet import join_sheets

from .test_site import CHAPTER

# What every element looks like, but for what makes equations and code: many, and all alike.
LOOKS = """() => [
  ...document.querySelectorAll("body, body *:not(.katex *, .highlight span, script)")
].map((one) => [one, "::before", "::after"].map((part) => {
    const style = getComputedStyle(one, part === one ? null : part);
    return part === one || style.content !== "none"
      ? [...style].filter((name) => !name.startsWith("--"))
          .map((name) => `${name}:${style.getPropertyValue(name)}`).join(";")
      : "";
  }).join("|"))"""
SIGNS = """() => [...document.querySelectorAll(".katex-html span:not(:has(span)):not(:empty)")]
  .map((one) => [one.textContent, one.className, one.getBoundingClientRect().width].join(" "))"""
MENU = "[data-bs-toggle=dropdown]"


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", ["book/index.html", "book/preface/conventions.html"])
def test_a_page_looks_the_same_with_every_rule_of_the_style_sheets(
    browser: Browser, site: Path, address: str, name: str, theme: str
) -> None:
    purged, whole = (
        _looks(browser, address + name, theme=theme, sheet=sheet)
        for sheet in (None, _whole_sheet(site))
    )
    for state, seen in purged.items():
        assert len(seen) > 50
        pairs = zip(seen, whole[state], strict=True)
        assert [pair for pair in pairs if pair[0] != pair[1]][:1] == [], state


def test_formulas_are_as_wide_in_the_small_fonts_as_in_the_whole_ones(
    browser: Browser, site: Path, address: str
) -> None:
    found = []
    for sheet in (None, _whole_sheet(site)):
        with _opened(browser, address + CHAPTER, sheet=sheet) as page:
            page.add_style_tag(content="section { content-visibility: visible !important }")
            page.wait_for_load_state("networkidle")
            page.evaluate("document.fonts.ready.then(() => true)")
            found.append(page.evaluate(SIGNS))
    small, whole = found
    assert len(small) > 1000
    assert [pair for pair in zip(small, whole, strict=True) if pair[0] != pair[1]][:5] == []


def _whole_sheet(site: Path) -> str:
    """Every rule of every sheet, and the icons from the fonts that the theme brings."""
    static = site / "_static"
    noted = (site.parent / ".doctrees" / "site_files.json").read_text()
    sheets: list[str] = json.loads(noted)["sheets"]
    assert set(THEME_SHEETS) < set(sheets)
    return join_sheets(static, sheets)


def _looks(
    browser: Browser, address: str, *, theme: str, sheet: str | None
) -> dict[str, list[str]]:
    """Return what a page looks like as it opens, with its search open, and with its menu."""
    with _opened(browser, address, sheet=sheet, color_scheme=theme) as page:
        looks = {"as it opens": page.evaluate(LOOKS)}
        page.keyboard.press("Control+k")
        looks["search"] = page.evaluate(LOOKS)
        page.keyboard.press("Escape")
        page.locator(MENU).first.click()
        expect(page.locator(f"{MENU}[aria-expanded=true]")).to_be_visible()
        page.wait_for_timeout(400)  # it unfolds
        looks["menu"] = page.evaluate(LOOKS)
    return looks


@contextmanager
def _opened(
    browser: Browser, address: str, *, sheet: str | None, **settings: Any
) -> Iterator[Page]:
    """Open a page with the site's style sheet, or with another."""
    context = browser.new_context(reduced_motion="reduce", **settings)
    page = context.new_page()
    if sheet is not None:
        page.route(f"**/{STYLE}*", lambda route: route.fulfill(body=sheet, content_type="text/css"))
    page.goto(address, wait_until="networkidle")
    yield page
    context.close()
