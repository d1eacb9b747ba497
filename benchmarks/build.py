"""Our build against stock Jupyter Book with its own cache, on the same pages, in one run.

    .venv/bin/python benchmarks/build.py

Both build the same book, the real pages and four small ones, in two fresh copies of the
repository: once from clean, once again with nothing changed, after a change of prose in a
chapter, and after a change in a module of the library that a single page reaches. The table goes to
``benchmarks/README.md``. Besides the time it says whether the page shows what the changed
library computes.
"""

import argparse
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import yaml
from common import copy_tracked, measured_on, run_in, write_table

JUPYTER_BOOK = Path(sys.executable).with_name("jupyter-book")

PAGE = """\
---
jupytext: {{text_representation: {{extension: .md, format_name: myst}}}}
kernelspec: {{name: python3, display_name: Python 3, language: python}}
homlp: {{part: tutorial, reading_minutes: 1}}
---
# Small page {number}

A sentence to change.

```{{code-cell}} python
import numpy as np
from homlp_lib.scratch.{module} import {name}

{name}({argument})
```
"""
SMALL = (
    ("logistic", "sigmoid", "np.zeros(3)"),
    ("coordinate_descent", "soft_threshold", "np.ones(3), 0.5"),
    ("linear", "add_intercept", "np.ones((2, 1))"),
    ("benchmark_only", "answer", ""),
)
# What our pages need to render on the stock side: everything but the reader and its state.
DIRECTIVES = ("numbering", "equations", "figures", "fold", "source", "api")
LEFT_OUT = "book/preface/roadmap"  # drawn by the state that the stock side lacks
LIBRARY = "def answer() -> str:\n    return {answer!r}\n"


@dataclass(frozen=True)
class Side:
    """One of the two builds."""

    name: str
    root: Path
    extra: tuple[str, ...] = ()

    def build(self) -> float:
        """Build the site; return the seconds it took."""
        start = time.perf_counter()
        run_in(self.root, JUPYTER_BOOK, "build", ".", "-q", *self.extra)
        return time.perf_counter() - start

    def shows(self, answer: str) -> bool:
        """Whether the page shows what the library computes now."""
        page = self.root / "_build" / "html" / "book" / "tutorials" / "small_4.html"
        return answer in page.read_text(encoding="utf-8")


def main() -> None:
    """Run every case on both sides and write the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path, help="an empty folder to work in")
    folder = parser.parse_args().folder
    sides = (
        Side("ours", copy(folder / "ours")),
        Side("stock", stock(copy(folder / "stock"))),
    )
    rows = [[case, *(measure(side) for side in sides)] for case, measure in CASES.items()]
    head = ["", "homlp", "stock Jupyter Book, cache"]
    write_table("build", head, rows, note=f"One run of `benchmarks/build.py`, {measured_on()}.")


def copy(target: Path) -> Path:
    """Copy what git tracks, and add the small pages and their module."""
    copy_tracked(target)
    tutorials = target / "book" / "tutorials"
    tutorials.mkdir(exist_ok=True)
    for number, (module, name, argument) in enumerate(SMALL, start=1):
        page = PAGE.format(number=number, module=module, name=name, argument=argument)
        (tutorials / f"small_{number}.md").write_text(page)
    (target / LEFT_OUT).with_suffix(".md").unlink()
    toc = target / "_toc.yml"
    toc.write_text(toc.read_text().replace(f"      - file: {LEFT_OUT}\n", ""))
    write_library(target, "first-answer")
    subprocess.run(["git", "init", "-q", "."], cwd=target, check=True)
    return target


def stock(root: Path) -> Path:
    """Switch a copy to Jupyter Book's own execution and cache; the directives stay ours."""
    file = root / "_config.yml"
    config = yaml.safe_load(file.read_text())
    config["execute"] = {"execute_notebooks": "cache", "timeout": 600}
    settings = config["sphinx"]["config"]
    settings.pop("nb_output_stderr", None)
    ours = [f"homlp_build.sphinx.{module}" for module in DIRECTIVES]
    others = [name for name in settings["extensions"] if name != "homlp_build.sphinx"]
    settings["extensions"] = [*others, *ours]
    file.write_text(yaml.safe_dump(config, sort_keys=False))
    return root


def write_library(root: Path, answer: str) -> None:
    """Change the module that a single page reaches."""
    module = root / "src" / "homlp_lib" / "scratch" / "benchmark_only.py"
    module.write_text(LIBRARY.format(answer=answer))


def clean(side: Side) -> str:
    """Build with nothing there."""
    return f"{side.build():.1f} s"


def unchanged(side: Side) -> str:
    """Build again."""
    return f"{side.build():.1f} s"


def prose(side: Side) -> str:
    """Build after a change of a sentence in a chapter."""
    page = next((side.root / "book" / "part1").glob("ch04*.md"))
    page.write_text(page.read_text().replace("\n## Summary", "\nOne more sentence.\n\n## Summary"))
    return f"{side.build():.1f} s"


def library(side: Side) -> str:
    """Build after a change in a module that one page reaches."""
    write_library(side.root, "second-answer")
    seconds = side.build()
    verdict = "shows the new result" if side.shows("second-answer") else "**shows the old result**"
    return f"{seconds:.1f} s, {verdict}"


CASES = {
    "from clean": clean,
    "nothing changed": unchanged,
    "a sentence of chapter 4 changed": prose,
    "a library module changed that one page reaches": library,
}


if __name__ == "__main__":
    main()
