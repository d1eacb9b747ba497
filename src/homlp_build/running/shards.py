"""Slices of a book for the machines of a CI matrix: the same on each of them."""

import re
from dataclasses import dataclass

from ..errors import UsageError
from ..manuscript.pages import Page

__all__ = ["Shard", "parse_shard", "select"]

_TYPICAL_MINUTES = 45


@dataclass(frozen=True)
class Shard:
    """The ``index``-th of ``count`` slices, from 1."""

    index: int
    count: int


def parse_shard(text: str) -> Shard:
    """Read ``2/3``.

    Raises
    ------
    UsageError
        If it is not i/n with 1 <= i <= n.
    """
    found = re.fullmatch(r"(\d+)/(\d+)", text)
    if found and 1 <= int(found[1]) <= int(found[2]):
        return Shard(int(found[1]), int(found[2]))
    raise UsageError(f"a shard is i/n with 1 <= i <= n, such as 2/3; got {text!r}")


def select(pages: dict[str, Page], shard: Shard) -> list[str]:
    """Return the names of the pages in a slice.

    The longest page goes to the slice that has least so far. Reading times stand in
    for running times, because they are the same on every machine.
    """
    loads, slices = [0] * shard.count, [list[str]() for _ in range(shard.count)]
    for name in sorted(pages, key=lambda name: (-_minutes(pages[name]), name)):
        lightest = loads.index(min(loads))
        loads[lightest] += _minutes(pages[name])
        slices[lightest].append(name)
    return sorted(slices[shard.index - 1])


def _minutes(page: Page) -> int:
    return page.front.reading_minutes or _TYPICAL_MINUTES
