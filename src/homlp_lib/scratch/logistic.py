"""Logistic regression for two classes, by Newton's method."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..errors import ConvergenceError, InvalidDataError
from ._base import Array, BinaryClassifier, require, warn_not_converged

__all__ = ["sigmoid", "log_loss", "LogisticClassifier"]


def sigmoid(z: ArrayLike) -> Array:
    """Return ``1 / (1 + exp(-z))`` without overflow at either end.

    Parameters
    ----------
    z : array-like
        Log-odds, of any shape.
    """
    z = np.asarray(z, dtype=np.float64)
    e = np.exp(-np.abs(z))  # in (0, 1]
    return np.where(z >= 0, 1, e) / (1 + e)


def log_loss(z: ArrayLike, y: ArrayLike) -> float:
    """Return the mean log loss of log-odds, exact even where the sigmoid saturates.

    The loss of a row is ``log(1 + exp(z)) - y z``, which is minus the logarithm of
    the probability that the model gives to the label.

    Parameters
    ----------
    z : array-like of shape (m,)
        Log-odds of class 1: the model's output before the sigmoid.
    y : array-like of shape (m,)
        Labels, 0 or 1.

    Raises
    ------
    InvalidDataError
        If the shapes differ or a label is neither 0 nor 1.
    """
    z, y = np.asarray(z, dtype=np.float64), np.asarray(y, dtype=np.float64)
    if z.shape != y.shape or not np.isin(y, (0, 1)).all():
        raise InvalidDataError(
            f"expected labels 0 or 1, one for each log-odds; got shapes {z.shape} and {y.shape} "
            f"and labels {np.unique(y)[:5]}"
        )
    return float(np.mean(np.logaddexp(0, z) - y * z))


class LogisticClassifier(BinaryClassifier):
    """Logistic regression with an l2 penalty, by Newton's method.

    Minimises ``sum of log losses + alpha / 2 * ||w||^2``; the intercept is not
    penalised. This is scikit-learn's ``LogisticRegression`` with ``C = 1 / alpha``.
    Newton's method here is iteratively reweighted least squares: each step solves
    least squares with the weights ``p (1 - p)``, and is halved until the objective
    falls. A step costs ``O(m n^2)``; a handful is enough.

    Parameters
    ----------
    alpha : float
        Strength of the penalty, >= 0.
    max_iter : int
        Most Newton steps, >= 1.
    tol : float
        Stops when no entry of the gradient of the mean objective is larger.

    Attributes
    ----------
    classes_ : ndarray of shape (2,)
        The labels, sorted; the second is the positive class.
    coef_ : ndarray of shape (n_features,)
    intercept_ : float
    n_iter_ : int
    history_ : ndarray of shape (n_iter_ + 1,)
        The objective divided by m, before the first step and after each.

    Raises
    ------
    InvalidParameterError
        If a parameter is outside its range.
    ConvergenceError
        If ``alpha`` is 0 and a plane separates the classes, so that no minimum exists.

    References
    ----------
    Hastie, Tibshirani and Friedman, "The Elements of Statistical Learning", section 4.4.
    """

    def __init__(self, alpha: float = 1.0, max_iter: int = 100, tol: float = 1e-8) -> None:
        self.alpha = alpha
        self.max_iter = max_iter
        self.tol = tol

    def fit(self, X: ArrayLike, y: ArrayLike) -> "LogisticClassifier":
        """Fit to a table and its labels.

        Parameters
        ----------
        X : array-like of shape (m, n_features)
        y : array-like of shape (m,)
            Two different labels.
        """
        require(self.alpha >= 0, f"alpha must be >= 0, got {self.alpha}")
        require(self.max_iter >= 1, f"max_iter must be >= 1, got {self.max_iter}")
        require(self.tol > 0, f"tol must be > 0, got {self.tol}")
        X, k = self._check_fit(X, y)
        A = np.column_stack([np.ones(len(X)), X])  # (m, n + 1)
        penalty = np.full(A.shape[1], self.alpha / len(X))  # (n + 1,)
        penalty[0] = 0
        theta = self._newton(A, k, penalty)  # (n + 1,)
        self.intercept_, self.coef_ = float(theta[0]), theta[1:]
        return self

    def decision_function(self, X: ArrayLike) -> Array:
        """Return the log-odds of the positive class for each row.

        Parameters
        ----------
        X : array-like of shape (m, n_features)
        """
        X = self._check_predict(X)
        return X @ self.coef_ + self.intercept_

    def predict_proba(self, X: ArrayLike) -> Array:
        """Return the probability of each class, in the order of ``classes_``, (m, 2).

        Parameters
        ----------
        X : array-like of shape (m, n_features)
        """
        z = self.decision_function(X)
        return np.column_stack([sigmoid(-z), sigmoid(z)])

    def predict(self, X: ArrayLike) -> NDArray[np.generic]:
        """Return the more probable class of each row.

        Parameters
        ----------
        X : array-like of shape (m, n_features)
        """
        positive = self.decision_function(X) > 0
        return self.classes_[positive.astype(int)]

    def _newton(self, A: Array, y: NDArray[np.intp], penalty: Array) -> Array:
        def objective(theta: Array) -> float:
            return log_loss(A @ theta, y) + float(penalty @ theta**2) / 2

        theta = np.zeros(A.shape[1])
        history = [objective(theta)]
        for _ in range(self.max_iter):
            p = sigmoid(A @ theta)  # (m,)
            gradient = A.T @ (p - y) / len(y) + penalty * theta
            if np.abs(gradient).max() <= self.tol and len(history) > 1:
                break
            H = (A.T * (p * (1 - p))) @ A / len(y) + np.diag(penalty)
            step = np.linalg.lstsq(H, gradient, rcond=None)[0]  # least norm where H is singular
            while objective(theta - step) > history[-1] and np.abs(step).max() > self.tol:
                step = step / 2
            theta = theta - step
            history.append(objective(theta))
        else:
            warn_not_converged(self, self.max_iter)
        self._require_minimum(A @ theta, y)
        self.history_, self.n_iter_ = np.array(history), len(history) - 1
        return theta

    def _require_minimum(self, z: Array, y: NDArray[np.intp]) -> None:
        if self.alpha == 0 and ((z > 0) == (y == 1)).all():
            raise ConvergenceError(
                "a plane separates the two classes, so with alpha=0 the loss falls for ever as "
                "the weights grow and no minimum exists: set alpha > 0"
            )
