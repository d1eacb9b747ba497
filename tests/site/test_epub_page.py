"""The e-book's style sheet on a page of 400 px, as a small e-reader has it."""

import re
from collections.abc import Callable
from html import escape
from importlib.resources import files
from pathlib import Path

import pytest
from playwright.sync_api import Page

from homlp_build.sphinx.epub_code import break_names, hang
from homlp_build.sphinx.equations import KaTeX
from homlp_build.sphinx.function_names import space_names

from .conftest import ROOT

STYLE = files("homlp_build.sphinx").joinpath("book-epub.css")
EQUATION = re.compile(
    r"^(?:\$\$|```\{math\})\n((?::.*\n)*)(.*?)^(?:\$\$|```)", re.DOTALL | re.MULTILINE
)
TOO_WIDE = """names => [...document.querySelectorAll(names)]
  .filter(one => one.getBoundingClientRect().left + one.scrollWidth
    > document.body.getBoundingClientRect().right + 1)
  .map(one => one.textContent.trim().slice(0, 60))"""
LEFT = "one => one.getClientRects()[0].left"
RIGHT = "one => one.getBoundingClientRect().right"
ROWS = """one => {
  const range = document.createRange(), rows = {};
  range.selectNodeContents(one);
  for (const {top, left} of range.getClientRects())
    rows[top] = Math.min(left, rows[top] ?? Infinity);
  return Object.keys(rows).sort((a, b) => a - b).map(top => rows[top]);
}"""  # where each row of text begins

Show = Callable[[str], Page]


@pytest.fixture
def show(tmp_path: Path, visit: Callable[..., Page]) -> Show:
    """Return a function that shows a body on a small page."""

    def open_page(body: str) -> Page:
        page = tmp_path / "page.xhtml"
        page.write_text(
            '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>A page</title>'
            f"<style>{escape(STYLE.read_text(), quote=False)}</style></head>"
            f"<body>{body}</body></html>"
        )
        return visit(page.as_uri(), width=400)

    return open_page


def _rendered(*equations: str) -> str:
    engine = KaTeX()
    written = [engine.render(tex, display=True, output="mathml") for tex in equations]
    engine.close()
    return "".join(f'<div class="math">{space_names(one)}</div>' for one in written)


def test_every_displayed_equation_of_the_book_fits_the_page(show: Show) -> None:
    pages = [path.read_text() for path in sorted((ROOT / "book").rglob("*.md"))]
    equations = [found[2] for text in pages for found in EQUATION.finditer(text)]
    assert len(equations) > 50
    assert show(_rendered(*equations)).evaluate(TOO_WIDE, "div.math") == []


def test_an_equation_that_is_too_wide_would_be_found(show: Show) -> None:
    page = show(_rendered(" + ".join(["x"] * 40)))
    assert len(page.evaluate(TOO_WIDE, "div.math")) == 1


def test_the_lines_of_an_equation_are_aligned_at_their_signs(show: Show) -> None:
    page = show(_rendered(r"\begin{aligned} a &= b \\ \text{wide} &= \frac12 + c \end{aligned}"))
    names = page.locator("mtd:nth-child(1) :is(mi, mtext)")
    signs = page.get_by_text("=", exact=True)
    assert names.nth(0).evaluate(RIGHT) == pytest.approx(names.nth(1).evaluate(RIGHT), abs=2)
    assert signs.nth(0).evaluate(LEFT) == pytest.approx(signs.nth(1).evaluate(LEFT), abs=0.1)


def test_a_table_of_eleven_columns_fits_the_page(show: Show) -> None:
    names = ["", "carat", "cut", "color", "clarity", "depth", "table", "price", "x", "y", "z"]
    values = ["0.33", "Ideal", "H", "SI1", "61.7", "55.0", "2562", "4.43", "4.46", "2.74"]
    head = "".join(f"<th>{name}</th>" for name in names)
    cells = "".join(f"<td>{value}</td>" for value in values)
    body = f"<thead><tr>{head}</tr></thead><tbody><tr><th>14653</th>{cells}</tr></tbody>"
    page = show(break_names(f'<table class="dataframe">{body}</table>'))
    assert page.evaluate(TOO_WIDE, "table") == []


def test_names_in_a_table_break_at_their_joints_alone(show: Show) -> None:
    name = "<code>homlp_lib.plots</code>"
    row = f"<td>{name}</td><td>{'word ' * 20}</td>" * 3
    page = show(break_names(f"<table><tr>{row}</tr></table>"))
    wrapped = page.locator("code").first.evaluate(
        """one => {
          const range = document.createRange(), tops = {};
          for (const text of one.childNodes)
            for (let at = 0; at < (text.length || 0); at += 1) {
              range.setStart(text, at);
              range.setEnd(text, at + 1);
              const top = range.getBoundingClientRect().top;
              tops[top] = (tops[top] || "") + text.data[at];
            }
          return Object.values(tops);
        }"""
    )
    assert "".join(wrapped) == "homlp_lib.plots"
    assert set(wrapped) <= {"homlp_", "lib.", "plots", "homlp_lib.", "lib.plots"}


def test_what_is_left_of_a_line_of_code_hangs_below_it_further_in(show: Show) -> None:
    page = show(hang(f"<pre>def f():\n    {'word ' * 20}\nend\n</pre>"))
    first, wrapped, last = (page.locator("pre .line").nth(at).evaluate(ROWS) for at in range(3))
    size = page.locator("pre").evaluate("one => parseFloat(getComputedStyle(one).fontSize)")
    assert first[0] == wrapped[0] == last[0]
    for left in wrapped[1:]:
        assert (left - first[0]) / size == pytest.approx(4.4, abs=0.1)  # four letters, and 2em
