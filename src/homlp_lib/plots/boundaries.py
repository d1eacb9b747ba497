"""Pictures of classifiers on two features: the points, the regions and the boundaries."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from numpy.typing import ArrayLike

from .palette import INK, PALETTE

__all__ = ["class_points", "class_regions"]

_MARKERS = ("o", "s", "^", "D", "v", "P")


def class_points(ax: Axes, X: ArrayLike, y: ArrayLike, **style: Any) -> None:
    """Draw the rows of a table as points, each class in its colour and its shape.

    Parameters
    ----------
    ax : Axes
    X : array-like of shape (m, 2)
    y : array-like of shape (m,)
        Labels; sorted, they take the colours of the palette in order.
    **style
        Passed on to :meth:`matplotlib.axes.Axes.plot`.
    """
    X, y = np.asarray(X), np.asarray(y)
    for label, color, marker in zip(np.unique(y), PALETTE, _MARKERS, strict=False):
        settings: dict[str, Any] = {"markersize": 4.5, "markeredgewidth": 0, "alpha": 0.8} | style
        rows = y == label
        ax.plot(X[rows, 0], X[rows, 1], marker, color=color, **settings)


def class_regions(ax: Axes, model: Any, *, x: tuple[float, float], y: tuple[float, float]) -> None:
    """Tint the plane by the class that a fitted classifier predicts, and draw the boundaries.

    Parameters
    ----------
    ax : Axes
    model : classifier
        Fitted on two features; ``predict`` and ``classes_`` are used.
    x, y : tuple of two floats
        The range of the first and of the second feature.
    """
    xs, ys = np.meshgrid(np.linspace(*x, 300), np.linspace(*y, 300))
    labels = model.predict(np.column_stack([xs.ravel(), ys.ravel()]))
    index = np.searchsorted(model.classes_, labels).reshape(xs.shape)
    for k, color in zip(range(len(model.classes_)), PALETTE, strict=False):
        ax.contourf(xs, ys, index == k, levels=[0.5, 1.5], colors=[color], alpha=0.13)
        if k:
            ax.contour(xs, ys, index >= k, levels=[0.5], colors=INK, linewidths=1)
    ax.grid(False)
    ax.set(xlim=x, ylim=y)
