"""Joining stores: the notebooks that other machines made, each verified before it is taken."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from ..errors import StoreError, UsageError
from .keys import Key
from .store import Store

__all__ = ["join"]


def join(store: Store, folders: Iterable[Path]) -> list[str]:
    """Copy into a store every notebook under some folders, the oldest run first.

    Parameters
    ----------
    store : Store
    folders : iterable of Path
        Whatever lies between a folder and its notebooks does not matter: a notebook says
        itself whose it is.

    Returns
    -------
    list of str
        The page of each notebook taken; what the store has already is left as it is.

    Raises
    ------
    StoreError
        If a notebook is damaged or has no record of its run; what came before it stays.
    UsageError
        If there is no such folder.
    """
    found = [_read(path) for folder in folders for path in _notebooks(folder)]
    taken = []
    for page, key, content, run in sorted(found, key=lambda one: str(one[3].get("when"))):
        if store.get(page, key.digest) is None:
            store.put(page, key, content, run)
            taken.append(page)
    return taken


def _notebooks(folder: Path) -> Iterator[Path]:
    if not folder.is_dir():
        raise UsageError(f"no folder {folder} — name the folders that hold the other stores")
    yield from sorted(folder.rglob("*.ipynb"))


def _read(path: Path) -> tuple[str, Key, bytes, dict[str, object]]:
    content = path.read_bytes()
    try:
        meta = json.loads(content)["metadata"]["homlp"]
        run = json.loads(path.with_name(f"{path.stem}.run.json").read_bytes())
        return str(meta["page"]), Key(path.stem, meta["parts"]), content, run
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreError(
            f"{path}: no notebook of ours with the record of its run beside it "
            f"({type(error).__name__}) — execute its page again where it was made"
        ) from error
