"""What stands around the text: the theme, the contents at the side, tabs, and the way on."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

Visit = Callable[..., Page]

HOME = "book/index.html"
FIRST = "book/preface/using.html"
CHAPTER = "book/part1/ch04_training_linear_models.html"
SAMPLE = "book/part1/ch01_sample.html"
SWITCH = ".theme-switch-button"
CONTENTS = ".primary-toggle"
SIDEBAR = "#pst-primary-sidebar-modal"
PHONE = {"width": 390, "has_touch": True, "is_mobile": True}


def theme(page: Page) -> tuple[str, str]:
    """Return what the reader chose, and what is shown."""
    mode, shown = page.evaluate(
        "(({mode, theme}) => [mode, theme])(document.documentElement.dataset)"
    )
    return mode, shown


def test_the_theme_goes_from_the_systems_to_the_other_and_back_and_is_kept(
    visit: Visit, address: str
) -> None:
    page = visit(address + FIRST, theme="dark")
    assert theme(page) == ("auto", "dark")
    seen = []
    for _ in range(3):
        page.locator(SWITCH).click()
        page.goto(address + HOME)  # another page keeps it
        seen.append(theme(page))
    assert seen == [("light", "light"), ("dark", "dark"), ("auto", "dark")]


def test_what_the_reader_chose_is_painted_whatever_the_system_asks(
    visit: Visit, address: str
) -> None:
    page = visit(address + FIRST, theme="dark")
    page.locator(SWITCH).focus()
    page.keyboard.press("Enter")
    expect(page.locator("body")).to_have_css("background-color", "rgb(255, 255, 255)")
    page.emulate_media(color_scheme="light")
    page.emulate_media(color_scheme="dark")
    expect(page.locator("body")).to_have_css("background-color", "rgb(255, 255, 255)")


def test_on_auto_an_open_page_follows_the_system(visit: Visit, address: str) -> None:
    page = visit(address + FIRST)
    assert theme(page) == ("auto", "light")
    page.emulate_media(color_scheme="dark")
    page.wait_for_function("document.documentElement.dataset.theme === 'dark'")


def test_on_a_phone_the_contents_open_and_close_by_keyboard_and_the_focus_returns(
    visit: Visit, address: str
) -> None:
    page = visit(address + FIRST, width=390)
    links = page.locator("nav.bd-links a")
    expect(links.first).not_to_be_in_viewport()
    page.locator(CONTENTS).focus()
    page.keyboard.press("Enter")
    expect(page.locator(SIDEBAR)).to_be_visible()
    expect(links.first).to_be_in_viewport()
    assert page.evaluate(f"document.activeElement.closest('{SIDEBAR}') !== null")
    page.keyboard.press("Escape")
    expect(page.locator(SIDEBAR)).to_be_hidden()
    expect(page.locator(CONTENTS)).to_be_focused()


def test_on_a_phone_a_tap_opens_the_contents_another_leads_on_and_one_beside_them_closes(
    visit: Visit, address: str
) -> None:
    page = visit(address + FIRST, **PHONE)
    page.locator(CONTENTS).tap()
    page.touchscreen.tap(380, 500)
    expect(page.locator(SIDEBAR)).to_be_hidden()
    page.locator(CONTENTS).tap()
    page.locator(SIDEBAR).get_by_role("link", name="Glossary").tap()
    page.wait_for_url("**/glossary.html")


def test_tabs_change_by_mouse_keyboard_and_touch(visit: Visit, sample: Path) -> None:
    page = visit((sample / SAMPLE).as_uri(), has_touch=True)
    conda, pip = (page.get_by_text(f"With {name}", exact=True) for name in ("conda", "pip"))
    said = page.locator(".sd-tab-content").filter(visible=True)
    expect(said).to_have_text("Install it by conda.")
    pip.click()
    expect(said).to_have_text("Install it by pip.")
    page.keyboard.press("ArrowLeft")
    expect(said).to_have_text("Install it by conda.")
    pip.tap()
    expect(said).to_have_text("Install it by pip.")
    conda.tap()
    expect(said).to_have_text("Install it by conda.")


@pytest.mark.parametrize("settings", [{}, {"java_script_enabled": False}, PHONE])
def test_each_page_leads_to_the_next_and_back_by_their_titles(
    visit: Visit, address: str, settings: dict[str, object]
) -> None:
    page = visit(address + FIRST, **settings)
    title = page.locator("h1").first.inner_text().rstrip("#")
    onward = page.locator("a.right-next")
    name = onward.locator(".prev-next-title").inner_text()
    onward.click()
    expect(page.locator("h1").first).to_have_text(re.compile(f"^{re.escape(name)}"))
    back = page.locator("a.left-prev")
    expect(back.locator(".prev-next-title")).to_have_text(title)
    back.click()
    page.wait_for_url(f"**/{FIRST}")


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("name", [FIRST, CHAPTER])
def test_at_twice_the_size_of_text_nothing_is_cut_off_sideways(
    visit: Visit, address: str, name: str, width: int
) -> None:
    page = visit(address + name, width=width)
    page.add_style_tag(content="html { font-size: 200% !important }")
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_with_reduced_motion_nothing_moves_by_itself(visit: Visit, address: str) -> None:
    page = visit(address + CHAPTER, reduced_motion="reduce")
    page.locator(".homlp-live").first.scroll_into_view_if_needed()
    running = "document.getAnimations().filter((one) => one.playState === 'running').length"
    assert page.evaluate(running) == 0
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"


def test_the_words_in_the_search_field_stand_beside_its_icon(visit: Visit, address: str) -> None:
    page = visit(address + "search.html", width=390)
    box = page.locator(".bd-search-container form.bd-search")
    field, icon = box.locator("input[type=search]"), box.locator("> i")
    start = field.evaluate("one => parseFloat(getComputedStyle(one).paddingLeft)")
    text, glass = field.bounding_box(), icon.bounding_box()
    assert text["x"] + start >= glass["x"] + glass["width"]


def test_a_fact_of_the_status_table_stands_on_one_line(visit: Visit, address: str) -> None:
    page = visit(address + "book/status.html")
    cells = page.locator("table.homlp-status td:nth-child(2) p")
    lines = "all => all.map(one => one.offsetHeight / parseFloat(getComputedStyle(one).lineHeight))"
    heights = cells.evaluate_all(lines)
    assert len(heights) >= 3
    assert max(heights) < 1.5
