"""The plan of the whole book, and the map drawn from it."""

from collections import Counter
from pathlib import Path

from homlp_build.pages import read_book
from homlp_build.sphinx.labels import Entry, roadmap_entries
from homlp_build.sphinx.roadmap_map import draw, layers, needed

ROOT = Path(__file__).parents[3]


def _entries(requires: dict[str, str]) -> list[Entry]:
    return [
        Entry(name, f"Title <{name}>", name == "a", 1, None, tuple(above.split()), None)
        for name, above in requires.items()
    ]


DIAMOND = _entries({"a": "", "b": "a", "c": "a", "d": "a b c"})


def test_the_roadmap_holds_the_whole_book_written_or_planned() -> None:
    book = read_book(ROOT)  # raises on a page that is written and planned, and on a cycle
    entries = roadmap_entries(book).values()
    parts = Counter(entry.part for entry in entries)
    assert parts == {1: 8, 2: 11, "appendix": 6, "tutorial": 5}
    assert [entry.number for entry in entries if entry.part in (1, 2)] == list(range(1, 20))
    assert [entry.number for entry in entries if entry.part == "appendix"] == list("ABCDEF")
    assert not set(book.pages) & set(book.planned)


def test_every_planned_page_says_how_long_it_will_take() -> None:
    assert all(page.reading_minutes for page in read_book(ROOT).planned.values())


def test_a_requirement_that_follows_from_others_is_not_drawn() -> None:
    assert needed(DIAMOND) == {"a": [], "b": ["a"], "c": ["a"], "d": ["b", "c"]}


def test_a_page_stands_below_all_that_it_requires() -> None:
    names = [[entry.name for entry in row] for row in layers(DIAMOND)]
    assert names == [["a"], ["b", "c"], ["d"]]


def test_only_written_pages_are_links_and_titles_are_escaped() -> None:
    html = draw(DIAMOND, {"a": "a.html?x=1&y=2"})
    assert html.count("<a href=") == 1
    assert 'href="a.html?x=1&amp;y=2"' in html
    assert "Title &lt;a&gt;" in html
    assert html.count("<path") == 4
