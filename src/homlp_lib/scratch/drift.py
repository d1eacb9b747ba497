"""Drift: two numbers that say how far today's values have moved from those of training."""

import numpy as np
from numpy.typing import ArrayLike

from ..errors import InvalidDataError
from ._base import Array, require

__all__ = ["stability_index", "population_stability_index", "ks_distance"]


def stability_index(expected: ArrayLike, actual: ArrayLike) -> float:
    """Return the population stability index (PSI) of two tables of counts.

    With the shares ``e`` and ``a`` of each class it is ``sum((a - e) log(a / e))``: zero if
    the shares agree, and each term is positive. Half a count is added to every class, so
    that an empty one doesn't make it infinite.

    Parameters
    ----------
    expected, actual : array-like of shape (n_classes,)
        How many rows of each class there were in training, and are now.

    Raises
    ------
    InvalidDataError
        If the shapes differ, or a table has no rows or a negative count.
    """
    counts = [np.asarray(side, dtype=np.float64) for side in (expected, actual)]
    if counts[0].ndim != 1 or counts[0].shape != counts[1].shape:
        raise InvalidDataError(
            f"expected counts of the same classes, got shapes {counts[0].shape}, {counts[1].shape}"
        )
    if any(side.sum() <= 0 or side.min() < 0 for side in counts):
        raise InvalidDataError("counts must not be negative, and some must be positive")
    e, a = ((side + 0.5) / (side + 0.5).sum() for side in counts)  # (n_classes,), (n_classes,)
    return float(np.sum((a - e) * np.log(a / e)))


def population_stability_index(
    reference: ArrayLike, current: ArrayLike, *, n_bins: int = 10
) -> float:
    """Return the PSI of a number, in bins that hold equal shares of the reference.

    Parameters
    ----------
    reference, current : array-like of shape (m,), (k,)
        The values in training, and now.
    n_bins : int
        Fewer remain where many values are equal; >= 2.

    Raises
    ------
    InvalidParameterError
        If ``n_bins`` is less than 2.
    InvalidDataError
        If a sample is empty or holds NaN.
    """
    require(n_bins >= 2, f"n_bins must be >= 2, got {n_bins}")
    reference, current = _sample(reference), _sample(current)
    cuts = np.unique(np.quantile(reference, np.arange(1, n_bins) / n_bins))  # the inner edges
    classes = [np.searchsorted(cuts, sample, side="right") for sample in (reference, current)]
    counts = [np.bincount(place, minlength=len(cuts) + 1) for place in classes]
    return stability_index(*counts)


def ks_distance(reference: ArrayLike, current: ArrayLike) -> float:
    """Return the Kolmogorov-Smirnov distance: the widest gap of two cumulative curves.

    At a value ``v`` the cumulative curve of a sample is the share of its values that are at
    most ``v``; the gap can only be widest at a value that occurs.

    Parameters
    ----------
    reference, current : array-like of shape (m,), (k,)

    Returns
    -------
    float
        Between 0 (the same curve) and 1 (no overlap).
    """
    a, b = np.sort(_sample(reference)), np.sort(_sample(current))
    values = np.concatenate([a, b])
    below_a = np.searchsorted(a, values, side="right") / len(a)  # (m + k,)
    below_b = np.searchsorted(b, values, side="right") / len(b)
    return float(np.abs(below_a - below_b).max())


def _sample(values: ArrayLike) -> Array:
    values = np.asarray(values, dtype=np.float64)
    if values.ndim != 1 or values.size == 0 or np.isnan(values).any():
        raise InvalidDataError(f"expected m >= 1 numbers without NaN, got shape {values.shape}")
    return values
