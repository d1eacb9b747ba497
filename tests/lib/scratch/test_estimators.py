"""What holds of every estimator: scikit-learn's conventions, and what we refuse."""

import warnings

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.utils.estimator_checks import check_estimator

from homlp_lib.errors import InvalidDataError, InvalidParameterError
from homlp_lib.scratch.bayesian_linear import BayesianLinearRegressor
from homlp_lib.scratch.coordinate_descent import ElasticNetRegressor, LassoRegressor
from homlp_lib.scratch.linear import LinearRegressor, RidgeRegressor
from homlp_lib.scratch.logistic import LogisticClassifier
from homlp_lib.scratch.nearest_neighbours import NearestNeighboursRegressor
from homlp_lib.scratch.outliers import OutliersToMissing
from homlp_lib.scratch.softmax import SoftmaxClassifier

LINEAR = [
    LinearRegressor(),
    RidgeRegressor(),
    LassoRegressor(),
    ElasticNetRegressor(),
    BayesianLinearRegressor(),
]
REGRESSORS = [*LINEAR, NearestNeighboursRegressor()]
CLASSIFIERS = [LogisticClassifier(), SoftmaxClassifier(random_state=0)]
ALL = REGRESSORS + CLASSIFIERS
TRANSFORMERS = [OutliersToMissing(), OutliersToMissing(limit=1.5)]
NEED_SCIPYS_ARRAY_API = {"check_array_api_input"}  # skipped while SciPy's is not switched on


def name(value):
    return type(value).__name__


@pytest.mark.parametrize("estimator", ALL + TRANSFORMERS, ids=name)
def test_an_estimator_keeps_scikit_learns_conventions(estimator):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the checks feed data that does not converge
        results = check_estimator(estimator, on_fail=None)
    failed = {r["check_name"]: r["exception"] for r in results if r["status"] == "failed"}
    assert not failed
    assert {r["check_name"] for r in results if r["status"] == "skipped"} <= NEED_SCIPYS_ARRAY_API
    assert len(results) > 40


@pytest.mark.parametrize("estimator", REGRESSORS, ids=name)
def test_a_regressor_predicts_the_mean_when_the_features_are_constant(estimator):
    model = clone(estimator).fit(np.ones((5, 2)), np.arange(5.0))
    assert_allclose(model.predict([[7.0, -3.0]]), [2.0])


@pytest.mark.parametrize("estimator", REGRESSORS, ids=name)
def test_a_regressor_fitted_to_one_row_predicts_its_target(estimator):
    assert_allclose(clone(estimator).fit([[2.0, 3.0]], [5.0]).predict([[0.0, 0.0]]), [5.0])


@pytest.mark.parametrize("estimator", LINEAR, ids=name)
def test_a_linear_model_does_not_mind_the_order_of_rows(estimator, table, rng):
    X, y = table
    order = rng.permutation(len(X))
    a, b = clone(estimator).fit(X, y), clone(estimator).fit(X[order], y[order])
    assert_allclose(a.coef_, b.coef_, rtol=1e-6, atol=1e-9)
    assert a.intercept_ == pytest.approx(b.intercept_)


@pytest.mark.parametrize("estimator", LINEAR, ids=name)
def test_shifting_features_and_target_moves_only_the_intercept(estimator, table):
    X, y = table
    a = clone(estimator).fit(X, y)
    b = clone(estimator).fit(X + np.array([100, -50, 3, 0]), y + 7)
    assert_allclose(a.coef_, b.coef_, rtol=1e-6, atol=1e-9)
    assert b.intercept_ == pytest.approx(a.intercept_ + 7 - a.coef_ @ [100, -50, 3, 0])


@pytest.mark.parametrize("estimator", CLASSIFIERS, ids=name)
def test_a_classifier_names_its_classes_as_the_labels_do(estimator, two_classes):
    X, y = two_classes
    words = np.array(["no", "yes"])[y]
    model = clone(estimator).fit(X, words)
    assert_array_equal(model.classes_, ["no", "yes"])
    assert set(model.predict(X)) == {"no", "yes"}
    assert_array_equal(model.predict(X) == "yes", model.decision_function(X) > 0)


@pytest.mark.parametrize("estimator", CLASSIFIERS, ids=name)
def test_probabilities_sum_to_one_and_agree_with_the_decision(estimator, two_classes):
    X, y = two_classes
    model = clone(estimator).fit(X, y)
    p = model.predict_proba(X)
    assert_allclose(p.sum(axis=1), 1)
    assert_allclose(np.log(p[:, 1] / p[:, 0]), model.decision_function(X))


@pytest.mark.parametrize("estimator", CLASSIFIERS, ids=name)
def test_a_classifier_refuses_a_single_class(estimator):
    with pytest.raises(InvalidDataError, match="one class only, 1"):
        clone(estimator).fit([[0.0], [1.0], [2.0]], [1, 1, 1])


@pytest.mark.parametrize("estimator", CLASSIFIERS, ids=name)
def test_a_classifier_refuses_continuous_labels(estimator):
    with pytest.raises(ValueError, match="continuous"):
        clone(estimator).fit([[0.0], [1.0], [2.0]], [0.1, 0.7, 1.3])


@pytest.mark.parametrize("estimator", ALL, ids=name)
@pytest.mark.parametrize(
    ("X", "y", "words"),
    [
        ([[np.nan], [1.0], [2.0]], [0, 1, 1], "NaN"),
        ([[0.0], [1.0], [2.0]], [0, 1], "inconsistent"),
        ([0.0, 1.0, 2.0], [0, 1, 1], "1D array"),
        (np.empty((0, 2)), [], "0 sample"),
    ],
    ids=["nan", "lengths", "one-dimensional", "empty"],
)
def test_bad_data_is_refused_in_our_own_words_of_error(estimator, X, y, words):
    with pytest.raises(InvalidDataError, match=words):
        clone(estimator).fit(X, y)


@pytest.mark.parametrize("estimator", ALL, ids=name)
def test_predicting_before_fitting_is_refused(estimator):
    with pytest.raises(NotFittedError):
        clone(estimator).predict([[1.0]])


@pytest.mark.parametrize("estimator", ALL, ids=name)
def test_predicting_another_number_of_features_is_refused(estimator, two_classes):
    X, y = two_classes
    with pytest.raises(InvalidDataError, match="2 features"):
        clone(estimator).fit(X, y).predict(X[:, :2])


@pytest.mark.parametrize(
    ("estimator", "words"),
    [
        (RidgeRegressor(alpha=-1), "alpha must be >= 0, got -1"),
        (LassoRegressor(alpha=-1), "alpha must be >= 0, got -1"),
        (LassoRegressor(max_iter=0), "max_iter must be >= 1, got 0"),
        (LassoRegressor(tol=0), "tol must be > 0, got 0"),
        (ElasticNetRegressor(l1_ratio=1.5), r"l1_ratio must lie in \[0, 1\], got 1.5"),
        (ElasticNetRegressor(l1_ratio=-0.5), r"l1_ratio must lie in \[0, 1\], got -0.5"),
        (BayesianLinearRegressor(alpha=0), "alpha must be > 0, got 0"),
        (BayesianLinearRegressor(beta=0), "beta must be > 0, got 0"),
        (NearestNeighboursRegressor(n_neighbors=0), "n_neighbors must be >= 1, got 0"),
        (LogisticClassifier(alpha=-1), "alpha must be >= 0, got -1"),
        (LogisticClassifier(max_iter=0), "max_iter must be >= 1, got 0"),
        (LogisticClassifier(tol=0), "tol must be > 0, got 0"),
        (SoftmaxClassifier(eta=0), "eta must be > 0, got 0"),
        (SoftmaxClassifier(n_epochs=0), "n_epochs must be >= 1, got 0"),
        (SoftmaxClassifier(alpha=-1), "alpha must be >= 0, got -1"),
        (SoftmaxClassifier(patience=0), "patience must be >= 1, got 0"),
        (SoftmaxClassifier(validation_fraction=0), r"must lie in \(0, 1\), got 0"),
        (SoftmaxClassifier(validation_fraction=1), r"must lie in \(0, 1\), got 1"),
    ],
    ids=str,
)
def test_a_parameter_out_of_range_is_refused_with_its_value(estimator, words, two_classes):
    with pytest.raises(InvalidParameterError, match=words):
        estimator.fit(*two_classes)


@pytest.mark.parametrize(
    ("estimator", "limits"),
    [
        (RidgeRegressor(), {"alpha": 0}),
        (ElasticNetRegressor(), {"l1_ratio": 0}),
        (ElasticNetRegressor(), {"l1_ratio": 1}),
        (ElasticNetRegressor(), {"alpha": 0}),
        (NearestNeighboursRegressor(), {"n_neighbors": 1}),
        (LogisticClassifier(), {"alpha": 0}),
        (SoftmaxClassifier(), {"alpha": 0, "patience": 1, "n_epochs": 1}),
    ],
    ids=str,
)
def test_a_parameter_at_the_edge_of_its_range_is_accepted(estimator, limits, two_classes):
    estimator.set_params(**limits).fit(*two_classes)


@pytest.mark.parametrize(
    ("estimator", "defaults"),
    [
        (RidgeRegressor(), {"alpha": 1.0}),
        (LassoRegressor(), {"alpha": 1.0, "max_iter": 1000, "tol": 1e-6}),
        (ElasticNetRegressor(), {"alpha": 1.0, "l1_ratio": 0.5, "max_iter": 1000, "tol": 1e-6}),
        (BayesianLinearRegressor(), {"alpha": 1.0, "beta": 1.0}),
        (NearestNeighboursRegressor(), {"n_neighbors": 5}),
        (LogisticClassifier(), {"alpha": 1.0, "max_iter": 100, "tol": 1e-8}),
        (
            SoftmaxClassifier(),
            {
                "eta": 0.5,
                "n_epochs": 1000,
                "alpha": 0.0,
                "validation_fraction": 0.2,
                "patience": 20,
                "random_state": None,
            },
        ),
    ],
    ids=lambda value: name(value) if not isinstance(value, dict) else "",
)
def test_the_defaults_are_those_that_the_pages_state(estimator, defaults):
    assert estimator.get_params() == defaults
