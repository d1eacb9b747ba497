"""What changed between two executions of a page: recorded numbers, printed text, figures."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher, unified_diff
from itertools import zip_longest
from typing import Any

from ..running.store import Executed

__all__ = ["Differences", "Figure", "Number", "differences"]


@dataclass(frozen=True)
class Number:
    """A recorded result before and now; None where it was not, or is no longer, recorded."""

    name: str
    before: str | None
    now: str | None


@dataclass(frozen=True)
class Figure:
    """A picture before and now, as base64 of a PNG, and where it stands."""

    cell: int
    alt: str
    before: str | None
    now: str | None


@dataclass(frozen=True)
class Differences:
    """What changed on a page; ``texts`` holds a unified diff for each cell that prints otherwise.

    A measured time, which is recorded as volatile, is not held against its old value.
    """

    page: str
    numbers: list[Number] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.numbers or self.texts or self.figures)


def differences(before: Executed, now: Executed) -> Differences:
    """Compare two notebooks of a page; cells are matched by their code, then by their order."""
    found = Differences(now.page, list(_numbers(before, now)))
    for number, old, new in _pairs(before.notebook["cells"], now.notebook["cells"]):
        if diff := _diff(_text(old), _text(new), cell=number):
            found.texts.append(diff)
        for was, is_ in zip_longest(_pictures(old), _pictures(new), fillvalue=("", None)):
            if was[1] != is_[1]:
                found.figures.append(Figure(number, is_[0] or was[0], was[1], is_[1]))
    return found


def _numbers(before: Executed, now: Executed) -> Iterator[Number]:
    old, new = _steady(before), _steady(now)
    for name in sorted(old.keys() | new.keys()):
        if old.get(name) != new.get(name):
            yield Number(name, old.get(name), new.get(name))


def _steady(executed: Executed) -> dict[str, str]:
    records = executed.meta["records"].items()
    return {name: record["value"] for name, record in records if not record["volatile"]}


def _pairs(
    old: list[dict[str, Any]], new: list[dict[str, Any]]
) -> Iterator[tuple[int, dict[str, Any], dict[str, Any]]]:
    """Yield the number of each cell with its two forms; an empty one where there is none."""
    before, now = (["".join(cell["source"]) for cell in cells] for cells in (old, new))
    for _, a, b, c, d in SequenceMatcher(None, before, now, autojunk=False).get_opcodes():
        for offset in range(max(b - a, d - c)):
            was = old[a + offset] if a + offset < b else {"outputs": []}
            is_ = new[c + offset] if c + offset < d else {"outputs": []}
            yield min(c + offset, max(d - 1, c)) + 1, was, is_


def _text(cell: dict[str, Any]) -> str:
    pieces = []
    for output in cell["outputs"]:
        data = output.get("data", {})
        if "image/png" not in data:
            pieces.append("".join(output.get("text") or data.get("text/plain", "")))
    return "\n".join(pieces)


def _pictures(cell: dict[str, Any]) -> list[tuple[str, str | None]]:
    found: list[tuple[str, str | None]] = []
    for output in cell["outputs"]:
        if (png := output.get("data", {}).get("image/png")) is not None:
            alt = output["metadata"].get("image/png", {}).get("alt", "")
            found.append((alt, "".join(png).replace("\n", "")))
    return found


def _diff(before: str, now: str, *, cell: int) -> str:
    lines = unified_diff(before.splitlines(), now.splitlines(), "before", "now", lineterm="", n=1)
    shown = "\n".join(list(lines)[2:])
    return f"cell {cell}\n{shown}" if shown else ""
