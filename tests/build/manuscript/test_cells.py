"""Cells are found exactly where myst-nb finds them."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from myst_nb.core.read import read_myst_markdown_notebook

from homlp_build.errors import PageError
from homlp_build.manuscript.pages import parse_page

FRONT = "---\nkernelspec: {name: python3}\n---\n"
CELL = "```{code-cell} python\nx = 1\n```\n"

NASTY = {
    "a tilde fence": "~~~{code-cell} python\nx = '```'\n~~~\n",
    "a longer fence": "`````{code-cell}\n```\nnot a fence\n```\n`````\n",
    "an option block": "```{code-cell} python\n---\ntags: [a, b]\nmystnb:\n  figure:\n"
    "    caption: |\n      x\n---\n\ny = 2\n\nz = 3\n```\n",
    "colon options": "```{code-cell}\n:tags: [hide-input]\n\ny = 2\n```\n",
    "colon options without a blank": "```{code-cell}\n:tags: [hide-input]\ny = 2\n```\n",
    "only options": "```{code-cell}\n---\ntags: [a]\n---\n```\n",
    "no options": "```{code-cell} python\n\n\n  x\n\n```\n",
    "an example of a cell": "````md\n```{code-cell} python\nx\n```\n````\n\n" + CELL,
    "a cell in a list": "- item\n\n  ```{code-cell} python\n  x\n  ```\n\n" + CELL,
    "a cell in a quotation": "> ```{code-cell} python\n> x\n> ```\n\n" + CELL,
    "a raw cell": "```{raw-cell}\nx\n```\n" + CELL,
    "block breaks": '+++ {"a": 1}\n\ntext\n\n+++\n\n' + CELL + "+++\n",
    "an exercise gate": "```{exercise-start}\n:label: e\n```\n\n"
    + CELL
    + "\n```{exercise-end}\n```\n",
    "an indented fence": "  ```{code-cell} python\n  x = 1\n    y\n  ```\n",
    "indented code": "    ```{code-cell} python\n    x\n    ```\n\n" + CELL,
    "a comment": "% ```{code-cell}\n\n" + CELL,
    "html": "<div>\n```{code-cell} python\nx\n```\n</div>\n\n" + CELL,
    "a colon fence": ":::{note}\n" + CELL + ":::\n",
    "cells side by side": CELL + CELL,
    "text against a cell": "text\n" + CELL + "text\n",
    "windows' line ends": CELL.replace("\n", "\r\n"),
    "no end of line": CELL.rstrip(),
    "dashes in the code": "```{code-cell}\nx = '''\n---\n'''\n```\n",
}


def _oracle(text: str) -> list[tuple[str, list[str]]]:
    cells = read_myst_markdown_notebook(text).cells
    return [(c.source, c.metadata.get("tags", [])) for c in cells if c.cell_type == "code"]


@pytest.mark.parametrize("text", NASTY.values(), ids=NASTY)
def test_cells_are_those_of_myst_nb(text: str) -> None:
    page = parse_page(FRONT + "# T\n\n" + text)
    assert [(cell.source, list(cell.tags)) for cell in page.cells] == _oracle(
        FRONT + "# T\n\n" + text
    )


@given(st.lists(st.sampled_from(sorted(NASTY.values())), max_size=6))
@settings(max_examples=50)
def test_cells_are_those_of_myst_nb_in_any_order(pieces: list[str]) -> None:
    text = FRONT + "\n\n".join(pieces)
    try:
        page = parse_page(text)
    except PageError:
        return  # two pieces that run together may leave a fence open
    assert [(cell.source, list(cell.tags)) for cell in page.cells] == _oracle(text)


@pytest.mark.parametrize("text", NASTY.values(), ids=NASTY)
def test_the_line_of_a_cell_is_that_of_its_first_line_of_code(text: str) -> None:
    text = (FRONT + "# T\n\n" + text).replace("\r\n", "\n")
    lines = text.splitlines()
    for cell in parse_page(text).cells:
        assert "{code-cell}" in lines[cell.line - 1]
        for offset, line in enumerate(cell.source.splitlines()):
            assert lines[cell.code_line - 1 + offset].strip() == line.strip()


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("```{code-cell} python\nx = 1\n", 4, "never closed"),
        ("text\n\n```{note}\ntext\n", 6, "never closed"),
        ("```{code-cell}\n---\ntags: [a\n---\nx\n```\n", 5, "options cannot be read"),
        ("```{code-cell}\n:tags: [a\n\nx\n```\n", 5, "options cannot be read"),
        ("```{code-cell}\n:tags: a\n\nx\n```\n", 5, "tags must be a list"),
        ("```{code-cell}\n:load: x.py\n```\n", 5, ":load:"),
        ("````{note}\ntext\n\n```{code-cell}\nx\n```\n````\n", 7, "{note} never runs"),
    ],
)
def test_invalid_myst_is_an_error_with_file_and_line(text: str, line: int, words: str) -> None:
    with pytest.raises(PageError, match=r"^p\.md:\d+: ") as caught:
        parse_page(FRONT + text, path=Path("p.md"))
    assert (caught.value.line, words in str(caught.value)) == (line, True), str(caught.value)


def test_a_cell_without_a_kernel_is_an_error() -> None:
    with pytest.raises(PageError, match=r"p\.md:3: .*kernelspec"):
        parse_page("# T\n\n" + CELL, path=Path("p.md"))
