"""Recorded names: what a page's cells record, what its prose pastes, and whether they meet."""

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ..errors import BookError, PageError
from ..memory import remembered
from .imports import parse_cell
from .markdown import walk
from .pages import Page

__all__ = [
    "Pasted",
    "Recorded",
    "check_names",
    "missing_names",
    "name_faults",
    "pasted",
    "recorded",
    "skip_reason",
    "unused_names",
]

_ROLE_IN_OPTIONS = re.compile(r"\{glue(?::\w+)?\}`([^`]+)`")


@dataclass(frozen=True)
class Recorded:
    """A call of ``record`` in a cell.

    Attributes
    ----------
    pattern : str
        A regular expression: the name itself, or what an f-string may become.
    literal : bool
        Whether the name is spelled out.
    line : int
        In the page's file.
    """

    pattern: str
    literal: bool
    line: int


@dataclass(frozen=True)
class Pasted:
    """A name that prose or a caption pastes, and its line in the page's file."""

    name: str
    line: int


@remembered
def recorded(page: Page, *, scale: str, device: str = "cpu") -> list[Recorded]:
    """Return the calls of ``record`` (and ``glue``) in the cells that run on a device."""
    found = []
    for cell in page.cells:
        skipped = skip_reason(cell.tags, scale=scale, device=device)
        if skipped is None and (tree := parse_cell(cell.source)):
            found += [
                Recorded(*_pattern(call.args[0]), cell.code_line + call.lineno - 1)
                for call in ast.walk(tree)
                if isinstance(call, ast.Call) and call.args and _called(call) in ("record", "glue")
            ]
    return found


def skip_reason(tags: Iterable[str], *, scale: str, device: str) -> str | None:
    """Return the tag for which a cell does not run, or None if it runs.

    ``full`` cells run at the full scale, ``gpu`` cells wherever there is one; a cell that
    needs both has both tags.
    """
    if "skip-execution" in tags:
        return "skip-execution"
    if "full" in tags and scale == "quick":
        return "full"
    return "gpu" if "gpu" in tags and device == "cpu" else None


@remembered
def pasted(page: Page) -> list[Pasted]:
    """Return the names that glue roles and directives paste, in prose and in captions."""
    found = [
        Pasted(_bare(piece.content), piece.line)
        for piece in walk(page.text)
        if piece.kind in ("role", "directive") and re.fullmatch(r"glue(:\w+)?", piece.name)
    ]
    for cell in page.cells:
        for number, line in enumerate(cell.options.splitlines(), start=cell.line + 1):
            found += [Pasted(_bare(name), number) for name in _ROLE_IN_OPTIONS.findall(line)]
    return found


def check_names(pages: Iterable[Page], *, scale: str, device: str) -> None:
    """Raise an error that lists every fault in the recorded names of some pages.

    Raises
    ------
    BookError
        See :func:`name_faults`.
    """
    faults = [fault for page in pages for fault in name_faults(page, scale=scale, device=device)]
    if faults:
        raise BookError(faults)


def name_faults(page: Page, *, scale: str, device: str = "cpu") -> Iterator[PageError]:
    """Yield names recorded twice, and names pasted that no cell can record."""
    calls = recorded(page, scale=scale, device=device)
    first: dict[str, int] = {}
    for call in calls:
        if call.literal and call.pattern in first:
            yield PageError(
                page.path,
                call.line,
                f"the name {call.pattern!r} is recorded twice, first on line "
                f"{first[call.pattern]} — give each result its own name",
            )
        first.setdefault(call.pattern, call.line)
    for paste in pasted(page):
        if not any(re.fullmatch(call.pattern, paste.name) for call in calls):
            yield _missing(page.path, paste)


def missing_names(page: Page, records: Iterable[str]) -> list[PageError]:
    """Return an error for each pasted name that an executed page did not record."""
    known = set(records)
    return [_missing(page.path, paste) for paste in pasted(page) if paste.name not in known]


def unused_names(page: Page, records: Iterable[str]) -> list[str]:
    """Return the recorded names that nothing on the page pastes."""
    used = {paste.name for paste in pasted(page)}
    return [name for name in records if name not in used]


def _missing(path: Path, paste: Pasted) -> PageError:
    return PageError(
        path, paste.line, f"no cell records {paste.name!r} — record() it, or mend the name"
    )


def _bare(content: str) -> str:
    """Drop the format of ``name:.1f``."""
    return content.strip().partition(":")[0]


def _called(call: ast.Call) -> str:
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _pattern(name: ast.expr) -> tuple[str, bool]:
    """Return the pattern of a recorded name, and whether it is spelled out."""
    if isinstance(name, ast.Constant) and isinstance(name.value, str):
        return name.value, True
    if isinstance(name, ast.JoinedStr):
        pieces = (
            re.escape(str(piece.value)) if isinstance(piece, ast.Constant) else ".*"
            for piece in name.values
        )
        return "".join(pieces), False
    return ".*", False
