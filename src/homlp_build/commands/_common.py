"""What commands share: the repository, its book and store, and how pages are named."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from ..errors import UsageError
from ..manuscript.pages import Book, read_book
from ..manuscript.short_names import full_name
from ..memory import open_memory
from ..running.keys import SCALES, KeySettings, settings_for
from ..running.store import Store

__all__ = [
    "Commands",
    "add_pages_and_scale",
    "add_scale",
    "find_root",
    "open_book",
    "pages_with_code",
    "positive",
    "store_of",
]

# argparse gives the type no public name, and it is no generic when the code runs: quote it.
Commands = argparse._SubParsersAction


def add_pages_and_scale(command: argparse.ArgumentParser) -> None:
    """Let a command choose pages, the scale, and what keys take versions from."""
    command.add_argument("pages", nargs="*", metavar="PAGE", help="by default every page with code")
    add_scale(command)


def add_scale(command: argparse.ArgumentParser) -> None:
    """Let a command choose the scale, and what keys take versions from."""
    command.add_argument(
        "--scale", choices=SCALES, help="default: what HOMLP_SCALE says, else quick"
    )
    command.add_argument(
        "--unlocked", action="store_true", help="key on what is installed, not on constraints.txt"
    )


def open_book(options: argparse.Namespace) -> tuple[Path, Book, KeySettings]:
    """Return the repository, its book and what keys depend on, as the options say."""
    root = find_root(options.root)
    open_memory(root)
    return root, read_book(root), settings_for(root, options.scale, unlocked=options.unlocked)


def find_root(given: Path | None) -> Path:
    """Return the repository: the nearest folder upwards with a book and locked versions."""
    start = (given or Path.cwd()).resolve()
    for folder in (start, *start.parents) if given is None else (start,):
        if (folder / "book").is_dir() and (folder / "constraints.txt").is_file():
            return folder
    raise UsageError(f"no book/ with constraints.txt in {start} — go there, or pass --root")


def store_of(root: Path) -> Store:
    """Return the store of a repository."""
    return Store(root / "_build" / "executed")


def pages_with_code(given: Sequence[str], book: Book) -> list[str]:
    """Return the names of the pages asked for; of all that have code by default."""
    if not given:
        return list(book.executable)
    names = [full_name(text, book.pages) for text in given]
    if idle := [name for name in names if name not in book.executable]:
        raise UsageError(f"{idle[0]!r} has no code cells")
    return names


def positive(text: str) -> int:
    """Read a whole number above 0."""
    if text.isdecimal() and int(text) > 0:
        return int(text)
    raise argparse.ArgumentTypeError(f"must be a whole number above 0, got {text!r}")
