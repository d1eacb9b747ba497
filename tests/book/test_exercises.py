"""Exercises on the pages: the solution passes its check, the stub does not."""

import ast
import re
from pathlib import Path

import pytest

from homlp_build.manuscript.pages import Page, read_book
from homlp_lib.errors import CheckFailedError

ROOT = Path(__file__).parents[2]

CHECK = re.compile(r"^\w+\.(check_\w+)\(", re.MULTILINE)


def exercises() -> list[tuple[Page, str, str, str]]:
    """Return page, name of the check, stub and solution of every coding exercise."""
    found = []
    for page in read_book(ROOT).pages.values():
        solutions = {
            name: cell.source
            for cell in page.cells
            if "solution" in cell.tags
            for name in CHECK.findall(cell.source)
        }
        found += [
            (page, name, cell.source, solutions.get(name, ""))
            for cell in page.cells
            if "stub" in cell.tags
            for name in CHECK.findall(cell.source)
        ]
    return found


each = pytest.mark.parametrize(
    ("source", "name", "stub", "solution"),
    exercises(),
    ids=[f"{page.name}-{name}" for page, name, _, _ in exercises()],
)


def namespace(page: Page) -> dict[str, object]:
    """Return what a page's imports define: all that an answer may rely on."""
    names: dict[str, object] = {}
    for cell in page.cells:
        imports = [
            node
            for node in ast.parse(cell.source).body
            if isinstance(node, ast.Import | ast.ImportFrom)
        ]
        exec(compile(ast.Module(imports, []), "<imports>", "exec"), names)
    return names


@each
def test_the_solution_passes_its_check(source, name, stub, solution, capsys):
    assert solution, f"no cell tagged solution calls {name}"
    exec(solution, namespace(source))
    assert "Correct" in capsys.readouterr().out


@each
def test_the_stub_fails_and_says_that_it_is_the_stub(source, name, stub, solution):
    with pytest.raises(CheckFailedError, match="stub"):
        exec(stub, namespace(source))


def test_every_coding_exercise_has_a_stub(coded):
    asked = coded.text.count("{exercise-start}")
    stubs = [cell for cell in coded.cells if "stub" in cell.tags]
    assert len(stubs) == asked
    assert all("skip-execution" in cell.tags for cell in stubs)
