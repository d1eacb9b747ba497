"""Softmax regression for any number of classes, by gradient descent with early stopping."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..errors import ConvergenceError, InvalidDataError
from ._base import Array, ScratchClassifier, random_generator, require

__all__ = ["softmax", "cross_entropy", "SoftmaxClassifier"]


def softmax(Z: ArrayLike) -> Array:
    """Turn scores into probabilities along the last axis, without overflow.

    Parameters
    ----------
    Z : array-like of shape (..., n_classes)
    """
    return np.exp(_log_softmax(np.asarray(Z, dtype=np.float64)))


def cross_entropy(Z: ArrayLike, k: ArrayLike) -> float:
    """Return the mean of minus the log-probability that scores give to the labels.

    Parameters
    ----------
    Z : array-like of shape (m, n_classes)
        Scores: the model's output before the softmax.
    k : array-like of shape (m,)
        The index of each row's class.

    Raises
    ------
    InvalidDataError
        If the shapes do not fit together or an index is out of range.
    """
    Z, k = np.asarray(Z, dtype=np.float64), np.asarray(k)
    if Z.ndim != 2 or k.shape != Z.shape[:1] or not np.isin(k, np.arange(Z.shape[1])).all():
        raise InvalidDataError(
            "expected scores of shape (m, n_classes) and m class indices from 0 to "
            f"n_classes - 1, got shapes {Z.shape} and {k.shape}"
        )
    return float(-np.mean(_log_softmax(Z)[np.arange(len(k)), k.astype(int)]))


class SoftmaxClassifier(ScratchClassifier):
    """Softmax regression by full-batch gradient descent with early stopping.

    Minimises ``mean cross-entropy + alpha / 2 * ||W||^2``; the intercepts are not
    penalised. A share of the rows is held out; training ends when the cross-entropy
    on them has not improved for ``patience`` epochs, and the best weights are kept.
    An epoch costs ``O(m n_features n_classes)``.

    Parameters
    ----------
    eta : float
        The learning rate, > 0.
    n_epochs : int
        Most epochs, >= 1.
    alpha : float
        Strength of the penalty, >= 0.
    validation_fraction : float
        The share of rows held out, in (0, 1).
    patience : int
        Epochs without improvement before training ends, >= 1.
    random_state : int, RandomState or None
        Draws the rows held out.

    Attributes
    ----------
    classes_ : ndarray of shape (n_classes,)
    coef_ : ndarray of shape (n_classes, n_features)
    intercept_ : ndarray of shape (n_classes,)
    best_epoch_ : int
        The epoch whose weights were kept; 0 stands for the starting weights.
    n_epochs_ : int
        Epochs made.
    history_ : dict of str to ndarray of shape (n_epochs_ + 1,)
        ``"loss"`` and ``"validation_loss"``: mean cross-entropy without the penalty,
        before the first epoch and after each.

    Raises
    ------
    InvalidParameterError
        If a parameter is outside its range.
    ConvergenceError
        If the weights leave the range of floating-point numbers.

    References
    ----------
    Prechelt (1998), "Early stopping - but when?".
    """

    def __init__(
        self,
        eta: float = 0.5,
        n_epochs: int = 1000,
        alpha: float = 0.0,
        validation_fraction: float = 0.2,
        patience: int = 20,
        random_state: Any = None,
    ) -> None:
        self.eta = eta
        self.n_epochs = n_epochs
        self.alpha = alpha
        self.validation_fraction = validation_fraction
        self.patience = patience
        self.random_state = random_state

    def fit(self, X: ArrayLike, y: ArrayLike) -> "SoftmaxClassifier":
        """Fit to a table and its labels.

        Parameters
        ----------
        X : array-like of shape (m, n_features)
        y : array-like of shape (m,)
        """
        self._check_parameters()
        X, k = self._check_fit(X, y)
        A = np.column_stack([np.ones(len(X)), X])  # (m, n + 1)
        training, held_out = self._split(len(X))
        with np.errstate(over="ignore", invalid="ignore"):
            Theta = self._descend(A[training], k[training], A[held_out], k[held_out])
        self.intercept_, self.coef_ = Theta[0], Theta[1:].T
        return self

    def decision_function(self, X: ArrayLike) -> Array:
        """Return the score of each class for each row, (m, n_classes).

        With two classes it returns, as scikit-learn does, the log-odds of the second, (m,).

        Parameters
        ----------
        X : array-like of shape (m, n_features)
        """
        Z = self._scores(X)
        return Z[:, 1] - Z[:, 0] if Z.shape[1] == 2 else Z

    def predict_proba(self, X: ArrayLike) -> Array:
        """Return the probability of each class, in the order of ``classes_``.

        Parameters
        ----------
        X : array-like of shape (m, n_features)
        """
        return softmax(self._scores(X))

    def predict(self, X: ArrayLike) -> NDArray[np.generic]:
        """Return the most probable class of each row.

        Parameters
        ----------
        X : array-like of shape (m, n_features)
        """
        k = self._scores(X).argmax(axis=1)
        return self.classes_[k]

    def _scores(self, X: ArrayLike) -> Array:
        X = self._check_predict(X)
        return X @ self.coef_.T + self.intercept_

    def _descend(
        self, A: Array, k: NDArray[np.intp], A_val: Array, k_val: NDArray[np.intp]
    ) -> Array:
        Y = np.eye(len(self.classes_))[k]  # (m, n_classes), one-hot
        Theta = best = np.zeros((A.shape[1], Y.shape[1]))  # (n + 1, n_classes)
        losses = [(cross_entropy(A @ Theta, k), cross_entropy(A_val @ Theta, k_val))]
        self.best_epoch_ = 0
        for epoch in range(1, self.n_epochs + 1):
            gradient = A.T @ (softmax(A @ Theta) - Y) / len(A)
            gradient[1:] += self.alpha * Theta[1:]
            Theta = Theta - self.eta * gradient
            losses.append((cross_entropy(A @ Theta, k), cross_entropy(A_val @ Theta, k_val)))
            self._require_finite(Theta, epoch)
            if losses[epoch][1] < losses[self.best_epoch_][1]:
                best, self.best_epoch_ = Theta, epoch
            elif epoch - self.best_epoch_ >= self.patience:
                break
        loss, validation_loss = np.array(losses).T
        self.history_ = {"loss": loss, "validation_loss": validation_loss}
        self.n_epochs_ = len(losses) - 1
        return best

    def _split(self, m: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        n_held_out = max(1, round(self.validation_fraction * m))
        if n_held_out >= m:
            raise InvalidDataError(
                f"{m} rows (n_samples={m}) leave none to train on once "
                f"validation_fraction={self.validation_fraction} of them is held out"
            )
        order = random_generator(self.random_state).permutation(m)
        return order[n_held_out:], order[:n_held_out]

    def _check_parameters(self) -> None:
        require(self.eta > 0, f"eta must be > 0, got {self.eta}")
        require(self.n_epochs >= 1, f"n_epochs must be >= 1, got {self.n_epochs}")
        require(self.alpha >= 0, f"alpha must be >= 0, got {self.alpha}")
        require(self.patience >= 1, f"patience must be >= 1, got {self.patience}")
        require(
            0 < self.validation_fraction < 1,
            f"validation_fraction must lie in (0, 1), got {self.validation_fraction}",
        )

    def _require_finite(self, Theta: Array, epoch: int) -> None:
        if not np.isfinite(Theta).all():
            raise ConvergenceError(
                f"diverged at epoch {epoch} with eta={self.eta:g}: the weights are no longer "
                "finite; try a smaller eta, or scale the features"
            )


def _log_softmax(Z: Array) -> Array:
    Z = Z - Z.max(axis=-1, keepdims=True)  # the largest is 0: exp() cannot overflow
    return Z - np.log(np.exp(Z).sum(axis=-1, keepdims=True))
