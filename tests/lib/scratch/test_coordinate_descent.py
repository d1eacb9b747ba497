import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import ElasticNet, Lasso

from homlp_lib.scratch.coordinate_descent import (
    ElasticNetRegressor,
    LassoRegressor,
    soft_threshold,
)
from homlp_lib.scratch.linear import LinearRegressor, RidgeRegressor


def test_the_soft_threshold_moves_towards_zero_and_stops_there():
    assert_array_equal(soft_threshold([-3, -1, 0, 0.5, 1, 3], 1), [-2, 0, 0, 0, 0, 2])


@given(st.floats(-5, 5), st.floats(0, 3))
def test_the_soft_threshold_minimises_what_it_says(z, t):
    def cost(w):
        return (w - z) ** 2 / 2 + t * np.abs(w)

    assert cost(soft_threshold(z, t)) <= cost(np.linspace(-6, 6, 241)).min() + 1e-12


@pytest.mark.parametrize("alpha", [0.01, 0.5, 3.0])
def test_the_lasso_agrees_with_scikit_learn(alpha, table):
    X, y = table
    ours = LassoRegressor(alpha, tol=1e-10).fit(X, y)
    theirs = Lasso(alpha, tol=1e-12, max_iter=100_000).fit(X, y)
    assert_allclose(ours.coef_, theirs.coef_, atol=1e-7)
    assert ours.intercept_ == pytest.approx(theirs.intercept_)
    assert_array_equal(ours.coef_ == 0, theirs.coef_ == 0)


@pytest.mark.parametrize("l1_ratio", [0.1, 0.5, 0.9])
def test_the_elastic_net_agrees_with_scikit_learn(l1_ratio, table):
    X, y = table
    ours = ElasticNetRegressor(0.7, l1_ratio, tol=1e-10).fit(X, y)
    theirs = ElasticNet(alpha=0.7, l1_ratio=l1_ratio, tol=1e-12, max_iter=100_000).fit(X, y)
    assert_allclose(ours.coef_, theirs.coef_, atol=1e-7)
    assert ours.intercept_ == pytest.approx(theirs.intercept_)


def test_an_elastic_net_of_l1_alone_is_the_lasso(table):
    X, y = table
    net, lasso = ElasticNetRegressor(0.5, l1_ratio=1).fit(X, y), LassoRegressor(0.5).fit(X, y)
    assert_array_equal(net.coef_, lasso.coef_)


def test_an_elastic_net_of_l2_alone_is_ridge(table):
    X, y = table
    net = ElasticNetRegressor(0.5, l1_ratio=0, tol=1e-12).fit(X, y)
    assert_allclose(net.coef_, RidgeRegressor(0.5 * len(X)).fit(X, y).coef_)


def test_no_penalty_is_least_squares(table):
    X, y = table
    lasso = LassoRegressor(0, tol=1e-12).fit(X, y)
    assert_allclose(lasso.coef_, LinearRegressor().fit(X, y).coef_, rtol=1e-6)


def test_the_lasso_is_zero_from_the_penalty_that_theory_gives(table):
    X, y = table
    alpha_max = np.abs((X - X.mean(axis=0)).T @ (y - y.mean())).max() / len(X)
    assert not LassoRegressor(alpha_max * 1.0001).fit(X, y).coef_.any()
    assert np.count_nonzero(LassoRegressor(alpha_max * 0.999).fit(X, y).coef_) == 1


def test_orthogonal_features_are_solved_in_two_sweeps():
    X = np.array([[1, 1], [1, -1], [-1, 1], [-1, -1]]) / 1.0
    model = LassoRegressor(0.5).fit(X, X @ [3, 0.25])
    assert_allclose(model.coef_, [2.5, 0])
    assert model.n_iter_ == 2


def test_the_lasso_leaves_a_constant_feature_at_zero(table):
    X, y = table
    X = np.column_stack([X, np.full(len(X), 3.0)])
    assert LassoRegressor(0.01).fit(X, y).coef_[-1] == 0


def test_running_out_of_sweeps_gives_a_warning_that_says_what_to_do(table):
    with pytest.warns(ConvergenceWarning, match="LassoRegressor stopped at max_iter=2.*raise"):
        model = LassoRegressor(0.01, max_iter=2, tol=1e-15).fit(*table)
    assert model.n_iter_ == 2


def test_a_looser_tolerance_stops_earlier(table):
    sweeps = [LassoRegressor(0.01, tol=tol).fit(*table).n_iter_ for tol in (1e-1, 1e-5, 1e-12)]
    assert sweeps == sorted(sweeps)
    assert sweeps[0] < sweeps[-1]


def test_the_tolerance_does_not_depend_on_the_units_of_the_target(table):
    X, y = table
    a = LassoRegressor(0.01).fit(X, y)
    b = LassoRegressor(10.0).fit(X, 1000 * y)
    assert a.n_iter_ == b.n_iter_
    assert_allclose(1000 * a.coef_, b.coef_)


def test_fitting_does_not_change_the_data(table):
    X, y = table
    X_before, y_before = X.copy(), y.copy()
    LassoRegressor().fit(X, y)
    assert_array_equal(X, X_before)
    assert_array_equal(y, y_before)
