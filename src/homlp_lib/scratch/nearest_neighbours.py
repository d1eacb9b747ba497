"""Nearest neighbours: predict what happened to the most similar examples."""

import numpy as np
from numpy.typing import ArrayLike

from ._base import Array, ScratchRegressor, require

__all__ = ["NearestNeighboursRegressor"]


class NearestNeighboursRegressor(ScratchRegressor):
    """Regression by the mean target of the ``n_neighbors`` closest rows.

    Distance is Euclidean, so features in large units count for more: scale them first.
    Of rows at the same distance the earlier one is taken. Fitting only keeps the table; each
    prediction measures all distances and sorts them, ``O(m n_features + m log m)``.

    Parameters
    ----------
    n_neighbors : int
        How many rows are averaged, >= 1; all of them if the table has fewer.

    Attributes
    ----------
    X_ : ndarray of shape (m, n_features)
    y_ : ndarray of shape (m,)

    Raises
    ------
    InvalidParameterError
        If ``n_neighbors`` is less than 1.

    References
    ----------
    Cover and Hart (1967), "Nearest neighbor pattern classification".
    """

    def __init__(self, n_neighbors: int = 5) -> None:
        self.n_neighbors = n_neighbors

    def fit(self, X: ArrayLike, y: ArrayLike) -> "NearestNeighboursRegressor":
        """Keep a table and its targets.

        Parameters
        ----------
        X : array-like of shape (m, n_features)
        y : array-like of shape (m,)
        """
        require(self.n_neighbors >= 1, f"n_neighbors must be >= 1, got {self.n_neighbors}")
        self.X_, self.y_ = self._check_fit(X, y)
        return self

    def predict(self, X: ArrayLike) -> Array:
        """Average the targets of each row's nearest neighbours.

        Parameters
        ----------
        X : array-like of shape (m, n_features)

        Returns
        -------
        ndarray of shape (m,)
        """
        return np.array([self._predict_one(x) for x in self._check_predict(X)])

    def _predict_one(self, x: Array) -> float:
        distances = np.linalg.norm(self.X_ - x, axis=1)  # (m,)
        nearest = np.argsort(distances, kind="stable")[: self.n_neighbors]  # (n_neighbors,)
        return float(self.y_[nearest].mean())
