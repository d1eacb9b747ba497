"""The house style of every figure."""

from typing import Any

import matplotlib as mpl
from cycler import cycler

from .palette import GRID, INK, PALETTE, PAPER

__all__ = ["house_style"]

_STYLE: dict[Any, Any] = {
    "axes.axisbelow": True,
    "axes.edgecolor": INK,
    "axes.facecolor": PAPER,
    "axes.formatter.use_mathtext": True,
    "axes.grid": True,
    "axes.labelcolor": INK,
    "axes.prop_cycle": cycler(color=PALETTE),
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlelocation": "left",
    "axes.titlesize": 11,
    "axes.titleweight": "bold",
    "figure.constrained_layout.use": True,
    "figure.dpi": 144,
    "figure.facecolor": PAPER,
    "figure.figsize": (6.4, 3.6),
    "font.size": 10,
    "grid.color": GRID,
    "grid.linewidth": 0.6,
    "image.cmap": "cividis",
    "legend.edgecolor": GRID,
    "legend.facecolor": PAPER,
    "legend.frameon": False,
    "legend.labelcolor": INK,
    "lines.linewidth": 1.8,
    "patch.edgecolor": PAPER,
    "savefig.facecolor": "auto",
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
}


def house_style() -> None:
    """Use the book's style for every figure drawn from here on.

    Call it once, in a page's first cell.
    """
    mpl.rcParams.update(_STYLE)
