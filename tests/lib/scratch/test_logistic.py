import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from scipy.special import expit
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss as sklearn_log_loss

from homlp_lib.errors import ConvergenceError, InvalidDataError
from homlp_lib.scratch.logistic import LogisticClassifier, log_loss, sigmoid


def test_the_sigmoid_agrees_with_scipy_and_saturates_quietly():
    z = np.array([[-1e4, -40, -1], [0, 2, 1e4]])
    assert_allclose(sigmoid(z), expit(z), rtol=1e-14)
    assert sigmoid(0) == 0.5


@given(st.floats(-700, 700))
def test_the_sigmoid_is_symmetric(z):
    assert float(sigmoid(z) + sigmoid(-z)) == pytest.approx(1)


def test_the_log_loss_agrees_with_scikit_learn(rng):
    z, y = rng.normal(size=50), rng.integers(0, 2, size=50)
    assert log_loss(z, y) == pytest.approx(sklearn_log_loss(y, sigmoid(z)))


def test_the_log_loss_is_exact_where_the_sigmoid_saturates():
    assert log_loss([1000.0, -1000.0], [0, 1]) == 1000.0
    assert log_loss([1000.0, -1000.0], [1, 0]) == 0.0
    assert log_loss([0.0], [1]) == pytest.approx(np.log(2))


@pytest.mark.parametrize(("z", "y"), [([0.0], [2]), ([0.0, 1.0], [1]), ([0.0], [-1])])
def test_the_log_loss_refuses_other_labels_and_shapes(z, y):
    with pytest.raises(InvalidDataError, match="labels 0 or 1"):
        log_loss(z, y)


@pytest.mark.parametrize("alpha", [0.01, 1.0, 30.0])
def test_the_classifier_agrees_with_scikit_learn(alpha, two_classes):
    X, y = two_classes
    ours = LogisticClassifier(alpha).fit(X, y)
    theirs = LogisticRegression(C=1 / alpha, tol=1e-10, max_iter=10_000).fit(X, y)
    assert_allclose(ours.coef_, theirs.coef_[0], rtol=1e-5)
    assert ours.intercept_ == pytest.approx(theirs.intercept_[0], rel=1e-5)
    assert_allclose(ours.predict_proba(X), theirs.predict_proba(X), rtol=1e-5)
    assert_array_equal(ours.predict(X), theirs.predict(X))


def test_without_a_penalty_it_is_the_maximum_likelihood_of_statsmodels(two_classes):
    X, y = two_classes
    theirs = sm.Logit(y, sm.add_constant(X)).fit(disp=False, tol=1e-12).params
    ours = LogisticClassifier(alpha=0).fit(X, y)
    assert_allclose([ours.intercept_, *ours.coef_], theirs, rtol=1e-6)


def test_newton_needs_a_handful_of_steps_and_never_climbs(two_classes):
    model = LogisticClassifier().fit(*two_classes)
    assert 2 <= model.n_iter_ <= 8
    assert len(model.history_) == model.n_iter_ + 1
    assert model.history_[0] == pytest.approx(np.log(2))
    assert (np.diff(model.history_) <= 1e-15).all()


def test_the_history_ends_at_the_objective_divided_by_the_rows(two_classes):
    X, y = two_classes
    model = LogisticClassifier(alpha=3.0).fit(X, y)
    penalty = 3.0 / 2 * model.coef_ @ model.coef_ / len(X)
    assert model.history_[-1] == pytest.approx(log_loss(model.decision_function(X), y) + penalty)


def test_the_gradient_is_zero_at_the_solution(two_classes):
    X, y = two_classes
    model = LogisticClassifier(alpha=2.0, tol=1e-12).fit(X, y)
    residual = sigmoid(model.decision_function(X)) - y
    assert abs(residual.sum()) < 1e-9
    assert_allclose(X.T @ residual + 2.0 * model.coef_, 0, atol=1e-9)


def test_swapping_the_labels_changes_every_sign(two_classes):
    X, y = two_classes
    a, b = LogisticClassifier().fit(X, y), LogisticClassifier().fit(X, 1 - y)
    assert_allclose(a.coef_, -b.coef_)
    assert a.intercept_ == pytest.approx(-b.intercept_)


def test_a_copied_column_without_penalty_shares_the_weight(two_classes):
    X, y = two_classes
    one = LogisticClassifier(alpha=0).fit(X, y)
    two = LogisticClassifier(alpha=0).fit(np.column_stack([X, X[:, 0]]), y)
    assert_allclose(two.coef_[[0, 3]], one.coef_[0] / 2, rtol=1e-5)


def test_huge_features_make_steps_that_are_halved_until_the_loss_falls(rng):
    X = np.concatenate([rng.normal(size=40), [1000, -2000]])[:, None]
    y = np.concatenate([X[:40, 0] + rng.normal(size=40) > 0, [False, True]]).astype(int)
    ours = LogisticClassifier(alpha=1e-3).fit(X, y)
    theirs = LogisticRegression(C=1e3, solver="newton-cholesky", tol=1e-10).fit(X, y)
    assert (np.diff(ours.history_) <= 1e-12).all()
    assert ours.coef_[0] == pytest.approx(theirs.coef_[0, 0], rel=1e-4)


def test_separable_classes_without_penalty_have_no_solution_and_it_says_why():
    X, y = [[-2.0], [-1.0], [1.0], [2.0]], [0, 0, 1, 1]
    with pytest.raises(ConvergenceError, match=r"a plane separates.*set alpha > 0"):
        LogisticClassifier(alpha=0).fit(X, y)
    model = LogisticClassifier(alpha=0.1).fit(X, y)
    assert_array_equal(model.predict(X), y)


def test_running_out_of_steps_gives_a_warning(two_classes):
    with pytest.warns(ConvergenceWarning, match="LogisticClassifier stopped at max_iter=1"):
        model = LogisticClassifier(max_iter=1).fit(*two_classes)
    assert model.n_iter_ == 1


def test_a_looser_tolerance_takes_fewer_steps(two_classes):
    loose, tight = (LogisticClassifier(tol=t).fit(*two_classes).n_iter_ for t in (1e-1, 1e-12))
    assert loose < tight


def test_three_classes_are_refused_with_a_way_out():
    with pytest.raises(InvalidDataError, match="y holds 3 classes; use SoftmaxClassifier"):
        LogisticClassifier().fit([[0.0], [1.0], [2.0]], [0, 1, 2])
