"""Where the boxes and lines of the roadmap go: Sugiyama's layered drawing.

A page stands in a row below all that it requires. A line that passes a row gets a lane of
its own in it, beside the boxes, so no line runs behind a box. Rows are ordered by sweeps
that bring pages near their neighbours, and then moved sideways to straighten the lines.
"""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

__all__ = ["Edge", "Lane", "Layout", "arrange", "ranks"]

Requires = dict[str, list[str]]
Edge = tuple[str, str]  # from what is required to what requires it
Lane = tuple[Edge, int]  # where a line passes a row
Node = str | Lane

_SWEEPS = 12
_SETTLING = 50
_TO_THE_MIDDLE = 0.2  # how strongly all is drawn to the middle, in neighbours


@dataclass(frozen=True)
class Layout:
    """A finished arrangement.

    Attributes
    ----------
    rows : list of list of Node
        Pages and lanes, from the left.
    middles : dict of Node to float
        The middle of each, in the units of the widths that were given.
    """

    rows: list[list[Node]]
    middles: dict[Node, float]

    def route(self, edge: Edge) -> list[Node]:
        """Return the nodes that a line visits, from above."""
        lanes = [node for row in self.rows for node in row if node[0] == edge]
        return [edge[0], *lanes, edge[1]]


def ranks(requires: Requires) -> dict[str, int]:
    """Return the row of each page: one below the last that it requires."""
    found: dict[str, int] = {}

    def rank(name: str) -> int:
        if name not in found:
            found[name] = max((rank(one) + 1 for one in requires[name]), default=0)
        return found[name]

    for name in requires:
        rank(name)
    return found


def arrange(requires: Requires, *, box: float, lane: float, gap: float) -> Layout:
    """Arrange pages so that lines are short, cross little and run beside the boxes.

    Parameters
    ----------
    requires : dict of str to list of str
        What each page requires, without what follows from the rest.
    box, lane, gap : float
        The widths of a box and of a lane, and the space between neighbours.
    """
    links = _links(requires)
    rows = _ordered(_rows(requires, links), links)

    def apart(left: Node, right: Node) -> float:
        return gap + sum((box if isinstance(one, str) else lane) / 2 for one in (left, right))

    return Layout(rows, _straightened(rows, links, apart))


def _links(requires: Requires) -> list[tuple[Node, Node]]:
    """Return the neighbours in successive rows: lines are cut into pieces at their lanes."""
    at = ranks(requires)
    links: list[tuple[Node, Node]] = []
    for below, above_all in requires.items():
        for above in above_all:
            edge = (above, below)
            lanes: list[Node] = [(edge, row) for row in range(at[above] + 1, at[below])]
            links += pairwise([above, *lanes, below])
    return links


def _rows(requires: Requires, links: list[tuple[Node, Node]]) -> list[list[Node]]:
    at = ranks(requires)
    rows: list[list[Node]] = [[] for _ in range(max(at.values(), default=-1) + 1)]
    for name in requires:
        rows[at[name]].append(name)
    for _, node in links:
        if not isinstance(node, str):
            rows[node[1]].append(node)
    return rows


def _ordered(rows: list[list[Node]], links: list[tuple[Node, Node]]) -> list[list[Node]]:
    """Order each row by the mean place of its neighbours, down and up; keep the best order."""
    best = [list(row) for row in rows]
    for sweep in range(_SWEEPS):
        down = sweep % 2 == 0
        for row, fixed in pairwise(rows[::-1] if not down else rows):
            place = {node: index / max(len(row) - 1, 1) for index, node in enumerate(row)}
            ends = [(a, b) if down else (b, a) for a, b in links]
            fixed.sort(key=lambda node: _mean([place[a] for a, b in ends if b == node], 0.5))
        if _crossings(rows, links) < _crossings(best, links):
            best = [list(row) for row in rows]
    return best


def _crossings(rows: list[list[Node]], links: list[tuple[Node, Node]]) -> int:
    place = {node: index for row in rows for index, node in enumerate(row)}
    row_of = {node: index for index, row in enumerate(rows) for node in row}
    pieces = [(row_of[a], place[a], place[b]) for a, b in links]
    return sum(
        r == s and (a - c) * (b - d) < 0
        for index, (r, a, b) in enumerate(pieces)
        for s, c, d in pieces[index + 1 :]
    )


def _straightened(
    rows: list[list[Node]], links: list[tuple[Node, Node]], apart: Callable[[Node, Node], float]
) -> dict[Node, float]:
    """Move each row towards its neighbours, again and again, without changing its order."""
    beside: dict[Node, list[Node]] = {node: [] for row in rows for node in row}
    for above, below in links:
        beside[above].append(below)
        beside[below].append(above)
    middles: dict[Node, float] = {}
    for row in rows:
        middles |= zip(row, _spread([0.0] * len(row), row, apart), strict=True)
    for _ in range(_SETTLING):
        for row in [*rows, *reversed(rows)]:
            wanted = [
                sum(middles[one] for one in beside[node]) / (len(beside[node]) + _TO_THE_MIDDLE)
                for node in row
            ]
            middles |= zip(row, _spread(wanted, row, apart), strict=True)
    return middles


def _spread(
    wanted: list[float], row: list[Node], apart: Callable[[Node, Node], float]
) -> list[float]:
    """Return places near the wanted ones, in order and far enough apart (least squares).

    With the distances taken off, the places must only not fall: isotonic regression, by
    pooling neighbours that do.
    """
    offsets = [0.0]
    for left, right in pairwise(row):
        offsets.append(offsets[-1] + apart(left, right))
    pools: list[list[float]] = []
    for goal, offset in zip(wanted, offsets, strict=True):
        pools.append([goal - offset])
        while len(pools) > 1 and _mean(pools[-2], 0) > _mean(pools[-1], 0):
            last = pools.pop()
            pools[-1] += last
    level = [_mean(pool, 0) for pool in pools for _ in pool]
    return [place + offset for place, offset in zip(level, offsets, strict=True)]


def _mean(numbers: list[float], default: float) -> float:
    return sum(numbers) / len(numbers) if numbers else default
