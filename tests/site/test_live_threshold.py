"""The figure of chapter 3 that moves: a threshold and a price, counted as the page counts them."""

import json

import numpy as np
import pytest

CHAPTER = "book/part1/ch03_classification.html"
FIGURE = "#fig-ch03-choose"


@pytest.fixture
def chapter(address, visit):
    return visit(address + CHAPTER)


def people(page):
    data = json.loads(page.locator(f"{FIGURE} .homlp-live script").text_content())
    return data, np.array(data["well"]), np.array(data["ill"])


def settle(page):
    """Wait until the next frame is drawn."""
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


def told(page, threshold, price):
    for number, value in enumerate((threshold, price)):
        page.locator(f"{FIGURE} input[type=range]").nth(number).fill(str(value))
    settle(page)
    return page.locator(f"{FIGURE} .homlp-live-says").text_content()


@pytest.mark.parametrize(("t", "miss"), [(0.05, 20), (0.5, 20), (0.5, 1), (1.01, 5)])
def test_the_browser_counts_as_the_page_does(chapter, t, miss):
    data, well, ill = people(chapter)
    alarms, misses = np.sum(well >= t), np.sum(ill < t)
    hits, m = len(ill) - misses, len(well) + len(ill)
    ours = chapter.evaluate("([d, t, c]) => homlp.live.outcomes(d, t, c)", [data, t, miss])
    assert ours == {
        "alarms": alarms,
        "misses": misses,
        "recall": pytest.approx(hits / len(ill)),
        "precision": pytest.approx(hits / (hits + alarms)) if hits + alarms else None,
        "cost": pytest.approx((alarms + miss * misses) / m),
        "without": pytest.approx(min(len(well), miss * len(ill)) / m),
    }


def test_what_is_worse_than_no_classifier_is_told(chapter):
    _, well, ill = people(chapter)
    words = told(chapter, 0.5, 20)
    assert f"{np.sum(well >= 0.5)} false alarms, {np.sum(ill < 0.5)} misses" in words
    assert "worse than no classifier" in words
    assert "worse than no classifier" not in told(chapter, 0.05, 20)


def test_a_dearer_miss_moves_the_advice_and_the_curve(chapter):
    panel = chapter.locator(f"{FIGURE} .homlp-live-panels svg").nth(1)
    told(chapter, 0.5, 1)
    before = panel.inner_html()
    told(chapter, 0.5, 20)
    assert panel.inner_html() != before


def test_strong_bars_are_the_mistakes(chapter):
    told(chapter, 0, 20)
    shown = chapter.locator(f"{FIGURE} .homlp-live rect").evaluate_all(
        "all => all.filter(one => one.style.fill).map(one => [one.style.fill, one.style.opacity])"
    )
    assert {(fill, opacity) for fill, opacity in shown} == {
        ("var(--plot-blue)", "1"),
        ("var(--plot-orange)", "0.3"),
    }
