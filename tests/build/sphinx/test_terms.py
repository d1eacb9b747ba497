"""Terms of a glossary, linked once on each page with their definitions."""

import re
from collections.abc import Callable
from typing import Any

import pytest

Book = Any  # see conftest.py

GLOSSARY = """\
# Glossary

```{glossary}
learning rate
  The length of a step. Written $\\eta$. It is positive.

scale
  Of a feature: its unit.

rate
  How fast something happens.

Newton's method
  A walk that uses curvature.
```
"""

PAGE = """\
---
homlp: {part: tutorial, reading_minutes: 40}
---
# NumPy

Rates in the opening stay plain.

## Rates

A `rate` in code, $rate$ in a formula and [rate](https://example.org) in a link stay plain.
The two rates differ; the learning rates too. A rate, a scale, an accelerate.
"""


@pytest.fixture
def book(make_book: Callable[[], Book]) -> Book:
    book = make_book()
    book.write("appendices/glossary.md", GLOSSARY)
    book.write("tutorials/numpy.md", PAGE)
    return book


def links(html: str) -> list[tuple[str, str, str]]:
    """Return what each linked term says, where it leads, and its definition."""
    pattern = r'<a class="homlp-term[^"]*" href="([^"]+)" title="([^"]+)">(.*?)</a>'
    return [
        (re.sub("<.*?>", "", said), to, note)
        for to, note, said in re.findall(pattern, html, re.DOTALL)
    ]


def test_a_term_is_linked_where_the_text_first_says_it(book: Book) -> None:
    rendered = book.render()
    assert rendered.warnings == ""
    assert links(rendered.page("tutorials/numpy")) == [
        ("rates", "../appendices/glossary.html#term-rate", "How fast something happens."),
        (
            "learning rates",
            "../appendices/glossary.html#term-learning-rate",
            "The length of a step. It is positive.",
        ),
    ]


def test_a_term_in_italics_is_linked_there_and_nowhere_before(book: Book) -> None:
    book.change("tutorials/numpy.md", "A rate, a scale", "A *rate*, a *scale*")
    found = links(book.render().page("tutorials/numpy"))
    assert [said for said, *_ in found] == ["learning rates", "rate", "scale"]


@pytest.mark.parametrize("said", ["*Newton's method*", "*Newton's\nmethod*", "Newton's method"])
def test_a_term_is_found_across_lines_and_with_any_apostrophe(book: Book, said: str) -> None:
    book.write("tutorials/numpy.md", PAGE.replace("Rates in", "Here,") + f"\nThen {said}.\n")
    found = {" ".join(words.split()) for words, *_ in links(book.render().page("tutorials/numpy"))}
    assert "Newton’s method" in found


def test_a_reference_that_an_author_wrote_carries_the_definition(book: Book) -> None:
    book.write("index.md", "# Home\n\nSee {term}`rate <rate>`.\n")
    html = book.render().page("index")
    assert 'title="How fast something happens."' in html


def test_a_page_outside_the_roadmap_and_the_glossary_itself_stay_plain(book: Book) -> None:
    book.write("index.md", "# Home\n\n## More\n\nA rate.\n")
    rendered = book.render()
    assert links(rendered.page("index")) == links(rendered.page("appendices/glossary")) == []


def test_a_new_definition_reaches_pages_that_were_not_touched(book: Book) -> None:
    book.render()
    book.change("appendices/glossary.md", "How fast", "How soon")
    rendered = book.render()
    assert rendered.read == ["book/appendices/glossary"]
    assert "How soon something happens." in rendered.page("tutorials/numpy")


def test_what_is_printed_holds_no_link_of_ours(book: Book) -> None:
    book.render("latex")
    tex = next((book.root / "_build" / "latex").glob("*.tex")).read_text()
    assert "The two rates differ" in tex
