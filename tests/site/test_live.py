"""The figures of chapter 4 that move: right numbers, and moved by mouse, keyboard and touch."""

import gzip
import json
import re

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe

from homlp_lib.scratch.gradient_descent import gradient_steps

CHAPTER = "book/part1/ch04_training_linear_models.html"
FIGURES = {"descent": "#fig-ch04-rates", "degree": "#fig-ch04-degree", "penalty": "#fig-ch04-paths"}
each = pytest.mark.parametrize("figure", FIGURES.values(), ids=FIGURES)


@pytest.fixture
def chapter(address, visit):
    return visit(address + CHAPTER)


def frames(page, name):
    return json.loads(page.locator(f"{FIGURES[name]} .homlp-live script").text_content())


def slider(page, figure, number=0):
    return page.locator(f"{figure} input[type=range]").nth(number)


def said(page, figure, number=0):
    return slider(page, figure, number).get_attribute("aria-valuetext")


def settle(page):
    """Wait until the next frame is drawn."""
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


@pytest.mark.parametrize("share", [0.05, 0.5, 0.97, 1.03, 1.2])
def test_the_browser_walks_as_the_library_does(chapter, share):
    data = frames(chapter, "descent")
    hessian, bottom = np.array(data["hessian"]), np.array(data["bottom"])
    eta = share * 2 / np.linalg.eigvalsh(hessian)[-1]
    steps = gradient_steps(lambda theta: hessian @ (theta - bottom), data["start"], eta=eta)
    ours = np.array([next(steps) for _ in range(41)])
    theirs = chapter.evaluate(
        "([d, eta]) => homlp.live.descend(d.hessian, d.bottom, d.start, eta, 40)", [data, eta]
    )
    np.testing.assert_allclose(theirs, ours, rtol=1e-9, atol=1e-9)


def test_the_walk_is_told_as_it_is(chapter):
    data, figure = frames(chapter, "descent"), FIGURES["descent"]
    border = 2 / np.linalg.eigvalsh(data["hessian"])[-1]
    for name, words in (("too small", "crawls"), ("good", "converges"), ("too large", "diverges")):
        chapter.locator(figure).get_by_role("button", name=name).click()
        settle(chapter)
        assert words in said(chapter, figure)
        assert f"({data['rates'][name] / border:.2f} × border)" in said(chapter, figure)
        assert words in chapter.locator(f"{figure} .homlp-live-says").text_content().lower()


def test_a_round_valley_takes_one_step_at_the_middle_of_the_border(chapter):
    figure = FIGURES["descent"]
    slider(chapter, figure, 1).fill("1")
    eta = slider(chapter, figure)
    eta.fill(str(float(eta.get_attribute("max")) / 2.4))  # the slider ends at 1.2 of the border
    settle(chapter)
    assert "less than 0.1 % of the excess cost" in said(chapter, figure)


def test_each_degree_has_the_errors_that_the_cell_computed(chapter):
    data, figure = frames(chapter, "degree"), FIGURES["degree"]
    assert len(data["curves"]) == len(data["train"]) == len(data["valid"]) == 20
    for degree in (1, 9, 20):
        slider(chapter, figure).fill(str(degree))
        settle(chapter)
        told = [float(one) for one in re.findall(r"\d+(?:\.\d+)?", said(chapter, figure))]
        expected = [degree, data["train"][degree - 1], data["valid"][degree - 1]]
        assert told == pytest.approx(expected, rel=0.06)


def test_the_weights_that_the_lasso_keeps_are_named(chapter):
    data, figure = frames(chapter, "penalty"), FIGURES["penalty"]
    for index in (30, 45, 59):
        slider(chapter, figure).fill(str(index))
        settle(chapter)
        kept = [n for n, row in zip(data["names"], data["lasso"], strict=True) if row[index]]
        assert f"the lasso {len(kept) or 'none'}" in said(chapter, figure)
        assert all(name in said(chapter, figure) for name in kept)
        crosses = chapter.locator(f"{figure} .cross").evaluate_all(
            "all => all.filter(one => one.getAttribute('d')).length"
        )
        assert crosses == sum(row[index] == 0 for row in data["ridge"] + data["lasso"])


@each
def test_the_keyboard_moves_a_figure(chapter, figure):
    slide = slider(chapter, figure)
    slide.focus()
    before, drawing = said(chapter, figure), chapter.locator(f"{figure} .homlp-live-panels")
    picture = drawing.inner_html()
    chapter.keyboard.press("ArrowLeft")
    settle(chapter)
    assert said(chapter, figure) != before
    assert drawing.inner_html() != picture
    chapter.keyboard.press("Home")
    settle(chapter)
    assert float(slide.input_value()) == pytest.approx(float(slide.get_attribute("min")))


@each
def test_the_mouse_drags_a_figure(chapter, figure):
    slide = slider(chapter, figure)
    slide.scroll_into_view_if_needed()
    box = slide.bounding_box()
    middle = box["y"] + box["height"] / 2
    chapter.mouse.move(box["x"] + box["width"] / 2, middle)
    chapter.mouse.down()
    chapter.mouse.move(box["x"] + box["width"] - 1, middle, steps=4)
    chapter.mouse.up()
    assert float(slide.input_value()) >= 0.99 * float(slide.get_attribute("max")) - 1


@each
def test_a_finger_moves_a_figure_on_a_phone(address, visit, figure):
    page = visit(address + CHAPTER, width=360, has_touch=True, is_mobile=True)
    slide = slider(page, figure)
    slide.scroll_into_view_if_needed()
    before, box = slide.input_value(), slide.bounding_box()
    page.touchscreen.tap(box["x"] + box["width"] * 0.2, box["y"] + box["height"] / 2)
    settle(page)
    assert slide.input_value() != before
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 360


def test_on_the_narrowest_screen_figures_and_questions_fit(address, visit):
    page = visit(address + CHAPTER, width=320)
    boxes = page.locator(".homlp-live, fieldset.homlp-question")
    over = boxes.evaluate_all(
        "all => all.flatMap(box => [...box.querySelectorAll(':not(svg *)')].map("
        "one => one.getBoundingClientRect().right - box.getBoundingClientRect().right))"
    )
    assert len(over) > 60
    assert max(over) <= 0
    rights = boxes.evaluate_all("all => all.map(one => one.getBoundingClientRect().right)")
    assert max(rights) <= 320


@each
def test_a_drawing_follows_the_theme_switch(chapter, figure):
    path = chapter.locator(f"{figure} svg text").first
    colour = "one => getComputedStyle(one).fill"
    light = path.evaluate(colour)
    chapter.evaluate("document.documentElement.dataset.theme = 'dark'")
    assert path.evaluate(colour) != light


@each
def test_without_javascript_the_picture_stands(address, visit, chapter, figure):
    still = visit(address + CHAPTER, java_script_enabled=False)
    assert still.locator(f"{figure} img.only-light").is_visible()
    assert not still.locator(f"{figure} .homlp-live").is_visible()
    assert chapter.locator(f"{figure} .homlp-live").is_visible()
    assert not chapter.locator(f"{figure} img.only-light").is_visible()


@each
def test_print_shows_the_picture_in_place_of_what_moves(chapter, figure):
    picture = chapter.locator(f"{figure} img.only-light")
    chapter.locator(figure).scroll_into_view_if_needed()
    # Unseen on the screen, it is loaded like every picture near the window, and so can be printed.
    chapter.wait_for_function(
        "one => one.complete && one.naturalWidth > 600", arg=picture.element_handle()
    )
    assert not picture.is_visible()
    chapter.emulate_media(media="print")
    assert picture.is_visible()
    assert not chapter.locator(f"{figure} .homlp-live").is_visible()


def test_a_file_opened_from_the_disk_moves_too(site, visit):
    page = visit((site / CHAPTER).as_uri())
    for figure in FIGURES.values():
        assert said(page, figure)


def test_nothing_walks_by_itself_for_readers_who_want_no_motion(address, visit, chapter):
    walk = chapter.locator(FIGURES["descent"]).get_by_role("button", name="walk")
    assert walk.count() == 0
    page = visit(address + CHAPTER, reduced_motion="no-preference")
    figure = page.locator(FIGURES["descent"])
    dots = figure.locator(".homlp-live-panels svg").nth(1).locator("circle")
    assert dots.count() == 21
    figure.get_by_role("button", name="walk").click()
    page.wait_for_function(
        "([one]) => one.querySelectorAll('circle').length < 21",
        arg=[figure.locator(".homlp-live-panels svg").nth(1).element_handle()],
    )
    page.wait_for_function(
        "([one]) => one.querySelectorAll('circle').length === 21",
        arg=[figure.locator(".homlp-live-panels svg").nth(1).element_handle()],
    )


@pytest.mark.parametrize("name", FIGURES)
def test_the_data_of_a_figure_weigh_little(chapter, name):
    text = chapter.locator(f"{FIGURES[name]} .homlp-live script").text_content()
    assert len(gzip.compress(text.encode())) < 6_000


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_no_violation_at_the_ends_of_the_sliders(address, visit, theme):
    page = visit(address + CHAPTER, theme=theme)
    for figure in FIGURES.values():
        slider(page, figure).fill(slider(page, figure).get_attribute("max"))
    settle(page)
    results = Axe().run(page, context=".homlp-live")
    assert results.violations_count == 0, results.generate_report()
