import numpy as np
import pytest
from numpy.testing import assert_allclose
from sklearn.linear_model import Ridge

from homlp_lib.scratch.bayesian_linear import BayesianLinearRegressor


def exact(X, y, *, alpha, beta):
    """The posterior of (b, w), from the definition, with a prior on b that is nearly flat."""
    A = np.column_stack([np.ones(len(X)), X])
    precision = beta * A.T @ A + np.diag([1e-9, *[alpha] * X.shape[1]])
    covariance = np.linalg.inv(precision)
    return A, beta * covariance @ A.T @ y, covariance


def test_the_mean_is_ridge_with_the_ratio_of_the_precisions(table):
    X, y = table
    model, ridge = BayesianLinearRegressor(6.0, 2.0).fit(X, y), Ridge(3.0).fit(X, y)
    assert_allclose(model.coef_, ridge.coef_)
    assert model.intercept_ == pytest.approx(ridge.intercept_)
    assert_allclose(model.predict(X), ridge.predict(X))


def test_mean_and_spread_agree_with_the_definition(table):
    X, y = table
    model = BayesianLinearRegressor(0.5, 2.0).fit(X, y)
    A, mean, covariance = exact(X, y, alpha=0.5, beta=2.0)
    got_mean, got_std = model.predict(X, return_std=True)
    assert_allclose(got_mean, A @ mean, rtol=1e-6)
    assert_allclose(
        got_std, np.sqrt(1 / 2.0 + np.einsum("ij,jk,ik->i", A, covariance, A)), rtol=1e-6
    )
    assert_allclose(model.coef_cov_, covariance[1:, 1:], rtol=1e-6)


def test_one_row_leaves_the_prior_as_it_was():
    model = BayesianLinearRegressor(alpha=4.0, beta=2.0).fit([[1.0, 2.0]], [3.0])
    assert_allclose(model.coef_cov_, np.eye(2) / 4)
    _, std = model.predict([[1.0, 2.0]], return_std=True)
    assert_allclose(std, np.sqrt(2 / 2.0))  # the noise, and as much for the intercept


def test_more_features_than_rows_keep_the_prior_where_no_data_speaks(rng):
    X, y = rng.normal(size=(3, 5)), rng.normal(size=3)
    model = BayesianLinearRegressor(0.5, 2.0).fit(X, y)
    _, mean, covariance = exact(X, y, alpha=0.5, beta=2.0)
    assert_allclose(model.coef_cov_, covariance[1:, 1:], atol=1e-6)
    assert_allclose(model.coef_, mean[1:], atol=1e-6)


def test_the_spread_grows_away_from_the_data(table):
    X, y = table
    model = BayesianLinearRegressor().fit(X, y)
    _, std = model.predict(
        [X.mean(axis=0), X.mean(axis=0) + 5, X.mean(axis=0) + 50], return_std=True
    )
    assert std[0] < std[1] < std[2]


def test_draws_have_the_mean_and_the_spread_of_the_posterior(table, rng):
    X, y = table
    model = BayesianLinearRegressor(0.5, 2.0).fit(X, y)
    draws = model.sample(X[:4], 20_000, rng=rng)
    mean, std = model.predict(X[:4], return_std=True)
    assert draws.shape == (20_000, 4)
    assert_allclose(draws.mean(axis=0), mean, atol=0.02)
    assert_allclose(draws.var(axis=0), std**2 - 1 / 2.0, rtol=0.05)


def test_the_credible_band_covers_what_it_promises(rng):
    """Draw problems from the prior: 90 % of new targets lie within the 90 % band."""
    covered = []
    for _ in range(300):
        X, w = rng.normal(size=(8, 2)), rng.normal(size=2)  # alpha = 1
        y = X @ w + 3 + 0.5 * rng.normal(size=8)  # beta = 4
        mean, std = (
            BayesianLinearRegressor(1.0, 4.0).fit(X[:-1], y[:-1]).predict(X[-1:], return_std=True)
        )
        covered.append(abs(y[-1] - mean[0]) < 1.6449 * std[0])
    assert 0.85 < np.mean(covered) < 0.95
