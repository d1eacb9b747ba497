"""Outliers to missing values: by hand, invariances, boundaries, bad input."""

import numpy as np
import pandas as pd
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy.stats import median_abs_deviation

from homlp_lib.errors import InvalidDataError, InvalidParameterError
from homlp_lib.scratch.outliers import OutliersToMissing


def test_a_wild_value_becomes_missing_by_hand():
    X = [[1.0], [2.0], [3.0], [4.0], [100.0]]  # median 3, distances 2 1 0 1 97: median 1
    out = OutliersToMissing(limit=3).fit_transform(X)
    assert_array_equal(out, [[1.0], [2.0], [3.0], [4.0], [np.nan]])


def test_its_deviation_is_that_of_scipy(table):
    X, _ = table
    expected = median_abs_deviation(X, scale="normal", axis=0)
    assert_allclose(OutliersToMissing().fit(X).deviation_, expected, rtol=1e-4)


def test_moving_and_stretching_a_column_changes_nothing(table):
    X, _ = table
    X[3] *= 40
    before = np.isnan(OutliersToMissing(4).fit_transform(X))
    after = np.isnan(OutliersToMissing(4).fit_transform(-7 * X + 3))
    assert before.any()
    assert_array_equal(before, after)


def test_one_wild_value_does_not_hide_another(table):
    X, _ = table
    X[:5, 0] = [1e9, 50, -50, 60, -60]  # with mean and standard deviation 50 would look usual
    assert np.isnan(OutliersToMissing().fit_transform(X)[:5, 0]).all()


def test_what_counts_is_what_fit_saw(table):
    X, _ = table
    guard = OutliersToMissing().fit(X)
    assert_array_equal(np.isnan(guard.transform(X[:2] + 1e4)), np.ones((2, 4), dtype=bool))


def test_missing_values_stay_missing_and_do_not_count():
    X = [[1.0], [2.0], [3.0], [np.nan], [99.0]]
    guard = OutliersToMissing(limit=10).fit(X)
    assert guard.median_ == 2.5
    assert_array_equal(np.isnan(guard.transform(X))[:, 0], [False, False, False, True, True])


def test_a_column_of_mostly_equal_values_is_left_alone():
    X = np.array([[1.0], [1.0], [1.0], [7.0]])
    assert_array_equal(OutliersToMissing().fit_transform(X), X)


def test_a_single_row_is_kept():
    assert_array_equal(OutliersToMissing().fit_transform([[1.0, 2.0]]), [[1.0, 2.0]])


def test_the_names_of_columns_stay():
    frame = pd.DataFrame({"a": [1.0, 2, 3], "b": [2.0, 3, 1]})
    out = OutliersToMissing().set_output(transform="pandas").fit_transform(frame)
    assert list(out) == ["a", "b"]


@pytest.mark.parametrize("limit", [0, -1])
def test_a_limit_that_is_not_positive_is_refused(limit):
    with pytest.raises(InvalidParameterError, match=f"limit must be positive, got {limit}"):
        OutliersToMissing(limit).fit([[1.0]])


def test_a_column_without_any_value_is_refused():
    with pytest.raises(InvalidDataError, match="no value at all"):
        OutliersToMissing().fit([[np.nan, 1.0], [np.nan, 2.0]])


def test_infinity_is_refused():
    with pytest.raises(InvalidDataError, match="infinity"):
        OutliersToMissing().fit([[np.inf], [1.0]])
