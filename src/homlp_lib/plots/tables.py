"""Pictures of tables, cell by cell, where a page explains a shape or a match of rows."""

from dataclasses import dataclass

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from numpy.typing import ArrayLike

from .palette import GREY, GRID, INK

__all__ = ["Drawn", "sheet", "draw_table"]

_WIDTH = 7.4  # inches
_LINE = 0.25  # inches
_GLYPH = 0.602  # width of a character of the typewriter font, in its size


@dataclass(frozen=True)
class Drawn:
    """Where a table was drawn, so that lines can lead to it.

    Parameters
    ----------
    left, right : float
        Its edges, in characters.
    rows : tuple of float
        The middle of each row, in lines.
    """

    left: float
    right: float
    rows: tuple[float, ...]


def sheet(*, characters: int, lines: int) -> tuple[Figure, Axes]:
    """Return an empty figure that is ruled in characters across and lines down.

    Parameters
    ----------
    characters : int
        As many fit side by side; the type is sized for that.
    lines : int
    """
    fig = plt.figure(figsize=(_WIDTH, lines * _LINE))
    fig.set_layout_engine("none")
    ax = fig.add_axes((0.0, 0.0, 1.0, 1.0))
    ax.set(xlim=(0, characters), ylim=(lines, 0))
    ax.axis("off")
    return fig, ax


def draw_table(
    ax: Axes,
    frame: pd.DataFrame,
    *,
    at: tuple[float, float] = (0.0, 0.0),
    tints: ArrayLike = "",
    title: str = "",
) -> Drawn:
    """Draw a frame: row labels at the left, column names above, values in boxes.

    Parameters
    ----------
    ax : Axes
        Made by :func:`sheet`.
    frame : DataFrame
        Drawn in full, so pick its rows and round it first.
    at : tuple of two floats
        The left edge, in characters, and the line of the title.
    tints : array-like of str
        Colours of the palette, or "" for none, in a shape that stretches to that of the frame:
        one for all, one a column, or with the shape (rows, 1) one a row.
    title : str
    """
    left, top = at
    labels = ["" if frame.index.name is None else str(frame.index.name), *map(str, frame.index)]
    colours = np.broadcast_to(np.asarray(tints, dtype=object), frame.shape)
    _write(ax, left, top, title, weight="bold")
    right = _draw_column(ax, left, top + 1, labels, colours=[GREY] * len(frame), ink=GREY)
    for j, name in enumerate(frame.columns):
        texts = [str(name), *("NaN" if pd.isna(one) else str(one) for one in frame.iloc[:, j])]
        right = _draw_column(ax, right, top + 1, texts, colours=list(colours[:, j]), ink=INK)
    return Drawn(left, right, tuple(top + 2.5 + i for i in range(len(frame))))


def _draw_column(
    ax: Axes, x: float, y: float, texts: list[str], *, colours: list[str], ink: str
) -> float:
    """Draw a head and its cells; return the right edge."""
    wide = max(map(len, texts)) + 2
    _write(ax, x + 1, y, texts[0], weight="bold", color=ink)
    for i, (text, colour) in enumerate(zip(texts[1:], colours, strict=True), start=1):
        box = Rectangle((x, y + i), wide, 1, facecolor="none", edgecolor=GRID, linewidth=0.8)
        ax.add_patch(box)
        if colour:
            ax.add_patch(Rectangle((x, y + i), wide, 1, facecolor=colour, alpha=0.16, linewidth=0))
        _write(ax, x + wide - 1, y + i, text, ha="right", color=ink)
    return x + wide


def _write(
    ax: Axes,
    x: float,
    y: float,
    text: str,
    *,
    ha: str = "left",
    weight: str = "normal",
    color: str = INK,
) -> None:
    size = _WIDTH * 72 / ax.get_xlim()[1] / _GLYPH
    ax.text(
        x, y + 0.5, text, ha=ha, va="center", color=color,
        family="monospace", fontsize=size, fontweight=weight,
    )  # fmt: skip
