import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.testing import assert_allclose, assert_array_equal
from scipy.special import softmax as scipy_softmax
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import scale

from homlp_lib.errors import ConvergenceError, InvalidDataError
from homlp_lib.scratch.logistic import sigmoid
from homlp_lib.scratch.softmax import SoftmaxClassifier, cross_entropy, softmax


@pytest.fixture
def iris():
    X, k = load_iris(return_X_y=True)
    return scale(X), k


def test_the_softmax_agrees_with_scipy(rng):
    Z = rng.normal(size=(2, 5, 3))
    assert_allclose(softmax(Z), scipy_softmax(Z, axis=-1))


def test_the_softmax_of_huge_scores_does_not_overflow():
    assert_allclose(softmax([1e4, 1e4, -1e4]), [0.5, 0.5, 0])


@given(arrays(float, (3, 4), elements=st.floats(-50, 50)), st.floats(-100, 100))
def test_adding_a_constant_to_all_scores_changes_nothing(Z, c):
    assert_allclose(softmax(Z + c), softmax(Z), rtol=1e-9, atol=1e-12)


def test_the_softmax_of_two_scores_is_the_sigmoid_of_their_difference():
    assert_allclose(softmax([0.3, 1.5])[1], sigmoid(1.2))


def test_the_cross_entropy_agrees_with_torch(rng):
    Z, k = rng.normal(size=(20, 4)), rng.integers(0, 4, size=20)
    expected = torch.nn.functional.cross_entropy(torch.tensor(Z), torch.tensor(k))
    assert cross_entropy(Z, k) == pytest.approx(expected.item())


def test_the_cross_entropy_is_exact_where_the_softmax_saturates():
    assert cross_entropy([[1000.0, 0.0]], [1]) == 1000.0


@pytest.mark.parametrize(
    ("Z", "k"), [([[0.0, 1.0]], [2]), ([[0.0, 1.0]], [-1]), ([[0.0, 1.0]], [0, 1]), ([0.0], [0])]
)
def test_the_cross_entropy_refuses_classes_that_have_no_score(Z, k):
    with pytest.raises(InvalidDataError, match=r"from 0 to n_classes - 1, got shapes"):
        cross_entropy(Z, k)


def test_trained_long_enough_it_agrees_with_scikit_learn(iris):
    X, k = iris
    ours = SoftmaxClassifier(
        eta=0.5,
        n_epochs=20_000,
        alpha=0.05,
        validation_fraction=0.01,
        patience=20_000,
        random_state=0,
    )
    ours.fit(X, k)
    held_out = np.random.RandomState(0).permutation(150)[:2]
    training = np.delete(np.arange(150), held_out)
    theirs = LogisticRegression(C=1 / (0.05 * 148), tol=1e-10, max_iter=5000)
    theirs.fit(X[training], k[training])
    # The best epoch on two rows is not the last: compare the loss that training reached.
    reached = cross_entropy(theirs.decision_function(X[training]), k[training])
    assert ours.history_["loss"][-1] == pytest.approx(reached, rel=1e-6)


def test_the_first_epoch_is_the_one_worked_out_with_torch(iris):
    X, k = iris
    model = SoftmaxClassifier(eta=0.3, n_epochs=2, alpha=0.7, random_state=1).fit(X, k)
    order = np.random.RandomState(1).permutation(150)
    A, labels = torch.tensor(X[order[30:]]), torch.tensor(k[order[30:]])
    W = torch.zeros(4, 3, dtype=torch.float64, requires_grad=True)
    b = torch.zeros(3, dtype=torch.float64, requires_grad=True)
    optimizer = torch.optim.SGD([W, b], lr=0.3)
    for _ in range(2):
        optimizer.zero_grad()
        loss = torch.nn.functional.cross_entropy(A @ W + b, labels) + 0.7 / 2 * (W**2).sum()
        loss.backward()
        optimizer.step()
    assert model.best_epoch_ == 2
    assert_allclose(model.coef_, W.detach().numpy().T)
    assert_allclose(model.intercept_, b.detach().numpy(), atol=1e-12)
    assert model.coef_.shape == (3, 4)


def test_history_starts_before_the_first_epoch_and_has_a_row_for_each(iris):
    model = SoftmaxClassifier(n_epochs=7, random_state=0).fit(*iris)
    assert model.n_epochs_ == 7
    for losses in model.history_.values():
        assert losses.shape == (8,)
        assert losses[0] == pytest.approx(np.log(3))
    assert set(model.history_) == {"loss", "validation_loss"}


def test_training_stops_patience_epochs_after_the_best_and_keeps_its_weights(rng):
    X, k = rng.normal(size=(30, 20)), rng.integers(0, 3, size=30)  # nothing to learn
    model = SoftmaxClassifier(patience=5, random_state=0, eta=0.05).fit(X, k)
    validation = model.history_["validation_loss"]
    assert model.best_epoch_ == validation.argmin()
    assert model.n_epochs_ == model.best_epoch_ + 5 < 1000
    held_out = np.random.RandomState(0).permutation(30)[:6]
    scores = model.decision_function(X[held_out])
    assert cross_entropy(scores, k[held_out]) == pytest.approx(validation.min())


def test_a_loss_that_never_improves_keeps_the_starting_weights():
    X = np.array([[1.0], [1.0], [1.0], [-1.0], [-1.0], [-1.0]])
    order = np.random.RandomState(0).permutation(6)
    k = (X[:, 0] > 0).astype(int)
    k[order[:3]] = 1 - k[order[:3]]  # the rows held out say the contrary
    model = SoftmaxClassifier(validation_fraction=0.5, random_state=0, patience=3).fit(X, k)
    if model.best_epoch_ == 0:
        assert not model.coef_.any()
    assert model.n_epochs_ == model.best_epoch_ + 3


def test_the_share_held_out_is_the_one_asked_for(iris):
    model = SoftmaxClassifier(validation_fraction=0.5, random_state=2, n_epochs=1).fit(*iris)
    order = np.random.RandomState(2).permutation(150)
    X, k = iris
    Z = X @ model.coef_.T + model.intercept_
    assert model.history_["validation_loss"][1] == pytest.approx(
        cross_entropy(Z[order[:75]], k[order[:75]])
    )
    assert model.history_["loss"][1] == pytest.approx(cross_entropy(Z[order[75:]], k[order[75:]]))


def test_the_same_seed_gives_the_same_weights(iris):
    a, b = (SoftmaxClassifier(n_epochs=5, random_state=3).fit(*iris) for _ in range(2))
    assert_array_equal(a.coef_, b.coef_)


def test_it_learns_three_species(iris):
    assert SoftmaxClassifier(random_state=0).fit(*iris).score(*iris) > 0.94


def test_two_classes_give_log_odds_as_scikit_learn_does(two_classes):
    model = SoftmaxClassifier(random_state=0).fit(*two_classes)
    assert model.decision_function(two_classes[0]).shape == (120,)


def test_three_classes_give_a_score_each(iris):
    X, k = iris
    model = SoftmaxClassifier(random_state=0, n_epochs=3).fit(X, k)
    assert_allclose(model.decision_function(X), X @ model.coef_.T + model.intercept_)


def test_one_row_leaves_none_to_train_on_and_it_says_so():
    with pytest.raises(InvalidDataError, match=r"one class only|n_samples=1"):
        SoftmaxClassifier().fit([[1.0]], [0])
    with pytest.raises(InvalidDataError, match=r"n_samples=2.*validation_fraction=0.9"):
        SoftmaxClassifier(validation_fraction=0.9).fit([[1.0], [2.0]], [0, 1])


def test_two_rows_are_enough_to_hold_one_out():
    model = SoftmaxClassifier(validation_fraction=0.01).fit([[1.0], [2.0]], [0, 1])
    assert model.n_epochs_ >= 1


def test_divergence_names_epoch_and_learning_rate(iris):
    X, k = iris
    model = SoftmaxClassifier(eta=1e3, alpha=1e3, random_state=0, patience=1000)
    with pytest.raises(ConvergenceError, match=r"diverged at epoch \d+ with eta=1000:.*smaller"):
        model.fit(X, k)
