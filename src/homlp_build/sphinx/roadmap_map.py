"""The map of the roadmap: a layered drawing, as SVG with links.

A page stands one row below the last of the pages that it requires; within a row,
pages stand near those pages. A requirement that follows from others is not drawn.
"""

import textwrap
from html import escape
from itertools import pairwise

from .labels import Entry

__all__ = ["draw", "layers", "needed", "picture"]

_BOX = (152, 62)
_GAP = (16, 46)
_MARGIN = 8
_LINE = 15  # between lines of text
_STYLE = (
    ".edges path {fill: none; stroke: #777; stroke-width: 1.5}"
    "rect {stroke: #333; stroke-width: 1.5} text {fill: #111; font-size: 13px; text-anchor: middle}"
    ".part-tutorial rect {fill: #fff} .part-1 rect {fill: #dbe9f6} .part-2 rect {fill: #f7dcc4}"
    ".part-appendix rect {fill: #efe6f2}"
    ".planned rect {stroke-dasharray: 4 4} .written rect {stroke-width: 3}"
    ".written text {font-weight: bold}"
)


def draw(entries: list[Entry], links: dict[str, str]) -> str:
    """Draw the map.

    Parameters
    ----------
    entries : list of Entry
    links : dict of str to str
        The address of each page that is written.

    Returns
    -------
    str
        HTML: the drawing, in a box that scrolls where the screen is narrow.
    """
    (width, height), shapes = _drawing(entries, links)
    return (
        '<div class="homlp-map" role="region" tabindex="0" aria-label="Map of the roadmap">'
        f'<svg viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="group" aria-label="Which page requires which; the tables below say the same">'
        f"{shapes}</svg></div>\n"
    )


def picture(entries: list[Entry]) -> str:
    """Draw the map as an SVG file without links, in colours that differ in grey too.

    Parameters
    ----------
    entries : list of Entry
    """
    (width, height), shapes = _drawing(entries, {e.name: "" for e in entries if e.written})
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" font-family="DejaVu Sans, sans-serif">'
        f"<style>{_STYLE}</style>{shapes}</svg>\n"
    )


def _drawing(entries: list[Entry], links: dict[str, str]) -> tuple[tuple[int, int], str]:
    """Return the size of the map and its shapes."""
    rows = layers(entries)
    columns = max(len(row) for row in rows)
    width = 2 * _MARGIN + columns * (_BOX[0] + _GAP[0]) - _GAP[0]
    height = 2 * _MARGIN + len(rows) * (_BOX[1] + _GAP[1]) - _GAP[1]
    places = _places(rows, width)
    edges = needed(entries)
    lines = [
        _edge(places[above], places[entry.name]) for entry in entries for above in edges[entry.name]
    ]
    boxes = [_box(entry, places[entry.name], links.get(entry.name)) for entry in entries]
    shapes = f'<g class="edges" aria-hidden="true">{"".join(lines)}</g>{"".join(boxes)}'
    return (width, height), shapes


def needed(entries: list[Entry]) -> dict[str, list[str]]:
    """Return what each page requires on the map, without what follows from the rest."""
    requires = _requires(entries)
    reached = {name: _reach(name, requires) for name in requires}
    return {
        name: [one for one in direct if not any(one in reached[other] for other in direct)]
        for name, direct in requires.items()
    }


def layers(entries: list[Entry]) -> list[list[Entry]]:
    """Return the rows of the map, from what requires nothing to what requires most."""
    requires = _requires(entries)
    ranks: dict[str, int] = {}

    def rank(name: str) -> int:
        if name not in ranks:
            ranks[name] = max((rank(one) + 1 for one in requires[name]), default=0)
        return ranks[name]

    rows: list[list[Entry]] = [[] for _ in range(max(map(rank, requires), default=-1) + 1)]
    for entry in entries:
        rows[rank(entry.name)].append(entry)
    for above, row in pairwise(rows):
        row.sort(key=lambda entry: _pull(entry, above, requires))
    return rows


def _requires(entries: list[Entry]) -> dict[str, list[str]]:
    names = {entry.name for entry in entries}
    return {entry.name: [one for one in entry.requires if one in names] for entry in entries}


def _reach(name: str, requires: dict[str, list[str]]) -> set[str]:
    """Return everything that a page requires, directly or not."""
    found: set[str] = set()
    waiting = list(requires[name])
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += requires[one]
    return found


def _pull(entry: Entry, above: list[Entry], requires: dict[str, list[str]]) -> float:
    """Return where in a row a page wants to stand: at the mean of what it requires."""
    at = [
        index / max(len(above) - 1, 1)
        for index, other in enumerate(above)
        if other.name in requires[entry.name]
    ]
    return sum(at) / len(at) if at else 0.5


def _places(rows: list[list[Entry]], width: int) -> dict[str, tuple[float, float]]:
    """Return the middle of each box's upper edge."""
    places: dict[str, tuple[float, float]] = {}
    for depth, row in enumerate(rows):
        step = (width - 2 * _MARGIN) / len(row)
        for index, entry in enumerate(row):
            y = _MARGIN + depth * (_BOX[1] + _GAP[1])
            places[entry.name] = (_MARGIN + step * (index + 0.5), y)
    return places


def _edge(above: tuple[float, float], below: tuple[float, float]) -> str:
    (x1, y1), (x2, y2) = (above[0], above[1] + _BOX[1]), below
    bend = min((y2 - y1) / 2, 60)
    return (
        f'<path d="M{x1:.0f} {y1:.0f} C{x1:.0f} {y1 + bend:.0f} '
        f'{x2:.0f} {y2 - bend:.0f} {x2:.0f} {y2:.0f}"/>'
    )


def _box(entry: Entry, place: tuple[float, float], link: str | None) -> str:
    x, y = place[0] - _BOX[0] / 2, place[1]
    label = f"{entry.number}. {entry.title}" if entry.number else entry.title
    lines = textwrap.wrap(label, width=21)
    first = y + _BOX[1] / 2 - (len(lines) - 1) * _LINE / 2 + 4
    spans = "".join(
        f'<tspan x="{place[0]:.0f}" y="{first + index * _LINE:.0f}">{escape(line)} </tspan>'
        for index, line in enumerate(lines)
    )
    kind = "planned" if link is None else "written"
    shape = (
        f'<g class="page part-{entry.part} {kind}">'
        f'<rect x="{x:.0f}" y="{y:.0f}" width="{_BOX[0]}" height="{_BOX[1]}" rx="8"/>'
        f"<text>{spans}</text></g>"
    )
    return f'<a href="{escape(link)}">{shape}</a>' if link else shape
