"""Lasso and elastic net, by coordinate descent."""

import numpy as np
from numpy.typing import ArrayLike

from ._base import Array, require, warn_not_converged
from .linear import _LinearModel

__all__ = ["soft_threshold", "LassoRegressor", "ElasticNetRegressor"]


def soft_threshold(z: ArrayLike, t: float) -> Array:
    """Move each value towards zero by ``t``; what is closer to zero than ``t`` becomes zero.

    It is the minimiser over w of ``(w - z)^2 / 2 + t |w|``, and the reason why the
    lasso's coefficients are exactly zero.

    Parameters
    ----------
    z : array-like
    t : float
        >= 0.
    """
    z = np.asarray(z, dtype=np.float64)
    return np.sign(z) * np.maximum(np.abs(z) - t, 0)


class ElasticNetRegressor(_LinearModel):
    """Linear regression with an l1 and an l2 penalty, by coordinate descent.

    Minimises, as scikit-learn's ``ElasticNet`` does,
    ``||X w + b - y||^2 / (2 m) + alpha * l1_ratio * ||w||_1
    + alpha * (1 - l1_ratio) / 2 * ||w||^2``; the intercept is not penalised.
    A sweep over the coordinates costs ``O(m n)``.

    Parameters
    ----------
    alpha : float
        Strength of the penalty, >= 0.
    l1_ratio : float
        The share of l1 in it, in [0, 1]: 1 is the lasso.
    max_iter : int
        Most sweeps, >= 1.
    tol : float
        Stops when no coefficient moved, in one sweep, by more than ``tol`` times the
        largest coefficient; > 0.

    Attributes
    ----------
    coef_ : ndarray of shape (n_features,)
    intercept_ : float
    n_iter_ : int
        Sweeps made.

    Raises
    ------
    InvalidParameterError
        If a parameter is outside its range.

    References
    ----------
    Zou and Hastie (2005), "Regularization and variable selection via the elastic net".
    Friedman, Hastie and Tibshirani (2010), "Regularization paths for generalized linear
    models via coordinate descent".
    """

    def __init__(
        self, alpha: float = 1.0, l1_ratio: float = 0.5, max_iter: int = 1000, tol: float = 1e-6
    ) -> None:
        self.alpha = alpha
        self.l1_ratio = l1_ratio
        self.max_iter = max_iter
        self.tol = tol

    def fit(self, X: ArrayLike, y: ArrayLike) -> "ElasticNetRegressor":
        """Fit to a table and its targets.

        Parameters
        ----------
        X : array-like of shape (m, n_features)
        y : array-like of shape (m,)
        """
        self._fit(X, y, l1_ratio=self.l1_ratio)
        return self

    def _fit(self, X: ArrayLike, y: ArrayLike, *, l1_ratio: float) -> None:
        require(self.alpha >= 0, f"alpha must be >= 0, got {self.alpha}")
        require(0 <= l1_ratio <= 1, f"l1_ratio must lie in [0, 1], got {l1_ratio}")
        require(self.max_iter >= 1, f"max_iter must be >= 1, got {self.max_iter}")
        require(self.tol > 0, f"tol must be > 0, got {self.tol}")
        X, y = self._check_fit(X, y)
        X_mean, y_mean = X.mean(axis=0), y.mean()
        l1, l2 = len(X) * self.alpha * l1_ratio, len(X) * self.alpha * (1 - l1_ratio)
        self.coef_ = self._descend(X - X_mean, y - y_mean, l1=l1, l2=l2)
        self.intercept_ = float(y_mean - X_mean @ self.coef_)

    def _descend(self, X: Array, y: Array, *, l1: float, l2: float) -> Array:
        X = np.asfortranarray(X)  # its columns are read one by one
        squares = (X**2).sum(axis=0)  # (n,)
        w, residual = np.zeros(X.shape[1]), y.copy()  # (n,), (m,)
        for sweep in range(1, self.max_iter + 1):
            self.n_iter_ = sweep
            before = w.copy()
            for j in np.flatnonzero(squares):
                z = X[:, j] @ residual + squares[j] * w[j]
                new = float(soft_threshold(z, l1)) / (squares[j] + l2)
                residual += (w[j] - new) * X[:, j]
                w[j] = new
            if np.abs(w - before).max() <= self.tol * np.abs(w).max():
                return w
        warn_not_converged(self, self.max_iter)
        return w


class LassoRegressor(ElasticNetRegressor):
    """Linear regression with an l1 penalty, by coordinate descent.

    Minimises, as scikit-learn's ``Lasso`` does,
    ``||X w + b - y||^2 / (2 m) + alpha * ||w||_1``; the intercept is not penalised.
    A sweep over the coordinates costs ``O(m n)``.

    Parameters
    ----------
    alpha : float
        Strength of the penalty, >= 0.
    max_iter : int
        Most sweeps, >= 1.
    tol : float
        Stops when no coefficient moved, in one sweep, by more than ``tol`` times the
        largest coefficient; > 0.

    Attributes
    ----------
    coef_ : ndarray of shape (n_features,)
    intercept_ : float
    n_iter_ : int
        Sweeps made.

    Raises
    ------
    InvalidParameterError
        If a parameter is outside its range.

    References
    ----------
    Tibshirani (1996), "Regression shrinkage and selection via the lasso".
    """

    def __init__(self, alpha: float = 1.0, max_iter: int = 1000, tol: float = 1e-6) -> None:
        self.alpha = alpha
        self.max_iter = max_iter
        self.tol = tol

    def fit(self, X: ArrayLike, y: ArrayLike) -> "LassoRegressor":
        """Fit to a table and its targets.

        Parameters
        ----------
        X : array-like of shape (m, n_features)
        y : array-like of shape (m,)
        """
        self._fit(X, y, l1_ratio=1.0)
        return self
