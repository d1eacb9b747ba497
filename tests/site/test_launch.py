"""The launch menu in a real browser: by mouse, by keyboard, its panel, and its copy button."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from homlp_build.manuscript.pages import read_book

from ..buttons import Menu, named_file
from .conftest import ROOT
from .test_site import CHAPTER, _open

ROCKET = ".dropdown-launch-buttons > button"
PANEL = "dialog.homlp-local"


@pytest.fixture
def chapter(browser: Browser, address: str) -> Iterator[Page]:
    page = _open(browser, address + CHAPTER)
    yield page
    page.context.close()


def test_the_menu_opens_by_mouse_and_holds_every_way(chapter: Page) -> None:
    chapter.click(ROCKET)
    items = chapter.locator(".dropdown-launch-buttons .dropdown-item")
    assert items.all_inner_texts() == ["Colab", "Kaggle", "Binder", "Download", "My machine"]
    for item in items.all():
        expect(item).to_be_visible()


def test_the_menu_opens_and_the_panel_closes_by_keyboard(chapter: Page) -> None:
    chapter.focus(ROCKET)
    chapter.keyboard.press("Enter")
    expect(chapter.locator(ROCKET)).to_have_attribute("aria-expanded", "true")  # it has come
    for _ in range(5):
        chapter.keyboard.press("ArrowDown")
    expect(chapter.locator(".btn-launch-local")).to_be_focused()
    chapter.keyboard.press("Enter")
    expect(chapter.locator(PANEL)).to_be_visible()
    chapter.keyboard.press("Escape")
    expect(chapter.locator(PANEL)).to_be_hidden()
    expect(chapter.locator(ROCKET)).to_be_focused()


def test_the_lines_are_copied_as_they_stand(chapter: Page) -> None:
    chapter.context.grant_permissions(["clipboard-read", "clipboard-write"])
    chapter.click(ROCKET)
    chapter.click(".btn-launch-local")
    chapter.click(f"{PANEL} [data-homlp-copy]")
    expect(chapter.locator(f"{PANEL} [role=status]")).to_have_text("Copied.")
    copied = chapter.evaluate("navigator.clipboard.readText()")
    lines = copied.splitlines()
    assert lines[0] == "python3 -m venv homlp-env && source homlp-env/bin/activate"
    assert lines[1].startswith('pip install jupyterlab "homlp @ git+https://github.com/')
    assert lines[2] == "homlp open ch04"
    parsed = subprocess.run(["bash", "-n"], input=copied, text=True, capture_output=True)
    assert (parsed.returncode, parsed.stderr) == (0, "")


def test_the_download_is_the_notebook(chapter: Page) -> None:
    chapter.click(ROCKET)
    with chapter.expect_download() as download:
        chapter.click(".btn-launch-download")
    assert download.value.suggested_filename == "ch04_training_linear_models.ipynb"
    assert b'"nbformat": 4' in download.value.path().read_bytes()


def test_what_it_costs_leads_to_the_record_of_the_run(chapter: Page) -> None:
    chapter.click(".btn-launch-cost")
    expect(chapter.locator("details.homlp-provenance dl")).to_be_in_viewport()


@pytest.mark.parametrize("width", [1440, 360])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_no_violation_in_the_open_menu_and_the_open_panel(
    browser: Browser, address: str, theme: str, width: int
) -> None:
    page = _open(browser, address + CHAPTER, theme=theme, width=width)
    page.click(ROCKET)
    menu = Axe().run(page, context=".article-header-buttons")
    page.click(".btn-launch-local")
    panel = Axe().run(page, context=PANEL)
    fits = page.evaluate("document.documentElement.scrollWidth")
    page.context.close()
    assert menu.violations_count == 0, menu.generate_report()
    assert panel.violations_count == 0, panel.generate_report()
    assert fits == width


def test_every_button_of_the_book_names_the_notebook_of_its_page(site: Path) -> None:
    coded = read_book(ROOT).executable
    for file in (site / "book").rglob("*.html"):
        page = file.relative_to(site / "book").with_suffix("").as_posix()
        links = Menu(file.read_text()).links
        assert len(links) == (4 if page in coded else 0), page
        for kind, target in links.items():
            if kind == "download":
                assert (file.parent / target).is_file()
                assert target.endswith(f"_notebooks/{page}.ipynb")
            else:
                assert named_file(kind, target)[2] == f"{page}.ipynb"


def test_a_page_without_code_has_no_menu(browser: Browser, address: str) -> None:
    page = _open(browser, address + "book/index.html")
    found = page.locator(f"{ROCKET}, {PANEL}").count()
    page.context.close()
    assert found == 0
