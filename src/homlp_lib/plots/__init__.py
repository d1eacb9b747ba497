"""House style, :func:`show`, :func:`frames`, and the recurring pictures (one module each)."""

from .frames import frames
from .palette import BLUE, GREEN, GREY, GRID, INK, ORANGE, PALETTE, PAPER, PURPLE, YELLOW
from .show import show
from .style import house_style

__all__ = [
    "house_style",
    "show",
    "frames",
    "PALETTE",
    "BLUE",
    "ORANGE",
    "GREEN",
    "PURPLE",
    "YELLOW",
    "GREY",
    "INK",
    "PAPER",
    "GRID",
]
