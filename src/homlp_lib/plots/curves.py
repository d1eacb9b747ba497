"""Curves that carry their own names, and bands around them."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

__all__ = ["named", "spread"]


def named(ax: Axes, x: float, y: float, text: str, *, color: str, **style: Any) -> None:
    """Write a curve's name beside it, in its colour.

    Parameters
    ----------
    ax : Axes
    x, y : float
        Where, in the units of the axes.
    text : str
    color : str
    **style
        Passed on to :meth:`matplotlib.axes.Axes.annotate`.
    """
    settings: dict[str, Any] = {"fontsize": 9, "va": "center"} | style
    ax.annotate(text, (x, y), color=color, **settings)


def spread(
    ax: Axes, x: ArrayLike, runs: ArrayLike, *, color: str, label: str | None = None
) -> None:
    """Draw the mean of several runs as a curve, within a band of one standard deviation.

    Parameters
    ----------
    ax : Axes
    x : array-like of shape (n_points,)
    runs : array-like of shape (n_points, n_runs)
    color : str
    label : str, optional
        Written at the curve's right end.
    """
    x, runs = np.asarray(x, dtype=np.float64), np.asarray(runs, dtype=np.float64)
    mean, std = runs.mean(axis=1), runs.std(axis=1)
    ax.plot(x, mean, color=color)
    ax.fill_between(x, mean - std, mean + std, facecolor=color, alpha=0.15, linewidth=0)
    if label is not None:
        named(ax, x[-1], mean[-1], label, color=color, xytext=(5, 0), textcoords="offset points")
