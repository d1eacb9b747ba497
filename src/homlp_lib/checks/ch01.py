"""Checks of the coding exercises of chapter 1, The machine-learning landscape."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..scratch.nearest_neighbours import NearestNeighboursRegressor
from ._base import Array, Mistake, check_function, passed

__all__ = [
    "check_skill",
    "check_update_mean",
    "check_neighbours_mean",
    "check_forecast_by_past_mean",
    "check_cheapest_limit",
]


def check_skill(answer: Callable[..., Any]) -> None:
    """Check ``skill(truth, forecast, baseline)``, one minus a ratio of mean squared errors.

    Parameters
    ----------
    answer : callable

    Raises
    ------
    CheckFailedError
        With a hint, if an answer is wrong.
    """
    rng = np.random.default_rng(11)
    check_function(
        answer,
        _skill,
        cases=[tuple(rng.normal(size=(3, n))) for n in (6, 9)],
        mistakes=[
            Mistake(
                lambda t, f, b: 1 - np.sqrt(_mse(f, t) / _mse(b, t)),
                "your errors are roots: skill compares *mean squared* errors",
            ),
            Mistake(
                lambda t, f, b: _mse(f, t) / _mse(b, t),
                "a perfect forecast gets 0 from you: subtract your ratio from one",
            ),
            Mistake(
                lambda t, f, b: 1 - _mse(b, t) / _mse(f, t),
                "your ratio is upside down: the baseline's error goes below the line",
            ),
            Mistake(
                lambda t, f, b: _mse(b, t) - _mse(f, t),
                "you subtract the two errors: a skill is a share, so divide them",
            ),
            Mistake(
                lambda t, f, b: 1 - np.mean(np.abs(f - t)) / np.mean(np.abs(b - t)),
                "your errors are not squared: skill compares *mean squared* errors",
            ),
            Mistake(
                lambda t, f, b: 1 - np.mean((f - t) ** 2 / (b - t) ** 2),
                "you divide row by row: take the two means first, then divide",
            ),
        ],
    )
    passed("your skill agrees with ours on two hidden forecasts")


def check_update_mean(answer: Callable[..., Any]) -> None:
    """Check ``update_mean(mean, n, batch)``, the mean after one more batch.

    Parameters
    ----------
    answer : callable

    Raises
    ------
    CheckFailedError
        With a hint, if an answer is wrong.
    """
    rng = np.random.default_rng(12)
    check_function(
        answer,
        lambda mean, n, batch: (mean * n + batch.sum()) / (n + len(batch)),
        cases=[(3.0, 10, rng.normal(size=4)), (-1.5, 2, rng.normal(size=7)), (0.0, 0, np.ones(3))],
        mistakes=[
            Mistake(
                lambda mean, n, batch: (mean + batch.mean()) / 2,
                "you weigh the past and the batch alike: many values should count for more",
            ),
            Mistake(
                lambda mean, n, batch: (mean * n + batch.mean()) / (n + 1),
                "your batch counts as a single value: it holds several",
            ),
            Mistake(
                lambda mean, n, batch: (mean + batch.sum()) / (n + len(batch)),
                "the mean so far stands for n values: turn it back into their sum first",
            ),
            Mistake(
                lambda mean, n, batch: batch.mean(),
                "that is the mean of the batch alone: the n values before it count, too",
            ),
            Mistake(
                lambda mean, n, batch: (mean * n + batch.sum()) / (n + 1),
                "your sum is right; divide it by how many values there are now",
            ),
        ],
    )
    passed("your mean needs no value twice")


def check_neighbours_mean(answer: Callable[..., Any]) -> None:
    """Check ``neighbours_mean(x_train, y_train, x_new, k)``, nearest neighbours on one feature.

    Parameters
    ----------
    answer : callable

    Raises
    ------
    CheckFailedError
        With a hint, if an answer is wrong.
    """
    rng = np.random.default_rng(13)
    check_function(
        answer,
        _neighbours,
        cases=[
            (rng.normal(size=m), rng.normal(size=m), rng.normal(size=4), k)
            for m, k in ((8, 3), (12, 1))
        ],
        mistakes=[
            Mistake(
                lambda x, y, new, k: np.array([y[np.argsort(x - one)[:k]].mean() for one in new]),
                "you sort signed differences: a distance has no sign, so take its size",
            ),
            Mistake(
                lambda x, y, new, k: np.array([y[_by_distance(x, one)[-k:]].mean() for one in new]),
                "those are the farthest values: sort the other way",
            ),
            Mistake(
                lambda x, y, new, k: _neighbours(x, x, new, k),
                "you average the neighbours' features: it is their targets that you want",
            ),
            Mistake(
                lambda x, y, new, k: _neighbours(x, y, new, 1),
                "you take the target of one neighbour: average those of the k nearest",
            ),
            Mistake(
                lambda x, y, new, k: np.array(
                    [np.median(y[_by_distance(x, one)[:k]]) for one in new]
                ),
                "that is the neighbours' median: their mean is asked for",
            ),
            Mistake(
                lambda x, y, new, k: np.array([np.sort(np.abs(x - one))[:k].mean() for one in new]),
                "you average distances: `argsort` says whose they are, and y has the targets",
            ),
            Mistake(
                lambda x, y, new, k: np.full(len(new), _neighbours(x, y, new[:1], k)[0]),
                "each new value has neighbours of its own: yours are those of the first",
            ),
        ],
    )
    passed("your neighbours agree with ours on two hidden tables")


def check_forecast_by_past_mean(answer: Callable[..., Any]) -> None:
    """Check ``forecast_by_past_mean(y, start)``, each value forecast by those before it.

    Parameters
    ----------
    answer : callable

    Raises
    ------
    CheckFailedError
        With a hint, if an answer is wrong.
    """
    rng = np.random.default_rng(14)
    check_function(
        answer,
        lambda y, start: np.array([y[:t].mean() for t in range(start, len(y))]),
        cases=[(rng.normal(size=9), 3), (rng.normal(size=6), 1)],
        mistakes=[
            Mistake(
                lambda y, start: np.array([y[: t + 1].mean() for t in range(start, len(y))]),
                "each of your forecasts contains the value that it forecasts: a leak",
            ),
            Mistake(
                lambda y, start: np.full(len(y) - start, y[:start].mean()),
                "your mean stops at start: later forecasts may use the values that came since",
            ),
            Mistake(
                lambda y, start: y[start - 1 : -1],
                "that is the last value before each: the mean of *all* before it is asked for",
            ),
            Mistake(
                lambda y, start: np.full(len(y) - start, y.mean()),
                "your mean is that of the whole series: each forecast has seen the future, a leak",
            ),
            Mistake(
                lambda y, start: np.array([y[t - start : t].mean() for t in range(start, len(y))]),
                "your window holds only `start` values: the mean of *all* before each is asked for",
            ),
            Mistake(
                lambda y, start: np.array([_mean(y[: t - 1]) for t in range(start, len(y))]),
                "you leave out the value just before each: it is past, so use it",
            ),
            Mistake(
                lambda y, start: np.array([y[:t].mean() for t in range(start, len(y) + 1)]),
                "that is one forecast too many: the last value of y is the last to be forecast",
            ),
        ],
    )
    passed("your forecasts know the past and nothing else")


def check_cheapest_limit(answer: Callable[..., Any]) -> None:
    """Check ``cheapest_limit(p, y, limits, alarm, miss)``, a threshold chosen by its cost.

    Parameters
    ----------
    answer : callable

    Raises
    ------
    CheckFailedError
        With a hint, if an answer is wrong.
    """
    rng = np.random.default_rng(15)
    limits = np.array([0.1, 0.25, 0.4, 0.6, 0.75, 0.9])
    check_function(
        answer,
        _cheapest,
        cases=[
            *((*_predictions(rng), limits, *costs) for costs in ((1, 6), (5, 1), (2, 3))),
            (*_overconfident(rng), limits, 1, 2),  # where a formula from the costs is wrong
            _at_the_limits(),
            (*_predictions(rng), limits, 0, 0),
            (*_predictions(rng), limits[::-1], 0, 0),  # the lowest is not the first
        ],
        mistakes=[
            Mistake(
                # as dear as paying each act, but for a sum that all limits share
                lambda p, y, limits, alarm, miss: _cheapest(p, y, limits, alarm, miss - alarm),
                "you pay `alarm` for every act: it is due only where y is 0",
            ),
            Mistake(
                lambda p, y, limits, alarm, miss: _cheapest(p, y, limits, miss, alarm),
                "the two costs are swapped: `alarm` is paid where you act and y is 0",
            ),
            Mistake(
                lambda p, y, limits, alarm, miss: _cheapest(p, y, limits, 1, 1),
                "your limit makes the fewest mistakes: weigh each by what it costs",
            ),
            Mistake(
                lambda p, y, limits, alarm, miss: limits.max(),
                "of equally good limits the lowest is asked for",
            ),
            Mistake(
                lambda p, y, limits, alarm, miss: _cheapest(p - 1e-9, y, limits, alarm, miss),
                "you act only above the limit: at the limit itself you should act, too",
            ),
            Mistake(
                lambda *case: int(np.argmin(_totals(*case))),
                "that is the position of a limit: return the limit that stands there",
            ),
            Mistake(
                lambda *case: min(_totals(*case)),
                "that is the lowest cost: return the limit that has it",
            ),
            Mistake(
                lambda p, y, limits, alarm, miss: alarm / (alarm + miss) if alarm + miss else 0,
                "a formula knows the costs but not p and y: try each limit on them",
            ),
            Mistake(
                lambda p, y, limits, alarm, miss: _nearest_to_formula(limits, alarm, miss),
                "a formula knows the costs but not p and y: try each limit on them",
            ),
        ],
    )
    passed("your limit is the cheapest in seven hidden cases")


def _mse(a: Array, b: Array) -> float:
    return float(np.mean((a - b) ** 2))


def _skill(truth: Array, forecast: Array, baseline: Array) -> float:
    return 1 - _mse(forecast, truth) / _mse(baseline, truth)


def _neighbours(x: Array, y: Array, new: Array, k: int) -> Array:
    model = NearestNeighboursRegressor(n_neighbors=k).fit(x[:, None], y)
    return model.predict(new[:, None])


def _by_distance(x: Array, one: float) -> NDArray[np.intp]:
    return np.argsort(np.abs(x - one))


def _predictions(rng: np.random.Generator) -> tuple[Array, Array]:
    """Return probabilities that are right on average, and what happened."""
    p = rng.uniform(size=200)
    return p, (rng.random(200) < p).astype(float)


def _overconfident(rng: np.random.Generator) -> tuple[Array, Array]:
    p, y = _predictions(rng)
    return p**0.25, y


def _at_the_limits() -> tuple[Array, Array, Array, float, float]:
    """Return a case in which probabilities lie on the limits, and acting there pays."""
    limits = np.array([0.2, 0.4, 0.6])
    p, y = np.array([0.2, 0.2, 0.4, 0.4, 0.6, 0.6]), np.array([0.0, 0.0, 1.0, 1.0, 1.0, 1.0])
    return p, y, limits, 1.0, 1.0


def _mean(values: Array) -> float:
    return float(values.mean()) if len(values) else float("nan")


def _nearest_to_formula(limits: Array, alarm: float, miss: float) -> float:
    wanted = alarm / (alarm + miss) if alarm + miss else 0.0
    return float(limits[int(np.argmin(np.abs(limits - wanted)))])


def _total_cost(p: Array, y: Array, limit: float, alarm: float, miss: float) -> float:
    act = p >= limit
    return float(alarm * np.sum(act & (y == 0)) + miss * np.sum(~act & (y == 1)))


def _totals(p: Array, y: Array, limits: Array, alarm: float, miss: float) -> list[float]:
    return [_total_cost(p, y, limit, alarm, miss) for limit in limits]


def _cheapest(p: Array, y: Array, limits: Array, alarm: float, miss: float) -> float:
    totals = np.array(_totals(p, y, limits, alarm, miss))
    return float(limits[totals == totals.min()].min())
