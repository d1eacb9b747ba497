"""The checks of chapter 1, held against planted mistakes.

That solutions pass and stubs fail is shown in tests/book."""

import numpy as np
import pytest

from homlp_lib.checks import ch01
from homlp_lib.errors import CheckFailedError

CHECKS = {
    "skill": ch01.check_skill,
    "update_mean": ch01.check_update_mean,
    "neighbours_mean": ch01.check_neighbours_mean,
    "forecast_by_past_mean": ch01.check_forecast_by_past_mean,
    "cheapest_limit": ch01.check_cheapest_limit,
}


def _mse(a, b):
    return np.mean((a - b) ** 2)


def _each(rule):
    """Return a forecaster that applies a rule to a series and each position from start on."""
    return lambda y, start: np.array([rule(y, t) for t in range(start, len(y))])


def _choose(cost, *, last=False):
    """Return a chooser of limits by another cost, or of the last of equally cheap ones."""

    def choose(p, y, limits, alarm, miss):
        totals = np.array([cost(p >= limit, y, alarm, miss) for limit in limits])
        best = np.flatnonzero(totals == totals.min())
        return limits[best[-1] if last else best[0]]

    return choose


def _cost(act, y, alarm, miss):
    return alarm * np.sum(act & (y == 0)) + miss * np.sum(~act & (y == 1))


def _first_of_ties(p, y, limits, alarm, miss):
    """The first of equally cheap limits, which is the lowest only where they are sorted."""
    return limits[np.argmin([_cost(p >= limit, y, alarm, miss) for limit in limits])]


def _only_above(p, y, limits, alarm, miss):
    totals = np.array([_cost(p > limit, y, alarm, miss) for limit in limits])
    return limits[totals == totals.min()].min()


def _formula(p, y, limits, alarm, miss):
    return alarm / (alarm + miss) if alarm + miss else 0


def _near_the_formula(p, y, limits, alarm, miss):
    return limits[np.argmin(np.abs(limits - _formula(p, y, limits, alarm, miss)))]


def _mean_of(order, x, y, x_new, k):
    return np.array([y[order(x, one)[:k]].mean() for one in x_new])


MISTAKES = [
    ("skill", lambda t, f, b: 1 - (_mse(f, t) / _mse(b, t)) ** 0.5, "are roots"),
    ("skill", lambda t, f, b: _mse(f, t) / _mse(b, t), "perfect forecast gets 0"),
    ("skill", lambda t, f, b: 1 - _mse(b, t) / _mse(f, t), "upside down"),
    ("skill", lambda t, f, b: _mse(b, t) - _mse(f, t), "subtract the two errors"),
    ("skill", lambda t, f, b: 1 - abs(f - t).mean() / abs(b - t).mean(), "not squared"),
    ("skill", lambda t, f, b: 1 - np.mean(((f - t) / (b - t)) ** 2), "row by row"),
    ("update_mean", lambda mean, n, batch: (mean + batch.mean()) / 2, "alike"),
    ("update_mean", lambda m, n, batch: (m * n + batch.mean()) / (n + 1), "single value"),
    ("update_mean", lambda m, n, batch: (m + sum(batch)) / (n + len(batch)), "stands for n"),
    ("update_mean", lambda m, n, batch: batch.mean(), "batch alone"),
    ("update_mean", lambda m, n, batch: (m * n + sum(batch)) / (n + 1), "how many values"),
    (
        "neighbours_mean",
        lambda *a: _mean_of(lambda x, one: np.argsort(x - one), *a),
        "signed differences",
    ),
    (
        "neighbours_mean",
        lambda *a: _mean_of(lambda x, one: np.argsort(-abs(x - one)), *a),
        "farthest",
    ),
    (
        "neighbours_mean",
        lambda x, y, new, k: _mean_of(lambda v, one: np.argsort(abs(v - one)), x, x, new, k),
        "their targets",
    ),
    (
        "neighbours_mean",
        lambda x, y, new, k: _mean_of(lambda v, one: np.argsort(abs(v - one)), x, y, new, 1),
        "one neighbour",
    ),
    (
        "neighbours_mean",
        lambda x, y, new, k: [np.median(y[np.argsort(abs(x - one))[:k]]) for one in new],
        "median",
    ),
    (
        "neighbours_mean",
        lambda x, y, new, k: [np.sort(abs(x - one))[:k].mean() for one in new],
        "average distances",
    ),
    (
        "neighbours_mean",
        lambda x, y, new, k: [y[np.argsort(abs(x - new[0]))[:k]].mean() for _ in new],
        "of its own",
    ),
    ("forecast_by_past_mean", _each(lambda y, t: y[: t + 1].mean()), "a leak"),
    ("forecast_by_past_mean", lambda y, s: np.full(len(y) - s, y[:s].mean()), "stops at start"),
    ("forecast_by_past_mean", _each(lambda y, t: y[t - 1]), "last value"),
    ("forecast_by_past_mean", lambda y, s: np.full(len(y) - s, y.mean()), "whole series"),
    ("forecast_by_past_mean", lambda y, s: _each(lambda y, t: y[t - s : t].mean())(y, s), "window"),
    ("forecast_by_past_mean", _each(lambda y, t: y[: t - 1].mean()), "just before"),
    (
        "forecast_by_past_mean",
        lambda y, s: [y[:t].mean() for t in range(s, len(y) + 1)],
        "too many",
    ),
    ("cheapest_limit", _choose(lambda a, y, alarm, miss: _cost(a, y, miss, alarm)), "swapped"),
    ("cheapest_limit", _choose(lambda a, y, *_: _cost(a, y, 1, 1)), "fewest mistakes"),
    ("cheapest_limit", _choose(_cost, last=True), "lowest is asked for"),
    ("cheapest_limit", _first_of_ties, "lowest is asked for"),
    ("cheapest_limit", _only_above, "at the limit itself"),
    (
        "cheapest_limit",
        lambda p, y, limits, *costs: np.argmin([_cost(p >= c, y, *costs) for c in limits]),
        "position of a limit",
    ),
    (
        "cheapest_limit",
        lambda p, y, limits, *costs: min(_cost(p >= c, y, *costs) for c in limits),
        "lowest cost",
    ),
    ("cheapest_limit", _formula, "a formula"),
    ("cheapest_limit", _near_the_formula, "a formula"),
    (
        "cheapest_limit",
        _choose(lambda act, y, alarm, miss: alarm * sum(act) + miss * sum(~act & (y == 1))),
        "every act",
    ),
]


@pytest.mark.parametrize(("name", "answer", "hint"), MISTAKES)
def test_a_planted_mistake_fails_with_a_hint_of_its_own(name, answer, hint):
    with pytest.raises(CheckFailedError, match=hint):
        CHECKS[name](answer)


@pytest.mark.parametrize("name", CHECKS)
def test_an_answer_that_is_no_function_is_told_so(name):
    with pytest.raises(CheckFailedError, match="expected a function"):
        CHECKS[name](3)


def test_neighbours_in_place_of_a_copy_are_told_so():
    def sorts_in_place(x, y, new, k):
        x.sort()
        return np.zeros(len(new))

    with pytest.raises(CheckFailedError, match="in place"):
        ch01.check_neighbours_mean(sorts_in_place)
