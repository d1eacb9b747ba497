"""What chapters 1 to 4 use of NumPy, pandas and Matplotlib is taught before it is used.

Taught is what a cell of a tutorial uses, or what the chapter itself names in its prose.
Functions are found by what the pages import. Of a method only its name is known, so one
counts for a library if a class of the library has it and Python's own types do not.
"""

import ast
import re
from collections.abc import Iterator

import matplotlib.axis
import matplotlib.colorbar
import matplotlib.spines
import numpy as np
import pandas as pd
import pytest
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from homlp_build.manuscript.imports import parse_cell
from homlp_build.manuscript.pages import Book, Page

FIRST_CHAPTERS = re.compile(r"part1/ch0[1-4]_")
TUTORIAL_OF = {"numpy": "numpy", "pandas": "pandas", "matplotlib": "matplotlib"}
CLASSES = {
    "numpy": (np.ndarray, np.random.Generator),
    "pandas": (
        pd.DataFrame,
        pd.Series,
        pd.Index,
        pd.core.groupby.DataFrameGroupBy,
        pd.core.groupby.SeriesGroupBy,
        pd.core.strings.accessor.StringMethods,
        pd.core.indexes.accessors.CombinedDatetimelikeProperties,
        pd.core.window.Rolling,
    ),
    "matplotlib": (Axes, Figure, matplotlib.axis.Axis, matplotlib.spines.Spine),
}
PYTHONS_OWN = {name for kind in (object, str, list, dict, set) for name in dir(kind)}

EXCEPTIONS = {
    ".errorbar": "a dot with a bar, in a drawing that is folded away; the caption says what it is",
    ".subfigures": "panels side by side, in a drawing that is folded away",
    ".subplots": "the panels of such a part of a figure",
    ".gamma": "a setting of a transformer that the page itself defines",
    "pandas.util": "the folder of the next one",
    "pandas.util.hash_pandas_object": "its line says that it gives one number a row",
}


def trees(page: Page) -> list[ast.Module]:
    return [tree for cell in page.cells if (tree := parse_cell(cell.source))]


def imported(page: Page) -> dict[str, str]:
    """Return the dotted name behind each name that a page imports."""
    names: dict[str, str] = {}
    for node in (node for tree in trees(page) for node in ast.walk(tree)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                top = alias.name.partition(".")[0]
                names[alias.asname or top] = alias.name if alias.asname else top
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                names[alias.asname or alias.name] = f"{node.module}.{alias.name}"
    return names


def dotted(node: ast.AST, names: dict[str, str]) -> str | None:
    if isinstance(node, ast.Name):
        return names.get(node.id)
    if isinstance(node, ast.Attribute) and (base := dotted(node.value, names)):
        return f"{base}.{node.attr}"
    return None


def used(page: Page) -> Iterator[tuple[str, str]]:
    """Yield library and name of what a page's cells use: ``numpy.log``, ``.groupby``."""
    names = imported(page)
    for node in (node for tree in trees(page) for node in ast.walk(tree)):
        if not isinstance(node, ast.Attribute):
            continue
        if full := dotted(node, names):
            library = full.partition(".")[0]
            if library in CLASSES and full not in names.values():
                yield library, full
        elif node.attr not in PYTHONS_OWN:
            for library, classes in CLASSES.items():
                if any(callable(getattr(one, node.attr, None)) for one in classes):
                    yield library, f".{node.attr}"


def named(page: Page) -> set[str]:
    """Return the last part of each dotted name that a page's prose shows as code."""
    prose = re.sub(r"^(`{3,}|:{3,})\{code-cell\}.*?^\1$", "", page.text, flags=re.M | re.S)
    return {name for code in re.findall(r"`([^`\n]+)`", prose) for name in re.findall(r"\w+", code)}


def untaught(book: Book) -> dict[str, list[str]]:
    """Return for each name that nothing introduces the chapters that use it."""
    tutorials = [page for name, page in book.pages.items() if name.startswith("tutorials/")]
    taught = {one for page in tutorials for _, one in used(page)}
    missing: dict[str, list[str]] = {}
    for name, page in book.pages.items():
        if FIRST_CHAPTERS.match(name):
            explained = named(page)
            for _, one in sorted(set(used(page))):
                known = one in taught or one in EXCEPTIONS or one.rpartition(".")[2] in explained
                if not known:
                    missing.setdefault(one, []).append(name)
    return missing


def test_everything_that_the_first_chapters_use_is_introduced(book: Book) -> None:
    assert untaught(book) == {}


@pytest.mark.parametrize("library", CLASSES)
def test_each_library_is_looked_for_and_found(book: Book, library: str) -> None:
    first = [page for name, page in book.pages.items() if FIRST_CHAPTERS.match(name)]
    assert len(first) == 4
    assert len({one for page in first for kind, one in used(page) if kind == library}) > 10


def test_each_exception_is_still_used(book: Book) -> None:
    found = {
        one
        for name, page in book.pages.items()
        if FIRST_CHAPTERS.match(name)
        for _, one in used(page)
    }
    assert EXCEPTIONS.keys() <= found
