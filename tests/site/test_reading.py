"""Reading as readers do it: by mouse, keyboard and touch, small and large, without scripts."""

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from homlp_build.publishing.repository import read_repository

from .conftest import read_to_the_end

Visit = Callable[..., Page]

ROOT = Path(__file__).parents[2]
CHAPTER = "book/part1/ch04_training_linear_models.html"
GLOSSARY = "book/glossary.html"
KINDS = [
    "book/index.html",
    CHAPTER,
    "book/preface/roadmap.html",
    "book/preface/setup.html",
    GLOSSARY,
    "book/bibliography.html",
    "book/api.html",
    "search.html",
    "404.html",
]
CITATION = "article a[href*='bibliography'][data-note]"
TERM = "article a.homlp-term"
EQUATION = "article p a.reference[href^='#equation']"
NOTE = ".homlp-note"


def reach(page: Page, selector: str) -> None:
    """Move the focus to the first element as the Tab key would."""
    page.locator(selector).first.evaluate("element => element.focus({focusVisible: true})")


@pytest.mark.parametrize(("selector", "words"), [(CITATION, r"\d{4}"), (TERM, r"\w+ \w+")])
def test_a_note_shows_on_hover_and_goes_when_the_pointer_leaves(
    visit: Visit, address: str, selector: str, words: str
) -> None:
    page = visit(address + CHAPTER)
    page.locator(selector).first.hover()
    expect(page.locator(NOTE)).to_have_text(re.compile(words))
    page.locator(NOTE).hover()  # a reader may move into it, to copy or follow a link
    page.wait_for_timeout(400)
    expect(page.locator(NOTE)).to_be_visible()
    page.mouse.move(5, 5)
    expect(page.locator(NOTE)).to_have_count(0)


def test_a_note_shows_on_focus_describes_its_link_and_goes_by_escape(
    visit: Visit, address: str
) -> None:
    page = visit(address + CHAPTER)
    reach(page, EQUATION)
    expect(page.locator(f"{NOTE} .katex")).to_be_visible()
    described = page.locator(EQUATION).first.get_attribute("aria-describedby")
    assert page.locator(f"#{described}").count() == 1
    page.keyboard.press("Escape")
    expect(page.locator(NOTE)).to_have_count(0)


THEME_BUTTON = ".theme-switch-button"
TIP = ".tooltip"


def test_a_button_tells_by_a_tip_what_it_does_on_hover_and_on_focus(
    visit: Visit, address: str
) -> None:
    page = visit(address + GLOSSARY)
    page.locator(THEME_BUTTON).hover()
    expect(page.locator(TIP)).to_have_text("Color mode")
    page.mouse.move(5, 500)
    expect(page.locator(TIP)).to_have_count(0)
    reach(page, THEME_BUTTON)
    expect(page.locator(TIP)).to_have_text("Color mode")


def test_a_menu_opens_at_the_first_tap_though_its_script_is_still_to_come(
    visit: Visit, address: str
) -> None:
    page = visit(address + CHAPTER, width=360, has_touch=True, is_mobile=True)
    asked = []
    page.route("**/bootstrap.js", lambda route: asked.append(route))
    rocket = page.locator(".dropdown-launch-buttons > button")
    rocket.tap()
    page.wait_for_timeout(100)
    [script] = asked
    script.continue_()
    expect(rocket).to_have_attribute("aria-expanded", "true")
    expect(page.locator(".btn-launch-download")).to_be_visible()


def test_the_way_back_to_the_top_shows_to_those_who_turn_back(visit: Visit, address: str) -> None:
    page = visit(address + GLOSSARY, width=360)
    way_up = page.get_by_role("button", name="Back to top")
    page.mouse.wheel(0, 3000)
    page.wait_for_function("scrollY > 2000")
    expect(way_up).to_be_hidden()
    page.mouse.wheel(0, -200)
    way_up.click()
    page.wait_for_function("scrollY === 0")


def test_a_footnote_shows_beside_the_text(visit: Visit, sample: Path) -> None:
    page = visit((sample / "book" / "part1" / "ch01_sample.html").as_uri())  # and without a server
    page.locator("a.footnote-reference").hover()
    expect(page.locator(f"{NOTE} p")).to_have_text("Footnotes are shown beside the text.")


def test_a_long_output_opens_on_demand(visit: Visit, sample: Path) -> None:
    page = visit((sample / "book" / "part1" / "ch01_sample.html").as_uri())
    output = page.locator("details.homlp-output")
    expect(output.locator("pre")).to_be_hidden()
    reach(page, "details.homlp-output summary")
    page.keyboard.press("Enter")
    expect(output.locator("pre")).to_be_visible()


def test_tab_leads_from_a_link_into_its_note_and_on(visit: Visit, address: str) -> None:
    page = visit(address + CHAPTER)
    reach(page, CITATION)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Go there"
    page.keyboard.press("Tab")
    expect(page.locator(NOTE)).to_have_count(0)
    assert page.evaluate("document.activeElement.closest('article') !== null")


def test_the_first_tap_shows_a_note_and_the_second_follows_the_link(
    visit: Visit, address: str
) -> None:
    page = visit(address + CHAPTER, width=360, has_touch=True, is_mobile=True)
    link = page.locator(TERM).first
    link.tap()
    expect(page.locator(NOTE)).to_be_visible()
    box = page.locator(NOTE).bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 360
    link.tap()
    page.wait_for_url("**/glossary.html#term-*")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_no_violation_with_a_note_open(visit: Visit, address: str, theme: str) -> None:
    page = visit(address + CHAPTER, theme=theme)
    reach(page, TERM)
    expect(page.locator(NOTE)).to_be_visible()
    results = Axe().run(page, context=NOTE)
    assert results.violations_count == 0, results.generate_report()


def test_the_arrow_of_a_folded_solution_lies_in_its_box(visit: Visit, address: str) -> None:
    page = visit(address + CHAPTER, width=320)
    arrow = page.locator(".admonition.toggle-hidden .toggle-button").first
    arrow.scroll_into_view_if_needed()
    box = page.locator(".admonition.toggle-hidden").first.bounding_box()
    found = arrow.bounding_box()
    assert box["y"] <= found["y"]
    assert found["y"] + found["height"] <= box["y"] + box["height"] + 1


@pytest.mark.parametrize("width", [320, 720])  # 720: a screen of 1440 at a zoom of 200 %
@pytest.mark.parametrize("name", [*KINDS, "genindex.html"])
def test_no_page_scrolls_sideways(visit: Visit, address: str, name: str, width: int) -> None:
    page = visit(address + name, width=width)
    assert page.evaluate("document.documentElement.scrollWidth") == width


LINES = """() => [...document.querySelectorAll("article section > p")].flatMap((paragraph) => {
  const range = document.createRange();
  range.selectNodeContents(paragraph);
  const tops = new Set([...range.getClientRects()].map((line) => Math.round(line.top / 12)));
  return tops.size > 3 ? [paragraph.textContent.length / tops.size] : [];
})"""


@pytest.mark.parametrize("width", [1000, 1440, 2000])
def test_a_line_of_prose_holds_about_seventy_characters(
    visit: Visit, address: str, width: int
) -> None:
    lengths = sorted(visit(address + "book/preface/using.html", width=width).evaluate(LINES))
    assert len(lengths) > 5
    assert 62 <= lengths[len(lengths) // 2] <= 76  # the last line of each paragraph is short


def test_a_heading_offers_its_link_on_hover_and_on_focus(visit: Visit, address: str) -> None:
    page = visit(address + CHAPTER)
    heading = page.locator("article h2").nth(1)
    link = heading.locator("a.headerlink")
    expect(link).to_have_css("opacity", "0")
    heading.hover()
    expect(link).to_have_css("opacity", "1")
    page.mouse.move(5, 5)
    link.focus()
    expect(link).to_have_css("opacity", "1")
    assert link.get_attribute("href") == "#" + heading.locator("..").get_attribute("id")


def test_a_bar_shows_how_far_the_page_is_read_unless_motion_is_reduced(
    visit: Visit, address: str
) -> None:
    scale = "getComputedStyle(document.body, '::after').scale"
    page = visit(address + CHAPTER, reduced_motion="no-preference")
    start = page.evaluate(scale)
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight / 2)")
    page.wait_for_timeout(300)
    share = float(page.evaluate(scale).split()[0])
    assert start.split()[0] == "0"
    assert 0.4 < share < 0.6
    assert visit(address + CHAPTER).evaluate(
        "getComputedStyle(document.body, '::after').content"
    ) == ("none")


def test_the_contents_of_the_page_stay_in_sight_and_mark_the_section(
    visit: Visit, address: str
) -> None:
    page = visit(address + CHAPTER)
    active = page.locator("#pst-page-toc-nav .nav-link.active").last
    for section in ("Walking downhill", "How sure are you?", "Walking downhill"):
        name = re.sub(r"\W+", "-", section.lower()).strip("-")
        page.evaluate("name => location.hash = name", name)
        expect(active).to_have_text(section)
        expect(active).to_be_in_viewport()


def test_copying_takes_the_code_without_prompts_and_outputs(visit: Visit, address: str) -> None:
    page = visit(address + CHAPTER, permissions=["clipboard-read", "clipboard-write"])
    cell = page.locator("div.cell:has(div.cell_output pre)").first
    cell.locator("div.cell_input").hover()
    cell.locator("button.copybtn").first.click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.strip() == cell.locator("div.cell_input pre").text_content().strip()
    assert cell.locator("div.cell_output button.copybtn").count() == 0


def test_what_scrolls_sideways_can_be_reached_by_keyboard(visit: Visit, address: str) -> None:
    page = visit(address + CHAPTER, width=320)
    read_to_the_end(page)  # what is far from the reader is not marked yet
    wide = """[...document.querySelectorAll("article :is(pre, .cell_output, div.math)")].filter(
      (one) => one.scrollWidth > one.clientWidth + 1
        && getComputedStyle(one).overflowX === "auto"
        && !one.closest("details:not([open]), .toggle-hidden"))"""
    assert page.evaluate(f"{wide}.length") > 5
    assert page.evaluate(f"{wide}.filter((one) => one.tabIndex !== 0).length") == 0


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_without_scripts_a_page_follows_the_system_and_shows_each_figure_once(
    visit: Visit, address: str, theme: str
) -> None:
    page = visit(address + CHAPTER, theme=theme, java_script_enabled=False)
    other = {"light": "dark", "dark": "light"}[theme]
    expect(page.locator(f"article img.only-{theme}").first).to_be_visible()
    expect(page.locator(f"article img.only-{other}").first).to_be_hidden()
    colours = {"light": "rgb(255, 255, 255)", "dark": "rgb(20, 24, 30)"}
    expect(page.locator("body")).to_have_css("background-color", colours[theme])


def test_without_scripts_links_folds_and_solutions_work(visit: Visit, address: str) -> None:
    page = visit(address + CHAPTER, java_script_enabled=False)
    fold = page.locator("details.homlp-provenance")
    fold.locator("summary").click()
    expect(fold.locator("dl")).to_be_visible()
    expect(page.locator("div.solution p:not(.admonition-title)").first).to_be_visible()
    page.locator("nav.bd-links a", has_text="Glossary").click()
    page.wait_for_url("**/glossary.html")


def test_a_reader_with_the_keyboard_alone_skips_to_the_text_and_on_to_the_next_page(
    visit: Visit, address: str
) -> None:
    page = visit(address + "book/preface/using.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to main content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main') !== null")
    reach(page, "a.right-next")
    page.keyboard.press("Enter")
    page.wait_for_url("**/roadmap.html")


def test_the_focus_can_be_seen(visit: Visit, address: str) -> None:
    page = visit(address + CHAPTER)
    for selector in ("nav.bd-links a", TERM, "details summary", "a.headerlink"):
        reach(page, selector)
        style = page.evaluate(
            "[getComputedStyle(document.activeElement).outlineStyle,"
            " getComputedStyle(document.activeElement).boxShadow]"
        )
        assert style != ["none", "none"], selector


def test_print_leaves_out_what_cannot_be_used_on_paper(visit: Visit, address: str) -> None:
    page = visit(address + CHAPTER, theme="dark")
    page.emulate_media(media="print")
    for selector in (".bd-sidebar-primary", ".copybtn", "a.headerlink", "details.homlp-provenance"):
        expect(page.locator(selector).first).to_be_hidden()
    expect(page.locator("h1:visible")).to_have_count(1)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect(page.locator("img.only-light[loading=lazy]")).to_have_count(0)
    expect(page.locator("html")).to_have_attribute("data-theme", "light")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_a_page_that_is_not_there_offers_the_way_back_from_any_depth(site: Path) -> None:
    html = (site / "404.html").read_text(encoding="utf-8")
    base = urlsplit(read_repository(ROOT).site_url).path
    addresses = re.findall(r'(?:href|src|action)="([^"]+)"', html)
    assert len(addresses) >= 6
    for place in addresses:
        assert place.startswith(base)
        assert (site / place.removeprefix(base)).exists()
