"""Checks of the coding exercises of the tutorial on probability."""

from collections.abc import Callable
from typing import Any

import numpy as np

from ._base import Array, Mistake, check_function, passed

__all__ = [
    "check_error_of_difference",
    "check_kl_bits",
    "check_normal_log_likelihood",
    "check_permutation_p",
    "check_turned_around",
]


def check_turned_around(answer: Callable[..., Any]) -> None:
    """Check ``turned_around(base, hit, alarm)``, the probability of ill given positive.

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
        _turned_around,
        cases=[(0.02, 0.7, 0.05), (0.3, 0.9, 0.2), (0.0, 0.8, 0.1)],
        mistakes=[
            Mistake(
                lambda base, hit, alarm: hit,
                "that is how likely the ill are to test positive: turn it around",
            ),
            Mistake(
                lambda base, hit, alarm: base * hit,
                "that is the share of people who are ill and positive: divide it by the share of "
                "all who are positive",
            ),
            Mistake(
                lambda base, hit, alarm: hit / (hit + alarm),
                "the base rate is missing: weigh each kind of people by their share",
            ),
            Mistake(
                lambda base, hit, alarm: base * hit / (base * hit + alarm),
                "the false alarms come from the others alone: weigh them by their share, 1 - base",
            ),
            Mistake(
                lambda base, hit, alarm: _turned_around(base, hit, 1 - alarm),
                "alarm is the share of false alarms already: don't take it from one",
            ),
            Mistake(
                lambda base, hit, alarm: base * hit / ((1 - base) * alarm),
                "those are the odds: divide by all who are positive, not by the false alarms alone",
            ),
        ],
    )
    passed("your rule turns three probabilities around, one of them with a base rate of zero")


def check_error_of_difference(answer: Callable[..., Any]) -> None:
    """Check ``error_of_difference(a, b)``, a standard error of a difference of means.

    Parameters
    ----------
    answer : callable

    Raises
    ------
    CheckFailedError
        With a hint, if it is wrong.
    """
    first = (np.array([2.0, 4.0, 9.0, 1.0]), np.array([3.0, 3.0, 8.0, 0.0, 5.0, 6.0, 1.0]))
    second = (np.array([0.5, 2.5]), np.array([-1.0, 7.0, 3.0]))
    check_function(
        answer,
        _error_of_difference,
        cases=[first, second],
        mistakes=[
            Mistake(
                lambda a, b: _error_of_difference(a, b, ddof=0),
                "you divide by n for the variances: a sample's own mean makes that too small",
            ),
            Mistake(
                lambda a, b: np.sqrt(a.var(ddof=1) + b.var(ddof=1)),
                "that is how much two people differ: the mean of many varies less",
            ),
            Mistake(
                lambda a, b: np.sqrt(abs(a.var(ddof=1) / len(a) - b.var(ddof=1) / len(b))),
                "you subtract the variances: they add, also for a difference",
            ),
            Mistake(
                lambda a, b: a.std(ddof=1) / np.sqrt(len(a)) + b.std(ddof=1) / np.sqrt(len(b)),
                "standard errors don't add: their squares do",
            ),
            Mistake(
                lambda a, b: a.var(ddof=1) / len(a) + b.var(ddof=1) / len(b),
                "that is the variance of the difference: the root is missing",
            ),
            Mistake(
                lambda a, b: np.sqrt(
                    ((len(a) - 1) * a.var(ddof=1) + (len(b) - 1) * b.var(ddof=1))
                    / (len(a) + len(b) - 2)
                    * (1 / len(a) + 1 / len(b))
                ),
                "you pool the variances, as if both samples had the same: give each its own",
            ),
            Mistake(
                lambda a, b: np.concatenate([a, b]).std(ddof=1) / np.sqrt(len(a) + len(b)),
                "that is the error of one mean of all: each sample has its own mean",
            ),
        ],
    )
    passed("your standard errors add up as variances do")


def check_normal_log_likelihood(answer: Callable[..., Any]) -> None:
    """Check ``normal_log_likelihood(x, mu, sigma)``, a sum of logarithms of densities.

    Parameters
    ----------
    answer : callable

    Raises
    ------
    CheckFailedError
        With a hint, if it is wrong.
    """
    x = np.array([0.3, -1.2, 2.2, 4.0])
    check_function(
        answer,
        _normal_log_likelihood,
        cases=[(x, 0.5, 1.7), (np.array([90.0, -70.0]), 0.0, 1.0), (x, -1.0, 0.4)],
        mistakes=[
            Mistake(
                _through_the_density,
                "a density became zero before you took its logarithm: take the logarithm of the "
                "formula by hand",
            ),
            Mistake(
                lambda x, mu, sigma: -_normal_log_likelihood(x, mu, sigma),
                "that is minus the log-likelihood",
            ),
            Mistake(
                lambda x, mu, sigma: np.sum(-0.5 * ((x - mu) / sigma) ** 2),
                "only the exponent is there: the factor before it has a logarithm too",
            ),
            Mistake(
                lambda x, mu, sigma: np.sum(-0.5 * ((x - mu) / sigma) ** 2 - np.log(sigma)),
                "the constant is missing: each value has the log of one over the root of 2 pi",
            ),
            Mistake(
                lambda x, mu, sigma: _normal_log_likelihood(x, mu, np.sqrt(sigma)),
                "you take sigma for the variance: it is the standard deviation",
            ),
            Mistake(
                lambda x, mu, sigma: (
                    np.sum(-0.5 * ((x - mu) / sigma) ** 2) - np.log(sigma) - 0.5 * np.log(2 * np.pi)
                ),
                "the constants belong to each value: they are inside the sum",
            ),
            Mistake(
                lambda x, mu, sigma: np.sum(
                    -((x - mu) ** 2) / 2 * sigma**2 - np.log(sigma) - 0.5 * np.log(2 * np.pi)
                ),
                "/ 2 * sigma**2 multiplies by sigma squared: put 2 * sigma**2 in parentheses",
            ),
            Mistake(
                lambda x, mu, sigma: np.sum(
                    -(((x - mu) / sigma) ** 2) - np.log(sigma) - 0.5 * np.log(2 * np.pi)
                ),
                "the exponent has a factor one half",
            ),
            Mistake(
                lambda x, mu, sigma: _normal_log_likelihood(x, mu, sigma) / len(x),
                "that is a mean: the likelihood of all values is a product, its logarithm a sum",
            ),
        ],
    )
    passed("your log-likelihood holds, also where the density is zero for the computer")


def check_permutation_p(answer: Callable[..., Any]) -> None:
    """Check ``permutation_p(a, b, orders)``, a two-sided p-value for a difference of means.

    Parameters
    ----------
    answer : callable

    Raises
    ------
    CheckFailedError
        With a hint, if it is wrong.
    """
    rng = np.random.default_rng(7)
    higher, lower = np.array([3.0, 5.0, 6.0, 2.0, 7.0, 1.0]), np.array([2.0, 1.0, 4.0, 0.0])
    orders = np.array([rng.permutation(10) for _ in range(997)])
    check_function(
        answer,
        _permutation_p,
        cases=[(lower, higher, orders), (higher, lower, orders)],
        mistakes=[
            Mistake(
                lambda a, b, orders: np.mean(_chance(a, b, orders) >= a.mean() - b.mean()),
                "that is one side: a difference as far below zero counts as well",
            ),
            Mistake(
                lambda a, b, orders: np.mean(_chance(a, b, orders) >= abs(a.mean() - b.mean())),
                "that is one side: take the size of the shuffled differences too",
            ),
            Mistake(
                lambda a, b, orders: np.mean(
                    np.abs(_chance(a, b, orders)) > abs(a.mean() - b.mean())
                ),
                "an order that is just as far from zero counts too: at least, not more than",
            ),
            Mistake(
                lambda a, b, orders: 1 - _permutation_p(a, b, orders),
                "that is the share of orders that are less extreme",
            ),
            Mistake(
                lambda a, b, orders: np.sum(
                    np.abs(_chance(a, b, orders)) >= abs(a.mean() - b.mean())
                ),
                "that is a number of orders: a share is asked for",
            ),
            Mistake(
                lambda a, b, orders: _permutation_p(a, b, orders, size=len(b)),
                "the first len(a) places make group one, not the first len(b)",
            ),
            Mistake(
                lambda a, b, orders: _permutation_p(a, b, orders, size=(len(a) + len(b)) // 2),
                "you cut the shuffled rows in the middle: group one has len(a) of them",
            ),
        ],
    )
    passed("your p-value agrees with ours, whichever group is the higher")


def check_kl_bits(answer: Callable[..., Any]) -> None:
    """Check ``kl_bits(p, q)``, a Kullback-Leibler divergence in bits.

    Parameters
    ----------
    answer : callable

    Raises
    ------
    CheckFailedError
        With a hint, if it is wrong.
    """
    p, q = np.array([0.5, 0.2, 0.3]), np.array([0.1, 0.6, 0.3])
    check_function(
        answer,
        _kl_bits,
        cases=[(p, q), (np.array([0.0, 0.75, 0.25]), np.array([0.5, 0.25, 0.25]))],
        mistakes=[
            Mistake(
                lambda p, q: _kl_bits(q, p),
                "that is the other direction: the surprises are weighed by p, the truth",
            ),
            Mistake(
                lambda p, q: _kl_bits(p, q) * np.log(2),
                "that is in natural logarithms: bits take the logarithm to the base two",
            ),
            Mistake(
                lambda p, q: _cross_entropy(p, q),
                "that is the cross-entropy: take the entropy of p away",
            ),
            Mistake(
                lambda p, q: -_kl_bits(p, q),
                "the quotient is upside down: it is p over q, and the result is never negative",
            ),
            Mistake(
                lambda p, q: np.nan * p.sum(),
                "0 times the logarithm of 0 is not a number: leave out what never happens under p",
            ),
        ],
    )
    passed("your divergence agrees with ours, also where p is zero")


def _turned_around(base: float, hit: float, alarm: float) -> float:
    return base * hit / (base * hit + (1 - base) * alarm)


def _error_of_difference(a: Array, b: Array, ddof: int = 1) -> Any:
    return np.sqrt(a.var(ddof=ddof) / len(a) + b.var(ddof=ddof) / len(b))


def _normal_log_likelihood(x: Array, mu: float, sigma: float) -> Any:
    z = (x - mu) / sigma
    return np.sum(-0.5 * z**2 - np.log(sigma) - 0.5 * np.log(2 * np.pi))


def _through_the_density(x: Array, mu: float, sigma: float) -> Any:
    density = np.exp(-0.5 * ((x - mu) / sigma) ** 2) / (sigma * np.sqrt(2 * np.pi))
    with np.errstate(divide="ignore"):
        return np.sum(np.log(density))


def _chance(a: Array, b: Array, orders: Array, size: int | None = None) -> Array:
    """Return the difference of means for each order, the first places being group one."""
    shuffled = np.concatenate([a, b])[orders]  # (n_orders, m)
    size = size or len(a)
    return np.asarray(shuffled[:, :size].mean(axis=1) - shuffled[:, size:].mean(axis=1))


def _permutation_p(a: Array, b: Array, orders: Array, size: int | None = None) -> Any:
    return np.mean(np.abs(_chance(a, b, orders, size)) >= abs(a.mean() - b.mean()))


def _kl_bits(p: Array, q: Array) -> Any:
    happens = p > 0
    with np.errstate(divide="ignore"):  # a mistake swaps the two, and divides by zero
        return np.sum(p[happens] * np.log2(p[happens] / q[happens]))


def _cross_entropy(p: Array, q: Array) -> Any:
    return -np.sum(p * np.log2(q))
