"""Leave-one-out cross-validation of least squares and ridge, from a single fit."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import ArrayLike

from ..errors import InvalidDataError
from ._base import Array, check_table, require

__all__ = ["loo_residuals", "loo_mse_path"]


def loo_residuals(X: ArrayLike, y: ArrayLike, *, alpha: float = 0.0) -> Array:
    """Return the error on each row of the ridge fit that left this row out.

    No row is in fact left out: with the hat matrix ``H`` of the fit to all rows,
    intercept included, the error is ``(y - H y) / (1 - diag(H))``. One SVD,
    ``O(m n^2)``, in place of m fits.

    Parameters
    ----------
    X : array-like of shape (m, n)
    y : array-like of shape (m,)
    alpha : float
        The penalty of :class:`~homlp_lib.scratch.linear.RidgeRegressor`, >= 0.

    Returns
    -------
    ndarray of shape (m,)
        ``y`` minus prediction.

    Raises
    ------
    InvalidParameterError
        If ``alpha`` is negative.
    InvalidDataError
        If a row is fitted exactly whatever its target, so that leaving it out changes
        the problem: fewer rows than parameters, say.

    References
    ----------
    Allen (1974), "The relationship between variable selection and data augmentation and
    a method for prediction".
    """
    X, y = check_table(X, y)
    require(alpha >= 0, f"alpha must be >= 0, got {alpha}")
    yc = y - y.mean()
    U, s, _ = np.linalg.svd(X - X.mean(axis=0), full_matrices=False)  # (m, r), (r,)
    kept = s > np.finfo(np.float64).eps * max(X.shape) * s[0]
    U, shrink = U[:, kept], s[kept] ** 2 / (s[kept] ** 2 + alpha)  # (m, r'), (r',)
    leverage = 1 / len(X) + U**2 @ shrink  # (m,), diag(H)
    if (1 - leverage).min() < 1e-10:
        raise InvalidDataError(
            f"row {leverage.argmax()} has leverage 1: the fit passes through it whatever its "
            "target; use more rows, fewer features or alpha > 0"
        )
    return (yc - U @ (shrink * (U.T @ yc))) / (1 - leverage)


def loo_mse_path(X: ArrayLike, y: ArrayLike, *, alphas: Iterable[float]) -> Array:
    """Return the leave-one-out mean squared error of ridge for each penalty.

    Parameters
    ----------
    X : array-like of shape (m, n)
    y : array-like of shape (m,)
    alphas : iterable of float
        Penalties, each >= 0.

    Returns
    -------
    ndarray of shape (n_alphas,)
    """
    return np.array([np.mean(loo_residuals(X, y, alpha=alpha) ** 2) for alpha in alphas])
