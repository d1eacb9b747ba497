"""The index of the site's search, by sections, also after a build of one page."""

import json
from collections.abc import Callable
from typing import Any

import pytest

Book = Rendered = Any  # see conftest.py

CHAPTER = "book/part1/ch04_lines"


def index(rendered: Rendered) -> dict[str, Any]:
    text = (rendered.root / "_build" / "html" / "searchindex.js").read_text()
    return json.loads(text.removeprefix("Search.setIndex(").removesuffix(")"))


def places(found: dict[str, Any], word: str) -> set[str]:
    """Return the sections that hold a word."""
    numbers = found["terms"].get(word, [])
    numbers = numbers if isinstance(numbers, list) else [numbers]
    return {found["docnames"][number] for number in numbers}


@pytest.fixture
def book(make_book: Callable[[], Book]) -> Book:
    book = make_book()
    book.change("part1/ch04_lines.md", "With $x^2$ in", "The word zebra in")
    book.write("index.md", "# Home\n\n```{glossary}\nslope\n  How steep.\n```\n")
    return book


def test_a_word_is_found_in_its_section(book: Book) -> None:
    found = index(book.render())
    assert places(found, "zebra") == {f"{CHAPTER}#a-section"}
    title = found["titles"][found["docnames"].index(f"{CHAPTER}#a-section")]
    assert title.endswith("Lines > A section")


def test_a_word_of_the_code_is_found(book: Book) -> None:
    assert places(index(book.render()), "matplotlib") == {CHAPTER}


def test_a_build_of_one_page_keeps_the_sections_of_the_others(book: Book) -> None:
    whole = index(book.render())
    book.change("tutorials/numpy.md", "# NumPy", "# NumPy\n\nA giraffe.")
    rendered = book.render()
    assert rendered.read == ["book/tutorials/numpy"]
    found = index(rendered)
    assert places(found, "zebra") == {f"{CHAPTER}#a-section"}
    assert places(found, "giraff") == {"book/tutorials/numpy"}
    assert found["indexentries"] == whole["indexentries"] != {}
    assert found["alltitles"] == whole["alltitles"]


def test_a_section_that_is_gone_is_not_found(book: Book) -> None:
    book.render()
    book.change("part1/ch04_lines.md", "## A section\n\nThe word zebra in a line.\n", "")
    found = index(book.render())
    assert places(found, "zebra") == set()
    assert f"{CHAPTER}#a-section" not in found["docnames"]
