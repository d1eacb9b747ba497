"""Conformal regression, held against its definition, its promise, boundaries and bad input."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from sklearn.linear_model import LinearRegression, QuantileRegressor

from homlp_lib.errors import InvalidDataError, InvalidParameterError
from homlp_lib.scratch.conformal import (
    ConformalQuantileRegressor,
    SplitConformalRegressor,
    conformal_radius,
)

finite = st.floats(-1e6, 1e6)


class Constant:
    """A model that always says the same."""

    def __init__(self, value):
        self.value = value

    def predict(self, X):
        return np.full(len(X), float(self.value))


@pytest.mark.parametrize(
    ("alpha", "expected"), [(0.5, 5.0), (0.2, 8.0), (0.1, 9.0), (0.11, 9.0), (0.09, np.inf)]
)
def test_the_rank_counts_the_new_row_too_by_hand(alpha, expected):
    assert conformal_radius([3, 1, 2, 9, 8, 7, 4, 6, 5], alpha=alpha) == expected  # n + 1 is 10


@given(st.lists(finite, min_size=1, max_size=40), st.floats(0.02, 0.98))
def test_left_out_in_turn_at_most_alpha_of_any_scores_lie_outside(scores, alpha):
    # The theorem itself: of n + 1 exchangeable scores the last exceeds the radius of the others
    # with probability at most alpha. Here each of them is the last one in turn.
    scores = [*scores, scores[0]]
    outside = [
        score > conformal_radius(scores[:i] + scores[i + 1 :], alpha=alpha)
        for i, score in enumerate(scores)
    ]
    assert np.mean(outside) <= alpha + 1e-9


def test_the_order_of_the_scores_does_not_matter(rng):
    scores = rng.normal(size=50)
    shuffled = rng.permutation(scores)
    assert conformal_radius(scores, alpha=0.2) == conformal_radius(shuffled, alpha=0.2)


def _noisy(rng, m):
    X = rng.uniform(1, 4, size=(m, 1))
    return X, 2 * X[:, 0] + X[:, 0] * rng.standard_t(3, size=m)  # errors grow with X


@pytest.mark.parametrize("scale", [None, lambda X: X[:, 0]])
def test_on_average_over_calibrations_it_keeps_its_promise_and_is_not_lazy(rng, scale):
    model = LinearRegression().fit(*_noisy(rng, 30))  # a poor one: thirty rows
    covered = []
    for _ in range(300):
        X, y = _noisy(rng, 99)
        low, high = (
            SplitConformalRegressor(model, alpha=0.2, scale=scale)
            .calibrate(X[:49], y[:49])
            .predict_interval(X[49:])
            .T
        )
        covered.append(np.mean((low <= y[49:]) & (y[49:] <= high)))
    assert 0.785 < np.mean(covered) < 0.815  # exactly 0.8 in expectation: 50 * 0.8 is whole


def test_the_interval_is_the_prediction_and_a_radius_by_hand():
    X, y = np.zeros((4, 1)), [9, 12, 10, 13]  # scores 1, 2, 0, 3
    model = SplitConformalRegressor(Constant(10), alpha=0.4).calibrate(X, y)  # rank 3
    assert model.radius_ == 2
    assert_allclose(model.predict_interval(X[:1]), [[8, 12]])


def test_with_a_scale_the_width_follows_it(rng):
    X, y = _noisy(rng, 60)
    model = SplitConformalRegressor(Constant(5), scale=lambda X: X[:, 0]).calibrate(X, y)
    low, high = model.predict_interval(np.array([[1.0], [3.0]])).T
    assert_allclose((high - low)[1], 3 * (high - low)[0])


def test_other_units_of_the_target_scale_the_interval(rng):
    X, y = _noisy(rng, 60)
    first = SplitConformalRegressor(Constant(5)).calibrate(X, y).predict_interval(X)
    second = SplitConformalRegressor(Constant(500)).calibrate(X, 100 * y).predict_interval(X)
    assert_allclose(second, 100 * first)


def test_too_few_rows_for_the_promise_give_the_whole_line():
    model = SplitConformalRegressor(Constant(0), alpha=0.1).calibrate(np.zeros((5, 1)), np.ones(5))
    assert_allclose(model.predict_interval(np.zeros((1, 1))), [[-np.inf, np.inf]])


def test_the_quantile_band_keeps_its_promise_where_the_models_do_not(rng):
    X, y = _noisy(rng, 400)
    lower, upper = (QuantileRegressor(quantile=q, alpha=0).fit(X, y) for q in (0.4, 0.6))
    covered = []
    for _ in range(200):
        X, y = _noisy(rng, 99)
        band = ConformalQuantileRegressor(lower, upper, alpha=0.2).calibrate(X[:49], y[:49])
        low, high = band.predict_interval(X[49:]).T
        covered.append(np.mean((low <= y[49:]) & (y[49:] <= high)))
    assert 0.78 < np.mean(covered) < 0.82


def test_a_band_that_was_too_wide_becomes_narrower_by_hand():
    X = np.zeros((4, 1))
    band = ConformalQuantileRegressor(Constant(0), Constant(10), alpha=0.4)
    band.calibrate(X, [5, 7, 9, 12])  # scores -5, -3, -1, 2; rank 3
    assert band.radius_ == -1
    assert_allclose(band.predict_interval(X[:1]), [[1, 9]])


def test_crossed_quantiles_are_put_in_order_and_a_band_never_turns_inside_out():
    X = np.zeros((4, 1))
    band = ConformalQuantileRegressor(Constant(10), Constant(0), alpha=0.4)
    band.calibrate(X, [5, 5, 5, 5])  # radius -5 leaves a point
    assert_allclose(band.predict_interval(X[:1]), [[5, 5]])
    band.radius_ = -7.0
    assert_allclose(band.predict_interval(X[:1]), [[5, 5]])


@pytest.mark.parametrize("alpha", [0, 1, -0.1, 1.5])
def test_a_share_outside_zero_and_one_is_refused(alpha):
    with pytest.raises(InvalidParameterError, match="alpha must lie between 0 and 1"):
        conformal_radius([1.0], alpha=alpha)


@pytest.mark.parametrize("scores", [[], [[1.0]], [np.nan, 1.0]])
def test_scores_that_are_none_are_refused(scores):
    with pytest.raises(InvalidDataError, match="n >= 1 scores without NaN"):
        conformal_radius(scores, alpha=0.1)


@pytest.mark.parametrize("scale", [lambda X: X[:, 0] * 0, lambda X: np.ones(1)])
def test_a_scale_that_is_not_positive_or_not_one_a_row_is_refused(scale):
    model = SplitConformalRegressor(Constant(1), scale=scale)
    with pytest.raises(InvalidDataError, match="3 positive numbers, one a row"):
        model.calibrate(np.ones((3, 1)), np.ones(3))


def test_targets_of_another_length_are_refused():
    with pytest.raises(InvalidDataError, match=r"expected y of shape \(3,\), got \(2,\)"):
        SplitConformalRegressor(Constant(1)).calibrate(np.ones((3, 1)), np.ones(2))
