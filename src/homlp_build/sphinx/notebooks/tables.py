"""Tables and footnotes as Markdown."""

from docutils import nodes

from .markup import Block
from .translator import Translator, Writers

__all__ = ["WRITERS"]


def _table(to: Translator, node: nodes.table) -> list[Block]:
    found: list[Block] = []
    if title := next((c for c in node.children if isinstance(c, nodes.title)), None):
        number = to.page.number(node)
        found.append((f"**Table {number}.** " if number else "") + to.words(title))
    rows = list(node.findall(nodes.row))
    with to.inline.in_table():
        cells = [
            [text for entry in row.findall(nodes.entry) for text in _entry(to, entry)]
            for row in rows
        ]
    return [*found, _drawn(cells, headed=isinstance(rows[0].parent, nodes.thead))]


def _entry(to: Translator, node: nodes.entry) -> list[str]:
    """Return a cell on one line; one that spans columns leaves the next ones empty."""
    pieces = [block for block in to.nested(node) if isinstance(block, str)]
    text = "<br>".join(" ".join(piece.split()) for piece in pieces)
    return [text, *[""] * int(node.get("morecols", 0))]


def _drawn(cells: list[list[str]], *, headed: bool) -> str:
    """Return rows as a pipe table, which always has a head."""
    width = max(map(len, cells))
    if not headed:
        cells = [[""] * width, *cells]
    rows = [row + [""] * (width - len(row)) for row in cells]
    rows.insert(1, ["---"] * width)
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _footnote(to: Translator, node: nodes.footnote) -> list[Block]:
    label, *rest = node.children
    pieces = [block for child in rest for block in to.child(child)]
    return [f"<sup>{label.astext()}</sup> {pieces[0]}", *pieces[1:]]


WRITERS: Writers = {
    "table": _table,
    "footnote": _footnote,
}
