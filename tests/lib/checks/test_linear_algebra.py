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


def _by_qr(X, y):
    Q, _ = np.linalg.qr(X)
    return sum((q @ y) * q for q in Q.T)


def _by_normal_equation(X, y):
    return X @ np.linalg.solve(X.T @ X, X.T @ y)


def _by_an_inverse(X, y):
    return X @ np.linalg.inv(X.T @ X) @ X.T @ y


def _by_a_pseudo_inverse_of_products(X, y):
    return X @ np.linalg.pinv(X.T @ X) @ X.T @ y


def _scaled_swing(S, v, steps, size):
    for _ in range(steps):
        v = S @ v / size(S @ v)
    return v @ S @ v


def _end(S, v, steps):
    for _ in range(steps):
        v = S @ v / np.linalg.norm(S @ v)
    return v


def _shortened_first(S, v, steps):
    for _ in range(steps):
        v = v / np.linalg.norm(v)
        v = S @ v
    return v @ S @ v


def _last_length(S, v, steps):
    for _ in range(steps):
        v = S @ v
        length = np.linalg.norm(v)
        v = v / length
    return length


def _without_sizes(A, k):
    U, _, Vt = np.linalg.svd(A, full_matrices=False)
    return U[:, :k] @ Vt[:k]


def _columns_alone(A, k):
    U, s, _ = np.linalg.svd(A, full_matrices=False)
    return U[:, :k] @ np.diag(s[:k])


def _columns_of_both(A, k):
    U, s, Vt = np.linalg.svd(A, full_matrices=False)
    return U[:, :k] @ np.diag(s[:k]) @ Vt[:, :k]


def _rows_of_both(A, k):
    U, s, Vt = np.linalg.svd(A, full_matrices=False)
    return U[:k] @ np.diag(s[:k]) @ Vt[:k]


def _first(A, k):
    return _sum_of_layers(A, lambda n: range(k))


MISTAKES = [
    ("cosines", lambda A, b: A @ b, "dot products"),
    ("cosines", lambda A, b: A @ b / np.linalg.norm(A) / np.linalg.norm(b), "needs an axis"),
    ("cosines", lambda A, b: A @ b / np.sqrt((A**2).sum(axis=1)), "has a length too"),
    ("cosines", lambda A, b: A * b, "the star"),
    ("cosines", lambda A, b: A @ b / np.linalg.norm(b), "b alone"),
    ("cosines", lambda A, b: A @ b / (np.linalg.norm(A, axis=0) * np.linalg.norm(b)), "columns"),
    (
        "cosines",
        lambda A, b: np.arccos(A @ b / np.linalg.norm(A, axis=1) / np.linalg.norm(b)),
        "the angles:",
    ),
    (
        "cosines",
        lambda A, b: np.arccos(A @ b / np.linalg.norm(A, axis=1) / np.linalg.norm(b)) * 180 / np.pi,
        "in degrees",
    ),
    ("shadow_on_columns", lambda X, y: X.T @ y, "dot products with the columns"),
    ("shadow_on_columns", lambda X, y: X @ X.T @ y, "only for perpendicular"),
    ("shadow_on_columns", _by_qr, "adds nothing"),
    ("shadow_on_columns", _by_normal_equation, "squares the condition number"),
    ("shadow_on_columns", _by_an_inverse, "pseudo-inverse, on X itself"),
    ("shadow_on_columns", _by_a_pseudo_inverse_of_products, "squares the condition number"),
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
    ("top_stretch", lambda S, v, n: _swing(S, v, n - 1), "once too few"),
    ("top_stretch", _shortened_first, "before you multiply"),
    (
        "top_stretch",
        lambda S, v, n: _swing(S, v / np.linalg.norm(v), n, keep_length=False),
        "shorten the arrow once",
    ),
    ("top_stretch", lambda S, v, n: _scaled_swing(S, v, n, lambda w: max(abs(w))), "largest entry"),
    ("top_stretch", lambda S, v, n: _scaled_swing(S, v, n, sum), "add up to one"),
    ("top_stretch", _end, "that is the arrow"),
    ("top_stretch", lambda S, v, n: np.linalg.norm(S @ _end(S, v, n)), "length of S v"),
    ("top_stretch", _last_length, "the last step changed"),
    ("top_stretch", lambda S, v, n: np.linalg.eigh(S).eigenvalues.max(), "endless steps"),
    ("low_rank", lambda A, k: A, "A itself"),
    ("low_rank", lambda A, k: _first(A, 1), "one layer, whatever"),
    ("low_rank", lambda A, k: _sum_of_layers(A, lambda n: [k - 1]), "layer k alone"),
    ("low_rank", lambda A, k: _first(A, k + 1), "one layer too many"),
    ("low_rank", _without_sizes, "singular values are missing"),
    ("low_rank", lambda A, k: _first(A - A.mean(axis=0), k), "for principal components"),
    (
        "low_rank",
        lambda A, k: A.mean(axis=0) + _first(A - A.mean(axis=0), k),
        "one layer more than k",
    ),
    ("low_rank", _columns_alone, "rows they are multiplied by"),
    ("low_rank", _columns_of_both, "a column of U and a row of Vt"),
    ("low_rank", _rows_of_both, "a column of U and a row of Vt"),
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
    ("variance_shares", lambda X: _spectrum(X - X.mean()), "its own"),
    ("variance_shares", lambda X: _shares(X.var(axis=0)), "shares of the columns"),
    (
        "variance_shares",
        lambda X: _spectrum((X - X.mean(axis=0)) / X.std(axis=0)),
        "standard deviations",
    ),
    (
        "variance_shares",
        lambda X: _spectrum((X - X.mean(axis=0)) / X.std(axis=0, ddof=1)),
        "standard deviations",
    ),
    ("variance_shares", lambda X: np.cumsum(_spectrum(X - X.mean(axis=0))), "as you go"),
    ("variance_shares", lambda X: np.linalg.eigvalsh(np.cov(X.T))[::-1], "those are the variances"),
    (
        "variance_shares",
        lambda X: np.linalg.eigvalsh(np.cov(X.T, ddof=0))[::-1],
        "those are the variances",
    ),
    (
        "variance_shares",
        lambda X: np.linalg.svd(X - X.mean(axis=0)).S ** 2,
        "squares of the singular values",
    ),
    ("variance_shares", lambda X: _spectrum(X - X.mean(axis=0))[::-1], "reverse order"),
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


@pytest.mark.parametrize(
    "route",
    [
        lambda X, y: X @ np.linalg.lstsq(X, y)[0],
        lambda X, y: X @ (np.linalg.pinv(X) @ y),
        lambda X, y: X @ np.linalg.pinv(X) @ y,
        lambda X, y: _by_singular_vectors(X, y),
    ],
)
def test_each_stable_route_to_a_shadow_survives_the_twins(route):
    linear_algebra.check_shadow_on_columns(route)


def _by_singular_vectors(X, y):
    U, s, _ = np.linalg.svd(X, full_matrices=False)
    kept = U[:, s > 1e-10 * s[0]]
    return kept @ (kept.T @ y)


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
