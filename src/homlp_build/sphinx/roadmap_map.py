"""The map of the roadmap as SVG, every page a link; ``roadmap_layout`` says what goes where.

A requirement that follows from others is not drawn.
"""

import textwrap
from html import escape

from .labels import Entry, short_label, slug
from .roadmap_layout import Edge, Layout, Node, arrange

__all__ = ["box_of", "draw", "needed", "picture", "routes"]

_BOX = (153, 54)
_GAP = (10, 38)
_LANE = 6
_MARGIN = 6
_LINE = 14  # between lines of text
_HALF_A_SPACE = 2  # a line ends in one, which parts words for voices and would move its middle
_CHARACTERS = {True: 20, False: 22}  # in a line: written pages are in bold
_STYLE = (
    ".edges path {fill: none; stroke: #777; stroke-width: 1.5}"
    "rect {stroke: #333; stroke-width: 1.5} "
    "text {fill: #111; font-size: 11.5px; text-anchor: middle}"
    ".part-tutorial rect {fill: #fff} .part-1 rect {fill: #dbe9f6} .part-2 rect {fill: #f7dcc4}"
    ".part-appendix rect {fill: #efe6f2}"
    ".planned rect {stroke-dasharray: 4 4} .written rect {stroke-width: 3}"
    ".written text {font-weight: bold}"
)

Point = tuple[float, float]


def draw(entries: list[Entry], links: dict[str, str]) -> str:
    """Draw the map.

    Parameters
    ----------
    entries : list of Entry
    links : dict of str to str
        The address of each page, or of what is said of a planned one.

    Returns
    -------
    str
        HTML; the style sheet hides it where the screen is narrow, and in print.
    """
    (width, height), shapes = _drawing(entries, links)
    return (
        f'<div class="homlp-map"><svg viewBox="0 0 {width:.0f} {height:.0f}" role="group" '
        'aria-label="Map: which page requires which. The tables below say the same.">'
        f"{shapes}</svg>"
        '<p class="homlp-map-small">The map is drawn on wide screens. The list below says the '
        "same: each page with what it requires.</p></div>\n"
    )


def picture(entries: list[Entry]) -> str:
    """Draw the map as an SVG file without links, in colours that differ in grey too.

    Parameters
    ----------
    entries : list of Entry
    """
    (width, height), shapes = _drawing(entries, {})
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" '
        f'width="{width:.0f}" height="{height:.0f}" font-family="DejaVu Sans, sans-serif">'
        f"<style>{_STYLE}</style>{shapes}</svg>\n"
    )


def _drawing(entries: list[Entry], links: dict[str, str]) -> tuple[tuple[float, float], str]:
    """Return the size of the map and its shapes."""
    layout, width, height = _layout(entries)
    lines = [_line(edge, points) for edge, points in routes(entries).items()]
    known = {entry.name: entry for entry in entries}
    boxes = [
        _box(entry, _corner(layout, entry.name), links.get(entry.name), known) for entry in entries
    ]
    edges = f'<g class="edges" aria-hidden="true">{"".join(lines)}</g>'
    return (width, height), edges + "".join(boxes)


def needed(entries: list[Entry]) -> dict[str, list[str]]:
    """Return what each page requires on the map, without what follows from the rest."""
    names = {entry.name for entry in entries}
    requires = {entry.name: [one for one in entry.requires if one in names] for entry in entries}
    reached = {name: _reach(name, requires) for name in requires}
    return {
        name: [one for one in direct if not any(one in reached[other] for other in direct)]
        for name, direct in requires.items()
    }


def routes(entries: list[Entry]) -> dict[Edge, list[Point]]:
    """Return the line of each requirement: where it leaves, enters and passes rows."""
    layout, *_ = _layout(entries)
    requires = needed(entries)
    edges = [(above, name) for name in requires for above in requires[name]]
    return {edge: _points(layout, layout.route(edge)) for edge in edges}


def box_of(entries: list[Entry], name: str) -> tuple[float, float, float, float]:
    """Return the left, top, right and bottom of a page's box."""
    x, y = _corner(_layout(entries)[0], name)
    return x, y, x + _BOX[0], y + _BOX[1]


def _layout(entries: list[Entry]) -> tuple[Layout, float, float]:
    """Arrange the pages, moved so that everything lies inside the margins."""
    layout = arrange(needed(entries), box=_BOX[0], lane=_LANE, gap=_GAP[0])
    ends = [
        (at - half, at + half)
        for node, at in layout.middles.items()
        for half in ((_BOX[0] if isinstance(node, str) else _LANE) / 2,)
    ]
    left, right = min(low for low, _ in ends), max(high for _, high in ends)
    moved = {node: at - left + _MARGIN for node, at in layout.middles.items()}
    height = len(layout.rows) * (_BOX[1] + _GAP[1]) - _GAP[1] + 2 * _MARGIN
    return Layout(layout.rows, moved), right - left + 2 * _MARGIN, height


def _top(layout: Layout, node: Node) -> float:
    row = next(index for index, row in enumerate(layout.rows) if node in row)
    return _MARGIN + row * (_BOX[1] + _GAP[1])


def _corner(layout: Layout, name: str) -> Point:
    return layout.middles[name] - _BOX[0] / 2, _top(layout, name)


def _points(layout: Layout, nodes: list[Node]) -> list[Point]:
    """Return in turn where a line leaves a row and where it enters the next."""
    points: list[Point] = []
    for node in nodes:
        x, y = layout.middles[node], _top(layout, node)
        points += [(x, y), (x, y + _BOX[1])]
    return points[1:-1]


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


def _line(edge: Edge, points: list[Point]) -> str:
    """Draw a line: curves between the rows, straight through them."""
    path = f"M{points[0][0]:.0f} {points[0][1]:.0f}"
    for (x1, y1), (x2, y2) in zip(points[::2], points[1::2], strict=True):
        middle = (y1 + y2) / 2
        path += f"L{x1:.0f} {y1:.0f}C{x1:.0f} {middle:.0f} {x2:.0f} {middle:.0f} {x2:.0f} {y2:.0f}"
    above, below = (_slug_of(name) for name in edge)
    return f'<path d="{path}" data-from="{above}" data-to="{below}"/>'


def _slug_of(name: str) -> str:
    return escape(slug(name))


def _box(entry: Entry, corner: Point, link: str | None, known: dict[str, Entry]) -> str:
    x, y = corner
    middle = x + _BOX[0] / 2
    label = f"{entry.number}. {entry.title}" if entry.number else entry.title
    lines = textwrap.wrap(label, width=_CHARACTERS[entry.written])
    first = y + _BOX[1] / 2 - (len(lines) - 1) * _LINE / 2 + 4
    spans = " ".join(
        f'<tspan x="{middle + _HALF_A_SPACE * (line != lines[-1]):.0f}" '
        f'y="{first + index * _LINE:.0f}">{escape(line)}</tspan>'
        for index, line in enumerate(lines)
    )
    kind = "written" if entry.written else "planned"
    shape = (
        f'<rect x="{x:.0f}" y="{y:.0f}" width="{_BOX[0]}" height="{_BOX[1]}" rx="7"/>'
        f"<text>{spans}</text>"
    )
    if link is None:
        return f'<g class="page part-{entry.part} {kind}">{shape}</g>'
    return (
        f'<a href="{escape(link)}" aria-label="{escape(_told(label, entry, known))}" '
        f'data-page="{_slug_of(entry.name)}" class="page part-{entry.part} {kind}">{shape}</a>'
    )


def _told(label: str, entry: Entry, known: dict[str, Entry]) -> str:
    requires = ", ".join(short_label(known[one]) for one in entry.requires if one in known)
    state = "" if entry.written else ", not yet written"
    return f"{label}{state}; requires {requires or 'nothing'}"
