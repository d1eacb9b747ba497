"""Gradient descent and its relatives: each returns the path that it walked."""

from collections.abc import Callable, Iterator
from itertools import islice

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..errors import ConvergenceError, InvalidDataError, InvalidParameterError

__all__ = [
    "gradient_descent",
    "gradient_steps",
    "minibatch_gradient_descent",
    "constant",
    "inverse_time",
    "momentum_descent",
    "newton",
    "numerical_gradient",
]

Array = NDArray[np.floating]
Gradient = Callable[[Array], Array]
Schedule = Callable[[int], float]


def gradient_descent(gradient: Gradient, theta: ArrayLike, *, eta: float, n_steps: int) -> Array:
    """Walk downhill: ``theta <- theta - eta * gradient(theta)``.

    On a quadratic whose Hessian has largest eigenvalue L it converges for
    ``eta < 2 / L`` and diverges above.

    Parameters
    ----------
    gradient : callable
        Maps theta (n,) to the gradient of the cost there (n,).
    theta : array-like of shape (n,)
        Where to start.
    eta : float
        The learning rate, > 0.
    n_steps : int

    Returns
    -------
    ndarray of shape (n_steps + 1, n)
        The path, starting point first.

    Raises
    ------
    ConvergenceError
        If the path leaves the range of floating-point numbers.
    """
    with np.errstate(over="ignore", invalid="ignore"):  # _walked says it better
        return _walked(gradient_steps(gradient, theta, eta=eta), n_steps, eta=eta)


def gradient_steps(gradient: Gradient, theta: ArrayLike, *, eta: float) -> Iterator[Array]:
    """Yield the points of gradient descent one after another, without end.

    It never raises, however far the path runs away: take what you want to see of a
    diverging one with ``itertools.islice``.

    Parameters
    ----------
    gradient : callable
        Maps theta (n,) to the gradient of the cost there (n,).
    theta : array-like of shape (n,)
        Where to start; the first point yielded.
    eta : float
        The learning rate, > 0.

    Yields
    ------
    ndarray of shape (n,)
    """
    theta = _start(theta)
    _require_positive("eta", eta)
    while True:
        yield theta
        theta = theta - eta * gradient(theta)


def minibatch_gradient_descent(
    gradient_on: Callable[[Array, NDArray[np.intp]], Array],
    theta: ArrayLike,
    *,
    m: int,
    batch_size: int,
    schedule: Schedule,
    n_epochs: int,
    rng: np.random.Generator,
) -> Array:
    """Walk downhill by gradients of a few rows at a time.

    Each epoch visits every row once, in a new random order; the last batch of an
    epoch may be smaller. A batch of one row is stochastic gradient descent; a batch
    of all ``m`` rows is gradient descent.

    Parameters
    ----------
    gradient_on : callable
        Maps theta (n,) and the indices of a batch's rows to the gradient (n,) of
        the mean cost over these rows.
    theta : array-like of shape (n,)
        Where to start.
    m : int
        Number of rows.
    batch_size : int
        Between 1 and ``m``.
    schedule : callable
        Maps the number of steps made so far to a learning rate.
    n_epochs : int
    rng : numpy.random.Generator
        Draws the orders.

    Returns
    -------
    ndarray of shape (n_epochs * ceil(m / batch_size) + 1, n)
        The path, one point a step, starting point first.

    Raises
    ------
    ConvergenceError
        If the path leaves the range of floating-point numbers.

    References
    ----------
    Robbins and Monro (1951), "A stochastic approximation method".
    """
    if not 1 <= batch_size <= m:
        raise InvalidParameterError(
            f"batch_size must lie between 1 and m={m} rows, got {batch_size}"
        )
    path = [_start(theta)]
    with np.errstate(over="ignore", invalid="ignore"):
        for _ in range(n_epochs):
            order = rng.permutation(m)
            for start in range(0, m, batch_size):
                eta = schedule(len(path) - 1)
                step = eta * gradient_on(path[-1], order[start : start + batch_size])
                path.append(_finite(path[-1] - step, len(path), eta=eta))
    return np.array(path)


def constant(eta: float) -> Schedule:
    """Return the schedule that never changes: ``eta`` at every step.

    Parameters
    ----------
    eta : float
        > 0.
    """
    _require_positive("eta", eta)
    return lambda t: eta


def inverse_time(eta0: float, t0: float) -> Schedule:
    """Return the schedule ``eta0 * t0 / (t + t0)``: half of ``eta0`` after ``t0`` steps.

    Its sum diverges and the sum of its squares does not, which is what stochastic
    gradient descent needs in order to settle (Robbins and Monro, 1951).

    Parameters
    ----------
    eta0 : float
        The first learning rate, > 0.
    t0 : float
        Steps until it has halved, > 0.
    """
    _require_positive("eta0", eta0)
    _require_positive("t0", t0)
    return lambda t: eta0 * t0 / (t + t0)


def momentum_descent(
    gradient: Gradient, theta: ArrayLike, *, eta: float, beta: float, n_steps: int
) -> Array:
    """Walk downhill with momentum: ``v <- beta v - eta gradient``, ``theta <- theta + v``.

    Parameters
    ----------
    gradient : callable
        Maps theta (n,) to the gradient of the cost there (n,).
    theta : array-like of shape (n,)
        Where to start, at rest.
    eta : float
        The learning rate, > 0.
    beta : float
        What is kept of the velocity, in [0, 1); 0 is gradient descent.
    n_steps : int

    Returns
    -------
    ndarray of shape (n_steps + 1, n)
        The path, starting point first.

    Raises
    ------
    ConvergenceError
        If the path leaves the range of floating-point numbers.

    References
    ----------
    Polyak (1964), "Some methods of speeding up the convergence of iteration methods".
    """
    if not 0 <= beta < 1:
        raise InvalidParameterError(f"beta must lie in [0, 1), got {beta}")
    with np.errstate(over="ignore", invalid="ignore"):
        return _walked(_momentum_steps(gradient, theta, eta=eta, beta=beta), n_steps, eta=eta)


def newton(
    gradient: Gradient, hessian: Callable[[Array], Array], theta: ArrayLike, *, n_steps: int
) -> Array:
    """Jump to the minimum of the local parabola: ``theta <- theta - H^-1 gradient``.

    Exact in one step on a quadratic. Each step solves a system of n equations,
    ``O(n^3)``. Far from a minimum it can overshoot, and where the Hessian is not
    positive definite it can climb.

    Parameters
    ----------
    gradient : callable
        Maps theta (n,) to the gradient of the cost there (n,).
    hessian : callable
        Maps theta (n,) to the matrix of second derivatives there (n, n).
    theta : array-like of shape (n,)
        Where to start.
    n_steps : int

    Returns
    -------
    ndarray of shape (n_steps + 1, n)
        The path, starting point first.

    Raises
    ------
    ConvergenceError
        If the Hessian is singular on the way, or the path leaves the range of
        floating-point numbers.
    """
    path = [_start(theta)]
    with np.errstate(over="ignore", invalid="ignore"):
        for step in range(1, n_steps + 1):
            try:
                jump = np.linalg.solve(hessian(path[-1]), gradient(path[-1]))
            except np.linalg.LinAlgError as problem:
                raise ConvergenceError(
                    f"the Hessian is singular at step {step}, theta = {path[-1]}: "
                    "start elsewhere, or add a penalty"
                ) from problem
            path.append(_finite(path[-1] - jump, step, eta=1.0))
    return np.array(path)


def numerical_gradient(f: Callable[[Array], float], theta: ArrayLike) -> Array:
    """Approximate a gradient by central differences, to check one derived by hand.

    The step is the cube root of the machine's precision, scaled to each entry, which
    balances truncation against rounding: about ten digits are right.

    Parameters
    ----------
    f : callable
        Maps theta (n,) to a number.
    theta : array-like of shape (n,)

    Returns
    -------
    ndarray of shape (n,)
    """
    theta = _start(theta)
    steps = np.cbrt(np.finfo(np.float64).eps) * np.maximum(1, np.abs(theta))  # (n,)
    return np.array([(f(theta + h) - f(theta - h)) / (2 * h.sum()) for h in np.diag(steps)])


def _momentum_steps(
    gradient: Gradient, theta: ArrayLike, *, eta: float, beta: float
) -> Iterator[Array]:
    theta = _start(theta)
    _require_positive("eta", eta)
    v = np.zeros_like(theta)
    while True:
        yield theta
        v = beta * v - eta * gradient(theta)
        theta = theta + v


def _walked(points: Iterator[Array], n_steps: int, *, eta: float) -> Array:
    """Collect a path of ``n_steps`` steps, and stop at the first point out of range."""
    return np.array(
        [_finite(point, step, eta=eta) for step, point in enumerate(islice(points, n_steps + 1))]
    )


def _finite(theta: Array, step: int, *, eta: float) -> Array:
    if np.isfinite(theta).all():
        return theta
    raise ConvergenceError(
        f"diverged at step {step} with eta={eta:g}: theta is no longer finite; "
        "try a smaller eta, or scale the features"
    )


def _start(theta: ArrayLike) -> Array:
    theta = np.array(theta, dtype=np.float64)
    if theta.ndim != 1 or not np.isfinite(theta).all():
        raise InvalidDataError(f"theta must be a finite vector of shape (n,), got {theta!r}")
    return theta


def _require_positive(name: str, value: float) -> None:
    if not value > 0:
        raise InvalidParameterError(f"{name} must be > 0, got {value}")
