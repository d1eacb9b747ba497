"""The picture of a penalty: the loss as level curves, the budget as a diamond or a disc."""

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Polygon
from numpy.typing import ArrayLike

from .palette import GREY, ORANGE

__all__ = ["budget"]


def budget(ax: Axes, radius: float, *, l1_ratio: float, color: str = ORANGE) -> None:
    """Draw the coefficients whose penalty stays within a budget.

    The set holds every (w1, w2) with
    ``l1_ratio (|w1| + |w2|) + (1 - l1_ratio) (w1^2 + w2^2) / radius <= radius``:
    a disc of that radius for 0, a diamond with corners at that radius for 1.

    Parameters
    ----------
    ax : Axes
    radius : float
    l1_ratio : float
        The share of l1, in [0, 1].
    color : str
    """
    angle = np.linspace(0, 2 * np.pi, 721)
    unit = np.column_stack([np.cos(angle), np.sin(angle)])  # (721, 2)
    ax.add_patch(
        Polygon(unit * _reach(unit, l1_ratio)[:, None] * radius, facecolor=color, alpha=0.2)
    )
    ax.axhline(0, color=GREY, linewidth=0.8)
    ax.axvline(0, color=GREY, linewidth=0.8)
    ax.set_aspect("equal")


def _reach(unit: ArrayLike, l1_ratio: float) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Return how far the set of radius 1 reaches along unit vectors: a quadratic's root."""
    b = l1_ratio * np.abs(np.asarray(unit)).sum(axis=1)
    a = 1 - l1_ratio
    reach = 1 / b if a == 0 else (np.sqrt(b**2 + 4 * a) - b) / (2 * a)
    return np.asarray(reach, dtype=np.float64)
