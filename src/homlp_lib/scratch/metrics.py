"""The measures of a classifier, counted by hand: confusion, precision, recall, PR and ROC."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..errors import InvalidDataError
from ._base import Array

__all__ = [
    "confusion_matrix",
    "Report",
    "precision_recall_f1",
    "PRCurve",
    "precision_recall_curve",
    "average_precision",
    "ROCCurve",
    "roc_curve",
    "roc_auc",
]


class Report(NamedTuple):
    """How well the positive class is found."""

    precision: float
    recall: float
    f1: float


class PRCurve(NamedTuple):
    """Precision and recall at every threshold; the last point has no threshold."""

    precision: Array
    recall: Array
    thresholds: Array


class ROCCurve(NamedTuple):
    """False and true positive rate at every threshold, the highest first."""

    fpr: Array
    tpr: Array
    thresholds: Array


def confusion_matrix(y_true: ArrayLike, y_pred: ArrayLike) -> NDArray[np.intp]:
    """Count how often each true class was called each class.

    Row i, column j holds the number of rows of class i that were predicted as class j, the
    classes of both arguments sorted.

    Parameters
    ----------
    y_true, y_pred : array-like of shape (m,)

    Returns
    -------
    ndarray of shape (n_classes, n_classes)

    Raises
    ------
    InvalidDataError
        If the arguments are empty or differ in length.
    """
    y_true, y_pred = _paired(y_true, y_pred)
    classes, index = np.unique(np.concatenate([y_true, y_pred]), return_inverse=True)
    i, j = np.split(index, 2)  # (m,), (m,)
    K = len(classes)
    return np.bincount(K * i + j, minlength=K * K).reshape(K, K)


def precision_recall_f1(y_true: ArrayLike, y_pred: ArrayLike) -> Report:
    """Return precision, recall and F1 of the class 1; a ratio of nothing to nothing is 0.

    Parameters
    ----------
    y_true, y_pred : array-like of shape (m,)
        Labels 0 and 1.

    Raises
    ------
    InvalidDataError
        If the arguments are empty, differ in length or hold another label.
    """
    y_true, y_pred = _paired(_binary(y_true), _binary(y_pred))
    tp = np.sum(y_true & y_pred)
    fp, fn = np.sum(~y_true & y_pred), np.sum(y_true & ~y_pred)
    return Report(_ratio(tp, tp + fp), _ratio(tp, tp + fn), _ratio(2 * tp, 2 * tp + fp + fn))


def precision_recall_curve(y_true: ArrayLike, score: ArrayLike) -> PRCurve:
    """Return precision and recall of the rule ``score >= t`` for every useful threshold t.

    Thresholds rise, so recall falls; a last point (1, 0) stands for calling nothing positive.

    Parameters
    ----------
    y_true : array-like of shape (m,)
        Labels 0 and 1, with at least one 1.
    score : array-like of shape (m,)
        Higher means more likely 1.

    Raises
    ------
    InvalidDataError
        If the input does not fit together or holds no row of class 1.
    """
    tp, fp, thresholds = _counts(y_true, score)
    _require_class(tp[-1], "1")
    precision, recall = tp / (tp + fp), tp / tp[-1]
    return PRCurve(np.append(precision[::-1], 1.0), np.append(recall[::-1], 0.0), thresholds[::-1])


def average_precision(y_true: ArrayLike, score: ArrayLike) -> float:
    """Return the mean precision, weighted by the recall that each threshold adds.

    Parameters
    ----------
    y_true : array-like of shape (m,)
        Labels 0 and 1, with at least one 1.
    score : array-like of shape (m,)

    Raises
    ------
    InvalidDataError
        As :func:`precision_recall_curve`.
    """
    precision, recall, _ = precision_recall_curve(y_true, score)
    return float(-np.diff(recall) @ precision[:-1])


def roc_curve(y_true: ArrayLike, score: ArrayLike) -> ROCCurve:
    """Return both rates of the rule ``score >= t``, from (0, 0) to (1, 1).

    Parameters
    ----------
    y_true : array-like of shape (m,)
        Labels 0 and 1, both present.
    score : array-like of shape (m,)
        Higher means more likely 1.

    Raises
    ------
    InvalidDataError
        If the input does not fit together or lacks a class.
    """
    tp, fp, thresholds = _counts(y_true, score)
    _require_class(tp[-1], "1")
    _require_class(fp[-1], "0")
    return ROCCurve(
        np.append(0.0, fp / fp[-1]), np.append(0.0, tp / tp[-1]), np.append(np.inf, thresholds)
    )


def roc_auc(y_true: ArrayLike, score: ArrayLike) -> float:
    """Return the area under the ROC curve, by trapezoids.

    It is the probability that a random row of class 1 scores above a random row of class 0,
    a tie counting one half.

    Parameters
    ----------
    y_true : array-like of shape (m,)
        Labels 0 and 1, both present.
    score : array-like of shape (m,)

    Raises
    ------
    InvalidDataError
        As :func:`roc_curve`.
    """
    fpr, tpr, _ = roc_curve(y_true, score)
    return float(np.trapezoid(tpr, fpr))


def _counts(y_true: ArrayLike, score: ArrayLike) -> tuple[Array, Array, Array]:
    """Return true and false positives at each distinct score, the highest score first."""
    y, s = _paired(_binary(y_true), np.asarray(score, dtype=np.float64))
    if not np.isfinite(s).all():
        raise InvalidDataError("score holds NaN or infinity: a row without a score has no rank")
    order = np.argsort(-s, kind="stable")
    y, s = y[order], s[order]
    last = np.append(np.flatnonzero(np.diff(s)), len(s) - 1)  # the last row of each tie
    tp = np.cumsum(y, dtype=np.float64)[last]
    return tp, 1 + last - tp, s[last]


def _paired(a: ArrayLike, b: ArrayLike) -> tuple[NDArray[Any], NDArray[Any]]:
    a, b = np.asarray(a), np.asarray(b)
    if a.ndim != 1 or a.shape != b.shape or a.size == 0:
        raise InvalidDataError(
            f"expected two arrays of the same shape (m,), m >= 1, got {a.shape} and {b.shape}"
        )
    return a, b


def _binary(y: ArrayLike) -> NDArray[np.bool_]:
    y = np.asarray(y)
    if not np.isin(y, [0, 1]).all():
        raise InvalidDataError(f"expected labels 0 and 1, got {np.unique(y)[:5].tolist()}")
    return y.astype(bool)


def _require_class(count: float, label: str) -> None:
    if count == 0:
        raise InvalidDataError(f"y_true holds no row of class {label}: the curve is not defined")


def _ratio(part: float, whole: float) -> float:
    return float(part / whole) if whole else 0.0
