"""The map of the plane that moves, on the page on linear algebra: right, and moved by all hands."""

import json
import re

import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe

PAGE = "book/tutorials/linear_algebra.html"
FIGURE = "#fig-la-map"
SETTLED = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"


@pytest.fixture
def page(address, visit):
    return visit(address + PAGE)


def sliders(page):
    return page.locator(f"{FIGURE} input[type=range]")


def entries(page):
    page.evaluate(SETTLED)
    values = [float(one) for one in sliders(page).evaluate_all("all => all.map(one => one.value)")]
    return np.array(values).reshape(2, 2)


def press(page, name):
    page.locator(FIGURE).get_by_role("button", name=name, exact=True).click()
    page.evaluate(SETTLED)


def said(page):
    page.evaluate(SETTLED)
    return page.locator(f"{FIGURE} .homlp-live-says").text_content()


def facts(page, matrix):
    return page.evaluate("matrix => homlp.live.facts(matrix)", np.asarray(matrix).tolist())


@pytest.mark.parametrize("seed", range(5))
def test_the_browser_knows_of_a_matrix_what_numpy_does(page, seed):
    matrix = np.random.default_rng(seed).integers(-40, 41, size=(2, 2)) / 20
    found, values = facts(page, matrix), np.linalg.eigvals(matrix)
    assert found["det"] == pytest.approx(np.linalg.det(matrix), abs=1e-9)
    np.testing.assert_allclose(found["stretches"], np.linalg.svd(matrix).S, atol=1e-9)
    assert found["rank"] == np.linalg.matrix_rank(matrix)
    assert bool(found["eigen"]) == np.isreal(values).all()
    for one in found["eigen"]:
        np.testing.assert_allclose(matrix @ one["along"], one["value"] * np.array(one["along"]))
        assert np.linalg.norm(one["along"]) == pytest.approx(1)


@pytest.mark.parametrize(
    ("matrix", "rank", "directions"),
    [
        ([[1, 0], [0, 1]], 2, [(1, None)]),  # every direction stays
        ([[0, 0], [0, 0]], 0, [(0, None)]),
        ([[1, 0.8], [0, 1]], 2, [(1, [1, 0])]),  # one direction alone
        ([[0, -1], [1, 0]], 2, []),
        ([[0, 0], [0, 2]], 1, [(2, [0, 1]), (0, [1, 0])]),
    ],
)
def test_the_special_cases_are_told_apart(page, matrix, rank, directions):
    found = facts(page, matrix)
    assert found["rank"] == rank
    assert [one["value"] for one in found["eigen"]] == [value for value, _ in directions]
    for one, (_, along) in zip(found["eigen"], directions, strict=True):
        if along is None:
            assert one["along"] is None
        else:
            np.testing.assert_allclose(np.abs(one["along"]), along)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("turn", "eterminant 1: .*no direction stays"),
        ("mirror", "eterminant −1: .*the F is mirrored"),
        ("flatten", "eterminant 0: the plane is flattened onto a line"),
        ("shear", r"multiplied by 1; \(1, 0\) stays, stretched by 1\.?$"),
    ],
)
def test_each_kind_of_map_is_told_in_words(page, name, words):
    press(page, name)
    assert re.search(words, said(page))
    assert re.search(words, sliders(page).first.get_attribute("aria-valuetext"))
    presets = json.loads(page.locator(f"{FIGURE} .homlp-live script").text_content())["presets"]
    np.testing.assert_allclose(entries(page), presets[name], atol=0.026)


@pytest.mark.parametrize(("column", "to"), [(0, (-1.0, 1.5)), (1, (0.5, -1.0))])
def test_the_mouse_drags_the_image_of_a_unit_vector(page, column, to):
    before = entries(page)
    panel = page.locator(f"{FIGURE} .homlp-live-panels svg").nth(1)
    panel.scroll_into_view_if_needed()
    handles = page.locator(f"{FIGURE} .handle")
    boxes = [handles.nth(j).bounding_box() for j in range(2)]
    first, second = ((box["x"] + box["width"] / 2, box["y"] + box["height"] / 2) for box in boxes)
    # The two handles show where two points of the plane are on the screen, and so its unit.
    unit = (first[0] - second[0]) / (before[0, 0] - before[0, 1])
    start = (first, second)[column]
    page.mouse.move(*start)
    page.mouse.down()
    page.mouse.move(
        start[0] + unit * (to[0] - before[0, column]),
        start[1] - unit * (to[1] - before[1, column]),
        steps=5,
    )
    page.mouse.up()
    after = entries(page)
    np.testing.assert_allclose(after[:, column], to, atol=0.06)
    np.testing.assert_allclose(after[:, 1 - column], before[:, 1 - column])


def test_the_keyboard_moves_an_entry_and_the_picture(page):
    slide = sliders(page).nth(1)
    before, picture = entries(page), page.locator(f"{FIGURE} .homlp-live-panels").inner_html()
    slide.focus()
    page.keyboard.press("ArrowRight")
    after = entries(page)
    assert after[0, 1] == pytest.approx(before[0, 1] + 0.05)
    assert page.locator(f"{FIGURE} .homlp-live-panels").inner_html() != picture


def test_a_finger_drags_a_handle_and_does_not_scroll(address, visit):
    page = visit(address + PAGE, width=360, has_touch=True, is_mobile=True)
    handle = page.locator(f"{FIGURE} .handle").first
    assert handle.evaluate("one => getComputedStyle(one).touchAction") == "none"
    box = page.locator(f"{FIGURE} .homlp-live").bounding_box()
    assert 0 <= box["x"] < box["x"] + box["width"] <= 360
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_without_javascript_and_in_print_the_picture_stands(address, visit, page):
    still = visit(address + PAGE, java_script_enabled=False)
    assert still.locator(f"{FIGURE} img.only-light").is_visible()
    assert not still.locator(f"{FIGURE} .homlp-live").is_visible()
    assert not page.locator(f"{FIGURE} img.only-light").is_visible()
    page.emulate_media(media="print")
    assert page.locator(f"{FIGURE} img.only-light").is_visible()
    assert not page.locator(f"{FIGURE} .homlp-live").is_visible()


def test_a_map_glides_for_those_who_like_motion_and_a_hand_stops_it(address, visit):
    page = visit(address + PAGE, reduced_motion="no-preference")
    press(page, "mirror")
    sliders(page).first.fill("2")
    page.wait_for_timeout(700)  # longer than the glide, which would have gone on to -1
    assert entries(page)[0, 0] == 2


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_no_violation(address, visit, theme):
    page = visit(address + PAGE, theme=theme)
    press(page, "flatten")
    results = Axe().run(page, context=".homlp-live")
    assert results.violations_count == 0, results.generate_report()
