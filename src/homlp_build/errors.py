"""Every error that the build raises on purpose, on one screen.

A message says where, what was wrong, and what to do:
``book/part1/ch04.md:7: unknown page 'tutorial/numpy' in requires — did you mean ...?``
"""

from collections.abc import Sequence
from pathlib import Path

__all__ = [
    "BuildError",
    "PageError",
    "BookError",
    "LibraryError",
    "LockError",
    "StoreError",
    "AssetError",
    "UsageError",
    "FetchError",
]


class BuildError(Exception):
    """Root of the tree: catch it to catch everything below."""


class PageError(BuildError):
    """Something on a page is wrong.

    Attributes
    ----------
    path : Path
        The page's file.
    line : int
        The line in it, from 1.
    what : str
        What is wrong and what to do.
    """

    def __init__(self, path: Path, line: int, what: str) -> None:
        super().__init__(path, line, what)  # all of them, so that the error can be pickled
        self.path = path
        self.line = line
        self.what = what

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.what}"


class BookError(BuildError):
    """One or more pages are wrong; ``errors`` holds them in the order of the book."""

    def __init__(self, errors: Sequence[PageError]) -> None:
        super().__init__(tuple(errors))
        self.errors = tuple(errors)

    def __str__(self) -> str:
        return "\n".join(map(str, self.errors))


class LibraryError(BuildError):
    """A module or the data registry that pages reach cannot be read."""


class LockError(BuildError):
    """What is installed is not what ``constraints.txt`` locks."""


class StoreError(BuildError):
    """A stored notebook is damaged, or the store cannot be written."""


class AssetError(BuildError):
    """A style sheet, a script or a font of the site cannot be used."""


class UsageError(BuildError):
    """The command line asks for something that does not exist."""


class FetchError(BuildError):
    """A published notebook cannot be fetched."""
