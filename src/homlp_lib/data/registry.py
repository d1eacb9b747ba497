"""The registry: where each data set comes from, on what terms, and how to know it."""

import difflib
import tomllib
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

from ..errors import DataError, UnknownDatasetError

__all__ = ["FILES", "KINDS", "Dataset", "find", "read_registry", "registry"]

KINDS = ("shipped", "bundled", "downloaded", "openml")
FILES = Path(__file__).parent / "files"
_REGISTRY = Path(__file__).parent / "registry.toml"
_NEEDED = {
    "shipped": ("shipped", "file", "sha256", "size", "address"),
    "bundled": ("package",),
    "downloaded": ("file", "sha256", "size", "address"),
    "openml": ("openml",),
}


@dataclass(frozen=True)
class Dataset:
    """One data set of the registry.

    Parameters
    ----------
    name : str
        As pages and loaders call it.
    title, what : str
        In a few words, and in a sentence.
    rows : int
    kind : str
        ``shipped``, ``bundled``, ``downloaded`` or ``openml``.
    source, terms, citation : str
        Who made it, how it may be used, what to cite.
    package : str
        The dependency that holds it, where it is bundled.
    shipped : str
        The file of this package that holds it, where it is shipped.
    file, sha256, address : str
        Name, checksum and address of the file.
    size : int
        Of the file, in bytes.
    mirrors : tuple of str
        Other addresses of the same file, tried in order.
    openml : int
        The number of the data set at OpenML, where scikit-learn fetches it from there.
    """

    name: str
    title: str
    what: str
    rows: int
    kind: str
    source: str
    terms: str
    citation: str
    package: str = ""
    shipped: str = ""
    file: str = ""
    sha256: str = ""
    size: int = 0
    address: str = ""
    mirrors: tuple[str, ...] = ()
    openml: int = 0


def registry() -> dict[str, Dataset]:
    """Return every data set of the library by its name."""
    return dict(_own_registry())


def find(name: str) -> Dataset:
    """Return the data set of this name.

    Parameters
    ----------
    name : str

    Raises
    ------
    UnknownDatasetError
        If the registry lacks it; the message lists near names.
    """
    known = _own_registry()
    if name in known:
        return known[name]
    near = difflib.get_close_matches(name, known, n=3) or sorted(known)
    raise UnknownDatasetError(f"no data set is called {name!r}; did you mean {', '.join(near)}?")


def read_registry(path: Path) -> dict[str, Dataset]:
    """Read a registry file.

    Parameters
    ----------
    path : Path
        A TOML file with one table for each data set.

    Raises
    ------
    DataError
        If a table lacks a field that its kind needs, or has one that no set has.
    """
    with path.open("rb") as file:
        tables = tomllib.load(file)
    return {name: _dataset(name, table, path) for name, table in tables.items()}


@cache
def _own_registry() -> dict[str, Dataset]:
    return read_registry(_REGISTRY)


def _dataset(name: str, table: dict[str, Any], path: Path) -> Dataset:
    always = {"title", "what", "rows", "kind", "source", "terms", "citation"}
    kind = table.get("kind")
    if kind not in KINDS:
        raise DataError(f"{path}: [{name}] kind must be one of {', '.join(KINDS)}, got {kind!r}")
    missing = (always | set(_NEEDED[kind])) - table.keys()
    unknown = table.keys() - {field.name for field in fields(Dataset)}
    if missing or unknown:
        raise DataError(
            f"{path}: [{name}] lacks {sorted(missing)} and has unknown fields {sorted(unknown)}"
        )
    return Dataset(name=name, **(table | {"mirrors": tuple(table.get("mirrors", ()))}))
