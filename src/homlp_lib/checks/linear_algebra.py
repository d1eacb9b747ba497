"""Checks of the coding exercises of the tutorial on linear algebra."""

from collections.abc import Callable
from typing import Any

import numpy as np

from ._base import Array, Mistake, check_function, passed

__all__ = [
    "check_cosines",
    "check_shadow_on_columns",
    "check_top_stretch",
    "check_low_rank",
    "check_variance_shares",
]


def check_cosines(answer: Callable[..., Any]) -> None:
    """Check ``cosines(A, b)``, the cosine between each row and a vector.

    Parameters
    ----------
    answer : callable
    """
    rng = np.random.default_rng(21)
    check_function(
        answer,
        _cosines,
        cases=[(rng.normal(size=shape), rng.normal(size=shape[1])) for shape in ((5, 3), (4, 4))],
        mistakes=[
            Mistake(
                lambda A, b: A @ b,
                "those are dot products: a longer row must not get a larger cosine",
            ),
            Mistake(
                lambda A, b: A @ b / (np.linalg.norm(A) * np.linalg.norm(b)),
                "all rows are divided by one length, that of the whole table: norm needs an axis",
            ),
            Mistake(
                lambda A, b: A @ b / np.linalg.norm(A, axis=1),
                "you divide by the lengths of the rows: the other vector has a length too",
            ),
        ],
    )
    passed("your cosines agree with ours on two hidden tables")


def check_shadow_on_columns(answer: Callable[..., Any]) -> None:
    """Check ``shadow_on_columns(X, y)``, the projection onto the span of the columns.

    Parameters
    ----------
    answer : callable
    """
    rng = np.random.default_rng(22)
    X = rng.normal(size=(8, 3))
    check_function(
        answer,
        _shadow,
        cases=[
            (X, rng.normal(size=8)),
            (np.column_stack([X, X[:, 0] - 2 * X[:, 2]]), rng.normal(size=8)),
        ],
        mistakes=[
            Mistake(
                lambda X, y: np.linalg.lstsq(X, y)[0],
                "those are the weights: the shadow is what they make of the columns",
            ),
            Mistake(
                lambda X, y: y - _shadow(X, y),
                "that is the residual: the shadow is the other part of y",
            ),
            Mistake(
                lambda X, y: sum((u @ y) / (u @ u) * u for u in X.T),
                "you add up the shadows on single columns: what two columns share is counted twice",
            ),
        ],
    )
    passed("your shadow is the nearest point, even when a column is a mixture of others")


def check_top_stretch(answer: Callable[..., Any]) -> None:
    """Check ``top_stretch(S, v, steps)``, power iteration on a symmetric matrix.

    Parameters
    ----------
    answer : callable
    """
    rng = np.random.default_rng(23)
    check_function(
        answer,
        _stretch,
        cases=[(_symmetric(rng, n), rng.normal(size=n), steps) for n, steps in ((3, 4), (5, 60))],
        mistakes=[
            Mistake(
                lambda S, v, steps: _plain_stretch(S, v, steps),
                "your arrow isn't of length one at the end, so its length is counted as stretch",
            ),
            Mistake(
                lambda S, v, steps: _stretch(S, v, 1),
                "you multiply once, whatever `steps` is",
            ),
            Mistake(
                lambda S, v, steps: _stretch(S, v, steps + 1),
                "you multiply once too often before you measure",
            ),
        ],
    )
    passed("your arrow swings round as ours does")


def check_low_rank(answer: Callable[..., Any]) -> None:
    """Check ``low_rank(A, k)``, the best approximation by a matrix of rank k.

    Parameters
    ----------
    answer : callable
    """
    rng = np.random.default_rng(24)
    check_function(
        answer,
        lambda A, k: _layers(A, slice(None, k)),
        cases=[
            (rng.normal(size=(6, 6)), 2),
            (rng.normal(size=(5, 8)), 2),
            (rng.normal(size=(7, 4)), 1),
        ],
        mistakes=[
            Mistake(
                lambda A, k: _layers(A, slice(-k, None)),
                "you keep the smallest layers: the first ones carry the most",
            ),
            Mistake(
                _layers_transposed,
                "NumPy returns the right singular vectors as rows: no second transpose",
            ),
            Mistake(
                lambda A, k: _layers(A, slice(k, None)),
                "that is what the approximation leaves out",
            ),
        ],
    )
    passed("your approximations are the best of their rank")


def check_variance_shares(answer: Callable[..., Any]) -> None:
    """Check ``variance_shares(X)``, the share of the variance along each component.

    Parameters
    ----------
    answer : callable
    """
    rng = np.random.default_rng(25)
    check_function(
        answer,
        lambda X: _shares(X - X.mean(axis=0)),
        cases=[(rng.normal(size=shape) + 3,) for shape in ((9, 4), (12, 3))],
        mistakes=[
            Mistake(_shares, "your table isn't centred: the first share is that of the mean row"),
            Mistake(
                lambda X: _shares(X - X.mean(axis=0), power=1),
                "variances are squares: your shares are those of the singular values themselves",
            ),
            Mistake(
                lambda X: _shares(X - X.mean(axis=1, keepdims=True)),
                "you took the mean of each row: it is the columns that have to be centred",
            ),
        ],
    )
    passed("your shares agree with ours on two hidden tables")


def _cosines(A: Array, b: Array) -> Array:
    return np.asarray(A @ b / (np.linalg.norm(A, axis=1) * np.linalg.norm(b)))


def _shadow(X: Array, y: Array) -> Array:
    return np.asarray(X @ np.linalg.lstsq(X, y)[0])


def _symmetric(rng: np.random.Generator, n: int) -> Array:
    """Return a symmetric matrix whose largest stretch stands well apart."""
    Q = np.linalg.qr(rng.normal(size=(n, n))).Q
    return np.asarray((Q * (2.0 / 2.0 ** np.arange(n))) @ Q.T)


def _stretch(S: Array, v: Array, steps: int) -> float:
    for _ in range(steps):
        v = S @ v
        v = v / np.linalg.norm(v)
    return float(v @ S @ v)


def _plain_stretch(S: Array, v: Array, steps: int) -> float:
    for _ in range(steps):
        v = S @ v
    return float(v @ S @ v)


def _layers(A: Array, chosen: slice) -> Array:
    U, s, Vt = np.linalg.svd(A, full_matrices=False)
    return np.asarray((U[:, chosen] * s[chosen]) @ Vt[chosen])


def _layers_transposed(A: Array, k: int) -> Array:
    U, s, Vt = np.linalg.svd(A, full_matrices=False)
    return np.asarray((U[:, :k] * s[:k]) @ Vt.T[:k])


def _shares(X: Array, power: int = 2) -> Array:
    s = np.linalg.svd(X, compute_uv=False)
    return np.asarray(s**power / np.sum(s**power))
