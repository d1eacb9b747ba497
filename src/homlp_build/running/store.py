"""The store of executed notebooks: one file per page and key, written whole or not at all.

``<root>/<page name>/<digest>.ipynb`` holds the notebook, ``<digest>.run.json`` beside
it what is volatile: when, how long, on what. A notebook carries the hash of its own
content, which is verified at each read.
"""

import contextlib
import hashlib
import json
import os
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from ..errors import StoreError
from ..whole_files import write_whole
from .keys import Key

__all__ = ["Executed", "Store", "seal"]

_STALE_AFTER = 6 * 3600  # seconds: no page runs that long, so its writer is gone
_DIGEST = re.compile(r"[0-9a-f]{64}")
_SEAL = re.compile(rb'\n   "digest": "[0-9a-f]{64}",(?=\n)')  # the line of metadata.homlp.digest


@dataclass(frozen=True)
class Executed:
    """A stored notebook, verified.

    Attributes
    ----------
    page, digest : str
        Whose it is, and the key's digest.
    path : Path
    content : bytes
        The file.
    """

    page: str
    digest: str
    path: Path
    content: bytes

    @cached_property
    def notebook(self) -> dict[str, Any]:
        """The notebook as plain lists and dicts."""
        notebook: dict[str, Any] = json.loads(self.content)
        return notebook

    @property
    def meta(self) -> dict[str, Any]:
        """The notebook's ``homlp`` metadata: its key and parts, records, data and the like."""
        meta: dict[str, Any] = self.notebook["metadata"]["homlp"]
        return meta

    @cached_property
    def run(self) -> dict[str, Any]:
        """What is volatile of the run; empty where it was not kept."""
        return _read_run(self.path)


def seal(notebook: dict[str, Any]) -> bytes:
    """Return a notebook's bytes, in one canonical form, with the hash of its content inside."""
    meta = notebook["metadata"]["homlp"]
    digest = _content_digest(notebook)
    sealed = notebook | {"metadata": notebook["metadata"] | {"homlp": meta | {"digest": digest}}}
    return _canonical(sealed)


class Store:
    """Executed notebooks under a folder, which is made at the first writing.

    Several processes may read and write one store: files appear by an atomic rename,
    and two that write the same key write the same content.
    """

    def __init__(self, root: Path) -> None:
        self.root = root

    def get(self, page: str, digest: str) -> Executed | None:
        """Return the notebook of a page at a key, if it is there.

        Raises
        ------
        StoreError
            If the file is damaged, or not what its name says.
        """
        path = self._path(page, digest)
        try:
            content = path.read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            raise StoreError(f"{path}: cannot be read: {error.strerror}") from error
        _verify(content, path=path, page=page, digest=digest)
        return Executed(page, digest, path, content)

    def has(self, page: str, digest: str) -> bool:
        """Say whether there is a notebook of a page at a key, without reading it."""
        return self._path(page, digest).is_file()

    def run(self, page: str, digest: str) -> dict[str, Any]:
        """Return the record of the run that made a notebook, which is not read; empty if lost."""
        return _read_run(self._path(page, digest))

    def find(self, digest: str) -> Executed | None:
        """Return a notebook at a key, whichever page it was made for."""
        for path in sorted(self.root.rglob(f"{digest}.ipynb")):
            if found := self.get(path.parent.relative_to(self.root).as_posix(), digest):
                return found
        return None

    def newest(self, page: str) -> Executed | None:
        """Return the version of a page that was last used."""
        for path in self._versions(page):
            if found := self.get(page, path.stem):
                return found
        return None

    def put(self, page: str, key: Key, content: bytes, run: dict[str, Any]) -> Path:
        """File a notebook under its page and key, with the record of its run.

        Raises
        ------
        StoreError
            If it is not that notebook, or the store cannot be written.
        """
        path = self._path(page, key.digest)
        _verify(content, path=path, page=page, digest=key.digest)
        record = (json.dumps(run, indent=1, sort_keys=True) + "\n").encode()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            _sweep(path.parent, older_than=_STALE_AFTER)
            write_whole(_run_path(path), record)
            write_whole(path, content)  # last: what has a notebook has all of it
        except OSError as error:
            with contextlib.suppress(OSError):
                _remove_lonely_run(path)
            raise StoreError(
                f"{path}: cannot be written: {error.strerror or error} — free space or "
                "permission for the store is needed; nothing was filed"
            ) from error
        return path

    def touch(self, page: str, digest: str) -> None:
        """Note that a version was used, so that trimming keeps it."""
        with contextlib.suppress(OSError):  # a read-only store serves, and is not trimmed either
            os.utime(self._path(page, digest))

    def seconds(self, page: str) -> float | None:
        """Return how long the page took when it was last executed, if that is known."""
        for path in self._versions(page):
            seconds = _read_run(path).get("seconds")
            if isinstance(seconds, int | float):
                return float(seconds)
        return None

    def trim(self, keep: int = 4) -> list[Path]:
        """Remove all but the versions of each page last used, and what killed runs left.

        Returns
        -------
        list of Path
            The notebooks removed.
        """
        removed = []
        try:
            for folder in self._folders():
                _sweep(folder, older_than=_STALE_AFTER)
                page = folder.relative_to(self.root).as_posix()
                removed += [_remove(path) for path in self._versions(page)[keep:]]
        except OSError as error:
            raise StoreError(f"{self.root}: cannot be trimmed: {error.strerror}") from error
        return removed

    def trim_page(self, page: str, keep: int = 4) -> list[Path]:
        """Remove all but the versions of one page last used."""
        return [_remove(path) for path in self._versions(page)[keep:]]

    def _path(self, page: str, digest: str) -> Path:
        return self.root / page / f"{digest}.ipynb"

    def _versions(self, page: str) -> list[Path]:
        """Return a page's notebooks, the one last used first."""
        found = []
        for path in (self.root / page).glob("*.ipynb"):
            try:
                found.append((path.stat().st_mtime_ns, path))
            except FileNotFoundError:
                continue  # another process has just trimmed it
        return [path for _, path in sorted(found, reverse=True) if _DIGEST.fullmatch(path.stem)]

    def _folders(self) -> list[Path]:
        files = (file for file in self.root.rglob("*") if file.is_file())
        return sorted({file.parent for file in files})


def _canonical(value: object) -> bytes:
    return (json.dumps(value, sort_keys=True, indent=1, ensure_ascii=False) + "\n").encode()


def _content_digest(notebook: dict[str, Any]) -> str:
    meta = {
        name: value for name, value in notebook["metadata"]["homlp"].items() if name != "digest"
    }
    bare = notebook | {"metadata": notebook["metadata"] | {"homlp": meta}}
    return hashlib.sha256(_canonical(bare)).hexdigest()


def _verify(content: bytes, *, path: Path, page: str, digest: str) -> None:
    """Hold a notebook against its own hash and against the name that it is filed under."""
    try:
        meta = json.loads(content)["metadata"]["homlp"]
        intact = _is_intact(content, meta["digest"])
        belongs = (meta["page"], meta["key"])
    except (ValueError, KeyError, TypeError):
        raise _damage(path, "is truncated or not a notebook of ours") from None
    if not intact:
        raise _damage(path, "was changed after it was filed")
    if belongs != (page, digest):
        raise _damage(path, f"belongs to page {meta['page']!r} at key {meta['key'][:12]}…")


def _is_intact(content: bytes, digest: str) -> bool:
    """Say whether the file is, byte for byte, what was sealed: all of it but its seal.

    The line that holds the digest is taken out rather than the notebook written again,
    which takes ten times as long.
    """
    bare, seals = _SEAL.subn(b"", content)
    return seals == 1 and hashlib.sha256(bare).hexdigest() == digest


def _damage(path: Path, how: str) -> StoreError:
    return StoreError(f"{path}: {how} — run 'homlp execute' to make it again, or delete the file")


def _sweep(folder: Path, *, older_than: float) -> None:
    """Remove the temporary files of writers that were killed."""
    for temporary in _temporaries(folder):
        try:
            if time.time() - temporary.stat().st_mtime > older_than:
                temporary.unlink()
        except FileNotFoundError:
            continue  # its writer has just renamed it


def _temporaries(folder: Path) -> Iterator[Path]:
    return folder.glob(".*.tmp")


def _run_path(path: Path) -> Path:
    return path.with_name(f"{path.stem}.run.json")


def _read_run(path: Path) -> dict[str, Any]:
    try:
        run = json.loads(_run_path(path).read_bytes())
    except (OSError, ValueError):
        return {}  # it orders the pages by time and nothing hangs on it
    return run if isinstance(run, dict) else {}


def _remove_lonely_run(path: Path) -> None:
    if not path.exists():
        _run_path(path).unlink(missing_ok=True)


def _remove(path: Path) -> Path:
    path.unlink(missing_ok=True)
    _run_path(path).unlink(missing_ok=True)
    return path
