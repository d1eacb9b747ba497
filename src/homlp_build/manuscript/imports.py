"""Following imports: which modules of ours some code reaches, and which libraries.

Imports are read from the syntax tree, so those inside functions, branches and
``try`` count. ``from x import y`` counts ``x`` and, where there is one, the module
``x.y``; a module counts its parent packages, because Python runs them first.
"""

import ast
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path

from ..errors import LibraryError
from ..memory import remembered

__all__ = ["Reach", "parse_cell", "reach"]


@dataclass(frozen=True)
class Reach:
    """What some code reaches.

    Attributes
    ----------
    modules : dict of str to Path
        Modules under the source root, by dotted name.
    libraries : frozenset of str
        Top-level names of everything else but the standard library.
    """

    modules: dict[str, Path]
    libraries: frozenset[str]


def reach(sources: Iterable[str], *, source_root: Path) -> Reach:
    """Follow the imports of code cells, transitively through our own modules.

    Raises
    ------
    LibraryError
        If a module of ours is not valid Python.
    """
    file_of = cache(partial(_file_of, source_root=source_root))
    modules: dict[str, Path] = {}
    libraries: set[str] = set()
    seen: set[str] = set()
    waiting = list(_cell_imports(tuple(sources)))
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        if file_of(name.partition(".")[0]) is None:
            libraries.add(name.partition(".")[0])
            continue
        for module, path in _with_parents(name, file_of):
            if module not in modules:
                modules[module] = path
                waiting.extend(_module_imports(module, path))
    return Reach(modules, frozenset(libraries - sys.stdlib_module_names))


def parse_cell(source: str) -> ast.Module | None:
    """Return the tree of a cell; IPython's magics are left out. None if it isn't Python."""
    for text in (source, _without_magics(source)):
        try:
            return ast.parse(text)
        except (SyntaxError, ValueError):  # ValueError: a null byte
            continue
    return None


def _without_magics(source: str) -> str:
    """Replace lines of magics and shell commands, keeping the number of lines."""
    if source.startswith("%%"):
        first, _, rest = source.partition("\n")
        runs_python = re.match(r"%%(time|timeit|capture|prun)\b", first)
        return f"\n{rest}" if runs_python else ""
    return re.sub(r"^(\s*)(?:[%!]|[\w, ]+ = [%!]).*$|^.*\?$", r"\1pass", source, flags=re.MULTILINE)


@remembered
def _cell_imports(sources: tuple[str, ...]) -> list[str]:
    trees = filter(None, map(parse_cell, sources))
    return sorted({name for tree in trees for name in _imported(tree, package="")})


@cache
@remembered
def _imports_of(path: Path, package: str, stamp: int) -> tuple[str, ...]:
    """Remember by time of modification: a library is followed once for all pages and builds."""
    try:
        tree = ast.parse(path.read_bytes())
    except SyntaxError as error:
        raise LibraryError(f"{path}:{error.lineno}: not valid Python: {error.msg}") from error
    return tuple(_imported(tree, package=package))


def _module_imports(module: str, path: Path) -> tuple[str, ...]:
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    return _imports_of(path, package, path.stat().st_mtime_ns)


def _imported(tree: ast.AST, *, package: str) -> Iterator[str]:
    """Yield the dotted names that may be modules, in any order, with repeats."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = _absolute(node, package)
            yield base
            yield from (f"{base}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Call) and (name := _dynamic_import(node)):
            yield name


def _absolute(node: ast.ImportFrom, package: str) -> str:
    if node.level == 0:
        return node.module or ""
    parents = package.split(".")
    kept = parents[: len(parents) - node.level + 1]
    return ".".join([*kept, *filter(None, [node.module])])


def _dynamic_import(node: ast.Call) -> str | None:
    """Return the name in ``import_module("x.y")``, where it is spelled out."""
    called = node.func.attr if isinstance(node.func, ast.Attribute) else None
    called = node.func.id if isinstance(node.func, ast.Name) else called
    if called not in ("import_module", "__import__") or not node.args:
        return None
    name = node.args[0]
    return name.value if isinstance(name, ast.Constant) and isinstance(name.value, str) else None


def _with_parents(name: str, file_of: Callable[[str], Path | None]) -> Iterator[tuple[str, Path]]:
    """Yield the module and its parents; the tail of ``from x import y`` may be no module."""
    parts = name.split(".")
    for count in range(1, len(parts) + 1):
        module = ".".join(parts[:count])
        if path := file_of(module):
            yield module, path


def _file_of(module: str, *, source_root: Path) -> Path | None:
    base = source_root.joinpath(*module.split("."))
    candidates = (base / "__init__.py", base.with_name(base.name + ".py"))
    return next((path for path in candidates if path.is_file()), None) if module else None
