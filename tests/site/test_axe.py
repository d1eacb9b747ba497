"""Axe, the checker of accessibility, on every page in both themes."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from .conftest import read_to_the_end


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_no_violation_on_any_page(
    browser: Browser, site: Path, address: str, theme: str
) -> None:
    context = browser.new_context(color_scheme=theme, reduced_motion="reduce")
    page, axe, reports = context.new_page(), Axe(), {}
    names = [path.relative_to(site).as_posix() for path in site.rglob("*.html")]
    checked = [name for name in sorted(names) if not _is_left_out(name)]
    assert len(checked) > 10
    for name in checked:
        page.goto(address + name)
        read_to_the_end(page)
        results = axe.run(page)
        if results.violations_count:
            reports[name] = results.generate_report()
    context.close()
    assert reports == {}


def _is_left_out(name: str) -> bool:
    """Whether a file is the theme's own, or the one at the root that sends the reader on."""
    return name.startswith("_static/") or name == "index.html"
