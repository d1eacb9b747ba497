"""The executions of a commit held against those of the working tree.

The keys of the commit are worked out from its own files, so what is compared is exactly
what that commit would publish, as far as the store holds it.
"""

import io
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from ..errors import UsageError
from ..manuscript.pages import Book, read_book
from ..running.keys import KeySettings, page_key, settings_for
from ..running.store import Store
from .differences import Differences, differences

__all__ = ["Comparison", "compare"]

_NEEDED = ("book", "src", "constraints.txt")


@dataclass
class Comparison:
    """What became of the pages since a commit.

    Attributes
    ----------
    changed : list of Differences
        Pages with other outputs.
    same : list of str
        Pages that ran again and gave the same.
    untouched, new, gone : list of str
        Pages at the same key; without a counterpart in the commit; no longer there.
    unknown : list of str
        Pages of which the store lacks one of the two executions.
    """

    ref: str
    changed: list[Differences] = field(default_factory=list)
    same: list[str] = field(default_factory=list)
    untouched: list[str] = field(default_factory=list)
    new: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


def compare(book: Book, ref: str, *, settings: KeySettings, store: Store) -> Comparison:
    """Compare each page with code to what it was at a commit.

    Raises
    ------
    UsageError
        If git knows no such commit.
    """
    found = Comparison(ref)
    with _tree(book.root, ref) as root:
        old = _digests(read_book(root), _settings_at(root, settings))
    now = _digests(book, settings)
    found.gone = [page for page in old if page not in now]
    for page, digest in now.items():
        _sort_in(found, page, old.get(page), digest, store)
    return found


def _sort_in(found: Comparison, page: str, before: str | None, now: str, store: Store) -> None:
    if before is None:
        found.new.append(page)
    elif before == now:
        found.untouched.append(page)
    elif (was := store.get(page, before)) and (is_ := store.get(page, now)):
        if what := differences(was, is_):
            found.changed.append(what)
        else:
            found.same.append(page)
    else:
        found.unknown.append(page)


def _digests(book: Book, settings: KeySettings) -> dict[str, str]:
    return {name: page_key(page, settings).digest for name, page in book.executable.items()}


def _settings_at(root: Path, settings: KeySettings) -> KeySettings:
    there = settings_for(root, settings.scale, unlocked=settings.lock is None)
    return replace(there, device=settings.device)


@contextmanager
def _tree(root: Path, ref: str) -> Iterator[Path]:
    """Lay out what keys depend on, as it was at a commit, in a folder of its own."""
    known = subprocess.run(
        ["git", "ls-tree", "--name-only", f"{ref}^{{commit}}", *_NEEDED],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    if known.returncode:
        raise UsageError(f"git knows no commit {ref!r} here — fetch it first")
    there = [name for name in known.stdout.splitlines() if name in _NEEDED]
    archive = subprocess.run(
        ["git", "archive", ref, *there], cwd=root, capture_output=True, check=True
    )
    with tempfile.TemporaryDirectory(prefix="homlp-base-") as folder:
        with tarfile.open(fileobj=io.BytesIO(archive.stdout)) as tar:
            tar.extractall(folder, filter="data")
        yield Path(folder)
