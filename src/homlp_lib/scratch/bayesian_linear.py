"""Bayesian linear regression: a distribution over lines in place of one line."""

from typing import Literal, overload

import numpy as np
from numpy.typing import ArrayLike

from ._base import Array, require
from .linear import _LinearModel

__all__ = ["BayesianLinearRegressor"]


class BayesianLinearRegressor(_LinearModel):
    """Linear regression with a Gaussian prior on the coefficients and known noise.

    The model is ``y = X w + b + noise`` with ``w ~ N(0, I / alpha)``, noise
    ``~ N(0, 1 / beta)`` and a flat prior on ``b``. The posterior is Gaussian; its mean
    is the ridge solution with the penalty ``alpha / beta``. Costs
    ``O(m n^2 + n^3)``.

    Parameters
    ----------
    alpha : float
        Precision (one over the variance) of the prior of each coefficient, > 0.
    beta : float
        Precision of the noise, > 0.

    Attributes
    ----------
    coef_ : ndarray of shape (n_features,)
        Posterior mean of the coefficients.
    coef_cov_ : ndarray of shape (n_features, n_features)
        Their posterior covariance.
    intercept_ : float
        Posterior mean of the intercept.

    Raises
    ------
    InvalidParameterError
        If a precision is not positive.

    References
    ----------
    Bishop (2006), "Pattern Recognition and Machine Learning", section 3.3.
    """

    def __init__(self, alpha: float = 1.0, beta: float = 1.0) -> None:
        self.alpha = alpha
        self.beta = beta

    def fit(self, X: ArrayLike, y: ArrayLike) -> "BayesianLinearRegressor":
        """Compute the posterior, given a table and its targets.

        Parameters
        ----------
        X : array-like of shape (m, n_features)
        y : array-like of shape (m,)
        """
        require(self.alpha > 0, f"alpha must be > 0, got {self.alpha}")
        require(self.beta > 0, f"beta must be > 0, got {self.beta}")
        X, y = self._check_fit(X, y)
        self._m, self._X_mean, y_mean = len(X), X.mean(axis=0), y.mean()
        Xc = X - self._X_mean  # (m, n)
        _, s, Vt = np.linalg.svd(Xc, full_matrices=True)  # (r,), (n, n)
        s2 = np.zeros(X.shape[1])
        s2[: len(s)] = s**2
        # Precision of the posterior: beta Xc.T Xc + alpha I = V diag(beta s^2 + alpha) V.T
        self.coef_cov_ = (Vt.T / (self.beta * s2 + self.alpha)) @ Vt  # (n, n)
        self.coef_ = self.beta * self.coef_cov_ @ (Xc.T @ (y - y_mean))
        self.intercept_ = float(y_mean - self._X_mean @ self.coef_)
        return self

    @overload
    def predict(self, X: ArrayLike, return_std: Literal[False] = ...) -> Array: ...

    @overload
    def predict(self, X: ArrayLike, return_std: Literal[True]) -> tuple[Array, Array]: ...

    def predict(self, X: ArrayLike, return_std: bool = False) -> Array | tuple[Array, Array]:
        """Predict the mean of the target of each row and, if asked, its standard deviation.

        Parameters
        ----------
        X : array-like of shape (m, n_features)
        return_std : bool
            Whether to return the standard deviation of a new target too: that of the
            noise, of the intercept and of the coefficients together.

        Returns
        -------
        mean : ndarray of shape (m,)
        std : ndarray of shape (m,)
            Only with ``return_std=True``.
        """
        mean = super().predict(X)
        if not return_std:
            return mean
        Xc = self._check_predict(X) - self._X_mean  # (m, n)
        spread = ((Xc @ self.coef_cov_) * Xc).sum(axis=1)  # (m,)
        return mean, np.sqrt((1 + 1 / self._m) / self.beta + spread)

    def sample(self, X: ArrayLike, n_draws: int, *, rng: np.random.Generator) -> Array:
        """Draw regression functions from the posterior, and return their values.

        Parameters
        ----------
        X : array-like of shape (m, n_features)
        n_draws : int
        rng : numpy.random.Generator

        Returns
        -------
        ndarray of shape (n_draws, m)
            One function a row, without noise.
        """
        mean = super().predict(X)
        Xc = self._check_predict(X) - self._X_mean  # (m, n)
        zero = np.zeros(len(self.coef_))
        w = rng.multivariate_normal(zero, self.coef_cov_, size=n_draws)  # (n_draws, n)
        b = rng.normal(scale=np.sqrt(1 / (self._m * self.beta)), size=(n_draws, 1))
        return mean + w @ Xc.T + b
