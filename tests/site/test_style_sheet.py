"""The purged style sheet makes a page look as every rule of every sheet would."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

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
STATES: dict[str, Callable[[Page], object]] = {
    "as it opens": lambda page: None,
    "search": lambda page: page.keyboard.press("Control+k"),
    "menu": lambda page: page.locator("[data-bs-toggle=dropdown]").first.click(),
}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", ["book/index.html", "book/preface/conventions.html"])
def test_a_page_looks_the_same_with_every_rule_of_the_style_sheets(
    browser: Browser, site: Path, address: str, name: str, theme: str, state: str
) -> None:
    purged, whole = (
        _found(browser, address + name, LOOKS, theme=theme, state=state, sheet=sheet)
        for sheet in (None, _whole_sheet(site))
    )
    assert len(purged) > 50
    assert [pair for pair in zip(purged, whole, strict=True) if pair[0] != pair[1]][:1] == []


def test_formulas_are_as_wide_in_the_small_fonts_as_in_the_whole_ones(
    browser: Browser, site: Path, address: str
) -> None:
    small, whole = (
        _found(browser, address + CHAPTER, SIGNS, sheet=sheet, state="as it opens")
        for sheet in (None, _whole_sheet(site))
    )
    assert len(small) > 1000
    assert [pair for pair in zip(small, whole, strict=True) if pair[0] != pair[1]][:5] == []


def _whole_sheet(site: Path) -> str:
    """Every rule of every sheet, and the icons from the fonts that the theme brings."""
    static = site / "_static"
    noted = (site.parent / ".doctrees" / "site_files.json").read_text()
    sheets: list[str] = json.loads(noted)["sheets"]
    assert set(THEME_SHEETS) < set(sheets)
    return join_sheets(static, sheets)


def _found(
    browser: Browser,
    address: str,
    script: str,
    *,
    sheet: str | None,
    state: str,
    theme: str = "light",
) -> list[str]:
    """Return what a script finds on a page, with the site's sheet or with another."""
    context = browser.new_context(color_scheme=theme, reduced_motion="reduce")
    page = context.new_page()
    if sheet is not None:
        page.route(f"**/{STYLE}*", lambda route: route.fulfill(body=sheet, content_type="text/css"))
    page.goto(address, wait_until="networkidle")
    page.add_style_tag(content="section { content-visibility: visible !important }")
    STATES[state](page)
    page.wait_for_timeout(400)  # a menu unfolds
    page.evaluate("document.fonts.ready")
    found: list[str] = page.evaluate(script)
    context.close()
    return found
