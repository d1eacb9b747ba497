"""Checks of the coding exercises of the tutorial on differential calculus."""

import operator
from collections.abc import Callable
from typing import Any

import numpy as np

from ._base import Array, Mistake, check_function, passed

__all__ = [
    "check_backward",
    "check_central_difference",
    "check_newton",
    "check_numerical_gradient",
    "check_softplus_slope",
]

Function = Callable[[Any], Any]
Graph = list[list[tuple[int, float]]]


def check_central_difference(answer: Callable[..., Any]) -> None:
    """Check ``central_difference(f, x, h)``, the slope of a function at a point.

    Parameters
    ----------
    answer : callable

    Raises
    ------
    CheckFailedError
        With a hint, if it is wrong.
    """
    check_function(
        answer,
        _central,
        cases=[(np.exp, 0.5, 0.1), (lambda x: x**3, -1.0, 0.2), (np.sin, 2.0, 1e-4)],
        mistakes=[
            Mistake(
                lambda f, x, h: (f(x + h) - f(x)) / h,
                "that is the forward difference: look to both sides of x",
            ),
            Mistake(
                lambda f, x, h: (f(x) - f(x - h)) / h,
                "that is the backward difference: look to both sides of x",
            ),
            Mistake(
                lambda f, x, h: (f(x + h) - f(x - h)) / h,
                "the two points are 2h apart, and you divide by h",
            ),
            Mistake(
                lambda f, x, h: f(x + h) - f(x - h) / (2 * h),
                "the division comes before the minus: put the difference in parentheses",
            ),
            Mistake(
                lambda f, x, h: (f(x + h) - f(x - h)) / 2 * h,
                "`/ 2 * h` divides by two and then multiplies by h: put 2 * h in parentheses",
            ),
            Mistake(
                lambda f, x, h: (f(x + h) - f(x - h)) / 2,
                "that is half the rise: divide it by h too",
            ),
            Mistake(
                lambda f, x, h: f(x + h) - f(x - h),
                "that is the rise: a slope is rise over run",
            ),
            Mistake(
                lambda f, x, h: _central(f, x, h / 2),
                "you go half of h to each side: with step h it is h to each side",
            ),
        ],
    )
    passed("your slope agrees with ours for three functions")


def check_softplus_slope(answer: Callable[..., Any]) -> None:
    """Check ``softplus_slope(t, c)``, the derivative of log(1 + exp(c t)) in t.

    Parameters
    ----------
    answer : callable

    Raises
    ------
    CheckFailedError
        With a hint, if it is wrong.
    """
    t = np.linspace(-2, 3, 6)
    check_function(
        answer,
        _softplus_slope,
        cases=[(t, 2.0), (t, -0.5), (np.array([0.3, 800.0]), 1.5)],
        mistakes=[
            Mistake(
                lambda t, c: np.exp(-np.logaddexp(0, c * t)),
                "that is the outside alone: 1 + exp(c t) is inside it, and has a slope",
            ),
            Mistake(
                lambda t, c: np.exp(-np.logaddexp(0, -c * t)),
                "one link of the chain is missing, the innermost: the slope of c t",
            ),
            Mistake(
                lambda t, c: c * np.exp(-np.logaddexp(0, c * t)),
                "one link of the chain is missing: the slope of exp(c t) itself",
            ),
            Mistake(
                lambda t, c: c * np.exp(np.minimum(c * t, 700)),
                "the logarithm is missing: its slope is one over what is inside it",
            ),
            Mistake(
                lambda t, c: np.logaddexp(0, c * t),
                "that is the function: its derivative is asked for",
            ),
            Mistake(
                lambda t, c: t * np.exp(-np.logaddexp(0, -c * t)),
                "that is the derivative with respect to c: here t varies, and c stays",
            ),
            Mistake(
                _overflowing_slope,
                "exp(c t) overflows for a large t, and infinity by infinity is NaN: divide above "
                "and below by exp(c t)",
            ),
        ],
    )
    passed("your chain holds, also where exp(c t) would overflow")


def check_numerical_gradient(answer: Callable[..., Any]) -> None:
    """Check ``numerical_gradient(f, theta, h)``, central differences of a function of a vector.

    Parameters
    ----------
    answer : callable

    Raises
    ------
    CheckFailedError
        With a hint, if it is wrong.
    """
    check_function(
        answer,
        _gradient,
        cases=[
            (lambda v: v[0] ** 3 * v[1] + v[1] ** 2, np.array([1.5, -2.0]), 0.1),
            (lambda v: np.exp(v).sum() + v[0] * v[2], np.array([0.1, 0.4, -1.0]), 1e-3),
        ],
        mistakes=[
            Mistake(
                lambda f, theta, h: _moved(f, theta, h, lambda s: f(theta)) * 2,
                "those are forward differences: move each coordinate to both sides",
            ),
            Mistake(
                lambda f, theta, h: 2 * _gradient(f, theta, h),
                "the two points are 2h apart, and you divide by h",
            ),
            Mistake(_all_at_once, "you move all coordinates at once: one partial moves one"),
            Mistake(_not_put_back, "you don't put a coordinate back before you move the next"),
            Mistake(
                lambda f, theta, h: _moved(f, theta, -h, lambda s: f(theta)) * 2,
                "those are backward differences: move each coordinate to both sides",
            ),
            Mistake(
                lambda f, theta, h: np.zeros(len(theta)),
                "everything is zero: `high = theta` gives one array a second name, so that both "
                "sides move together; copy it",
            ),
            Mistake(
                lambda f, theta, h: _gradient(f, theta, h).sum(),
                "you add the partial derivatives up: the gradient keeps them apart, in an array",
            ),
            Mistake(
                lambda f, theta, h: _gradient(f, theta, h)[0],
                "that is the first partial derivative: is the return inside the loop?",
            ),
            Mistake(
                lambda f, theta, h: h**2 * _gradient(f, theta, h),
                "`/ 2 * h` divides by two and then multiplies by h: put 2 * h in parentheses",
            ),
        ],
    )
    passed("your gradient agrees with ours for two functions")


def check_newton(answer: Callable[..., Any]) -> None:
    """Check ``newton(slope, curvature, x, n_steps)``, steps towards a flat point.

    Parameters
    ----------
    answer : callable

    Raises
    ------
    CheckFailedError
        With a hint, if it is wrong.
    """
    quartic = (lambda x: x**3 + 2 * x - 1, lambda x: 3 * x**2 + 2)
    cap = (lambda x: np.cos(x), lambda x: -np.sin(x))
    check_function(
        answer,
        _newton,
        cases=[(*quartic, 2.0, 3), (*cap, 1.2, 2), (*quartic, 0.7, 0)],
        mistakes=[
            Mistake(
                lambda slope, curvature, x, n: _newton(slope, lambda x: -curvature(x), x, n),
                "you walk the wrong way: the step is minus the slope over the curvature",
            ),
            Mistake(
                lambda slope, curvature, x, n: _newton(slope, curvature, x, 1),
                "you take one step, whatever n_steps is: is the return inside the loop?",
            ),
            Mistake(
                lambda slope, curvature, x, n: _newton(curvature, slope, x, n),
                "slope and curvature are swapped in the quotient",
            ),
            Mistake(
                lambda slope, curvature, x, n: x - n * slope(x) / curvature(x),
                "you use the slope at the start for every step: compute it anew where you are",
            ),
            Mistake(
                lambda slope, curvature, x, n: _newton(slope, lambda x: 1.0, x, n),
                "that is gradient descent with the rate one: divide the slope by the curvature",
            ),
            Mistake(
                lambda slope, curvature, x, n: _newton(slope, lambda x: 1 / curvature(x), x, n),
                "you multiply by the curvature: divide by it",
            ),
            Mistake(
                lambda slope, curvature, x, n: _newton(slope, curvature, x, n - 1),
                "you take one step too few",
            ),
            Mistake(
                lambda slope, curvature, x, n: _newton(slope, curvature, x, n + 1),
                "you take one step too many",
            ),
            Mistake(
                lambda slope, curvature, x, n: [
                    _newton(slope, curvature, x, k) for k in range(n + 1)
                ],
                "you return every place on the way: only the last is asked for",
            ),
        ],
    )
    passed("you land where we do, on a minimum and on a maximum")


def check_backward(answer: Callable[..., Any]) -> None:
    """Check ``backward(graph)``, the derivative of the last node with respect to each.

    Parameters
    ----------
    answer : callable

    Raises
    ------
    CheckFailedError
        With a hint, if it is wrong.
    """
    twice: Graph = [[], [], [(0, 3.0), (1, 0.5)], [(2, 2.0), (0, -1.0)], [(3, 4.0), (3, 1.5)]]
    unused: Graph = [[], [], [(0, 2.0)], [(1, 7.0)], [(2, -3.0), (0, 1.0)]]
    check_function(
        answer,
        _backward,
        cases=[(twice,), (unused,)],
        mistakes=[
            Mistake(
                lambda graph: _backward(graph, add=False),
                "a node that is used twice keeps one of its two paths: add to its entry",
            ),
            Mistake(
                lambda graph: _backward(graph, order=range(len(graph))),
                "you go forwards: start with the last node, whose users are all done",
            ),
            Mistake(
                lambda graph: _backward(graph, join=lambda number, slope: number),
                "you pass a node's number on as it is: multiply by the local slope",
            ),
            Mistake(
                lambda graph: _backward(graph, start=np.ones(len(graph))),
                "you start with ones everywhere: only the last node begins with 1",
            ),
            Mistake(
                lambda graph: np.eye(len(graph))[-1],
                "only the last node has a number: start with it, and hand on from a node to its "
                "inputs, not the other way round",
            ),
            Mistake(
                lambda graph: _backward(graph, join=operator.add),
                "you add the local slope: slopes along a path multiply",
            ),
            Mistake(
                _of_the_inputs,
                "you return what belongs to the inputs alone: every node has a derivative",
            ),
            Mistake(
                lambda graph: np.zeros(len(graph)),
                "everything is zero: the derivative of the last node with respect to itself is 1",
            ),
        ],
    )
    passed("your sweep adds up all paths")


def _central(f: Function, x: Any, h: float) -> Any:
    return (f(x + h) - f(x - h)) / (2 * h)


def _softplus_slope(t: Array, c: float) -> Array:
    return np.asarray(c * np.exp(-np.logaddexp(0, -c * t)))


def _overflowing_slope(t: Array, c: float) -> Array:
    with np.errstate(over="ignore", invalid="ignore"):
        return np.asarray(c * np.exp(c * t) / (1 + np.exp(c * t)))


def _gradient(f: Function, theta: Array, h: float) -> Array:
    return _moved(f, theta, h, lambda s: f(theta - s))


def _moved(f: Function, theta: Array, h: float, other: Function) -> Array:
    """Return the differences to another value, over 2h, one coordinate at a time."""
    return np.array([(f(theta + s) - other(s)) / (2 * h) for s in h * np.eye(len(theta))])


def _all_at_once(f: Function, theta: Array, h: float) -> Array:
    return np.full(len(theta), (f(theta + h) - f(theta - h)) / (2 * h))


def _not_put_back(f: Function, theta: Array, h: float) -> Array:
    steps = np.tril(np.full((len(theta), len(theta)), h))  # coordinates moved before stay moved
    before = steps - h * np.eye(len(theta))
    return np.array(
        [
            (f(theta + b + s) - f(theta + b - s)) / (2 * h)
            for b, s in zip(before, h * np.eye(len(theta)), strict=True)
        ]
    )


def _newton(slope: Function, curvature: Function, x: float, n_steps: int) -> float:
    for _ in range(n_steps):
        x = x - slope(x) / curvature(x)
    return x


def _backward(
    graph: Graph,
    *,
    add: bool = True,
    order: range | None = None,
    join: Callable[[Any, Any], Any] = operator.mul,
    start: Array | None = None,
) -> Array:
    found = np.zeros(len(graph)) if start is None else start
    found[-1] = 1.0
    for node in order or reversed(range(len(graph))):
        for index, slope in graph[node]:
            share = join(found[node], slope)
            found[index] = found[index] + share if add else share
    return found


def _of_the_inputs(graph: Graph) -> Array:
    return _backward(graph)[[node for node, inputs in enumerate(graph) if not inputs]]
