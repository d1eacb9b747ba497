"""Which tests name an object of the library, found in the tests' syntax trees.

A test function counts, once however often it is parametrised, if it names the object:
in its body, in its decorators, or through a fixture, constant or helper of its module.
"""

import ast
import os
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from ..memory import remembered

__all__ = ["Cover", "tests_of"]

_Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Cover:
    """The tests of one object.

    Attributes
    ----------
    counts : dict of Path to int
        How many test functions of each file name it; only files with one.
    searched : tuple of Path
        Every file that was looked at.
    """

    counts: dict[Path, int]
    searched: tuple[Path, ...]

    @property
    def count(self) -> int:
        """How many test functions there are in all."""
        return sum(self.counts.values())

    @property
    def main_file(self) -> Path:
        """The file with the most of them."""
        return Counter(self.counts).most_common(1)[0][0]


def tests_of(module: str, name: str, tests: Path) -> Cover:
    """Count the test functions that name an object.

    Parameters
    ----------
    module : str
        The module that defines it.
    name : str
    tests : Path
        The folder to search.
    """
    files = tuple(_test_files(tests))
    texts = ((path, path.read_text(encoding="utf-8")) for path in files)
    counts = {path: _count(text, module, name) for path, text in texts if name in text}
    return Cover({path: count for path, count in counts.items() if count}, files)


def _test_files(tests: Path) -> list[Path]:
    """Return the test files; not those of the tools that Node keeps beside the tests."""
    found: list[Path] = []
    for folder, folders, names in os.walk(tests):
        folders[:] = [name for name in folders if name != "node_modules"]
        found += [Path(folder, name) for name in names if re.fullmatch(r"test_.*\.py", name)]
    return sorted(found)


@remembered
def _count(text: str, module: str, name: str) -> int:
    tree = ast.parse(text)
    names, modules = _imported(tree, module, name)
    if not names and not modules:
        return 0
    _follow(tree, names, modules, name)
    functions = (node for node in ast.walk(tree) if isinstance(node, _Function))
    return sum(
        function.name.startswith("test_") and _mentions(function, names, modules, name)
        for function in functions
    )


def _imported(tree: ast.Module, module: str, name: str) -> tuple[set[str], set[str]]:
    """Return the names that a file gives the object, and those it gives its module."""
    names, modules = set[str](), set[str]()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                local = alias.asname or alias.name
                full = f"{node.module}.{alias.name}"
                if alias.name == name and _is_or_holds(node.module, module):
                    names.add(local)
                elif _is_or_holds(full, module):
                    modules.add(local)
        elif isinstance(node, ast.Import):
            modules |= {
                alias.asname or alias.name
                for alias in node.names
                if _is_or_holds(alias.name, module)
            }
    return names, modules


def _is_or_holds(package: str, module: str) -> bool:
    return package == module or module.startswith(package + ".")


def _follow(tree: ast.Module, names: set[str], modules: set[str], name: str) -> None:
    """Add the constants, fixtures and helpers of the file that lead to the object."""
    while True:
        more = {
            defined
            for statement in tree.body
            for defined in _defines(statement)
            if defined not in names and _mentions(statement, names, modules, name)
        }
        if not more:
            return
        names |= more


def _defines(statement: ast.stmt) -> list[str]:
    if isinstance(statement, _Function) and not statement.name.startswith("test_"):
        return [statement.name]
    targets = getattr(statement, "targets", None) or [getattr(statement, "target", None)]
    return [target.id for target in targets if isinstance(target, ast.Name)]


def _mentions(node: ast.AST, names: set[str], modules: set[str], name: str) -> bool:
    for part in ast.walk(node):
        if isinstance(part, ast.Name) and part.id in names:
            return True
        if isinstance(part, ast.arg) and part.arg in names:  # a fixture
            return True
        if isinstance(part, ast.Attribute) and part.attr == name:  # linear.RidgeRegressor
            names_module = ast.unparse(part.value) in modules
            if names_module:
                return True
    return False
