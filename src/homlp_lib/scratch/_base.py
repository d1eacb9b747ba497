"""scikit-learn's conventions, kept in one place so that the algorithms stay bare.

An estimator checks its input with one call at the top of ``fit`` and of
``predict``; the rest of its file is the algorithm.
"""

import warnings
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.base import (
    BaseEstimator,
    ClassifierMixin,
    OneToOneFeatureMixin,
    RegressorMixin,
    TransformerMixin,
)
from sklearn.exceptions import ConvergenceWarning
from sklearn.utils import check_random_state
from sklearn.utils.multiclass import check_classification_targets, type_of_target
from sklearn.utils.validation import check_is_fitted, validate_data

from ..errors import InvalidDataError, InvalidParameterError

__all__ = [
    "BaseScratch",
    "ScratchRegressor",
    "ScratchClassifier",
    "ScratchTransformer",
    "BinaryClassifier",
    "Array",
    "check_table",
    "check_columns",
    "random_generator",
    "require",
    "warn_not_converged",
]

Array = NDArray[np.floating]


class BaseScratch(BaseEstimator):
    """An estimator that scikit-learn's tools accept: ``clone``, pipelines, searches."""

    def _check_predict(self, X: ArrayLike) -> Array:
        """Return ``X`` as a float array (m, n) that agrees with what ``fit`` saw."""
        check_is_fitted(self)
        return _validated(self, X, reset=False)


class ScratchRegressor(RegressorMixin, BaseScratch):
    """A regressor with one numeric target; ``score`` is R^2."""

    def _check_fit(self, X: ArrayLike, y: ArrayLike) -> tuple[Array, Array]:
        """Return ``X`` (m, n) and ``y`` (m,) as finite float arrays."""
        table, target = _validated(self, X, y=y, y_numeric=True)
        return table, np.asarray(target, dtype=np.float64)


class ScratchClassifier(ClassifierMixin, BaseScratch):
    """A classifier; ``score`` is the accuracy and ``classes_`` holds the labels, sorted."""

    classes_: NDArray[Any]

    def _check_fit(self, X: ArrayLike, y: ArrayLike) -> tuple[Array, NDArray[np.intp]]:
        """Return ``X`` (m, n) and the index in ``classes_`` of each label of ``y`` (m,)."""
        table, labels = _validated(self, X, y=y)
        check_classification_targets(labels)
        self.classes_, k = np.unique(labels, return_inverse=True)
        if len(self.classes_) < 2:
            raise InvalidDataError(
                f"y holds one class only, {self.classes_[0]}: a classifier needs two or more"
            )
        return table, k


class ScratchTransformer(OneToOneFeatureMixin, TransformerMixin, BaseScratch):
    """A transformer that keeps the columns of a table, in which values may be missing."""

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.allow_nan = True
        return tags


class BinaryClassifier(ScratchClassifier):
    """A classifier for exactly two classes; the second in sorted order is the positive one."""

    def _check_fit(self, X: ArrayLike, y: ArrayLike) -> tuple[Array, NDArray[np.intp]]:
        table, k = super()._check_fit(X, y)
        if len(self.classes_) > 2:
            raise InvalidDataError(
                "Only binary classification is supported. The type of the target is "
                f"{type_of_target(y)}: y holds {len(self.classes_)} classes; "
                "use SoftmaxClassifier for more than two"
            )
        return table, k

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.classifier_tags.multi_class = False
        return tags


def check_table(X: ArrayLike, y: ArrayLike) -> tuple[Array, Array]:
    """Return a table and its targets as float arrays, or say what is wrong with them.

    Parameters
    ----------
    X : array-like of shape (m, n)
    y : array-like of shape (m,)

    Returns
    -------
    X : ndarray of shape (m, n)
    y : ndarray of shape (m,)

    Raises
    ------
    InvalidDataError
        If the shapes do not fit together or a value is not finite.
    """
    X, y = np.asarray(X, dtype=np.float64), np.asarray(y, dtype=np.float64)
    if X.ndim != 2 or y.ndim != 1 or len(X) != len(y) or X.size == 0:
        raise InvalidDataError(
            f"expected X of shape (m, n) and y of shape (m,), got {X.shape} and {y.shape}"
        )
    if not (np.isfinite(X).all() and np.isfinite(y).all()):
        raise InvalidDataError("X or y holds NaN or infinity: impute or drop those rows first")
    return X, y


def check_columns(estimator: BaseScratch, X: ArrayLike, *, reset: bool) -> Array:
    """Return ``X`` as a float array (m, n) in which values may be missing (NaN).

    Parameters
    ----------
    estimator : BaseScratch
    X : array-like of shape (m, n)
    reset : bool
        True in ``fit``; false after it, when ``X`` must agree with what ``fit`` saw.

    Raises
    ------
    InvalidDataError
        If it is no such table, or holds infinity.
    """
    if not reset:
        check_is_fitted(estimator)
    table: Array = _validated(estimator, X, reset=reset, ensure_all_finite="allow-nan")
    return table


def require(condition: bool, message: str) -> None:
    """Raise when a parameter is outside its range.

    Parameters
    ----------
    condition : bool
        What must hold.
    message : str
        Which parameter, its range, and the value it had.

    Raises
    ------
    InvalidParameterError
        If ``condition`` is false.
    """
    if not condition:
        raise InvalidParameterError(message)


def warn_not_converged(estimator: BaseScratch, max_iter: int) -> None:
    """Warn that the iterations ran out before the tolerance was met.

    Parameters
    ----------
    estimator : BaseScratch
    max_iter : int
        How many iterations were made.
    """
    warnings.warn(
        f"{type(estimator).__name__} stopped at max_iter={max_iter} before reaching tol: "
        "scale the features, or raise max_iter",
        ConvergenceWarning,
        stacklevel=3,
    )


def random_generator(random_state: Any) -> Any:
    """Return the NumPy ``RandomState`` that scikit-learn's ``random_state`` stands for.

    Parameters
    ----------
    random_state : int, RandomState or None
        As everywhere in scikit-learn.
    """
    return check_random_state(random_state)


def _validated(estimator: BaseScratch, X: ArrayLike, **checks: Any) -> Any:
    """Call scikit-learn's checks; what they find wrong becomes an error of our tree."""
    try:
        return validate_data(estimator, X, dtype=np.float64, **checks)
    except ValueError as problem:
        raise InvalidDataError(str(problem)) from problem
