"""One small book as LaTeX: what reaches print."""

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Book = Any  # see conftest.py

REPOSITORY = Path(__file__).parents[3]

EXERCISES = """
```{code-cell} python
---
tags: [hide-input]
---
hidden_in_html = 1
```

```{exercise} A question
:label: ex-ch04-why
Why?
```

```{solution} ex-ch04-why
:class: dropdown
Because of the slope.
```

## After the exercises
"""


@pytest.fixture
def latex(make_book: Callable[[], Book]) -> str:
    book = make_book()
    text = (book.root / "book/part1/ch04_lines.md").read_text()
    book.write("part1/ch04_lines.md", text + EXERCISES)
    extensions = ["sphinx_external_toc", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
    rendered = book.render(
        "latex",
        extensions=[*extensions, "sphinx_exercise", "homlp_build.sphinx"],
        latex_engine="xelatex",
        html_title="A small book",
        language="en",
        root_doc="book/index",
    )
    assert rendered.warnings == ""
    return (book.root / "_build/latex/homlp.tex").read_text()


def test_a_printed_book_has_everything_that_a_page_shows(latex: str) -> None:
    assert r"\title{A small book}" in latex
    assert "pdftitle={A small book}" in latex
    assert "pdflang={en}" in latex
    # code that the site folds away
    assert "hidden\\PYGZus{}in\\PYGZus{}html" in latex
    # one picture for each figure, and the records of the run without their HTML box
    assert len(re.findall(r"sphinxincludegraphics\{", latex)) == 2
    assert "Where this page comes from" in latex
    assert "<details" not in latex
    # the numbers of the site
    assert re.search(r"\\homlpnumbered\{Chapter\}\{3\}.*?\\chapter\{Lines\}", latex, re.DOTALL)
    assert re.search(r"\\homlpnumbered\{Appendix\}\{0\}.*?\\chapter\{More\}", latex, re.DOTALL)
    assert re.search(r"\\homlpunnumbered\s.*?\\chapter\{NumPy\}", latex, re.DOTALL)
    # solutions at the back, with links there and back
    back = latex.index(r"\chapter{Solutions to the exercises}")
    assert latex.index("After the exercises") < back < latex.index("Because of the slope")
    [label] = re.findall(r"\\phantomsection\\label\{(book/part1/\S+:\S+)\}", latex[back:])
    assert rf"\hyperref[{label}]" in latex[:back]
    assert r"\label{exercise:ex-ch04-why}" in latex[:back]
    assert r"\hyperref[exercise:ex-ch04-why]" in latex[back:]


def test_where_tex_is_missing_one_line_says_what_to_install(tmp_path: Path) -> None:
    run = subprocess.run(
        [str(shutil.which("bash")), "scripts/pdf"],
        cwd=REPOSITORY,
        env=os.environ | {"PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 1
    [line] = run.stderr.splitlines()
    assert "make pdf needs xelatex: sudo apt-get install --no-install-recommends latexmk" in line
