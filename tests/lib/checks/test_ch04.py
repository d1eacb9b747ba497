"""The checks of chapter 4: right answers pass, and each mistake gets its own hint."""

import re

import numpy as np
import pytest
from scipy.optimize import minimize
from sklearn.linear_model import PoissonRegressor, Ridge

from homlp_lib.checks import ch04
from homlp_lib.errors import CheckFailedError


def hint(check, answer) -> str:
    with pytest.raises(CheckFailedError) as caught:
        check(answer)
    return str(caught.value)


def gradient(theta, X, y):
    return np.mean([2 * (row @ theta - target) * row for row, target in zip(X, y)], axis=0)  # noqa: B905


def ridge(X, y, alpha):
    model = Ridge(alpha=alpha, solver="svd").fit(X, y)
    return np.array([model.intercept_, *model.coef_])


def best_epoch(losses, patience):
    best, waited = 0, 0
    for epoch in range(1, len(losses)):
        waited += 1
        if losses[epoch] < losses[best]:
            best, waited = epoch, 0
        if waited == patience:
            return best
    return best


def huber_gradient(theta, X, y, delta):
    r = X @ theta - y
    slope = np.where(np.abs(r) <= delta, r, delta * np.sign(r))
    return (slope[:, None] * X).mean(axis=0)


def poisson(X, y):
    model = PoissonRegressor(alpha=0, tol=1e-10, max_iter=10_000).fit(X, y)
    return np.array([model.intercept_, *model.coef_])


def poisson_by_search(X, y):
    A = np.column_stack([np.ones(len(X)), X])

    def cost(theta):
        return np.sum(np.exp(A @ theta) - y * (A @ theta))

    def slope(theta):
        return A.T @ (np.exp(A @ theta) - y)

    return minimize(cost, np.zeros(A.shape[1]), jac=slope, tol=1e-12).x


@pytest.mark.parametrize(
    ("check", "answer"),
    [
        (ch04.check_mse_gradient, gradient),
        (ch04.check_ridge, ridge),
        (ch04.check_best_epoch, best_epoch),
        (ch04.check_huber_gradient, huber_gradient),
        (ch04.check_poisson, poisson),
        (ch04.check_poisson, poisson_by_search),
    ],
)
def test_a_right_answer_written_another_way_passes(check, answer, capsys):
    check(answer)
    assert capsys.readouterr().out.startswith("Correct: ")


def best_epoch_that_moves_on_a_tie(losses, patience):
    best = 0
    for epoch, loss in enumerate(losses):
        if loss <= losses[best]:
            best = epoch
        if epoch - best == patience:
            break
    return best


MISTAKES = [
    (ch04.check_mse_gradient, lambda t, X, y: X.T @ (X @ t - y) / len(y), "factor"),
    (ch04.check_mse_gradient, lambda t, X, y: 2 * X.T @ (X @ t - y), "sum of squares"),
    (ch04.check_mse_gradient, lambda t, X, y: 2 * X.T @ (y - X @ t) / len(y), "downhill"),
    (
        ch04.check_ridge,
        lambda X, y, a: (lambda A: np.linalg.solve(A.T @ A + a * np.eye(A.shape[1]), A.T @ y))(
            np.column_stack([np.ones(len(X)), X])
        ),
        "intercept is penalised",
    ),
    (ch04.check_ridge, lambda X, y, a: ridge(X, y, a * len(X)), "number of rows"),
    (ch04.check_ridge, lambda X, y, a: np.array([0, *ridge(X, y, a)[1:]]), "centring took away"),
    (ch04.check_best_epoch, lambda losses, p: int(np.argmin(losses)), "never trained"),
    (
        ch04.check_best_epoch,
        lambda losses, p: min(best_epoch(losses, p) + p, len(losses) - 1),
        "which one's parameters",
    ),
    (ch04.check_best_epoch, best_epoch_that_moves_on_a_tie, "no improvement"),
    (ch04.check_huber_gradient, lambda t, X, y, d: X.T @ (X @ t - y) / len(y), "full size"),
    (
        ch04.check_huber_gradient,
        lambda t, X, y, d: X.T @ np.sign(X @ t - y) * d / len(y),
        "pulls equally",
    ),
    (
        ch04.check_huber_gradient,
        lambda t, X, y, d: X.T @ np.clip(X @ t - y, -1, 1) / len(y),
        "capped at delta",
    ),
    (
        ch04.check_poisson,
        lambda X, y: np.linalg.lstsq(
            np.column_stack([np.ones(len(X)), X]), np.log(1 + y), rcond=None
        )[0],
        "another question",
    ),
    (ch04.check_poisson, lambda X, y: poisson(X, y)[1:], "intercept is missing"),
]


@pytest.mark.parametrize(("check", "answer", "words"), MISTAKES)
def test_a_mistake_gets_its_own_hint(check, answer, words):
    assert re.search(words, hint(check, answer))


def test_hints_for_one_exercise_differ():
    hints = [(check, hint(check, answer)) for check, answer, _ in MISTAKES]
    assert len(set(hints)) == len(hints)


@pytest.mark.parametrize("check", [getattr(ch04, name) for name in ch04.__all__])
def test_a_stub_is_told_to_be_filled_in(check):
    def stub(*_):
        raise NotImplementedError

    assert "still the stub" in hint(check, stub)
