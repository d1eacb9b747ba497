"""The checks of the tutorial on calculus, held against planted mistakes.

That solutions pass and stubs fail is shown in tests/book.
"""

import numpy as np
import pytest

from homlp_lib.checks import calculus
from homlp_lib.errors import CheckFailedError


def overwriting(graph):
    found = np.zeros(len(graph))
    found[-1] = 1.0
    for node in reversed(range(len(graph))):
        for index, slope in graph[node]:
            found[index] = found[node] * slope
    return found


def forwards(graph):
    found = np.zeros(len(graph))
    found[-1] = 1.0
    for node, inputs in enumerate(graph):
        for index, slope in inputs:
            found[index] += found[node] * slope
    return found


def without_slopes(graph):
    found = np.zeros(len(graph))
    found[-1] = 1.0
    for node in reversed(range(len(graph))):
        for index, _ in graph[node]:
            found[index] += found[node]
    return found


def swept(graph, found, nodes):
    for node in nodes:
        for index, slope in graph[node]:
            found[index] += found[node] * slope
    return found


def from_ones(graph):
    return swept(graph, np.ones(len(graph)), reversed(range(len(graph))))


def without_the_last(graph):
    found = np.zeros(len(graph))
    found[-1] = 1.0
    return swept(graph, found, reversed(range(len(graph) - 1)))


def left_moved(f, theta, h):
    theta, found = theta.copy(), []
    for j in range(len(theta)):
        theta[j] += h
        high = f(theta)
        theta[j] -= 2 * h
        found.append((high - f(theta)) / (2 * h))
        theta[j] += 2 * h
    return np.array(found)


def forwards_and_swapped(graph):
    found = np.zeros(len(graph))
    found[-1] = 1.0
    for node in reversed(range(len(graph))):
        for index, slope in graph[node]:
            found[node] += found[index] * slope
    return found


def with_slopes_added(graph):
    found = np.zeros(len(graph))
    found[-1] = 1.0
    for node in reversed(range(len(graph))):
        for index, slope in graph[node]:
            found[index] += found[node] + slope
    return found


def of_the_inputs(graph):
    found = np.zeros(len(graph))
    found[-1] = 1.0
    swept(graph, found, reversed(range(len(graph))))
    return [number for number, inputs in zip(found, graph, strict=True) if not inputs]


def with_two_names_for_one_array(f, theta, h):
    found = []
    for j in range(len(theta)):
        high = low = theta.copy()
        high[j] += h
        low[j] -= h
        found.append((f(high) - f(low)) / (2 * h))
    return np.array(found)


def partials(f, theta, h):
    return [(f(theta + s) - f(theta - s)) / (2 * h) for s in h * np.eye(len(theta))]


def walked(step, x, n):
    for _ in range(n):
        x = step(x)
    return x


def overflowing(t, c):
    with np.errstate(over="ignore", invalid="ignore"):
        return c * np.exp(c * t) / (1 + np.exp(c * t))


MISTAKES = [
    ("central_difference", lambda f, x, h: (f(x + h) - f(x)) / h, "forward"),
    ("central_difference", lambda f, x, h: (f(x) - f(x - h)) / h, "backward"),
    ("central_difference", lambda f, x, h: (f(x + h) - f(x - h)) / h, "2h apart"),
    ("central_difference", lambda f, x, h: f(x + h) - f(x - h) / (2 * h), "parentheses"),
    ("central_difference", lambda f, x, h: (f(x + h) - f(x - h)) / 2 * h, "then multiplies by h"),
    ("central_difference", lambda f, x, h: (f(x + h) - f(x - h)) / 2, "half the rise"),
    ("central_difference", lambda f, x, h: f(x + h) - f(x - h), "rise over run"),
    ("central_difference", lambda f, x, h: (f(x + h / 2) - f(x - h / 2)) / h, "half of h"),
    ("softplus_slope", lambda t, c: t / (1 + np.exp(-c * t)), "with respect to c"),
    ("softplus_slope", overflowing, "overflows"),
    ("softplus_slope", lambda t, c: 1 / (1 + np.exp(c * t)), "outside alone"),
    ("softplus_slope", lambda t, c: 1 / (1 + np.exp(-c * t)), "innermost"),
    ("softplus_slope", lambda t, c: c * np.exp(c * t), "logarithm is missing"),
    ("softplus_slope", lambda t, c: c / (1 + np.exp(c * t)), "slope of exp"),
    ("softplus_slope", lambda t, c: np.log(1 + np.exp(c * t)), "derivative is asked for"),
    (
        "numerical_gradient",
        lambda f, v, h: np.array([(f(v + s) - f(v)) / h for s in h * np.eye(len(v))]),
        "forward",
    ),
    (
        "numerical_gradient",
        lambda f, v, h: np.array([(f(v + s) - f(v - s)) / h for s in h * np.eye(len(v))]),
        "2h apart",
    ),
    (
        "numerical_gradient",
        lambda f, v, h: np.full(len(v), (f(v + h) - f(v - h)) / (2 * h)),
        "all coordinates at once",
    ),
    ("numerical_gradient", left_moved, "put a coordinate back"),
    (
        "numerical_gradient",
        lambda f, v, h: np.array([(f(v) - f(v - s)) / h for s in h * np.eye(len(v))]),
        "backward",
    ),
    ("numerical_gradient", with_two_names_for_one_array, "a second name"),
    ("numerical_gradient", lambda f, v, h: sum(partials(f, v, h)), "keeps them apart"),
    ("numerical_gradient", lambda f, v, h: partials(f, v, h)[0], "inside the loop"),
    (
        "numerical_gradient",
        lambda f, v, h: [(f(v + s) - f(v - s)) / 2 * h for s in h * np.eye(len(v))],
        "then multiplies by h",
    ),
    ("newton", lambda s, c, x, n: [x := x + s(x) / c(x) for _ in range(n)][-1], "wrong way"),
    ("newton", lambda s, c, x, n: x - s(x) / c(x), "one step"),
    ("newton", lambda s, c, x, n: [x := x - c(x) / s(x) for _ in range(n)][-1], "swapped"),
    ("newton", lambda s, c, x, n: x - n * s(x) / c(x), "at the start"),
    ("newton", lambda s, c, x, n: walked(lambda x: x - s(x), x, n), "gradient descent"),
    ("newton", lambda s, c, x, n: walked(lambda x: x - s(x) * c(x), x, n), "you multiply"),
    ("newton", lambda s, c, x, n: walked(lambda x: x - s(x) / c(x), x, n - 1), "too few"),
    ("newton", lambda s, c, x, n: walked(lambda x: x - s(x) / c(x), x, n + 1), "too many"),
    (
        "newton",
        lambda s, c, x, n: [walked(lambda x: x - s(x) / c(x), x, k) for k in range(n + 1)],
        "every place on the way",
    ),
    ("backward", overwriting, "add to its entry"),
    ("backward", forwards, "forwards"),
    ("backward", without_slopes, "local slope"),
    ("backward", lambda graph: np.zeros(len(graph)), "everything is zero"),
    ("backward", from_ones, "ones everywhere"),
    ("backward", without_the_last, "start with it"),
    ("backward", forwards_and_swapped, "not the other way round"),
    ("backward", with_slopes_added, "along a path multiply"),
    ("backward", of_the_inputs, "every node has"),
]


@pytest.mark.parametrize(("name", "answer", "hint"), MISTAKES)
def test_a_planted_mistake_gets_its_own_hint(name, answer, hint):
    with pytest.raises(CheckFailedError, match=hint):
        getattr(calculus, f"check_{name}")(answer)


@pytest.mark.parametrize("name", sorted({name for name, _, _ in MISTAKES}))
def test_what_is_no_function_is_refused(name):
    with pytest.raises(CheckFailedError, match="expected a function"):
        getattr(calculus, f"check_{name}")(3)


def test_a_wrong_sweep_that_nobody_foresaw_gets_a_hint_too():
    with pytest.raises(CheckFailedError, match="differs in"):
        calculus.check_backward(lambda graph: np.arange(len(graph)))
