"""The checks of chapter 4, held against planted mistakes.

That solutions pass and stubs fail is shown in tests/book."""

import numpy as np
import pytest

from homlp_lib.checks import ch04
from homlp_lib.errors import CheckFailedError

CHECKS = {
    "my_gradient": ch04.check_gradient,
    "my_ridge": ch04.check_ridge,
    "my_log_loss": ch04.check_log_loss,
    "my_momentum": ch04.check_momentum,
    "best_epoch": ch04.check_best_epoch,
    "huber_gradient": ch04.check_huber_gradient,
    "my_poisson": ch04.check_poisson,
}


def _plain(gradient, theta, eta, beta, n_steps):
    path = [theta]
    for _ in range(n_steps):
        path.append(path[-1] - eta * gradient(path[-1]))
    return np.array(path)


def _without_start(gradient, theta, eta, beta, n_steps):
    path, v = [], np.zeros_like(theta)
    for _ in range(n_steps):
        v = beta * v - eta * gradient(theta)
        theta = theta + v
        path.append(theta)
    return np.array(path)


def _ridge_with_ones(X, y, alpha):
    A = np.column_stack([X, np.ones(len(X))])
    return np.linalg.inv(A.T @ A + alpha * np.eye(X.shape[1] + 1)) @ A.T @ y


def _ridge_of_the_mean(X, y, alpha):
    Xc, m = X - X.mean(axis=0), len(X)
    w = np.linalg.solve(Xc.T @ Xc / m + alpha * np.eye(X.shape[1]), Xc.T @ (y - y.mean()) / m)
    return np.append(w, y.mean() - X.mean(axis=0) @ w)


def _ridge_without_the_way_back(X, y, alpha):
    Xc = X - X.mean(axis=0)
    w = np.linalg.solve(Xc.T @ Xc + alpha * np.eye(X.shape[1]), Xc.T @ (y - y.mean()))
    return np.append(w, y.mean())


def _ridge_without_identity(X, y, alpha):
    Xc = X - X.mean(axis=0)
    w = np.linalg.solve(Xc.T @ Xc + alpha, Xc.T @ (y - y.mean()))
    return np.append(w, y.mean() - X.mean(axis=0) @ w)


def _one_newton_step(X, y):
    return np.linalg.solve(X.T @ X, X.T @ (y - 1))


def _ridge_as_a_pair(X, y, alpha):
    Xc = X - X.mean(axis=0)
    w = np.linalg.solve(Xc.T @ Xc + alpha * np.eye(X.shape[1]), Xc.T @ (y - y.mean()))
    return w, y.mean() - X.mean(axis=0) @ w


def _momentum_in_place(gradient, theta, eta, beta, n_steps):
    path, v = [theta.copy()], np.zeros_like(theta)
    for _ in range(n_steps):
        v = beta * v - eta * gradient(theta)
        theta += v
        path.append(theta.copy())
    return np.array(path)


def _newton_uphill(X, y, n_steps=25):
    theta = np.zeros(X.shape[1])
    for _ in range(n_steps):
        mu = np.exp(X @ theta)
        theta = theta + np.linalg.solve((X.T * mu) @ X, X.T @ (mu - y))
    return theta


def _newton_with_a_flipped_gradient(X, y, n_steps=25):
    theta = np.zeros(X.shape[1])
    for _ in range(n_steps):
        mu = np.exp(X @ theta)
        theta = theta - np.linalg.solve((X.T * mu) @ X, X.T @ (y - mu))
    return theta


def _newton_without_exponential(X, y, n_steps=25):
    theta = np.zeros(X.shape[1])
    for _ in range(n_steps):
        mu = X @ theta
        theta = theta - np.linalg.solve((X.T * mu) @ X, X.T @ (mu - y))
    return theta


def _best_epoch(losses, patience, *, or_equal=False):
    best = 0
    for epoch, loss in enumerate(losses):
        if loss < losses[best] or (or_equal and loss == losses[best]):
            best = epoch
        if epoch - best == patience:
            break
    return best


def _where_it_stops(losses, patience):
    return min(_best_epoch(losses, patience) + patience, len(losses) - 1)


def _counts_the_first_epoch(losses, patience):
    best, waited, lowest = 0, 0, losses[0]
    for epoch, loss in enumerate(losses):
        waited += 1
        if loss < lowest:
            best, waited, lowest = epoch, 0, loss
        if waited == patience:
            break
    return best


def _huber(slope):
    return lambda t, X, y, d: X.T @ slope(X @ t - y, d) / len(y)


MISTAKES = [
    ("my_gradient", lambda t, X, y: 2 * X.T @ (X @ t - y), "divide by m"),
    ("my_gradient", lambda t, X, y: X.T @ (X @ t - y) / len(y), "factor of 2"),
    ("my_gradient", lambda t, X, y: 2 * X.T @ (y - X @ t) / len(y), "downhill"),
    ("my_ridge", _ridge_with_ones, "penalises your intercept"),
    ("my_ridge", _ridge_of_the_mean, "counts m times"),
    ("my_ridge", _ridge_without_the_way_back, "undo the centring of X too"),
    ("my_ridge", _ridge_without_identity, "on the diagonal alone"),
    ("my_ridge", _ridge_as_a_pair, "tuple of 2: return one flat array"),
    ("my_log_loss", lambda z, y: np.sum(np.logaddexp(0, z) - y * z), "sum over the rows"),
    ("my_log_loss", lambda z, y: np.mean(np.logaddexp(0, z) - (1 - y) * z), "swapped"),
    ("my_momentum", _plain, "plain gradient descent"),
    ("my_momentum", _without_start, "starts with the point"),
    ("my_momentum", _momentum_in_place, "changes `theta` in place"),
    ("best_epoch", lambda losses, patience: int(np.argmin(losses)), "never trained"),
    ("best_epoch", _where_it_stops, "which one's parameters"),
    ("best_epoch", lambda losses, p: _best_epoch(losses, p, or_equal=True), "no improvement"),
    ("best_epoch", _counts_the_first_epoch, "epoch 0 sets the first best"),
    ("huber_gradient", lambda t, X, y, d: X.T @ (X @ t - y) / len(y), "full size"),
    ("huber_gradient", _huber(lambda r, d: np.where(abs(r) <= d, r, d)), "times the sign"),
    ("huber_gradient", _huber(lambda r, d: np.where(abs(r) <= d, r, -d)), "times the sign"),
    ("huber_gradient", _huber(lambda r, d: np.maximum(r, -d)), "one side only"),
    ("huber_gradient", _huber(lambda r, d: np.minimum(r, d)), "one side only"),
    ("huber_gradient", lambda t, X, y, d: X.T @ np.sign(X @ t - y) * d / len(y), "pulls equally"),
    (
        "huber_gradient",
        lambda t, X, y, d: X.T @ np.clip(X @ t - y, -1, 1) / len(y),
        "capped at delta",
    ),
    ("my_poisson", lambda X, y: np.linalg.solve(X.T @ X, X.T @ y), "least squares: the mean"),
    ("my_poisson", _one_newton_step, "one Newton step"),
    ("my_poisson", _newton_without_exponential, "exponential missing"),
    ("my_poisson", _newton_uphill, "wrong sign"),
    ("my_poisson", _newton_with_a_flipped_gradient, "wrong sign"),
]


@pytest.mark.parametrize(("name", "answer", "hint"), MISTAKES)
def test_a_planted_mistake_fails_with_a_hint_of_its_own(name, answer, hint):
    with pytest.raises(CheckFailedError, match=hint):
        CHECKS[name](answer)


@pytest.mark.parametrize("name", CHECKS)
def test_an_answer_that_is_no_function_is_told_so(name):
    with pytest.raises(CheckFailedError, match="expected a function"):
        CHECKS[name](3)


def test_a_log_loss_through_the_probability_fails_where_it_overflows():
    def naive(z, y):
        with np.errstate(all="ignore"):
            p = 1 / (1 + np.exp(-z))
            return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))

    with pytest.raises(CheckFailedError):
        ch04.check_log_loss(naive)
