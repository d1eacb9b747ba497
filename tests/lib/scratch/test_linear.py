import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.linear_model import LinearRegression, Ridge

from homlp_lib.errors import InvalidDataError
from homlp_lib.scratch.linear import (
    LinearRegressor,
    RidgeRegressor,
    add_intercept,
    solve_normal,
    solve_qr,
    solve_svd,
)

TENTHS = st.integers(-100, 100).map(lambda i: i / 10)
ROUTES = [solve_normal, solve_qr, solve_svd]


def test_the_intercept_is_a_first_column_of_ones():
    assert_array_equal(add_intercept([[2, 3], [4, 5]]), [[1, 2, 3], [1, 4, 5]])


@pytest.mark.parametrize("solve", ROUTES)
def test_a_line_through_two_points_is_found_by_hand(solve):
    assert_allclose(solve([[1, 0], [1, 2]], [3, 7]), [3, 2])


@pytest.mark.parametrize("solve", ROUTES)
def test_each_route_agrees_with_statsmodels(solve, table):
    X, y = table
    A = add_intercept(X)
    assert_allclose(solve(A, y), sm.OLS(y, A).fit().params, rtol=1e-8)


@given(arrays(float, (8, 3), elements=TENTHS), arrays(float, 8, elements=TENTHS))
def test_the_residual_is_at_right_angles_to_every_column(X, y):
    residual = y - X @ solve_svd(X, y)
    assert_allclose(X.T @ residual, 0, atol=1e-7)


@given(arrays(float, (8, 3), elements=TENTHS), arrays(float, 8, elements=TENTHS))
def test_a_longer_vector_solves_no_better_than_the_pseudo_inverse(X, y):
    theta = solve_svd(X, y)
    other = np.linalg.lstsq(X, y, rcond=np.finfo(float).eps * 8)[0]
    assert np.linalg.norm(theta) <= np.linalg.norm(other) * (1 + 1e-6) + 1e-9


def test_of_many_solutions_the_svd_takes_the_shortest():
    assert_allclose(solve_svd([[1, 1]], [2]), [1, 1])
    assert_allclose(solve_svd([[1, 1], [2, 2], [3, 3]], [2, 4, 6]), [1, 1])
    assert_allclose(solve_svd([[0, 0], [0, 0]], [1, 2]), [0, 0])


def test_rcond_drops_the_small_singular_values():
    X, y = np.diag([1.0, 0.01]), [1.0, 1.0]
    assert_allclose(solve_svd(X, y), [1, 100])
    assert_allclose(solve_svd(X, y, rcond=0.1), [1, 0])
    assert_allclose(solve_svd(X, y, rcond=0.01), [1, 0])  # up to rcond counts as zero
    assert_allclose(solve_svd(10 * X, y, rcond=0.005), [0.1, 10])  # relative to the largest


def test_qr_and_svd_keep_digits_that_the_normal_equation_loses(rng):
    X = np.vander(np.linspace(0, 1, 50), 12, increasing=True)
    theta = rng.normal(size=12)
    errors = [np.abs(solve(X, X @ theta) - theta).max() for solve in ROUTES]
    assert errors[1] < 1e-5
    assert errors[2] < 1e-5
    assert errors[0] > 100 * max(errors[1:])


@pytest.mark.parametrize(
    "X",
    [
        np.ones((3, 2)),
        np.ones((1, 2)),
        [[1, 0], [2, 0], [3, 0]],
        [[1, 2, 3], [4, 5, 9], [7, 8, 15]],
    ],
    ids=["equal", "wide", "zero", "sum"],
)
def test_qr_refuses_dependent_columns_and_says_what_to_do(X):
    with pytest.raises(InvalidDataError, match=r"shape \(\d, \d\).*dependent.*solve_svd"):
        solve_qr(X, np.arange(len(X)))


def test_the_normal_equation_refuses_a_singular_matrix():
    with pytest.raises(InvalidDataError, match=r"shape \(3, 2\).*dependent.*solve_svd") as caught:
        solve_normal(np.ones((3, 2)), [1, 2, 3])
    assert isinstance(caught.value.__cause__, np.linalg.LinAlgError)


def test_qr_accepts_columns_that_are_nearly_dependent():
    X = np.array([[1, 1], [1, 1 + 1e-10], [1, 1 - 1e-10]])
    assert_allclose(solve_qr(X, X @ [1, 1]), [1, 1], rtol=1e-4)


@pytest.mark.parametrize("solve", ROUTES)
@pytest.mark.parametrize(
    ("X", "y", "words"),
    [
        ([1.0, 2.0], [1.0, 2.0], r"got \(2,\) and \(2,\)"),
        ([[1.0], [2.0]], [1.0], r"got \(2, 1\) and \(1,\)"),
        ([[1.0], [2.0]], [[1.0], [2.0]], r"got \(2, 1\) and \(2, 1\)"),
        (np.empty((0, 2)), np.empty(0), r"got \(0, 2\) and \(0,\)"),
        ([[np.nan], [2.0]], [1.0, 2.0], "NaN or infinity"),
        ([[1.0], [2.0]], [1.0, np.inf], "NaN or infinity"),
    ],
)
def test_least_squares_refuses_arrays_that_do_not_fit(solve, X, y, words):
    with pytest.raises(InvalidDataError, match=words):
        solve(X, y)


def test_linear_regression_agrees_with_scikit_learn(table):
    X, y = table
    ours, theirs = LinearRegressor().fit(X, y), LinearRegression().fit(X, y)
    assert_allclose(ours.coef_, theirs.coef_)
    assert ours.intercept_ == pytest.approx(theirs.intercept_)
    assert_allclose(ours.predict(X[:5]), theirs.predict(X[:5]))


@pytest.mark.parametrize("alpha", [1e-3, 1.0, 50.0])
def test_ridge_agrees_with_scikit_learn(alpha, table):
    X, y = table
    ours, theirs = RidgeRegressor(alpha).fit(X, y), Ridge(alpha).fit(X, y)
    assert_allclose(ours.coef_, theirs.coef_)
    assert ours.intercept_ == pytest.approx(theirs.intercept_)


def test_ridge_without_a_penalty_is_least_squares(table):
    X, y = table
    assert_allclose(RidgeRegressor(0).fit(X, y).coef_, LinearRegressor().fit(X, y).coef_)


def test_ridge_without_a_penalty_takes_the_shortest_of_many_solutions(rng):
    X, y = rng.normal(size=(3, 6)), rng.normal(size=3)
    assert_allclose(RidgeRegressor(0).fit(X, y).coef_, LinearRegressor().fit(X, y).coef_)


def test_ridge_agrees_with_scikit_learn_where_features_outnumber_rows(rng):
    X, y = rng.normal(size=(5, 20)), rng.normal(size=5)
    assert_allclose(RidgeRegressor(0.3).fit(X, y).coef_, Ridge(0.3).fit(X, y).coef_)


def test_a_stronger_penalty_makes_shorter_coefficients(table):
    X, y = table
    norms = [np.linalg.norm(RidgeRegressor(a).fit(X, y).coef_) for a in (0, 1, 10, 1e3, 1e9)]
    assert norms == sorted(norms, reverse=True)
    assert norms[-1] < 1e-4


def test_ridge_shares_a_weight_between_two_copies_of_a_feature(rng):
    x = rng.normal(size=30)
    model = RidgeRegressor(alpha=1e-6).fit(np.column_stack([x, x]), 4 * x)
    assert_allclose(model.coef_, [2, 2], rtol=1e-4)
