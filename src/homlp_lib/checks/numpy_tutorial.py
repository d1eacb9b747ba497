"""Checks of the coding exercises of the NumPy tutorial."""

from collections.abc import Callable
from typing import Any

import numpy as np

from ..errors import CheckFailedError
from ._base import Array, Mistake, check_function, check_value, explained, passed, run

__all__ = [
    "check_swing",
    "check_standardise",
    "check_longest_run",
    "check_distances",
    "check_shuffle_together",
]


def check_swing(answer: Callable[..., Any]) -> None:
    """Check ``swing(grid)``, the largest minus the smallest value of each row.

    Parameters
    ----------
    answer : callable
    """
    rng = np.random.default_rng(21)
    hint = (
        "Python's own max and min compare whole rows with one another, which have no order: an "
        "array has methods of its own, which take an axis"
    )
    with explained({"truth value": hint}):
        _check_swing(answer, [rng.normal(size=shape) for shape in ((5, 3), (2, 7))])
    passed("each year swings as it should")


def _check_swing(answer: Callable[..., Any], grids: list[Array]) -> None:
    check_function(
        answer,
        lambda grid: np.ptp(grid, axis=1),
        cases=[(grid,) for grid in grids],
        mistakes=[
            Mistake(
                lambda grid: np.diff(grid, axis=1),
                "those are the steps from month to month: one number for each row is asked for",
            ),
            Mistake(
                lambda grid: np.ptp(grid, axis=0),
                "that is one number a column: which axis is to be used up?",
            ),
            Mistake(
                np.ptp,
                "that is one number for the whole grid: name an axis",
            ),
            Mistake(
                lambda grid: np.ptp(grid, axis=1, keepdims=True),
                "your result is still a grid of one column: let the axis go",
            ),
            Mistake(
                lambda grid: grid[:, -1] - grid[:, 0],
                "that is the last month minus the first: which are the warmest and the coldest?",
            ),
            Mistake(
                lambda grid: grid.max(axis=1),
                "that is the warmest month of each year: take the coldest from it",
            ),
        ],
    )


def check_standardise(answer: Callable[..., Any]) -> None:
    """Check ``standardise(X)``, columns with mean 0 and standard deviation 1.

    Parameters
    ----------
    answer : callable
    """
    rng = np.random.default_rng(22)
    X = rng.normal(loc=5, scale=[1, 10, 0.1], size=(8, 3))
    constant = np.column_stack([X, np.full(8, 4.0)])
    hint = "the shapes don't fit: is it a mean and a spread for each column, down axis 0?"
    quiet = np.errstate(invalid="ignore", divide="ignore")
    with quiet, explained({"could not be broadcast": hint}):
        check_function(
            answer,
            _standardised,
            cases=[(X,), (constant,)],
            mistakes=[
                Mistake(
                    lambda X: (X - X.mean()) / X.std(),
                    "you use one mean and one standard deviation for all: each column has its own",
                ),
                Mistake(
                    lambda X: _standardised(X.T).T,
                    "your rows are standardised: a column is a feature, and axis 0 runs down it",
                ),
                Mistake(
                    lambda X: (X - X.mean(axis=0)) / X.std(axis=0, ddof=1),
                    "you divide by one less than the number of values: leave ddof as it is",
                ),
                Mistake(
                    lambda X: X - X.mean(axis=0),
                    "the mean is right: now divide by the standard deviation",
                ),
                Mistake(
                    lambda X: (X - X.mean(axis=0)) / X.std(),
                    "the means are right: now each column needs a standard deviation of its own",
                ),
                Mistake(
                    lambda X: (X - X.mean(axis=0)) / X.var(axis=0),
                    "you divide by the variance: the standard deviation is its root",
                ),
                Mistake(
                    lambda X: (X - X.min(axis=0)) / np.ptp(X, axis=0),
                    "your columns run from 0 to 1: the mean is to be 0, and the spread 1",
                ),
                Mistake(
                    lambda X: (X - X.mean(axis=0)) / X.std(axis=0),
                    "a constant column has the standard deviation 0: you divide zero by zero",
                ),
            ],
        )
    passed("your columns are on one scale, a constant one too")


def check_longest_run(answer: Callable[..., Any]) -> None:
    """Check ``longest_run(mask)``, the length of the longest run of True.

    Parameters
    ----------
    answer : callable
    """
    hint = (
        "your starts and ends don't come in equal numbers: does your difference see a run start at "
        "the first value, and one end at the last?"
    )
    with explained({"could not be broadcast": hint}):
        check_function(
            answer,
            _longest_run,
            cases=[(_mask(text),) for text in ("....##.###..#", "####.###", "#..##", "###", "#")],
            mistakes=[
                Mistake(np.sum, "you count every True: only an unbroken run counts"),
                Mistake(
                    lambda mask: _longest_run(~mask),
                    "that is the longest run of False: the two have changed places",
                ),
                Mistake(
                    lambda mask: np.count_nonzero(np.diff(mask.astype(int), prepend=0) == 1),
                    "that is how many runs there are: how long is the longest?",
                ),
                Mistake(
                    lambda mask: _longest_run(mask[:-1]),
                    "a run that reaches the end is cut: does your difference see where it stops?",
                ),
                Mistake(
                    lambda mask: _longest_run(mask[1:]),
                    "a run that begins at the first value is cut: does your difference see it "
                    "start?",
                ),
                Mistake(
                    lambda mask: max(_longest_run(mask) - 1, 0),
                    "one too few: a run from position 3 to position 5 holds three values",
                ),
            ],
        )
    try:
        got = answer(_mask("..."))
    except ValueError as problem:
        raise CheckFailedError(
            f"where there is no True at all, your function fails: {problem}. There is no run "
            "to choose from, so say yourself what the answer is"
        ) from problem
    check_value(got, 0, name="your answer where nothing is True")
    passed("your runs are right, at both ends too")


def check_distances(answer: Callable[..., Any]) -> None:
    """Check ``distances(A, B)``, all distances between two sets of rows.

    Parameters
    ----------
    answer : callable
    """
    rng = np.random.default_rng(24)
    check_function(
        answer,
        _distances,
        cases=[(rng.normal(size=(m, n)), rng.normal(size=(k, n))) for m, k, n in _SIZES],
        mistakes=[
            Mistake(lambda A, B: _distances(A, B) ** 2, "those are squares: take the root"),
            Mistake(
                lambda A, B: np.abs(A[:, None] - B[None]).sum(axis=-1),
                "you add the sizes of the differences: square them, add, and take the root",
            ),
            Mistake(
                lambda A, B: A[:, None] - B[None],
                "those are the differences, all right: now one length for each pair",
            ),
            Mistake(lambda A, B: A @ B.T, "that is a dot product of rows, not a distance"),
            Mistake(
                _row_by_row,
                "you compare each row of A with one row of B: it should meet every one, "
                "which takes a new axis",
            ),
            Mistake(
                lambda A, B: (
                    np.linalg.norm(A - B, axis=-1)[:, None] if A.shape == B.shape else None
                ),
                "both have their new axis in one place, so row meets row: put one of them first",
            ),
            Mistake(
                lambda A, B: np.linalg.norm(A[:, None] - B[None]),
                "that is one length for everything: the axis of the features alone is used up",
            ),
        ],
        atol=1e-6,
    )
    passed("your distances agree with ours")


def check_shuffle_together(answer: Callable[..., Any]) -> None:
    """Check ``shuffle_together(X, y, rng)``: a new order, the same for rows and targets.

    Parameters
    ----------
    answer : callable
    """
    if not callable(answer):
        raise CheckFailedError(f"expected a function, got {type(answer).__name__} {answer!r}")
    m = 40
    X = np.arange(3.0 * m).reshape(m, 3)  # row i starts with 3 i
    got = run(answer, X, np.arange(float(m)), np.random.default_rng(25))
    if not (isinstance(got, tuple) and len(got) == 2):
        raise CheckFailedError("return two arrays: the rows and their targets")
    rows, targets = (np.asarray(one) for one in got)
    _check_all_there(rows, targets, X)
    if not np.array_equal(rows[:, 0], 3 * targets):
        raise CheckFailedError(
            "rows and targets no longer belong together: draw one order and use it twice"
        )
    same = run(answer, X, np.arange(float(m)), np.random.default_rng(25))
    if not np.array_equal(same[1], targets):
        raise CheckFailedError(
            "one seed gave two orders: draw from the rng that you are handed, not from np.random"
        )
    again = run(answer, X, np.arange(float(m)), np.random.default_rng(26))
    if np.array_equal(again[1], targets):
        raise CheckFailedError(
            "two generators gave the same order: draw from the rng that you are handed"
        )
    passed("every row has moved with its target")


_SIZES = ((3, 3, 5), (4, 3, 2), (1, 6, 3))


def _check_all_there(rows: Array, targets: Array, X: Array) -> None:
    """Check that nothing is lost, repeated or left in its old order."""
    if rows.shape != X.shape or targets.shape != (len(X),):
        raise CheckFailedError(
            f"the shapes are {rows.shape} and {targets.shape}, expected {X.shape} and ({len(X)},)"
        )
    check_value(np.sort(rows[:, 1]), X[:, 1], name="a list of your rows, sorted,")
    if not np.array_equal(rows, X[rows[:, 0].astype(int) // 3]):
        raise CheckFailedError("values moved inside a row: a row must stay whole")
    still = np.array_equal(rows, X), np.array_equal(targets, np.sort(targets))
    if all(still):
        raise CheckFailedError("nothing has moved: draw a random order from rng")
    if any(still):
        raise CheckFailedError(
            "one of the two has moved and the other has not: use one order for both"
        )


def _standardised(X: Array) -> Array:
    std = X.std(axis=0)
    result: Array = (X - X.mean(axis=0)) / np.where(std == 0, 1, std)
    return result


def _mask(text: str) -> Array:
    return np.array([letter == "#" for letter in text])


def _longest_run(mask: Array) -> int:
    longest = now = 0
    for value in mask:
        now = now + 1 if value else 0
        longest = max(longest, now)
    return longest


def _row_by_row(A: Array, B: Array) -> Array | None:
    if A.shape != B.shape:
        return None
    result: Array = np.linalg.norm(A - B, axis=-1)
    return result


def _distances(A: Array, B: Array) -> Array:
    result: Array = np.linalg.norm(A[:, None] - B[None], axis=-1)
    return result
