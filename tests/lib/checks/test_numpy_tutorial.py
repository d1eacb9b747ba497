"""The checks of the NumPy tutorial, held against planted mistakes.

That solutions pass and stubs fail is shown in tests/book."""

import numpy as np
import pytest

from homlp_lib.checks import numpy_tutorial
from homlp_lib.errors import CheckFailedError

CHECKS = {
    "swing": numpy_tutorial.check_swing,
    "standardise": numpy_tutorial.check_standardise,
    "longest_run": numpy_tutorial.check_longest_run,
    "distances": numpy_tutorial.check_distances,
    "shuffle_together": numpy_tutorial.check_shuffle_together,
}


def _runs(mask):
    """Return where runs of True start and where they have ended."""
    steps = np.diff(np.pad(mask.astype(int), 1))
    return np.flatnonzero(steps == 1), np.flatnonzero(steps == -1)


def _longest(mask):
    starts, ends = _runs(mask)
    return (ends - starts).max(initial=0)


def _without_ends(mask):
    steps = np.diff(mask.astype(int))
    return (np.flatnonzero(steps == -1) - np.flatnonzero(steps == 1)).max(initial=0)


def _gap(A, B):
    return A[:, None] - B[None]


def _twice(X, y, rng):
    return rng.permutation(X), rng.permutation(y)


def _with_repeats(X, y, rng):
    order = rng.integers(len(y), size=len(y))
    return X[order], y[order]


def _own_seed(X, y, rng):
    order = np.random.default_rng(0).permutation(len(y))
    return X[order], y[order]


def _hidden_generator(X, y, rng):
    order = np.random.permutation(len(y))  # noqa: NPY002
    return X[order], y[order]


def _across(X, y, rng):
    order = rng.permutation(len(y))
    return X[order][:, ::-1], y[order]


def _targets_alone(X, y, rng):
    return X, rng.permutation(y)


MISTAKES = [
    ("swing", lambda grid: grid.max(axis=0) - grid.min(axis=0), "one number a column"),
    ("swing", lambda grid: grid.max() - grid.min(), "whole grid"),
    ("swing", lambda grid: np.ptp(grid, axis=1, keepdims=True), "still a grid"),
    ("swing", lambda grid: grid[:, -1] - grid[:, 0], "last month minus the first"),
    ("swing", lambda grid: max(grid) - min(grid), "have no order"),
    ("swing", lambda grid: np.diff(grid, axis=1), "month to month"),
    ("swing", lambda grid: grid.max(axis=1), "take the coldest from it"),
    ("swing", lambda grid: grid.min(axis=1) - grid.max(axis=1), "wrong sign"),
    ("standardise", lambda X: (X - X.mean()) / X.std(), "each column has its own"),
    ("standardise", lambda X: ((X.T - X.mean(axis=1)) / X.std(axis=1)).T, "your rows"),
    ("standardise", lambda X: (X - X.mean(axis=0)) / X.std(axis=0, ddof=1), "ddof"),
    ("standardise", lambda X: X - X.mean(axis=0), "now divide"),
    ("standardise", lambda X: (X - X.mean(axis=0)) / X.var(axis=0), "by the variance"),
    ("standardise", lambda X: (X - X.mean(axis=0)) / X.std(), "of its own"),
    ("standardise", lambda X: (X - X.mean(axis=1)) / X.std(axis=1), "down axis 0"),
    ("standardise", lambda X: (X - X.min(axis=0)) / np.ptp(X, axis=0), "from 0 to 1"),
    ("standardise", lambda X: (X - X.mean(axis=0)) / X.std(axis=0), "zero by zero"),
    ("longest_run", lambda mask: mask.sum(), "every True"),
    ("longest_run", lambda mask: _longest(~mask), "run of False"),
    ("longest_run", lambda mask: np.subtract(*_runs(mask)[::-1]).max(), "no True at all"),
    ("longest_run", lambda mask: _longest(mask) or np.nan, "where nothing is True"),
    ("longest_run", lambda mask: len(_runs(mask)[0]), "how many runs"),
    ("longest_run", _without_ends, "equal numbers"),
    ("longest_run", lambda mask: _longest(np.r_[mask[:-1], False]), "reaches the end"),
    ("longest_run", lambda mask: _longest(np.r_[False, mask[1:]]), "first value"),
    ("longest_run", lambda mask: max(_longest(mask) - 1, 0), "one too few"),
    ("distances", lambda A, B: (_gap(A, B) ** 2).sum(axis=-1), "take the root"),
    ("distances", lambda A, B: abs(_gap(A, B)).sum(axis=-1), "sizes of the differences"),
    ("distances", _gap, "one length for each pair"),
    ("distances", lambda A, B: A @ B.T, "dot product"),
    ("distances", lambda A, B: np.sqrt(((A - B) ** 2).sum(axis=1)), "a new axis"),
    ("distances", lambda A, B: np.linalg.norm(_gap(A, B)), "one length for everything"),
    ("distances", lambda A, B: np.linalg.norm(A[:, None] - B[:, None], axis=-1), "in one place"),
    ("distances", lambda A, B: np.linalg.norm(_gap(B, A), axis=-1), "transposed"),
    ("shuffle_together", _twice, "no longer belong together"),
    ("shuffle_together", _targets_alone, "one of the two has moved"),
    ("shuffle_together", lambda X, y, rng: (X.copy(), y.copy()), "nothing has moved"),
    ("shuffle_together", _with_repeats, "a list of your rows, sorted"),
    ("shuffle_together", _own_seed, "two generators"),
    ("shuffle_together", _hidden_generator, "not from np.random"),
    ("shuffle_together", _across, "inside a row"),
    ("shuffle_together", lambda X, y, rng: X[rng.permutation(len(y))], "two arrays"),
    ("shuffle_together", lambda X, y, rng: (X[:20], y[:20]), "shapes are"),
]


@pytest.mark.parametrize(("name", "answer", "hint"), MISTAKES)
def test_a_planted_mistake_fails_with_a_hint_of_its_own(name, answer, hint):
    with pytest.raises(CheckFailedError, match=hint):
        CHECKS[name](answer)


@pytest.mark.parametrize("name", CHECKS)
def test_an_answer_that_is_no_function_is_told_so(name):
    with pytest.raises(CheckFailedError, match="expected a function"):
        CHECKS[name](3)


def test_an_answer_that_writes_into_its_table_is_told_so():
    def in_place(X):
        X -= X.mean(axis=0)
        return X

    with pytest.raises(CheckFailedError, match="in place"):
        numpy_tutorial.check_standardise(in_place)


def test_shuffling_in_place_is_told_so():
    def in_place(X, y, rng):
        rng.shuffle(X)
        return X, y

    with pytest.raises(CheckFailedError, match="in place"):
        numpy_tutorial.check_shuffle_together(in_place)


def test_another_right_way_to_measure_distances_passes(capsys):
    def by_products(A, B):
        squares = (A**2).sum(axis=1)[:, None] + (B**2).sum(axis=1) - 2 * A @ B.T
        return np.sqrt(np.maximum(squares, 0))

    numpy_tutorial.check_distances(by_products)
    assert "Correct" in capsys.readouterr().out
