"""The cover: gradient descent in a valley, computed by the library that the book teaches."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from textwrap import wrap

import numpy as np
from matplotlib import rc_context
from matplotlib.figure import Figure

from homlp_lib.scratch.gradient_descent import gradient_steps

from .edition import Edition

__all__ = ["draw_cover", "write_cover"]

_NIGHT, _LINE, _PATH, _LIGHT = "#10243a", "#5b8fc0", "#f08a3c", "#ffffff"
_SIZE = (6.3, 8.91)  # inches, in the proportions of A4
_HESSIAN = np.array([[1.0, 0.45], [0.45, 2.6]])
_START = np.array([-2.6, 2.9])


def write_cover(edition: Edition, path: Path) -> None:
    """Write the cover as PDF or PNG, by the ending of the path.

    Parameters
    ----------
    edition : Edition
    path : Path
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    dates = {".pdf": {"CreationDate": None}, ".png": {"Software": None}}
    with rc_context({"font.family": "DejaVu Sans", "pdf.fonttype": 42}):
        draw_cover(edition).savefig(
            path, dpi=200, facecolor=_NIGHT, metadata=dates[path.suffix], bbox_inches=None
        )


def draw_cover(edition: Edition) -> Figure:
    """Draw the cover.

    Parameters
    ----------
    edition : Edition
    """
    figure = Figure(figsize=_SIZE, facecolor=_NIGHT)
    _draw_descent(figure)
    for x, y, text, size, weight in _lines(edition):
        figure.text(x, y, text, color=_LIGHT, fontsize=size, fontweight=weight, va="top")
    return figure


def _draw_descent(figure: Figure) -> None:
    axes = figure.add_axes((0, 0, 1, 1))
    x, y = np.meshgrid(np.linspace(-4, 4, 300), np.linspace(-3.6, 7.6, 400))
    height = _HESSIAN[0, 0] * x**2 + 2 * _HESSIAN[0, 1] * x * y + _HESSIAN[1, 1] * y**2
    levels = np.linspace(0.15, 14, 32) ** 2
    axes.contour(x, y, height, levels=levels, colors=_LINE, linewidths=0.9, alpha=0.5)
    steps = gradient_steps(lambda theta: 2 * _HESSIAN @ theta, _START, eta=0.33)
    walk = np.array(list(islice(steps, 40)))  # (steps, 2)
    axes.plot(*walk.T, "o-", color=_PATH, linewidth=1.6, markersize=6)
    axes.plot(0, 0, "*", color=_LIGHT, markersize=17)
    axes.set(xlim=(-4, 4), ylim=(-3.6, 7.6))
    axes.axis("off")


def _lines(edition: Edition) -> Iterator[tuple[float, float, str, int, str]]:
    """Yield each text with its place, size and weight."""
    name, _, rest = edition.title.partition(": ")
    yield 0.08, 0.94, name, 44, "bold"
    yield 0.08, 0.855, "\n".join(wrap(rest, 34)), 20, "normal"
    yield 0.08, 0.80, "with Scikit-Learn and PyTorch", 13, "normal"
    yield 0.08, 0.105, edition.author, 13, "bold"
    yield 0.08, 0.068, " · ".join(filter(None, (edition.day, edition.commit))), 8, "normal"
