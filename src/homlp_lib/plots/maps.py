"""Pictures of the plane: arrows, and what a matrix makes of the plane."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Polygon
from numpy.typing import ArrayLike, NDArray

from .curves import named
from .palette import BLUE, GREY, INK, ORANGE, PURPLE

__all__ = ["LETTER", "arrow", "axes_at_origin", "mapped_plane", "unit_circle"]

Array = NDArray[np.float64]

# An F inside the unit square: no map can turn it over without being seen.
_CORNERS = (
    *((25, 15), (25, 85), (75, 85), (75, 71), (41, 71)),
    *((41, 57), (65, 57), (65, 43), (41, 43), (41, 15)),
)
LETTER = np.array(_CORNERS) / 100  # (10, 2)


def axes_at_origin(ax: Axes, reach: float | tuple[float, float, float, float]) -> None:
    """Give a panel equal scales and thin axes through the origin.

    Parameters
    ----------
    ax : Axes
    reach : float, or tuple of four floats
        How far the panel reaches to each side; or left, right, bottom, top.
    """
    left, right, bottom, top = reach if isinstance(reach, tuple) else (-reach, reach, -reach, reach)
    ax.axhline(0, color=INK, linewidth=0.6)
    ax.axvline(0, color=INK, linewidth=0.6)
    ax.set_aspect("equal")
    ax.set(xlim=(left, right), ylim=(bottom, top))


def arrow(
    ax: Axes,
    tip: ArrayLike,
    *,
    tail: ArrayLike = (0.0, 0.0),
    color: str = INK,
    name: str | None = None,
    **style: Any,
) -> None:
    """Draw a vector of the plane as an arrow.

    Parameters
    ----------
    ax : Axes
    tip, tail : array-like of shape (2,)
        Where the arrow ends and where it begins.
    color : str
    name : str, optional
        Written beyond the tip.
    **style
        Passed on to :class:`matplotlib.patches.FancyArrowPatch`.
    """
    end, begin = np.asarray(tip, dtype=float), np.asarray(tail, dtype=float)
    settings: dict[str, Any] = {
        "arrowstyle": "-|>,head_length=0.5,head_width=0.22",
        "linewidth": 1.8,
        "shrinkA": 0,
        "shrinkB": 0,
    } | style
    ax.annotate("", (end[0], end[1]), (begin[0], begin[1]), arrowprops=settings | {"color": color})
    if name is not None:
        _name_beyond(ax, end, end - begin, name, color)


def _name_beyond(ax: Axes, tip: Array, way: Array, name: str, color: str) -> None:
    """Write a name beyond a tip: beside it where the arrow lies flat, else above or below."""
    x, y = way / max(float(np.linalg.norm(way)), 1e-12)
    align = "center" if abs(x) < 0.5 else "left" if x > 0 else "right"
    named(
        ax, float(tip[0]), float(tip[1]), name, color=color, ha=align,
        xytext=(4 * x, 10 * y), textcoords="offset points",
    )  # fmt: skip


def unit_circle(points: int = 181) -> Array:
    """Return points of the circle of radius one around the origin, of shape (2, points).

    Parameters
    ----------
    points : int
        How many; the first and the last are the same.
    """
    angle = np.linspace(0, 2 * np.pi, points)
    return np.array([np.cos(angle), np.sin(angle)])


def mapped_plane(
    ax: Axes, A: ArrayLike, *, reach: float, names: tuple[str, str] = ("", "")
) -> None:
    """Draw what a matrix makes of the grid, the letter F, the unit circle and the two unit vectors.

    Parameters
    ----------
    ax : Axes
    A : array-like of shape (2, 2)
    reach : float
        How far the panel reaches to each side.
    names : tuple of two str
        Written at the images of the first and of the second unit vector.
    """
    A = np.asarray(A, dtype=float)
    span = np.array([-9.0, 9.0])
    for k in range(-9, 10):
        for line in (
            np.array([[k, k], span]),
            np.array([span, [k, k]]),
        ):  # (2, 2), a point a column
            ax.plot(*(A @ line), color=GREY, linewidth=0.5, alpha=0.6)
    ax.add_patch(Polygon((A @ LETTER.T).T, closed=True, facecolor=GREY, alpha=0.45, linewidth=0))
    ax.plot(*(A @ unit_circle()), color=PURPLE, linewidth=1.5)
    for column, color, name in zip(A.T, (BLUE, ORANGE), names, strict=True):
        arrow(ax, column, color=color, name=name or None)
    ax.grid(False)
    axes_at_origin(ax, reach)
