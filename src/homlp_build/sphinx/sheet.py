"""How much room a piece takes on a printed sheet, and how to keep it on one."""

from math import ceil

from docutils import nodes

__all__ = ["keep", "lines_of"]

_CHARACTERS = 88  # of text in a line
_CODE = 0.82  # the height of a line of code in lines of text
_GAP = 0.6  # between paragraphs
_PICTURE = 20


def lines_of(node: nodes.Node) -> int:
    """Estimate how many lines of text a piece is high.

    Parameters
    ----------
    node : Node
    """
    return ceil(_height(node))


def _height(node: nodes.Node) -> float:
    if isinstance(node, nodes.image):
        return _PICTURE
    if isinstance(node, nodes.raw | nodes.Text):
        return 0
    if isinstance(node, nodes.literal_block):
        return _CODE * (node.astext().count("\n") + 1) + 2 * _GAP
    if isinstance(node, nodes.math_block):
        return 3 + 1.5 * node.astext().count(r"\\")
    if isinstance(node, nodes.TextElement):
        return ceil(len(node.astext()) / _CHARACTERS) + _GAP
    return sum(map(_height, node.children))


def keep(lines: int) -> nodes.raw:
    """Return what begins a new sheet if this one has no more room for so many lines.

    Parameters
    ----------
    lines : int
    """
    return nodes.raw("", rf"\needspace{{{lines}\baselineskip}}", format="latex")
