"""Remembering, from one run to the next, what is slow to read out of a text.

Nothing of a page but its outputs outlives a run, so each build would parse every page
again to find that one has changed. What a remembered function returned is kept by its
arguments in one file under ``_build``; other code of ours or another parser forgets all.
A file that is lost or damaged costs the time to make it again.
"""

import hashlib
import pickle
import sys
from collections.abc import Callable
from functools import wraps
from importlib.metadata import version
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from .whole_files import write_whole

__all__ = ["Memory", "close_memory", "open_memory", "remembered"]

_P = ParamSpec("_P")
_R = TypeVar("_R")
_READERS = ("markdown-it-py", "mdit-py-plugins", "myst-parser", "pybtex", "pygments", "sphinx")
_KEPT = 20_000  # results, the last used: a book of forty pages has some thousand pieces of code


class Memory:
    """Results by the functions and arguments that they came from.

    Parameters
    ----------
    file : Path
        Where they outlive the run; made when there is something to keep.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._stamp = _stamp()
        self._results = self._load()
        self._grown = False

    def recall(self, key: bytes, make: Callable[[], Any]) -> Any:
        """Return what was kept for a key, or make it and keep it.

        Each caller gets an object of its own, so that none can spoil another's.
        """
        content = self._results.pop(key, None)
        if content is None:
            content = pickle.dumps(make(), protocol=pickle.HIGHEST_PROTOCOL)
            self._grown = True
        self._results[key] = content  # the last one now
        return pickle.loads(content)

    def save(self) -> None:
        """Keep what this run added; a disk that is full or read-only costs the next run time."""
        if not self._grown:
            return
        kept = dict(list(self._results.items())[-_KEPT:])
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            write_whole(self._file, pickle.dumps((self._stamp, kept)))
        except OSError:
            return
        self._grown = False

    def _load(self) -> dict[bytes, bytes]:
        try:
            stamp, results = pickle.loads(self._file.read_bytes())
        except Exception:  # a damaged pickle raises anything; all of it can be made again
            return {}
        return results if stamp == self._stamp and isinstance(results, dict) else {}


_OPEN: dict[str, Memory] = {}  # one or none: a run is about one book


def open_memory(root: Path) -> None:
    """Remember for the book at a root, until :func:`close_memory`."""
    close_memory()
    _OPEN["now"] = Memory(root / "_build" / "memory.pickle")


def close_memory() -> None:
    """Keep what was added, and remember no more."""
    if memory := _OPEN.pop("now", None):
        memory.save()


def remembered(function: Callable[_P, _R]) -> Callable[_P, _R]:
    """Let a function look up what it returned for the same arguments in an earlier run.

    Its result must depend on nothing but its arguments, whose ``repr`` must tell them
    apart, and must be one that can be pickled. An error is not remembered.
    """
    name = f"{function.__module__}.{function.__qualname__}"

    @wraps(function)
    def recall(*args: _P.args, **kwargs: _P.kwargs) -> _R:
        memory = _OPEN.get("now")
        if memory is None:
            return function(*args, **kwargs)
        key = hashlib.sha256(repr((name, args, sorted(kwargs.items()))).encode()).digest()
        result: _R = memory.recall(key, lambda: function(*args, **kwargs))
        return result

    return recall


def _stamp() -> bytes:
    """Return what changes with our own code and with the parsers it uses."""
    digest = hashlib.sha256(repr((sys.version, *map(version, _READERS))).encode())
    for file in sorted(Path(__file__).parent.rglob("*.py")):
        digest.update(file.read_bytes())
    return digest.digest()
