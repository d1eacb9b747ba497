"""The mean squared error of a linear model as a cost: value, gradient, Hessian.

Each function takes the data and returns a function of theta, which is what the
descents of :mod:`~homlp_lib.scratch.gradient_descent` walk on.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ._base import Array, check_table

__all__ = ["mse", "mse_gradient", "mse_gradient_on", "mse_hessian"]


def mse(X: ArrayLike, y: ArrayLike) -> Callable[[Array], float]:
    """Return the cost ``theta -> ||X theta - y||^2 / m``.

    Parameters
    ----------
    X : array-like of shape (m, n)
    y : array-like of shape (m,)
    """
    X, y = check_table(X, y)
    return lambda theta: float(np.mean((X @ theta - y) ** 2))


def mse_gradient(X: ArrayLike, y: ArrayLike) -> Callable[[Array], Array]:
    """Return the gradient ``theta -> 2 / m * X.T (X theta - y)``.

    Parameters
    ----------
    X : array-like of shape (m, n)
    y : array-like of shape (m,)
    """
    X, y = check_table(X, y)
    return lambda theta: 2 / len(X) * X.T @ (X @ theta - y)


def mse_gradient_on(X: ArrayLike, y: ArrayLike) -> Callable[[Array, NDArray[np.intp]], Array]:
    """Return a function of ``theta`` and ``rows``: the gradient of the MSE over these rows.

    Parameters
    ----------
    X : array-like of shape (m, n)
    y : array-like of shape (m,)
    """
    X, y = check_table(X, y)

    def gradient_on(theta: Array, rows: NDArray[np.intp]) -> Array:
        return 2 / len(rows) * X[rows].T @ (X[rows] @ theta - y[rows])

    return gradient_on


def mse_hessian(X: ArrayLike, y: ArrayLike) -> Callable[[Array], Array]:
    """Return the Hessian ``theta -> 2 / m * X.T X``, the same everywhere.

    Parameters
    ----------
    X : array-like of shape (m, n)
    y : array-like of shape (m,)
    """
    X, y = check_table(X, y)
    H = 2 / len(X) * X.T @ X  # (n, n)
    return lambda theta: H
