"""Linear regression: three routes to least squares, and ridge."""

import numpy as np
from numpy.typing import ArrayLike

from ..errors import InvalidDataError
from ._base import Array, ScratchRegressor, check_table, require

__all__ = [
    "add_intercept",
    "solve_normal",
    "solve_qr",
    "solve_svd",
    "LinearRegressor",
    "RidgeRegressor",
]

_EPS = float(np.finfo(np.float64).eps)


def add_intercept(X: ArrayLike) -> Array:
    """Put a column of ones before the features, so that theta[0] is the intercept.

    Parameters
    ----------
    X : array-like of shape (m, n)

    Returns
    -------
    ndarray of shape (m, n + 1)
    """
    X = np.asarray(X, dtype=np.float64)
    return np.column_stack([np.ones(len(X)), X])


def solve_normal(X: ArrayLike, y: ArrayLike) -> Array:
    """Solve least squares by the normal equation ``X.T X theta = X.T y``.

    About ``m n^2 + n^3 / 3`` operations. It squares the condition number of
    ``X``: of sixteen digits, up to twice as many are lost as by QR or SVD. Columns
    that are dependent only up to rounding pass unnoticed and give a useless answer.

    Parameters
    ----------
    X : array-like of shape (m, n)
    y : array-like of shape (m,)

    Returns
    -------
    ndarray of shape (n,)

    Raises
    ------
    InvalidDataError
        If ``X.T X`` is exactly singular, so that no single solution exists.
    """
    X, y = check_table(X, y)
    try:
        return np.linalg.solve(X.T @ X, X.T @ y)
    except np.linalg.LinAlgError as problem:
        raise InvalidDataError(_DEPENDENT.format(X.shape)) from problem


def solve_qr(X: ArrayLike, y: ArrayLike) -> Array:
    """Solve least squares by QR: ``X = Q R``, then ``R theta = Q.T y``.

    About ``2 m n^2`` operations, and stable.

    Parameters
    ----------
    X : array-like of shape (m, n)
    y : array-like of shape (m,)

    Returns
    -------
    ndarray of shape (n,)

    Raises
    ------
    InvalidDataError
        If the columns of ``X`` are dependent, so that no single solution exists.
    """
    X, y = check_table(X, y)
    Q, R = np.linalg.qr(X)  # (m, r), (r, n), r = min(m, n)
    pivots = np.abs(np.diag(R))
    if len(pivots) < X.shape[1] or pivots.min() <= _cutoff(X) * pivots.max():
        raise InvalidDataError(_DEPENDENT.format(X.shape))
    return np.linalg.solve(R, Q.T @ y)


def solve_svd(X: ArrayLike, y: ArrayLike, *, rcond: float | None = None) -> Array:
    """Solve least squares by the pseudo-inverse: the solution of least norm.

    With ``X = U diag(s) V.T``, returns ``V diag(1/s) U.T y``, where singular values
    that are zero up to rounding count as absent. Several times the work of QR; it
    answers even when the columns of ``X`` are dependent or outnumber its rows.

    Parameters
    ----------
    X : array-like of shape (m, n)
    y : array-like of shape (m,)
    rcond : float, optional
        Singular values up to ``rcond`` times the largest count as zero; by default
        the machine's precision times ``max(m, n)``.

    Returns
    -------
    ndarray of shape (n,)

    References
    ----------
    Golub and Van Loan, "Matrix Computations", chapter 5.
    """
    X, y = check_table(X, y)
    U, s, Vt = np.linalg.svd(X, full_matrices=False)  # (m, r), (r,), (r, n)
    kept = s > (_cutoff(X) if rcond is None else rcond) * s[0]
    return Vt[kept].T @ (U[:, kept].T @ y / s[kept])  # (n,)


class _LinearModel(ScratchRegressor):
    """What every linear model shares: its prediction."""

    coef_: Array
    intercept_: float

    def predict(self, X: ArrayLike) -> Array:
        """Predict the target of each row.

        Parameters
        ----------
        X : array-like of shape (m, n_features)

        Returns
        -------
        ndarray of shape (m,)
        """
        X = self._check_predict(X)
        return X @ self.coef_ + self.intercept_


class LinearRegressor(_LinearModel):
    """Least squares with an intercept, by the SVD.

    Minimises ``||X w + b - y||^2``; of several minimisers it takes the one with the
    smallest ``||w||``. Costs ``O(m n^2)`` for ``m >= n``.

    Attributes
    ----------
    coef_ : ndarray of shape (n_features,)
    intercept_ : float
    """

    def fit(self, X: ArrayLike, y: ArrayLike) -> "LinearRegressor":
        """Fit to a table and its targets.

        Parameters
        ----------
        X : array-like of shape (m, n_features)
        y : array-like of shape (m,)
        """
        X, y = self._check_fit(X, y)
        X_mean, y_mean = X.mean(axis=0), y.mean()
        self.coef_ = solve_svd(X - X_mean, y - y_mean)  # (n,)
        self.intercept_ = float(y_mean - X_mean @ self.coef_)
        return self


class RidgeRegressor(_LinearModel):
    """Linear regression with an l2 penalty, solved in closed form.

    Minimises ``||X w + b - y||^2 + alpha * ||w||^2``; the intercept is not
    penalised. With the singular value decomposition ``U diag(s) V.T`` of the centred
    table, the part of the solution along each column of ``V`` is the one of least
    squares shrunk by ``s^2 / (s^2 + alpha)``. Costs ``O(m n^2)`` for ``m >= n``.

    Parameters
    ----------
    alpha : float
        Strength of the penalty, in the units of the squared features; >= 0.

    Attributes
    ----------
    coef_ : ndarray of shape (n_features,)
    intercept_ : float

    Raises
    ------
    InvalidParameterError
        If ``alpha`` is negative.

    References
    ----------
    Hoerl and Kennard (1970), "Ridge regression".
    """

    def __init__(self, alpha: float = 1.0) -> None:
        self.alpha = alpha

    def fit(self, X: ArrayLike, y: ArrayLike) -> "RidgeRegressor":
        """Fit to a table and its targets.

        Parameters
        ----------
        X : array-like of shape (m, n_features)
        y : array-like of shape (m,)
        """
        require(self.alpha >= 0, f"alpha must be >= 0, got {self.alpha}")
        X, y = self._check_fit(X, y)
        X_mean, y_mean = X.mean(axis=0), y.mean()
        Xc = X - X_mean  # (m, n)
        U, s, Vt = np.linalg.svd(Xc, full_matrices=False)  # (m, r), (r,), (r, n)
        kept = s > _cutoff(Xc) * s[0]
        shrunk = s[kept] / (s[kept] ** 2 + self.alpha)  # 1/s for alpha = 0
        self.coef_ = Vt[kept].T @ (shrunk * (U[:, kept].T @ (y - y_mean)))  # (n,)
        self.intercept_ = float(y_mean - X_mean @ self.coef_)
        return self


_DEPENDENT = (
    "the columns of X, of shape {}, are linearly dependent, so least squares has no single "
    "solution: drop columns, or use solve_svd for the solution of least norm"
)


def _cutoff(X: Array) -> float:
    """Return the relative size under which a singular value is rounding noise."""
    return _EPS * max(X.shape)
