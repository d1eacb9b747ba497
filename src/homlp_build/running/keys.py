"""Keys: what an execution depends on, part by part.

The digest is a hash of the parts and of nothing else, so two parts lists tell why
one key is not another. Prose, captions and the page's name are no parts.
"""

import hashlib
import json
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..errors import LockError, UsageError
from ..manuscript.imports import Reach, reach
from ..manuscript.pages import Cell, Page
from .device import chosen_device
from .registry import read_registry
from .versions import distributions_for, installed_versions, read_lock, satisfies

__all__ = [
    "SCALES",
    "Key",
    "KeySettings",
    "changes",
    "elsewhere",
    "page_key",
    "require_locked",
    "settings_for",
]

SCALES = ("quick", "full")
_FORMAT = "1"  # raise it when the same parts come to mean another notebook


@dataclass(frozen=True)
class KeySettings:
    """What a key depends on beside the page.

    Attributes
    ----------
    scale : str
        ``quick`` or ``full``.
    device : str
        ``cpu``, ``cuda`` or ``mps``.
    lock : dict of str to str, optional
        The locked version of each distribution; None takes what is installed.
    source_root : Path
        The folder that holds ``homlp_lib``.
    registry : Path
        The registry of data sets.
    """

    scale: str
    device: str
    lock: dict[str, str] | None
    source_root: Path
    registry: Path


@dataclass(frozen=True)
class Key:
    """A digest, and the parts that it is made of."""

    digest: str
    parts: dict[str, str]


def settings_for(root: Path, scale: str | None = None, *, unlocked: bool = False) -> KeySettings:
    """Return the settings of a repository on this machine.

    Parameters
    ----------
    root : Path
        The repository.
    scale : str, optional
        By default what ``HOMLP_SCALE`` says, else ``quick``. The device is what
        ``HOMLP_DEVICE`` says, else this machine's.
    unlocked : bool, default=False
        Key on the installed versions and not on ``constraints.txt``.
    """
    scale = scale or os.environ.get("HOMLP_SCALE") or "quick"
    if scale not in SCALES:
        raise UsageError(f"the scale must be 'quick' or 'full', got {scale!r}")
    return KeySettings(
        scale=scale,
        device=chosen_device(),
        lock=None if unlocked else read_lock(root / "constraints.txt"),
        source_root=root / "src",
        registry=root / "src" / "homlp_lib" / "data" / "registry.toml",
    )


def page_key(page: Page, settings: KeySettings) -> Key:
    """Return the key of a page's execution.

    Raises
    ------
    LibraryError
        If a module that the page reaches cannot be parsed, or the registry cannot be read.
    """
    reached = _reach(page, settings)
    parts = {
        "format": _FORMAT,
        "python": f"{sys.version_info.major}.{sys.version_info.minor}",
        "scale": settings.scale,
        "device": settings.device,
        **{f"cell {n}": _hash_cell(cell) for n, cell in enumerate(page.cells, start=1)},
        **dict(_module_parts(reached, settings)),
        **dict(_data_parts(page, settings)),
        **{f"package {name}": version for name, version in _versions(reached, settings)},
    }
    return _key(parts)


def elsewhere(key: Key, *, scale: str, device: str) -> Key:
    """Return the key that the same page has at another scale or on another class of device."""
    return _key(key.parts | {"scale": scale, "device": device})


def changes(old: dict[str, str], new: dict[str, str]) -> list[str]:
    """Say what differs between the parts of two keys, most telling first."""
    order = ("format", "cell", "module", "data", "scale", "device", "python", "package")
    differing = (part for part in old.keys() | new.keys() if old.get(part) != new.get(part))
    ranked = sorted(differing, key=lambda part: (order.index(part.split()[0]), _natural(part)))
    return [_change(part, old.get(part), new.get(part)) for part in ranked]


def require_locked(page: Page, settings: KeySettings) -> None:
    """Refuse to execute a page with libraries other than the locked ones.

    Raises
    ------
    LockError
        Naming each library that differs; with no lock nothing can differ.
    """
    if settings.lock is None:
        return
    names = distributions_for(_reach(page, settings).libraries)
    installed = installed_versions(names)
    wrong = [
        f"{name} {version} (locked: {settings.lock.get(name, 'not at all')})"
        for name, version in installed.items()
        if version != "absent" and not _is_cuda(name)
        if not satisfies(version, settings.lock.get(name))
    ]
    if wrong:
        raise LockError(
            f"{page.path}: the page uses libraries that are not the locked ones: "
            f"{', '.join(wrong)} — run 'make book' to install constraints.txt, "
            "or pass --unlocked to take what is installed"
        )


def _key(parts: dict[str, str]) -> Key:
    return Key(_hash(json.dumps(parts, sort_keys=True).encode()), parts)


def _reach(page: Page, settings: KeySettings) -> Reach:
    return reach((cell.source for cell in page.cells), source_root=settings.source_root)


def _hash_cell(cell: Cell) -> str:
    return _hash(json.dumps([cell.source, sorted(cell.tags)]).encode())


def _module_parts(reached: Reach, settings: KeySettings) -> Iterator[tuple[str, str]]:
    for name, path in reached.modules.items():
        yield f"module {name}", _hash(path.read_bytes())
        if path.name == "__init__.py":
            for file in _resources(path.parent, registry=settings.registry):
                yield f"module {name} ({file.name})", _hash(file.read_bytes())


def _resources(package: Path, *, registry: Path) -> Iterator[Path]:
    """Yield the files beside a package's modules, such as style sheets for figures."""
    for file in package.iterdir():
        ours = file.is_file() and file != registry and file.name != "py.typed"
        if ours and file.suffix not in (".py", ".pyc", ".pyi") and not file.name.startswith("."):
            yield file


def _data_parts(page: Page, settings: KeySettings) -> Iterator[tuple[str, str]]:
    """Yield a hash of what the registry says of each data set that the page names."""
    if not page.front.data:
        return
    tables = read_registry(settings.registry)
    for name in page.front.data:
        table = tables.get(name, "not in the registry")
        yield f"data {name}", _hash(json.dumps(table, sort_keys=True, default=str).encode())


def _versions(reached: Reach, settings: KeySettings) -> Iterator[tuple[str, str]]:
    names = distributions_for(reached.libraries)
    if settings.lock is None:
        yield from installed_versions(names).items()
    else:
        yield from (
            (name, settings.lock.get(name, "not locked")) for name in names if not _is_cuda(name)
        )


def _is_cuda(name: str) -> bool:
    """Say whether a distribution is of those that torch for CUDA brings, each at one version.

    The version of torch and the device stand for them, so that a machine which has none of
    them can render what a GPU executed. The lock holds none: PyPI's torch for Linux brings
    them, and a build for CPUs does not.
    """
    return name.startswith(("nvidia-", "cuda-", "triton"))


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _natural(part: str) -> tuple[str, int]:
    """Order cell 2 before cell 10."""
    kind, _, rest = part.partition(" ")
    return ("", int(rest)) if kind == "cell" else (rest, 0)


def _change(part: str, old: str | None, new: str | None) -> str:
    kind, _, name = part.partition(" ")
    if kind == "package":
        return f"{name} {old or 'none'} -> {new or 'none'}"
    if kind in ("scale", "device", "python", "format"):
        return f"{kind} {old} -> {new}"
    label = name if kind == "module" else part
    verb = "is new" if old is None else "is gone" if new is None else "changed"
    return f"{label} {verb}"
