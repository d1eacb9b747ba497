"""Pictures of walking downhill: the level curves of a cost, and paths over them."""

from collections.abc import Callable
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike, NDArray

from .palette import GREY, INK

__all__ = ["level_curves", "path"]

Array = NDArray[np.float64]


def level_curves(
    ax: Axes,
    cost: Callable[[Array], float],
    *,
    x: tuple[float, float],
    y: tuple[float, float],
    levels: int = 9,
) -> None:
    """Draw the level curves of a cost of two parameters.

    The levels grow as squares, so that the curves of a bowl lie evenly.

    Parameters
    ----------
    ax : Axes
    cost : callable
        Maps a vector of two parameters to a number.
    x, y : tuple of two floats
        The range of the first and of the second parameter.
    levels : int
        How many curves.
    """
    xs, ys = np.linspace(*x, 120), np.linspace(*y, 120)
    Z = np.array([[cost(np.array([a, b])) for a in xs] for b in ys])  # (120, 120)
    steps = np.linspace(0, 1, levels + 1)[1:] ** 2
    ax.contour(xs, ys, Z, levels=Z.min() + steps * (Z.max() - Z.min()), colors=GREY, linewidths=0.7)
    ax.grid(False)
    ax.set(xlim=x, ylim=y)


def path(ax: Axes, points: ArrayLike, *, color: str = INK, **style: Any) -> None:
    """Draw a path over the plane of two parameters: a dot a step, a ring at the start.

    Parameters
    ----------
    ax : Axes
    points : array-like of shape (n_steps + 1, 2)
        What the descents of :mod:`homlp_lib.scratch.gradient_descent` return.
    color : str
    **style
        Passed on to :meth:`matplotlib.axes.Axes.plot`.
    """
    points = np.asarray(points, dtype=np.float64)
    settings: dict[str, Any] = {"marker": "o", "markersize": 3.0, "linewidth": 1.2} | style
    ax.plot(points[:, 0], points[:, 1], color=color, **settings)
    ax.plot(*points[0], marker="o", markersize=8, markerfacecolor="none", color=color)
