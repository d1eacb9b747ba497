"""Nearest neighbours, held against an oracle, an invariance, a boundary and bad input."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.neighbors import KNeighborsRegressor

from homlp_lib.scratch.nearest_neighbours import NearestNeighboursRegressor


def test_two_neighbours_on_a_line_are_averaged_by_hand():
    model = NearestNeighboursRegressor(n_neighbors=2).fit([[0], [1], [10]], [2, 4, 9])
    assert_allclose(model.predict([[0.4], [9.0]]), [3.0, 6.5])


@pytest.mark.parametrize("k", [1, 3, 10])
def test_it_agrees_with_scikit_learn(k, table, rng):
    X, y = table
    new = rng.normal(size=(20, X.shape[1]))
    ours = NearestNeighboursRegressor(n_neighbors=k).fit(X, y)
    assert_allclose(ours.predict(new), KNeighborsRegressor(k).fit(X, y).predict(new))


def test_the_order_of_the_rows_does_not_matter(table, rng):
    X, y = table
    order = rng.permutation(len(X))
    a = NearestNeighboursRegressor().fit(X, y)
    b = NearestNeighboursRegressor().fit(X[order], y[order])
    assert_allclose(a.predict(X), b.predict(X))


def test_moving_and_stretching_all_features_alike_changes_nothing(table):
    X, y = table
    a = NearestNeighboursRegressor().fit(X, y)
    b = NearestNeighboursRegressor().fit(4 * X + 3, y)
    assert_allclose(a.predict(X), b.predict(4 * X + 3))


def test_one_neighbour_repeats_the_training_targets(table):
    X, y = table
    assert_array_equal(NearestNeighboursRegressor(n_neighbors=1).fit(X, y).predict(X), y)


def test_as_many_neighbours_as_rows_or_more_give_the_mean(table):
    X, y = table
    for k in (len(X), len(X) + 7):
        model = NearestNeighboursRegressor(n_neighbors=k).fit(X, y)
        assert_allclose(model.predict(X[:2]), np.mean(y))


def test_of_equally_near_rows_the_earlier_counts():
    model = NearestNeighboursRegressor(n_neighbors=1).fit([[-1.0], [1.0]], [5, 6])
    assert_array_equal(model.predict([[0.0]]), [5])
