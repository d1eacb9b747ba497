"""Outliers to missing values: what cannot be right is no measurement."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from ..errors import InvalidDataError
from ._base import Array, ScratchTransformer, check_columns, require

__all__ = ["OutliersToMissing"]


class OutliersToMissing(ScratchTransformer):
    """Replace values far from their column's median by NaN, for an imputer to fill.

    How far is measured in robust deviations, 1.4826 times the median distance from the
    median, which a few wild values can't move; for Gaussian values this is the standard
    deviation. A column whose deviation is zero (most values equal) is left alone.

    Parameters
    ----------
    limit : float
        How many robust deviations are still believed, > 0.

    Attributes
    ----------
    median_ : ndarray of shape (n_features,)
    deviation_ : ndarray of shape (n_features,)

    Raises
    ------
    InvalidParameterError
        If ``limit`` is not positive.
    InvalidDataError
        If a column of the table to fit holds no value at all.

    References
    ----------
    Hampel (1974), "The influence curve and its role in robust estimation".
    """

    def __init__(self, limit: float = 8.0) -> None:
        self.limit = limit

    def fit(self, X: ArrayLike, y: Any = None) -> "OutliersToMissing":
        """Learn the median and the robust deviation of each column.

        Parameters
        ----------
        X : array-like of shape (m, n_features)
            Values may be missing already.
        y : ignored
        """
        require(self.limit > 0, f"limit must be positive, got {self.limit}")
        X = check_columns(self, X, reset=True)
        if np.isnan(X).all(axis=0).any():
            raise InvalidDataError("a column holds no value at all: drop it first")
        self.median_ = np.nanmedian(X, axis=0)  # (n,)
        self.deviation_ = 1.4826 * np.nanmedian(np.abs(X - self.median_), axis=0)  # (n,)
        return self

    def transform(self, X: ArrayLike) -> Array:
        """Return a copy of the table in which outliers are NaN.

        Parameters
        ----------
        X : array-like of shape (m, n_features)

        Returns
        -------
        ndarray of shape (m, n_features)
        """
        X = check_columns(self, X, reset=False)
        reach = np.where(self.deviation_ > 0, self.limit * self.deviation_, np.inf)  # (n,)
        return np.where(np.abs(X - self.median_) > reach, np.nan, X)
