"""House style, :func:`show`, and the recurring pictures (one module each)."""

from .palette import BLUE, GREEN, GREY, GRID, INK, ORANGE, PALETTE, PAPER, PURPLE, YELLOW
from .show import show
from .style import house_style

__all__ = [
    "house_style",
    "show",
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
