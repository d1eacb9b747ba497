"""Versions: what is locked, what is installed, and what an import drags in."""

import csv
import inspect
import re
import sys
from functools import cache
from importlib import metadata
from pathlib import Path

from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from ..errors import LockError
from ..memory import remembered

__all__ = [
    "distributions_for",
    "distributions_offering",
    "installed_versions",
    "read_lock",
    "satisfies",
]


def read_lock(file: Path) -> dict[str, str]:
    """Return the version that ``constraints.txt`` locks for each distribution."""
    try:
        text = file.read_text(encoding="utf-8")
    except OSError as error:
        raise LockError(f"{file}: cannot be read: {error.strerror} — restore the file") from error
    lock: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not (requirement := line.partition("#")[0].partition(";")[0].strip()):
            continue
        found = re.fullmatch(r"([\w.-]+)\s*==\s*([\w.!+-]+)", requirement)
        if not found:
            raise LockError(f"{file}:{number}: not a locked version: {line!r} — write name==1.2.3")
        lock[canonicalize_name(found[1])] = found[2]
    return lock


def installed_versions(names: frozenset[str]) -> dict[str, str]:
    """Return the installed version of each distribution; ``absent`` where there is none."""
    return {name: _installed(name) for name in sorted(names)}


def satisfies(installed: str, locked: str | None) -> bool:
    """Say whether a version is the locked one, by pip's rules: 2.13.0+cpu is 2.13.0."""
    return locked is not None and SpecifierSet(f"=={locked}").contains(installed, prereleases=True)


def distributions_for(imports: frozenset[str]) -> frozenset[str]:
    """Return the distributions behind top-level imports, with all that they require.

    Raises nothing for an import that no distribution offers: it stands for itself, so
    that installing it later changes the key.
    """
    return _closed(tuple(sorted(imports)), _environment())


@remembered
def _closed(imports: tuple[str, ...], environment: tuple[str, ...]) -> frozenset[str]:
    owners = _owners(environment)
    direct = {owner for name in imports for owner in owners.get(name, (canonicalize_name(name),))}
    closed: set[str] = set()
    waiting = [(name, frozenset[str]()) for name in direct]
    seen: set[tuple[str, frozenset[str]]] = set()
    while waiting:
        wanted = waiting.pop()
        if wanted not in seen:
            seen.add(wanted)
            closed.add(wanted[0])
            waiting.extend(_requirements(*wanted))
    return frozenset(closed)


def _environment() -> tuple[str, ...]:
    """Return what changes when something is installed, removed or replaced."""
    folders = (Path(entry) for entry in sys.path if Path(entry).is_dir())
    return tuple(
        f"{info} {info.stat().st_mtime_ns}"
        for folder in folders
        for ending in ("dist-info", "egg-info")
        for info in sorted(folder.glob(f"*.{ending}"))
    )


def distributions_offering(imports: frozenset[str]) -> dict[str, str]:
    """Return for each top-level import that is installed the distribution that offers it."""
    owners = _owners(_environment())
    return {name: owners[name][0] for name in imports if name in owners}


@cache
@remembered
def _owners(_environment: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    """Map each import name to its distributions.

    As ``importlib.metadata.packages_distributions`` does, which however asks the disk for
    each installed file and takes half a second for it, in every build.
    """
    owners: dict[str, set[str]] = {}
    for distribution in metadata.distributions():
        for name in _top_levels(distribution):
            owners.setdefault(name, set()).add(canonicalize_name(_name(distribution)))
    return {name: tuple(sorted(found)) for name, found in owners.items()}


def _name(distribution: metadata.Distribution) -> str:
    found = re.search(r"(?im)^Name:\s*(\S+)", distribution.read_text("METADATA") or "")
    return found[1] if found else distribution.metadata["Name"]


def _top_levels(distribution: metadata.Distribution) -> frozenset[str]:
    """Return what a distribution lets one import, by its own list or by its files."""
    if listed := (distribution.read_text("top_level.txt") or "").split():
        return frozenset(listed)
    record = csv.reader((distribution.read_text("RECORD") or "").splitlines())
    firsts = (row[0].split("/")[0] for row in record if row)
    names = (inspect.getmodulename(first) or first for first in firsts)
    return frozenset(name for name in names if name.isidentifier())


@cache
def _installed(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "absent"


@cache
def _requirements(name: str, extras: frozenset[str]) -> tuple[tuple[str, frozenset[str]], ...]:
    """Return the installed distributions that one requires here, each with its extras."""
    try:
        texts = metadata.requires(name) or []
    except metadata.PackageNotFoundError:
        return ()
    return tuple(
        (canonicalize_name(requirement.name), frozenset(requirement.extras))
        for requirement in map(Requirement, texts)
        if _applies(requirement, extras)
    )


def _applies(requirement: Requirement, extras: frozenset[str]) -> bool:
    if requirement.marker is None:
        return True
    return any(requirement.marker.evaluate({"extra": extra}) for extra in extras | {""})
