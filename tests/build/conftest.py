"""A small book of its own for each test: pages, a library, locked versions, a store."""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from homlp_build.manuscript.pages import Book, read_book
from homlp_build.running.execute import Report, execute_book
from homlp_build.running.keys import KeySettings, settings_for
from homlp_build.running.status import book_status
from homlp_build.running.store import Store

REPOSITORY = Path(__file__).parents[2]

FRONT = """\
---
kernelspec: {name: python3, display_name: Python 3, language: python}
homlp:
  part: tutorial
---

"""


@dataclass
class SmallBook:
    """A repository in a temporary folder, and short ways to change and build it."""

    root: Path

    @property
    def store(self) -> Store:
        return Store(self.root / "_build" / "executed")

    def settings(self, scale: str = "quick") -> KeySettings:
        return settings_for(self.root, scale)

    def read(self) -> Book:
        return read_book(self.root)

    def write(self, path: str, text: str) -> Path:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(dedent(text), encoding="utf-8")
        return file

    def page(self, name: str, *cells: str, front: str = FRONT, prose: str = "Prose.\n") -> Path:
        """Write a page; a cell is its code, options included."""
        fences = [f"```{{code-cell}} python\n{dedent(cell).strip()}\n```\n" for cell in cells]
        return self.write(f"book/{name}.md", front + f"# {name}\n\n{prose}\n" + "\n".join(fences))

    def replace(self, path: str, old: str, new: str) -> None:
        file = self.root / path
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new), encoding="utf-8")

    def execute(
        self, names: list[str] | None = None, *, scale: str = "quick", **more: Any
    ) -> Report:
        return execute_book(
            self.read(), names, settings=self.settings(scale), store=self.store, **more
        )

    def reasons(self, scale: str = "quick") -> dict[str, str]:
        """Return the reason of each page that is not fresh."""
        found = book_status(self.read(), settings=self.settings(scale), store=self.store)
        return {status.page: status.reason for status in found if not status.fresh}

    def homlp(self, *arguments: str, **more: Any) -> "subprocess.CompletedProcess[str]":
        """Run the command in a process of its own."""
        return subprocess.run(
            command_line(*arguments), cwd=self.root, capture_output=True, text=True, **more
        )

    def content(self) -> dict[str, bytes]:
        """Return every notebook in the store."""
        files = self.store.root.rglob("*.ipynb")
        return {str(path.relative_to(self.store.root)): path.read_bytes() for path in files}


def command_line(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "homlp_build", *arguments]


@pytest.fixture
def empty_book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SmallBook:
    """A book with no page, a small library, and this repository's locked versions."""
    monkeypatch.delenv("HOMLP_SCALE", raising=False)
    book = SmallBook(tmp_path / "repository")
    (book.root / "book").mkdir(parents=True)
    lock = (REPOSITORY / "constraints.txt").read_text(encoding="utf-8")
    book.write("constraints.txt", lock)
    book.write("src/homlp_lib/__init__.py", '"""A library."""\n')
    return book


@pytest.fixture
def small_book(empty_book: SmallBook) -> SmallBook:
    """Three pages: one that reaches the library through another module, one data, one bare."""
    book = empty_book
    book.write("src/homlp_lib/outer.py", "from .inner import twice\n\nTWO = twice(1)\n")
    book.write("src/homlp_lib/inner.py", "def twice(x):\n    return 2 * x\n")
    book.write("src/homlp_lib/unreached.py", "X = 1\n")
    book.write("src/homlp_lib/data/__init__.py", "")
    book.write("src/homlp_lib/data/registry.toml", '[toy]\nfiles = {"toy.csv" = "sha256:00"}\n')
    data_front = FRONT.replace("part: tutorial", "part: tutorial\n  data: [toy]")
    book.page("library", "from homlp_lib.outer import TWO", "TWO + 1")
    book.page("data", "1 + 1", front=data_front)
    book.page("bare", ":tags: [hide-input]\n\nx = 3", "print(x)")
    return book


@pytest.fixture
def is_alive() -> Callable[[int], bool]:
    """Return a function that says whether a process runs (a zombie does not)."""
    return _alive


def _alive(pid: int) -> bool:
    """Say whether a process runs (a zombie does not)."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{pid}/stat")
    return not (stat.exists() and stat.read_text().rpartition(")")[2].split()[0] == "Z")


@pytest.fixture(name="command_line")
def _command_line() -> Callable[..., list[str]]:
    """Return a function that gives the command line of ``homlp``."""
    return command_line
