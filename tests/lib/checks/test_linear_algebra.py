"""The checks of the tutorial on linear algebra, held against planted mistakes.

That solutions pass and stubs fail is shown in tests/book."""

import numpy as np
import pytest

from homlp_lib.checks import linear_algebra
from homlp_lib.errors import CheckFailedError

CHECKS = {
    name.removeprefix("check_"): getattr(linear_algebra, name) for name in linear_algebra.__all__
}


def _shadow(X, y):
    return X @ np.linalg.pinv(X) @ y


def _swing(S, v, steps, *, keep_length=True):
    for _ in range(steps):
        v = S @ v
        v = v / np.linalg.norm(v) if keep_length else v
    return v @ S @ v


def _sum_of_layers(A, chosen, *, turned=False):
    U, s, Vt = np.linalg.svd(A, full_matrices=False)
    return sum(s[j] * np.outer(U[:, j], Vt[:, j] if turned else Vt[j]) for j in chosen(len(s)))


def _shares(variances):
    return variances / variances.sum()


def _spectrum(X, power=1.0):
    """Return the shares of the eigenvalues of X'X, or of a power of them."""
    largest_first = np.linalg.eigvalsh(X.T @ X)[::-1]
    return _shares(np.clip(largest_first, 0, None) ** power)


MISTAKES = [
    ("cosines", lambda A, b: A @ b, "dot products"),
    ("cosines", lambda A, b: A @ b / np.linalg.norm(A) / np.linalg.norm(b), "needs an axis"),
    ("cosines", lambda A, b: A @ b / np.sqrt((A**2).sum(axis=1)), "has a length too"),
    ("shadow_on_columns", lambda X, y: np.linalg.pinv(X) @ y, "those are the weights"),
    ("shadow_on_columns", lambda X, y: y - _shadow(X, y), "the residual"),
    (
        "shadow_on_columns",
        lambda X, y: X @ (X.T @ y / (X**2).sum(axis=0)),
        "counted twice",
    ),
    ("top_stretch", lambda S, v, n: _swing(S, v, n, keep_length=False), "of length one"),
    ("top_stretch", lambda S, v, n: _swing(S, v, 1), "multiply once"),
    ("top_stretch", lambda S, v, n: _swing(S, v, n + 1), "once too often"),
    (
        "low_rank",
        lambda A, k: _sum_of_layers(A, lambda n: range(n - k, n)),
        "keep the smallest",
    ),
    ("low_rank", lambda A, k: _sum_of_layers(A, lambda n: range(k, n)), "leaves out"),
    (
        "low_rank",
        lambda A, k: _sum_of_layers(A, lambda n: range(k), turned=True),
        "no second transpose",
    ),
    ("variance_shares", _spectrum, "isn't centred"),
    ("variance_shares", lambda X: _spectrum(X - X.mean(axis=0), 0.5), "variances are squares"),
    (
        "variance_shares",
        lambda X: _spectrum((X.T - X.mean(axis=1)).T),
        "mean of each row",
    ),
]


@pytest.mark.parametrize(("name", "answer", "hint"), MISTAKES)
def test_a_planted_mistake_fails_with_a_hint_of_its_own(name, answer, hint):
    with pytest.raises(CheckFailedError, match=hint):
        CHECKS[name](answer)


def test_a_shadow_by_the_normal_equation_fails_where_a_column_repeats():
    def by_normal_equation(X, y):
        return X @ np.linalg.inv(X.T @ X + 0 * np.eye(X.shape[1])) @ X.T @ y

    with pytest.raises(CheckFailedError):
        linear_algebra.check_shadow_on_columns(by_normal_equation)


@pytest.mark.parametrize("name", CHECKS)
def test_an_answer_that_is_no_function_is_told_so(name):
    with pytest.raises(CheckFailedError, match="expected a function"):
        CHECKS[name](3)


def test_a_vector_scaled_in_place_is_told_so():
    def shortens_its_argument(S, v, steps):
        v /= np.linalg.norm(v)
        return _swing(S, v, steps)

    with pytest.raises(CheckFailedError, match="in place"):
        linear_algebra.check_top_stretch(shortens_its_argument)
