import numpy as np
import pytest
from numpy.testing import assert_allclose
from sklearn.linear_model import LinearRegression, Ridge, RidgeCV
from sklearn.model_selection import LeaveOneOut, cross_val_predict

from homlp_lib.errors import InvalidDataError, InvalidParameterError
from homlp_lib.scratch.leave_one_out import loo_mse_path, loo_residuals


@pytest.mark.parametrize("alpha", [0.0, 0.1, 10.0])
def test_the_shortcut_gives_what_leaving_each_row_out_gives(alpha, table):
    X, y = table
    model = Ridge(alpha) if alpha else LinearRegression()
    slow = y - cross_val_predict(model, X, y, cv=LeaveOneOut())
    assert_allclose(loo_residuals(X, y, alpha=alpha), slow, rtol=1e-6)


def test_the_default_is_least_squares(table):
    assert_allclose(loo_residuals(*table), loo_residuals(*table, alpha=0))


def test_the_errors_of_three_points_on_a_line_are_those_worked_out_by_hand():
    # Without (0, 0), the line through the others is y = 2 x - 1: it misses by +1.
    assert_allclose(loo_residuals([[0.0], [1.0], [2.0]], [0.0, 1.0, 3.0]), [1.0, -0.5, 1.0])


def test_the_path_agrees_with_scikit_learns_ridge_cv(table):
    X, y = table
    alphas = [0.1, 1.0, 10.0]
    theirs = RidgeCV(alphas=alphas, store_cv_results=True).fit(X, y).cv_results_.mean(axis=0)
    assert_allclose(loo_mse_path(X, y, alphas=alphas), theirs)


def test_constant_features_leave_the_mean_of_the_other_rows():
    assert_allclose(loo_residuals(np.ones((3, 2)), [0.0, 3.0, 6.0]), [-4.5, 0.0, 4.5])


def test_a_row_that_the_fit_must_pass_through_is_refused_by_its_number():
    X, y = [[0.0], [0.0], [0.0], [5.0]], [1.0, 2.0, 3.0, 9.0]
    with pytest.raises(InvalidDataError, match=r"row 3 has leverage 1.*alpha > 0"):
        loo_residuals(X, y)
    loo_residuals(X, y, alpha=0.1)


def test_a_negative_penalty_is_refused(table):
    with pytest.raises(InvalidParameterError, match="alpha must be >= 0, got -2"):
        loo_residuals(*table, alpha=-2)


def test_a_missing_value_is_refused():
    with pytest.raises(InvalidDataError, match="NaN"):
        loo_residuals([[np.nan], [1.0]], [1.0, 2.0])
