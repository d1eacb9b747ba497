"""Checks of the coding exercises of chapter 4, Training linear models."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from ..errors import CheckFailedError
from ..scratch.gradient_descent import momentum_descent, newton
from ..scratch.least_squares import mse_gradient
from ..scratch.linear import RidgeRegressor
from ..scratch.logistic import log_loss
from ._base import Mistake, check_function, passed, run

__all__ = [
    "check_gradient",
    "check_ridge",
    "check_log_loss",
    "check_momentum",
    "check_best_epoch",
    "check_huber_gradient",
    "check_poisson",
]


_BY_SIGN = (
    "beyond delta the slope is delta times the sign of the residual: plus delta for a large "
    "positive one, minus delta for a large negative one"
)
_BOTH_SIDES = "your slope is capped on one side only: large residuals come with either sign"
_SAME_SIGN_BEYOND = (
    lambda r, delta: np.where(np.abs(r) <= delta, r, delta),
    lambda r, delta: np.where(np.abs(r) <= delta, r, -delta),
)
_ONE_SIDE_CAPPED = (
    lambda r, delta: np.maximum(r, -delta),
    lambda r, delta: np.minimum(r, delta),
)


def check_gradient(answer: Callable[..., Any]) -> None:
    """Check ``my_gradient(theta, X, y)``, the gradient of the mean squared error.

    Parameters
    ----------
    answer : callable
    """
    rng = np.random.default_rng(41)
    check_function(
        answer,
        lambda theta, X, y: mse_gradient(X, y)(theta),
        cases=[(rng.normal(size=n), *_table(rng, m, n)) for m, n in ((8, 3), (25, 2))],
        mistakes=[
            Mistake(
                lambda theta, X, y: 2 * X.T @ (X @ theta - y),
                "the cost is a mean over the rows, your gradient is a sum: divide by m",
            ),
            Mistake(
                lambda theta, X, y: X.T @ (X @ theta - y) / len(X),
                "the derivative of a square brings down a factor of 2",
            ),
            Mistake(
                lambda theta, X, y: 2 / len(X) * X.T @ (y - X @ theta),
                "your gradient points downhill: the inner term is prediction minus target",
            ),
        ],
    )
    passed("your gradient agrees with ours on two hidden tables")


def check_ridge(answer: Callable[..., Any]) -> None:
    """Check ``my_ridge(X, y, alpha)``, which returns the weights, then the intercept.

    Parameters
    ----------
    answer : callable
    """
    rng = np.random.default_rng(42)
    cases = [(*_table(rng, 20, 3), 5.0), (*_table(rng, 4, 6), 0.5)]
    _require_one_flat_array(answer, cases[0])
    check_function(
        answer,
        _ridge,
        cases=cases,
        mistakes=[
            Mistake(
                _ridge_with_paid_intercept,
                "alpha also penalises your intercept: centre X and y first",
            ),
            Mistake(
                lambda X, y, alpha: _ridge(X, y, len(X) * alpha),
                "your penalty counts m times: the cost is a sum of squares, not their mean",
            ),
            Mistake(
                lambda X, y, alpha: np.roll(_ridge(X, y, alpha), 1),
                "the intercept comes last, after the weights",
            ),
            Mistake(
                lambda X, y, alpha: np.r_[_ridge(X, y, alpha)[:-1], y.mean()],
                "the intercept must undo the centring of X too, not only that of y",
            ),
            Mistake(
                _ridge_with_alpha_everywhere,
                "you add alpha to every entry of the matrix: it goes on the diagonal alone, as "
                "alpha times the identity, np.eye(n)",
            ),
        ],
    )
    passed("your ridge agrees with the closed form, even with more columns than rows")


def check_log_loss(answer: Callable[..., Any]) -> None:
    """Check ``my_log_loss(z, y)``, the mean log loss of log-odds.

    Parameters
    ----------
    answer : callable
    """
    rng = np.random.default_rng(43)
    labels = rng.integers(0, 2, size=30).astype(float)
    check_function(
        answer,
        log_loss,
        cases=[
            (rng.normal(size=30), labels),
            (np.array([1000.0, -1000.0, 3.0]), np.array([0.0, 0.0, 1.0])),
        ],
        mistakes=[
            Mistake(
                lambda z, y: np.sum(np.logaddexp(0, z) - y * z),
                "you return the sum over the rows: the loss is their mean",
            ),
            Mistake(
                lambda z, y: np.mean(np.logaddexp(0, -z) + y * z),
                "the two classes are swapped: a row with y = 1 costs log(1 + exp(-z))",
            ),
        ],
    )
    passed("your log loss is right, and stays finite at log-odds of 1000")


def check_momentum(answer: Callable[..., Any]) -> None:
    """Check ``my_momentum(gradient, theta, eta, beta, n_steps)``, which returns the path.

    Parameters
    ----------
    answer : callable
    """
    _require_theta_unchanged(answer)
    check_function(
        answer,
        _momentum,
        cases=[
            (_slope, np.array([3.0, -2.0]), 0.1, 0.5, 6),
            (_slope, np.array([1.0, 4.0]), 0.05, 0.9, 12),
        ],
        mistakes=[
            Mistake(
                lambda gradient, theta, eta, beta, n_steps: _momentum(
                    gradient, theta, eta, 0.0, n_steps
                ),
                "that is plain gradient descent: keep beta times the last velocity",
            ),
            Mistake(
                lambda gradient, theta, eta, beta, n_steps: _momentum(
                    gradient, theta, eta, beta, n_steps
                )[1:],
                "the path starts with the point you were given: n_steps + 1 rows in all",
            ),
        ],
    )
    passed("your path agrees with ours, step by step")


def check_best_epoch(answer: Callable[..., Any]) -> None:
    """Check ``best_epoch(losses, patience)``, the rule of early stopping.

    Parameters
    ----------
    answer : callable
        Takes the validation loss after each epoch and the patience; returns the epoch
        whose parameters are kept, counted from 0.

    Raises
    ------
    CheckFailedError
        With a hint, if it is wrong.
    """
    check_function(
        answer,
        _best_epoch,
        cases=[
            ([5.0, 3.0, 4.0, 4.5, 4.2, 1.0], 3),
            ([4.0, 3.0, 2.0, 1.0], 2),
            ([2.0, 2.0, 2.0, 2.5], 3),
            ([1.0], 1),
            ([3.0, 2.0, 2.5, 1.5, 1.6, 1.7, 1.0], 2),
            ([5.0, 6.0, 6.0, 4.0], 3),
        ],
        mistakes=[
            Mistake(
                lambda losses, patience: int(np.argmin(losses)),
                "this looks at epochs that were never trained: once `patience` epochs in a row "
                "brought no improvement, training is over",
            ),
            Mistake(
                _stopping_epoch,
                "this is the epoch at which training stops: which one's parameters are kept?",
            ),
            Mistake(
                lambda losses, patience: _best_epoch(losses, patience, or_equal=True),
                "an equal loss is no improvement: the earlier epoch stays the best",
            ),
            Mistake(
                _best_epoch_with_a_lost_first,
                "epoch 0 sets the first best loss: it doesn't count as one without improvement",
            ),
        ],
    )
    passed("your rule keeps the right epoch on six hidden runs")


def check_huber_gradient(answer: Callable[..., Any]) -> None:
    """Check ``huber_gradient(theta, X, y, delta)``, the gradient of the mean Huber loss.

    Parameters
    ----------
    answer : callable
        Takes theta (n,), X (m, n), y (m,) and delta; returns the gradient (n,).

    Raises
    ------
    CheckFailedError
        With a hint, if it is wrong.
    """
    rng, theta = np.random.default_rng(45), np.array([0.5, -1.0])
    check_function(
        answer,
        _huber_gradient,
        cases=[(theta, *_scattered(rng, theta, 30), delta) for delta in (0.5, 2.0, 100.0)],
        mistakes=[
            Mistake(
                lambda theta, X, y, delta: X.T @ (X @ theta - y) / len(y),
                "large residuals still pull with their full size: beyond delta the loss is a "
                "straight line, and its slope no longer grows",
            ),
            Mistake(
                lambda theta, X, y, delta: X.T @ np.sign(X @ theta - y) * delta / len(y),
                "every residual pulls equally: within delta the loss is a parabola",
            ),
            Mistake(
                lambda theta, X, y, delta: X.T @ np.clip(X @ theta - y, -1, 1) / len(y),
                "the slope is capped at one: it should be capped at delta",
            ),
            *(Mistake(_huber_by(slope), _BY_SIGN) for slope in _SAME_SIGN_BEYOND),
            *(Mistake(_huber_by(slope), _BOTH_SIDES) for slope in _ONE_SIDE_CAPPED),
        ],
    )
    passed("your gradient agrees with the formula for three values of delta")


def check_poisson(answer: Callable[..., Any]) -> None:
    """Check ``my_poisson(X, y)``, Poisson regression by Newton's method.

    Parameters
    ----------
    answer : callable
    """
    rng = np.random.default_rng(45)
    X = np.column_stack([np.ones(200), rng.normal(scale=0.6, size=(200, 2))])
    y = rng.poisson(np.exp(X @ np.array([0.4, 0.5, -0.3]))).astype(float)
    _require_right_first_step(answer, X, y)
    check_function(
        answer,
        _poisson,
        cases=[(X, y)],
        mistakes=[
            Mistake(
                lambda X, y: np.linalg.lstsq(X, y, rcond=None)[0],
                "those are the weights of least squares: the mean is exp(X @ theta)",
            ),
            Mistake(
                lambda X, y: np.linalg.lstsq(X, np.log(y + 1), rcond=None)[0],
                "those are the weights of least squares on log(y + 1), which is another model",
            ),
            Mistake(
                lambda X, y: _poisson(X, y, n_steps=1),
                "one Newton step is exact for a quadratic only: repeat it",
            ),
        ],
        rtol=1e-5,
    )
    passed("your weights minimise the Poisson cost")


def _table(rng: np.random.Generator, m: int, n: int) -> tuple[Any, Any]:
    """Return a table and targets whose means are far from zero."""
    return rng.normal(loc=1.0, size=(m, n)), rng.normal(loc=5.0, size=m)


def _scattered(rng: np.random.Generator, theta: Any, m: int) -> tuple[Any, Any]:
    """Return a table and targets on both sides of the predictions, some near, some far."""
    X = rng.normal(loc=1.0, size=(m, len(theta)))
    return X, X @ theta + rng.normal(scale=3.0, size=m)


def _ridge(X: Any, y: Any, alpha: float) -> Any:
    model = RidgeRegressor(alpha=alpha).fit(X, y)
    return np.r_[model.coef_, model.intercept_]


def _require_one_flat_array(answer: Any, case: tuple[Any, ...]) -> None:
    """Say what to return to those who return weights and intercept apart."""
    got = run(answer, *case) if callable(answer) else None
    if isinstance(got, tuple | list) and any(np.ndim(part) for part in got):
        raise CheckFailedError(
            f"your function returns a {type(got).__name__} of {len(got)}: return one flat array, "
            "the weights and then the intercept (np.append or np.r_ joins them)"
        )


def _ridge_with_paid_intercept(X: Any, y: Any, alpha: float) -> Any:
    A = np.column_stack([X, np.ones(len(X))])
    return np.linalg.solve(A.T @ A + alpha * np.eye(A.shape[1]), A.T @ y)


def _ridge_with_alpha_everywhere(X: Any, y: Any, alpha: float) -> Any:
    Xc = X - X.mean(axis=0)
    w = np.linalg.lstsq(Xc.T @ Xc + alpha, Xc.T @ (y - y.mean()), rcond=None)[0]
    return np.r_[w, y.mean() - X.mean(axis=0) @ w]


def _slope(theta: Any) -> Any:
    """Return the gradient of the bowl ``theta[0]^2 / 2 + 2 theta[1]^2``."""
    return np.array([1.0, 4.0]) * theta


def _momentum(gradient: Any, theta: Any, eta: float, beta: float, n_steps: int) -> Any:
    return momentum_descent(gradient, theta, eta=eta, beta=beta, n_steps=n_steps)


def _require_theta_unchanged(answer: Any) -> None:
    """Name the argument that is changed in place: the general hint gives its position only."""
    start = np.array([3.0, -2.0])
    given = start.copy()
    try:
        answer(_slope, given, 0.1, 0.5, 6)
    except Exception:  # whatever it is, the check proper reports it
        return
    if not np.array_equal(start, given):
        raise CheckFailedError(
            "your function changes `theta` in place, as `theta += v` does: write "
            "`theta = theta + v`, which makes a new array"
        )


def _require_right_first_step(answer: Any, X: Any, y: Any) -> None:
    """Recognise slips by a single step: 25 of them end in overflow or NumPy's words, not a hint."""
    try:
        first = np.asarray(answer(X.copy(), y.copy(), n_steps=1), dtype=float)
    except np.linalg.LinAlgError:
        raise CheckFailedError(
            "the Hessian of your first step has no inverse: at theta = 0 every mean should be "
            "exp(0) = 1. Is the exponential missing, mu = np.exp(X @ theta)?"
        ) from None
    except Exception:  # whatever it is, the check proper reports it
        return
    right = _poisson(X, y, n_steps=1)
    if first.shape == right.shape and np.allclose(first, -right, rtol=1e-5):
        raise CheckFailedError(
            "your Newton step has the wrong sign and leads uphill: subtract the solution of "
            "Hessian @ step = gradient, and let the gradient be prediction minus target"
        )


def _poisson(X: Any, y: Any, n_steps: int = 25) -> Any:
    return newton(
        lambda theta: X.T @ (np.exp(X @ theta) - y),
        lambda theta: (X.T * np.exp(X @ theta)) @ X,
        np.zeros(X.shape[1]),
        n_steps=n_steps,
    )[-1]


def _best_epoch(losses: Sequence[float], patience: int, *, or_equal: bool = False) -> int:
    best = 0
    for epoch, loss in enumerate(losses):
        if loss < losses[best] or (or_equal and loss == losses[best]):
            best = epoch
        elif epoch - best >= patience:
            break
    return best


def _stopping_epoch(losses: Sequence[float], patience: int) -> int:
    return min(_best_epoch(losses, patience) + patience, len(losses) - 1)


def _best_epoch_with_a_lost_first(losses: Sequence[float], patience: int) -> int:
    best = waited = 0
    for epoch, loss in enumerate(losses):
        best, waited = (epoch, 0) if loss < losses[best] else (best, waited + 1)
        if waited >= patience:
            break
    return best


def _huber_by(slope: Callable[[Any, float], Any]) -> Callable[..., Any]:
    """Return the gradient that a slope of the loss, at each residual, makes."""
    return lambda theta, X, y, delta: X.T @ slope(X @ theta - y, delta) / len(y)


_huber_gradient = _huber_by(lambda r, delta: np.clip(r, -delta, delta))
