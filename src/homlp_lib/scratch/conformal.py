"""Conformal regression: intervals with a promise, around any fitted model."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from ..errors import InvalidDataError
from ._base import Array, require

__all__ = ["conformal_radius", "SplitConformalRegressor", "ConformalQuantileRegressor"]


def conformal_radius(scores: ArrayLike, *, alpha: float) -> float:
    """Return the smallest radius that a new score exceeds with probability at most alpha.

    If the new score and the ``n`` given ones may be put in any order without changing what
    is likely (they are *exchangeable*), the new one is the smallest, the second, ..., the
    last of all ``n + 1`` with the same probability. So take the score of rank
    ``ceil((n + 1) (1 - alpha))``. If that rank is beyond ``n``, no score is large enough.

    Parameters
    ----------
    scores : array-like of shape (n,)
        How strange each calibration row is, say its absolute error.
    alpha : float
        The share of new rows that may lie outside, between 0 and 1.

    Returns
    -------
    float
        Infinity if there are too few scores for such a promise.

    Raises
    ------
    InvalidParameterError
        If ``alpha`` is not between 0 and 1.
    InvalidDataError
        If ``scores`` is empty, not a list of numbers, or holds NaN.
    """
    require(0 < alpha < 1, f"alpha must lie between 0 and 1, got {alpha}")
    scores = np.asarray(scores, dtype=np.float64)
    if scores.ndim != 1 or scores.size == 0 or np.isnan(scores).any():
        raise InvalidDataError(f"expected n >= 1 scores without NaN, got shape {scores.shape}")
    n = len(scores)
    rank = int(np.ceil(np.round((n + 1) * (1 - alpha), 9)))  # 0.9 * 10 is 9, not 9.000000000000002
    return float(np.sort(scores)[rank - 1]) if rank <= n else np.inf


class SplitConformalRegressor:
    """An interval ``prediction ± radius * scale`` around a fitted model's prediction.

    The radius comes from rows that the model has not seen. Of new rows from the same
    source, at least ``1 - alpha`` lie inside on average, whatever the model is.

    Parameters
    ----------
    estimator : regressor
        Fitted; anything with ``predict``.
    alpha : float
        The share of new rows that may lie outside, between 0 and 1.
    scale : callable, optional
        Maps a table to one positive number a row, which says how large an error is usual
        there. Without it every interval has the same width.

    Attributes
    ----------
    radius_ : float
        In units of ``scale``.

    Raises
    ------
    InvalidParameterError
        If ``alpha`` is not between 0 and 1.

    References
    ----------
    Lei, G'Sell, Rinaldo, Tibshirani and Wasserman (2018), "Distribution-free predictive
    inference for regression".
    """

    def __init__(
        self, estimator: Any, *, alpha: float = 0.1, scale: Callable[[Any], Any] | None = None
    ) -> None:
        self.estimator = estimator
        self.alpha = alpha
        self.scale = scale

    def calibrate(self, X: Any, y: ArrayLike) -> "SplitConformalRegressor":
        """Choose the radius on rows that the model was not fitted on.

        Parameters
        ----------
        X : table of n rows, as the model takes it
        y : array-like of shape (n,)
        """
        prediction, scale = self._centre(X)
        scores = np.abs(_target(y, prediction) - prediction) / scale  # (n,)
        self.radius_ = conformal_radius(scores, alpha=self.alpha)
        return self

    def predict_interval(self, X: Any) -> Array:
        """Return the lower and the upper end of each row's interval.

        Parameters
        ----------
        X : table of m rows

        Returns
        -------
        ndarray of shape (m, 2)
        """
        prediction, scale = self._centre(X)
        reach = self.radius_ * scale  # (m,)
        return np.column_stack([prediction - reach, prediction + reach])

    def _centre(self, X: Any) -> tuple[Array, Array]:
        """Return the prediction for each row, and the size of a usual error there."""
        prediction = np.asarray(self.estimator.predict(X), dtype=np.float64)
        scale = np.ones_like(prediction) if self.scale is None else np.asarray(self.scale(X))
        if scale.shape != prediction.shape or not (scale > 0).all():
            raise InvalidDataError(
                f"scale must give {len(prediction)} positive numbers, one a row; got shape "
                f"{scale.shape} with the smallest {scale.min():.3g}"
            )
        return prediction, scale


class ConformalQuantileRegressor:
    """The band between two fitted quantile models, widened or narrowed until it keeps its promise.

    A row's score is how far it lies outside the band (negative: inside).

    Parameters
    ----------
    lower, upper : regressor
        Fitted to a low and a high quantile.
    alpha : float
        The share of new rows that may lie outside, between 0 and 1.

    Attributes
    ----------
    radius_ : float
        What is added at both ends; negative if the band was too wide.

    References
    ----------
    Romano, Patterson and Candès (2019), "Conformalized quantile regression".
    """

    def __init__(self, lower: Any, upper: Any, *, alpha: float = 0.1) -> None:
        self.lower = lower
        self.upper = upper
        self.alpha = alpha

    def calibrate(self, X: Any, y: ArrayLike) -> "ConformalQuantileRegressor":
        """Choose the radius on rows that neither model was fitted on.

        Parameters
        ----------
        X : table of n rows, as the models take it
        y : array-like of shape (n,)
        """
        low, high = self._band(X)
        target = _target(y, low)
        self.radius_ = conformal_radius(np.maximum(low - target, target - high), alpha=self.alpha)
        return self

    def predict_interval(self, X: Any) -> Array:
        """Return the lower and the upper end of each row's interval.

        Parameters
        ----------
        X : table of m rows

        Returns
        -------
        ndarray of shape (m, 2)
            Where a narrowed band would turn inside out, both ends are its middle.
        """
        low, high = self._band(X)
        reach = np.maximum(self.radius_, (low - high) / 2)  # (m,)
        return np.column_stack([low - reach, high + reach])

    def _band(self, X: Any) -> tuple[Array, Array]:
        """Return the two quantiles of each row, in order."""
        ends = np.column_stack([self.lower.predict(X), self.upper.predict(X)])  # (m, 2)
        return ends.min(axis=1), ends.max(axis=1)


def _target(y: ArrayLike, prediction: Array) -> Array:
    y = np.asarray(y, dtype=np.float64)
    if y.shape != prediction.shape:
        raise InvalidDataError(f"expected y of shape {prediction.shape}, got {y.shape}")
    return y
