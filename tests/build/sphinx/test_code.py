"""Code on the page: shapes marked, docstrings to unfold, long outputs folded."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from pygments.token import Comment

from homlp_build.sphinx.shapes import mark_shapes

Book = Rendered = Any  # see conftest.py

CHAPTER = "part1/ch04_lines"


@pytest.mark.parametrize(
    ("comment", "shape"),
    [
        ("# (m, n)", "# (m, n)"),
        ("# (m,)", "# (m,)"),
        ("# (m, n + 1): a column of ones", "# (m, n + 1)"),
        ("# (m, r), (r,), (r, n)", "# (m, r), (r,), (r, n)"),
        ("# (batch, time, channels)", "# (batch, time, channels)"),
        ("# an aside (of words)", None),
        ("# no shape", None),
    ],
)
def test_a_shape_is_set_off_from_the_words_behind_it(comment: str, shape: str | None) -> None:
    tokens = list(mark_shapes(iter([(3, Comment.Single, comment)])))
    marked = [value for _, kind, value in tokens if kind is Comment.Single.Shape]
    assert marked == ([shape] if shape else [])
    assert "".join(value for *_, value in tokens) == comment
    assert [start for start, *_ in tokens] == (
        [3, 3 + len(shape)] if shape and shape != comment else [3]
    )


def test_shapes_are_marked_in_cells(make_book: Callable[[], Book]) -> None:
    book = make_book()
    book.change(f"{CHAPTER}.md", "plain, axes =", "z = 1  # (m, n)\nplain, axes =")
    assert re.search(r'class="[^"]*Shape"># \(m, n\)<', book.render().page(CHAPTER))


def test_the_whole_docstring_can_be_unfolded_on_the_site(rendered: Rendered) -> None:
    card = rendered.page(CHAPTER).split('class="homlp-source', 1)[1]
    fold = card.split('<details class="homlp-docstring">')[1].split("</details>")[0]
    assert "Parameters" in fold


def test_print_leaves_the_whole_docstring_out(make_book: Callable[[], Book]) -> None:
    book = make_book()
    book.render("latex")
    tex = next((book.root / "_build" / "latex").glob("*.tex")).read_text()
    assert "The whole docstring" not in tex


@pytest.mark.parametrize(("lines", "folded"), [(20, False), (21, True)])
def test_a_long_output_is_folded_and_says_its_length(
    make_book: Callable[[], Book], lines: int, folded: bool
) -> None:
    book = make_book()
    cell = f"for i in range({lines}):\n    print(i)\nplain, axes ="
    book.change(f"{CHAPTER}.md", "plain, axes =", cell)
    html = book.render().page(CHAPTER)
    assert (f"Show the output, {lines} lines" in html) == folded
    assert bool(re.search(r'<details class="[^"]*homlp-output', html)) == folded
