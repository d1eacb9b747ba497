"""Checks of the coding exercises of the tutorial on linear algebra."""

from collections.abc import Callable
from typing import Any

import numpy as np

from ..errors import CheckFailedError
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
        cases=[(rng.normal(size=shape), rng.normal(size=shape[1])) for shape in ((4, 4), (5, 3))],
        mistakes=[
            Mistake(
                lambda A, b: A @ b,
                "those are dot products: a longer row must not get a larger cosine",
            ),
            Mistake(
                lambda A, b: A * b,
                "the star multiplies entry by entry and stops there: a dot product adds up",
            ),
            Mistake(
                lambda A, b: A @ b / (np.linalg.norm(A) * np.linalg.norm(b)),
                "all rows are divided by one length, that of the whole table: norm needs an axis",
            ),
            Mistake(
                lambda A, b: A @ b / np.linalg.norm(A, axis=1),
                "you divide by the lengths of the rows: the other vector has a length too",
            ),
            Mistake(
                lambda A, b: A @ b / np.linalg.norm(b),
                "you divide by the length of b alone: each row has a length too",
            ),
            Mistake(
                _by_lengths_of_columns,
                "you divide by the lengths of the columns: the other axis gives those of the rows",
            ),
            Mistake(
                lambda A, b: np.arccos(_cosines(A, b)),
                "those are the angles: their cosines are asked for",
            ),
            Mistake(
                lambda A, b: np.degrees(np.arccos(_cosines(A, b))),
                "those are the angles, in degrees: their cosines are asked for",
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
    X, y = rng.normal(size=(8, 3)), rng.normal(size=8)
    mixture = X[:, 0] - 2 * X[:, 2]
    mistakes = [
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
        Mistake(
            lambda X, y: X.T @ y,
            "those are dot products with the columns: no weights yet, and no shadow",
        ),
        Mistake(
            lambda X, y: X @ (X.T @ y),
            "that is right only for perpendicular columns of length one, and these are not",
        ),
        Mistake(
            _on_perpendicular_columns,
            "`qr` gives one perpendicular column for each of X, also for one that adds nothing: "
            "there the shadow falls on a direction that X cannot build",
        ),
    ]
    check_function(answer, _shadow, cases=[(X, y)], mistakes=mistakes)
    near_twin = X[:, 0] + 1e-7 * rng.normal(size=8)
    twins = [(np.column_stack([X, column]), y) for column in (mixture, near_twin)]
    _check_twins(answer, twins, mistakes)
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
            Mistake(
                lambda S, v, steps: _stretch(S, v, steps - 1),
                "you multiply once too few",
            ),
            Mistake(
                _shortened_before,
                "you shorten the arrow before you multiply: what you measure with is long again",
            ),
            Mistake(
                lambda S, v, steps: _plain_stretch(S, v / np.linalg.norm(v), steps),
                "you shorten the arrow once: it grows again with each multiplication",
            ),
            Mistake(
                lambda S, v, steps: _stretch(S, v, steps, size=lambda v: np.abs(v).max()),
                "you make the largest entry one: it is the length, np.linalg.norm, that stays one",
            ),
            Mistake(
                lambda S, v, steps: _stretch(S, v, steps, size=np.sum),
                "you make the entries add up to one: it is the length, np.linalg.norm, "
                "that stays one",
            ),
            Mistake(
                lambda S, v, steps: _arrow(S, v, steps),
                "that is the arrow: the stretch along it is asked for, one number",
            ),
            Mistake(
                lambda S, v, steps: np.linalg.norm(S @ _arrow(S, v, steps)),
                "that is the length of S v: measure along the arrow, with a dot product",
            ),
            Mistake(
                lambda S, v, steps: np.linalg.norm(S @ _arrow(S, v, steps - 1)),
                "that is by how much the last step changed the length: measure along the arrow, "
                "with a dot product",
            ),
            Mistake(
                lambda S, v, steps: np.linalg.eigvalsh(S)[-1],
                "that is where endless steps lead: measure after the number of steps asked for",
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
    try:
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
                Mistake(
                    lambda A, k: A,
                    "that is A itself: all its layers are in it, and k are asked for",
                ),
                Mistake(
                    lambda A, k: _layers(A, slice(None, 1)),
                    "you keep one layer, whatever k is",
                ),
                Mistake(
                    lambda A, k: _layers(A, slice(k - 1, k)),
                    "that is layer k alone: add up the first k",
                ),
                Mistake(
                    lambda A, k: _layers(A, slice(None, k + 1)),
                    "you keep one layer too many: a slice `:k` holds k entries",
                ),
                Mistake(
                    lambda A, k: _layers(A, slice(None, k), power=0),
                    "the singular values are missing: a layer is s times a column times a row",
                ),
                Mistake(
                    lambda A, k: _layers(A - A.mean(axis=0), slice(None, k)),
                    "you centre the columns first: that is for principal components, "
                    "here A itself is approximated",
                ),
                Mistake(
                    lambda A, k: _layers(A - A.mean(axis=0), slice(None, k)) + A.mean(axis=0),
                    "you centre the columns first and add the means at the end: the means make one "
                    "layer more than k",
                ),
                Mistake(
                    _scores,
                    "those are the columns, stretched: the rows they are multiplied by are missing",
                ),
            ],
        )
    except CheckFailedError as problem:
        if not isinstance(problem.__cause__, ValueError):
            raise
        raise CheckFailedError(
            f"{problem}: the shapes don't fit. A layer's vector is a column of U and a row of Vt"
        ) from problem
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
            Mistake(
                lambda X: _shares(X - X.mean()),
                "you took one mean of the whole table: each column has its own (axis)",
            ),
            Mistake(
                lambda X: X.var(axis=0) / X.var(axis=0).sum(),
                "those are the shares of the columns: turn to the principal components first",
            ),
            Mistake(
                lambda X: _shares((X - X.mean(axis=0)) / X.std(axis=0)),
                "you divide the columns by their standard deviations: centre them, no more",
            ),
            Mistake(
                lambda X: np.cumsum(_shares(X - X.mean(axis=0))),
                "you add the shares up as you go: each component's own is asked for",
            ),
            Mistake(
                lambda X: _variances(X, len(X)),
                "those are the variances: divide by their sum",
            ),
            Mistake(
                lambda X: _variances(X, len(X) - 1),
                "those are the variances: divide by their sum",
            ),
            Mistake(
                lambda X: _variances(X, 1),
                "those are the squares of the singular values: divide by their sum",
            ),
        ],
    )
    passed("your shares agree with ours on two hidden tables")


def _cosines(A: Array, b: Array) -> Array:
    return np.asarray(A @ b / (np.linalg.norm(A, axis=1) * np.linalg.norm(b)))


def _by_lengths_of_columns(A: Array, b: Array) -> Array:
    lengths = np.resize(np.linalg.norm(A, axis=0), len(A))  # fits where A is square
    return np.asarray(A @ b / (lengths * np.linalg.norm(b)))


def _shadow(X: Array, y: Array) -> Array:
    return np.asarray(X @ np.linalg.lstsq(X, y)[0])


def _check_twins(answer: Callable[..., Any], cases: list[Any], mistakes: list[Mistake]) -> None:
    """Check a shadow where columns repeat, and name the cure for what fails only there."""
    try:
        check_function(answer, _shadow, cases=cases, mistakes=mistakes)
    except CheckFailedError as problem:
        if str(problem) in [mistake.hint for mistake in mistakes]:
            raise
        raise CheckFailedError(
            "right while the columns stand well apart, wrong where one is (nearly) a mixture of "
            "others: the normal equation squares the condition number. `np.linalg.lstsq` or the "
            "pseudo-inverse, on X itself, survive"
        ) from problem


def _on_perpendicular_columns(X: Array, y: Array) -> Array:
    Q = np.linalg.qr(X).Q
    return np.asarray(Q @ (Q.T @ y))


def _symmetric(rng: np.random.Generator, n: int) -> Array:
    """Return a symmetric matrix whose largest stretch stands well apart."""
    Q = np.linalg.qr(rng.normal(size=(n, n))).Q
    return np.asarray((Q * (2.0 / 2.0 ** np.arange(n))) @ Q.T)


def _arrow(
    S: Array, v: Array, steps: int, *, size: Callable[[Array], Any] = np.linalg.norm
) -> Array:
    for _ in range(steps):
        v = S @ v
        v = v / size(v)
    return v


def _stretch(
    S: Array, v: Array, steps: int, *, size: Callable[[Array], Any] = np.linalg.norm
) -> float:
    v = _arrow(S, v, steps, size=size)
    return float(v @ S @ v)


def _plain_stretch(S: Array, v: Array, steps: int) -> float:
    return _stretch(S, v, steps, size=lambda v: 1.0)


def _shortened_before(S: Array, v: Array, steps: int) -> float:
    for _ in range(steps):
        v = S @ (v / np.linalg.norm(v))
    return float(v @ S @ v)


def _layers(A: Array, chosen: slice, *, power: int = 1) -> Array:
    U, s, Vt = np.linalg.svd(A, full_matrices=False)
    return np.asarray((U[:, chosen] * s[chosen] ** power) @ Vt[chosen])


def _layers_transposed(A: Array, k: int) -> Array:
    U, s, Vt = np.linalg.svd(A, full_matrices=False)
    return np.asarray((U[:, :k] * s[:k]) @ Vt.T[:k])


def _scores(A: Array, k: int) -> Array:
    U, s, _ = np.linalg.svd(A, full_matrices=False)
    return np.asarray(U[:, :k] * s[:k])


def _variances(X: Array, divisor: int) -> Array:
    return np.asarray(np.linalg.svd(X - X.mean(axis=0), compute_uv=False) ** 2 / divisor)


def _shares(X: Array, power: int = 2) -> Array:
    s = np.linalg.svd(X, compute_uv=False)
    return np.asarray(s**power / np.sum(s**power))
