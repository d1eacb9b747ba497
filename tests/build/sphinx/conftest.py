"""A small book of our own, rendered by the real Sphinx with the real extensions."""

import io
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from warnings import catch_warnings, simplefilter

import pytest
from PIL import Image
from sphinx.application import Sphinx
from sphinx.util.docutils import docutils_namespace, patch_docutils

REPOSITORY = Path(__file__).parents[3]

FRONT = """\
---
jupytext: {{text_representation: {{extension: .md, format_name: myst}}}}
kernelspec: {{name: python3, display_name: Python 3, language: python}}
homlp: {{part: 1, number: {number}, requires: [{requires}], reading_minutes: {minutes}}}
---
"""

CHAPTER = (
    FRONT.format(number=4, requires="tutorials/numpy, part1/ch02_planned", minutes=70)
    + """\
# Lines

Two thirds is {glue:text}`two_thirds:.2f`, {numref}`fig-line` shows it, {eq}`eq-line` defines it.

```{math}
:label: eq-line
\\begin{aligned} y &= 2 x / 3 \\end{aligned}
```

```{code-cell} python
from homlp_lib import at_scale, record
two_thirds = record("two_thirds", 2 / at_scale(quick=3, full=4))
```

```{code-cell} python
---
mystnb:
  figure:
    name: fig-line
    caption: A line.
---
import matplotlib.pyplot as plt
from homlp_lib import plots
fig, ax = plt.subplots(figsize=(2, 1))
ax.plot([0, 1], color=plots.BLUE)
plots.show(fig, alt=f"A line with slope {two_thirds:.2f}")
```

```{code-cell} python
plain, axes = plt.subplots(figsize=(2, 1))
plots.show(plain, alt="Empty axes")
```

```{code-cell} python
---
tags: [full]
full: 16 GB of memory
---
raise MemoryError
```

```{code-cell} python
---
tags: [stub, skip-execution]
---
answer = ...
```

```{homlp-source} homlp_lib.results.record
```

## A section

With $x^2$ in a line.

```{code-cell} python
---
tags: [gpu]
---
raise SystemError
```
"""
)

# What a screen shows by folding, pressing or scrolling, and print must show without.
FOR_PAPER = """
```{code-cell} python
---
tags: [hide-input]
mystnb:
  figure:
    name: fig-hidden
    caption: A hidden line.
---
hidden_on_the_site = 1
fig, ax = plt.subplots(figsize=(2, 1))
plots.show(fig, alt="Axes & nothing")
```

```{code-cell} python
import pandas as pd
pd.DataFrame({"column": [1.5]})
```

```{code-cell} python
a_long_line = LONG
```

```{code-cell} python
---
tags: [hide-input]
---
used_below = 1
```

Back {ref}`home <home>` or {doc}`there <../index>` (also {ref}`at the start <home>`), or
[elsewhere](https://example.org/a_b#c%20d), or [in a source](https://github.com/someone/book/blob/x).

A line of 2 ± 1 has one *run-up*, and a reader’s guess is on the safe side.
A *slope* is a number, of $\\mathbb{R}$ and $\\lambda_{\\max}$.

::::{tab-set}
:::{tab-item} First
One way.
:::
:::{tab-item} Second
Another way.
:::
::::

- [ ] to do

```{exercise} A question
:label: ex-ch04-why
Why?

{numref}`fig-hidden`
```

```{solution} ex-ch04-why
:class: dropdown
Because of the slope.

![A picture](../mark.png)
```

```{homlp-question} q-ch04-steep
Which is steeper?

[ ] A floor.
: No: it has no slope.

[x] A wall.
: Yes. Read {ref}`what follows <after-them>`.
```

(after-them)=
## After the exercises
""".replace("LONG", repr("0123456789" * 13))

GLOSSARY = """\
# Glossary

```{glossary}
slope
  How steep a line is.

run-up
  What comes before.

reader's guess
  What is said before the answer.

key
  What a run is filed under.
```
"""

PAGES = {
    "index.md": "(home)=\n# Home\n\n```{homlp-roadmap-map}\n```\n\n```{homlp-roadmap-table}\n```\n",
    "part1/ch04_lines.md": CHAPTER,
    "tutorials/numpy.md": "---\nhomlp: {part: tutorial, reading_minutes: 40}\n---\n# NumPy\n",
    "appendices/a_more.md": "---\nhomlp: {part: appendix, number: A}\n---\n# More\n\n"
    "```{math}\n:label: eq-more\n1\n```\n\n{eq}`eq-more`\n",
    "planned.yml": "- name: part1/ch02_planned\n  title: A planned chapter\n  part: 1\n"
    "  number: 2\n  reading_minutes: 65\n",
}

URL = "https://github.com/someone/book"

TOC = """\
format: jb-book
root: book/index
parts:
  - chapters:
      - glob: book/part1/*
      - glob: book/appendices/*
      - glob: book/tutorials/*
"""


@dataclass
class Rendered:
    """What a build left: its pages, and its warnings without colours."""

    root: Path
    warnings: str
    read: list[str]

    def page(self, name: str) -> str:
        """Return a page's HTML."""
        return (self.root / "_build" / "html" / "book" / f"{name}.html").read_text()


class Book:
    """A book in a folder, which can be changed and rendered again."""

    def __init__(self, root: Path) -> None:
        self.root = root
        (root / "_toc.yml").write_text(TOC)
        (root / "_config.yml").write_text(f"repository: {{url: {URL}}}\n")
        shutil.copy(REPOSITORY / "constraints.txt", root)
        shutil.copy(REPOSITORY / "book" / "_static" / "favicon.svg", root)
        for linked in ("src", "tests"):
            (root / linked).symlink_to(REPOSITORY / linked)
        for name, text in PAGES.items():
            self.write(name, text)

    def write(self, name: str, text: str) -> None:
        """Write a file under ``book``."""
        path = self.root / "book" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def change(self, name: str, old: str, new: str) -> None:
        """Replace a piece of a file's text."""
        text = (self.root / "book" / name).read_text()
        assert old in text
        self.write(name, text.replace(old, new))

    def render(
        self, builder: str = "html", *, strict: bool = False, **settings: object
    ) -> Rendered:
        """Render it; a Sphinx of its own each time, with one store and one environment.

        A strict one fails on a warning, and goes on to the end, as ``make book`` does.
        """
        warnings, read = io.StringIO(), list[str]()
        out = self.root / "_build" / builder
        with _sphinx_house():
            app = Sphinx(
                srcdir=self.root,
                confdir=None,
                outdir=out,
                doctreedir=self.root / "_build" / "doctrees",
                buildername=builder,
                confoverrides=_CONFIG | settings,
                status=None,
                warning=warnings,
                warningiserror=strict,
                keep_going=strict,
            )
            app.connect("source-read", lambda app, name, text: read.append(name))
            app.build()
        return Rendered(self.root, re.sub(r"\x1b\[[\d;]*m", "", warnings.getvalue()), read)


_CONFIG: dict[str, object] = {
    "extensions": [
        "sphinx_external_toc",
        "sphinx.ext.autodoc",
        "sphinx.ext.napoleon",
        "homlp_build.sphinx",
    ],
    "include_patterns": ["book/**"],
    "external_toc_path": "_toc.yml",
    "myst_enable_extensions": ["deflist", "dollarmath"],
    "nb_execution_mode": "off",
    "html_math_renderer": "homlp",
    "html_theme": "basic",
    "html_title": "A small book",
    "html_favicon": "favicon.svg",
    "html_theme_options": {},
    "numfig": True,
    "nitpicky": True,
    "napoleon_use_param": False,
    "napoleon_use_rtype": False,
    "napoleon_use_ivar": True,
    "autodoc_typehints": "none",
    "nitpick_ignore_regex": [("py:.*", "(?!homlp_).*")],
    "suppress_warnings": ["etoc.glob"],
}


@contextmanager
def _sphinx_house() -> Iterator[None]:
    with catch_warnings():
        simplefilter("ignore")  # Sphinx's and its theme's own; ours are in the build's warnings
        with patch_docutils(), docutils_namespace():
            yield


@pytest.fixture
def paper_book(tmp_path: Path) -> Book:
    """Return a book that has everything that print and e-readers must make plain."""
    return make_paper_book(tmp_path)


def make_paper_book(root: Path) -> Book:
    """Write that book."""
    book = Book(root)
    book.write("glossary.md", GLOSSARY)
    chapter = (book.root / "book/part1/ch04_lines.md").read_text()
    book.write("part1/ch04_lines.md", chapter + FOR_PAPER)
    Image.new("RGB", (60, 20)).save(book.root / "book" / "mark.png")
    toc = (book.root / "_toc.yml").read_text()
    toc = toc.replace("  - chapters:", "  - caption: The part & its pages\n    chapters:")
    (book.root / "_toc.yml").write_text(toc + "      - file: book/glossary\n")
    return book


PAPER = {
    "extensions": [
        "sphinx_external_toc",
        "sphinx.ext.autodoc",
        "sphinx.ext.napoleon",
        "sphinx_design",
        "sphinx_exercise",
        "homlp_build.sphinx",
    ],
    "myst_enable_extensions": ["colon_fence", "deflist", "dollarmath", "tasklist"],
    "html_title": "A small book",
    "html_baseurl": "https://example.org/book/",
    "author": "Somebody",
    "copyright": "2026",
    "language": "en",
    "latex_engine": "xelatex",
    "latex_use_xindy": False,
    "root_doc": "book/index",
}


@pytest.fixture
def make_book(tmp_path: Path) -> Callable[[], Book]:
    """Return a function that makes a fresh book."""
    return lambda: Book(tmp_path)


@pytest.fixture(scope="session")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> Rendered:
    """Return the book as it stands above, rendered once."""
    return Book(tmp_path_factory.mktemp("book")).render()
