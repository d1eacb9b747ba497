"""What went wrong on a page, said in one block: page, cell, source line, cause."""

import re
import signal
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..manuscript.cells import Cell

__all__ = ["Failure", "cell_failure", "died"]

_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_CELL_LINE = re.compile(r"Cell In\[\d+\], line (\d+)")
_LIBRARY_LINE = re.compile(r"^File (.+?):(\d+), in (\w+)", re.MULTILINE)


@dataclass(frozen=True)
class Failure:
    """Why a page has no notebook.

    Attributes
    ----------
    page : str
    path : Path
    line : int
        In the page's file, from 1.
    cell : int, optional
        The number of the cell, from 1; None where no cell is to blame.
    cause : str
        Further lines give the code and the place in the library.
    """

    page: str
    path: Path
    line: int
    cell: int | None
    cause: str

    def __str__(self) -> str:
        where = f"cell {self.cell} of {self.page}" if self.cell else self.page
        return f"{self.path}:{self.line}: {where}: {self.cause}"


def cell_failure(
    page: str, path: Path, number: int, cell: Cell, outputs: Sequence[dict[str, Any]]
) -> Failure:
    """Return the failure that a cell's error output describes."""
    error = next(output for output in reversed(outputs) if output["output_type"] == "error")
    trace = _COLOUR.sub("", "\n".join(error["traceback"]))
    offset = _line_in(cell, trace, name=error["ename"]) - 1
    lines = cell.source.splitlines()
    cause = f"{error['ename']}: {error['evalue']}".strip().removesuffix(":")
    cause += f"\n    {lines[offset].strip()}"
    if inside := _LIBRARY_LINE.findall(trace):
        file, line, function = inside[-1]
        cause += f"\n    raised in {function}, {file}:{line}"
    return Failure(page, path, cell.code_line + offset, number, cause)


def died(code: int) -> str:
    """Say how a kernel ended that nobody asked to end."""
    if code >= 0:
        return f"the kernel ended with exit code {code} — the cell left Python"
    name = signal.Signals(-code).name if -code in set(signal.Signals) else f"signal {-code}"
    hint = " (out of memory?)" if -code == signal.SIGKILL else ""
    return f"the kernel died of {name}{hint}"


def _line_in(cell: Cell, trace: str, *, name: str) -> int:
    """Return the line of the cell that failed: the traceback starts in the cell itself."""
    found = _CELL_LINE.findall(trace)
    line = int(found[-1 if name in ("SyntaxError", "IndentationError") else 0]) if found else 1
    return min(line, len(cell.source.splitlines()))
