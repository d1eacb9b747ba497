"""The plan of the whole book, and the map and the planner made from it."""

import json
import re
from collections import Counter
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextPath

from homlp_build.manuscript.pages import read_book
from homlp_build.sphinx.labels import Entry, roadmap_entries, slug
from homlp_build.sphinx.roadmap_layout import arrange, ranks
from homlp_build.sphinx.roadmap_map import box_of, draw, needed, picture, routes
from homlp_build.sphinx.roadmap_planner import form, stops

ROOT = Path(__file__).parents[3]


def _entries(requires: dict[str, str]) -> list[Entry]:
    return [
        Entry(name, f"Title <{name}>", name == "a", 1, None, tuple(above.split()), 20)
        for name, above in requires.items()
    ]


DIAMOND = _entries({"a": "", "b": "a", "c": "a", "d": "a b c"})


@pytest.fixture(scope="module")
def whole() -> list[Entry]:
    """The pages of the real roadmap."""
    return list(roadmap_entries(read_book(ROOT)).values())


def test_the_roadmap_holds_the_whole_book_written_or_planned() -> None:
    book = read_book(ROOT)  # raises on a page that is written and planned, and on a cycle
    entries = roadmap_entries(book).values()
    parts = Counter(entry.part for entry in entries)
    assert parts == {1: 8, 2: 11, "appendix": 6, "tutorial": 6}
    assert [entry.number for entry in entries if entry.part in (1, 2)] == list(range(1, 20))
    assert [entry.number for entry in entries if entry.part == "appendix"] == list("ABCDEF")
    assert not set(book.pages) & set(book.planned)


def test_every_planned_page_says_how_long_it_will_take() -> None:
    assert all(page.reading_minutes for page in read_book(ROOT).planned.values())


def test_a_requirement_that_follows_from_others_is_not_drawn() -> None:
    assert needed(DIAMOND) == {"a": [], "b": ["a"], "c": ["a"], "d": ["b", "c"]}


def test_a_page_stands_one_row_below_the_last_that_it_requires() -> None:
    assert ranks(needed(DIAMOND)) == {"a": 0, "b": 1, "c": 1, "d": 2}


def test_rows_are_ordered_so_that_lines_do_not_cross_without_need() -> None:
    requires = {"a": [], "b": [], "c": [], "x": ["c"], "y": ["b"], "z": ["a"]}
    layout = arrange(requires, box=10, lane=1, gap=1)
    left_to_right = [[str(node) for node in row] for row in layout.rows]
    partner = {"x": "c", "y": "b", "z": "a"}
    assert [partner[name] for name in left_to_right[1]] == left_to_right[0]


def test_neighbours_in_a_row_keep_their_distance() -> None:
    layout = arrange({"a": [], "b": ["a"], "c": ["a"], "d": ["a", "b"]}, box=10, lane=2, gap=3)
    for row in layout.rows:
        for left, right in pairwise(row):
            wide = sum(5 if isinstance(node, str) else 1 for node in (left, right))
            assert layout.middles[right] - layout.middles[left] >= wide + 3 - 1e-9


def _along(points: list[tuple[float, float]]) -> list[tuple[float, float]]:
    """Return points on the line as it is drawn: cubic curves between rows, straight in them."""
    found = []
    for (x1, y1), (x2, y2) in zip(points[::2], points[1::2], strict=True):
        for t in (i / 20 for i in range(21)):
            s = 3 * t**2 - 2 * t**3
            middle = (y1 + y2) / 2
            y = (1 - t) ** 3 * y1 + 3 * t * (1 - t) * middle + t**3 * y2
            found.append((x1 + s * (x2 - x1), y))
    for (x1, y1), (x2, y2) in zip(points[1:-1:2], points[2:-1:2], strict=True):
        found += [(x1, y1 + i / 10 * (y2 - y1)) for i in range(11)]
        assert x1 == x2
    return found


def test_no_line_of_the_whole_map_runs_behind_a_box(whole: list[Entry]) -> None:
    boxes = {entry.name: box_of(whole, entry.name) for entry in whole}
    behind = [
        (edge, name)
        for edge, points in routes(whole).items()
        for x, y in _along(points)
        for name, (left, top, right, bottom) in boxes.items()
        if left < x < right and top + 1e-6 < y < bottom - 1e-6
    ]
    assert behind == []
    assert len(routes(whole)) == sum(map(len, needed(whole).values()))


def test_no_two_boxes_of_the_whole_map_overlap_and_all_fit_a_page(whole: list[Entry]) -> None:
    boxes = [box_of(whole, entry.name) for entry in whole]
    for index, (left, top, right, bottom) in enumerate(boxes):
        assert left >= 0
        assert right <= 820
        for other in boxes[index + 1 :]:
            apart = right <= other[0] or other[2] <= left or bottom <= other[1] or other[3] <= top
            assert apart


def test_the_words_of_every_box_stay_inside_it_in_a_wide_font(whole: list[Entry]) -> None:
    drawing = ElementTree.fromstring(picture(whole))
    size = float(re.search(r"font-size: ([\d.]+)px", picture(whole))[1])
    for box in drawing.iterfind(".//{*}g[@class]"):
        kind = box.get("class", "")
        if kind.startswith("page"):
            frame = box.find("{*}rect")
            lines = [
                str(line.text).strip() for line in box.iter("{http://www.w3.org/2000/svg}tspan")
            ]
            widest = max(_width(line, size, bold="written" in kind) for line in lines)
            assert widest <= float(frame.get("width")) - 10, lines
            assert len(lines) * 14 <= float(frame.get("height")), lines


def _width(text: str, size: float, *, bold: bool) -> float:
    """Return the width of a text in DejaVu Sans, which is wider than most."""
    font = FontProperties(family="DejaVu Sans", weight="bold" if bold else "normal", size=size)
    return float(TextPath((0, 0), text, prop=font).get_extents().width)


def test_every_page_is_a_link_that_says_what_it_requires() -> None:
    html = draw(DIAMOND, {name: f"{name}.html?x=1&y=2" for name in "abcd"})
    assert html.count("<a href=") == 4
    assert 'href="a.html?x=1&amp;y=2"' in html
    assert "Title &lt;a&gt;" in html
    assert 'aria-label="Title &lt;a&gt;; requires nothing"' in html
    assert "Title &lt;b&gt;, not yet written; requires Title &lt;a&gt;" in html
    assert html.count("<path") == 4


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("part1/ch04_training_linear_models", "ch04"),
        ("appendices/a_autodiff", "appendix-a"),
        ("tutorials/linear_algebra", "linear_algebra"),
        ("tutorials/numpy", "numpy"),
    ],
)
def test_a_page_has_a_short_name_for_addresses(name: str, expected: str) -> None:
    assert slug(name) == expected


def test_the_short_names_are_all_different(whole: list[Entry]) -> None:
    assert len({slug(entry.name) for entry in whole}) == len(whole)


def test_the_planner_knows_the_times_and_links_written_pages_only() -> None:
    found = stops(DIAMOND, {name: f"{name}.html" for name in "abcd"}, {"a": 0.2})
    assert [(one.id, one.url, one.seconds) for one in found[:2]] == [
        ("a", "a.html", 1),
        ("b", None, None),
    ]
    assert found[3].requires == ["a", "b", "c"]
    assert found[3].minutes == 20
    html = form(found)
    data = re.search(r'<script type="application/json">(.*?)</script>', html)[1]
    assert [one["id"] for one in json.loads(data)] == list("abcd")
    assert html.count("<option value=") == 2 * (4 + 1)


def test_a_planned_page_on_the_map_leads_to_its_row(rendered) -> None:
    page = rendered.page("index")
    assert 'href="#page-ch02"' in page
    assert '<tr class="row-odd" id="page-ch02"' in page or re.search(
        r'<tr[^>]*id="page-ch02"', page
    )
