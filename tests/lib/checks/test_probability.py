"""The checks of the tutorial on probability, held against planted mistakes.

That solutions pass and stubs fail is shown in tests/book.
"""

import numpy as np
import pytest

from homlp_lib.checks import probability
from homlp_lib.errors import CheckFailedError


def density(x, mu, sigma):
    return np.exp(-0.5 * ((x - mu) / sigma) ** 2) / (sigma * np.sqrt(2 * np.pi))


def log_density(x, mu, sigma):
    return -0.5 * ((x - mu) / sigma) ** 2 - np.log(sigma) - 0.5 * np.log(2 * np.pi)


def through_the_density(x, mu, sigma):
    with np.errstate(divide="ignore"):
        return np.sum(np.log(density(x, mu, sigma)))


def through_the_product(x, mu, sigma):
    with np.errstate(divide="ignore"):
        return np.log(np.prod(density(x, mu, sigma)))


def shuffled_differences(a, b, orders, size):
    rows = np.concatenate([a, b])[orders]
    return rows[:, :size].mean(axis=1) - rows[:, size:].mean(axis=1)


def one_sided(a, b, orders):
    return np.mean(shuffled_differences(a, b, orders, len(a)) >= a.mean() - b.mean())


def one_size_taken(a, b, orders):
    return np.mean(shuffled_differences(a, b, orders, len(a)) >= abs(a.mean() - b.mean()))


def two_sided(a, b, orders, size):
    return np.abs(shuffled_differences(a, b, orders, size)) >= abs(a.mean() - b.mean())


def kl(p, q):
    return np.sum(np.where(p > 0, p * np.log2(np.where(p > 0, p, 1) / q), 0))


def careless_kl(p, q):
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.sum(p * np.log2(p / q))


def reversed_kl(p, q):
    return np.sum(q * np.log2(q / p))


MISTAKES = [
    ("turned_around", lambda base, hit, alarm: hit, "turn it around"),
    ("turned_around", lambda base, hit, alarm: base * hit, "all who are positive"),
    ("turned_around", lambda base, hit, alarm: hit / (hit + alarm), "base rate is missing"),
    (
        "turned_around",
        lambda base, hit, alarm: base * hit / (base * hit + alarm),
        "from the others alone",
    ),
    (
        "turned_around",
        lambda base, hit, alarm: base * hit / (base * hit + (1 - base) * (1 - alarm)),
        "don't take it from one",
    ),
    (
        "turned_around",
        lambda base, hit, alarm: base * hit / ((1 - base) * alarm),
        "those are the odds",
    ),
    (
        "error_of_difference",
        lambda a, b: np.sqrt(a.var() / len(a) + b.var() / len(b)),
        "own mean makes that too small",
    ),
    (
        "error_of_difference",
        lambda a, b: np.sqrt(a.var(ddof=1) + b.var(ddof=1)),
        "how much two people differ",
    ),
    (
        "error_of_difference",
        lambda a, b: np.sqrt(abs(a.var(ddof=1) / len(a) - b.var(ddof=1) / len(b))),
        "subtract the variances",
    ),
    (
        "error_of_difference",
        lambda a, b: a.std(ddof=1) / len(a) ** 0.5 + b.std(ddof=1) / len(b) ** 0.5,
        "don't add: their squares do",
    ),
    (
        "error_of_difference",
        lambda a, b: a.var(ddof=1) / len(a) + b.var(ddof=1) / len(b),
        "root is missing",
    ),
    (
        "error_of_difference",
        lambda a, b: np.std([*a, *b], ddof=1) / (len(a) + len(b)) ** 0.5,
        "one mean of all",
    ),
    ("normal_log_likelihood", through_the_density, "before you took its logarithm"),
    ("normal_log_likelihood", through_the_product, "before you took its logarithm"),
    (
        "normal_log_likelihood",
        lambda x, mu, sigma: -log_density(x, mu, sigma).sum(),
        "minus the log-likelihood",
    ),
    (
        "normal_log_likelihood",
        lambda x, mu, sigma: np.sum(-0.5 * ((x - mu) / sigma) ** 2),
        "only the exponent",
    ),
    (
        "normal_log_likelihood",
        lambda x, mu, sigma: np.sum(-0.5 * ((x - mu) / sigma) ** 2 - np.log(sigma)),
        "constant is missing",
    ),
    (
        "normal_log_likelihood",
        lambda x, mu, sigma: log_density(x, mu, np.sqrt(sigma)).sum(),
        "sigma for the variance",
    ),
    (
        "normal_log_likelihood",
        lambda x, mu, sigma: (
            np.sum(-0.5 * ((x - mu) / sigma) ** 2) - np.log(sigma * np.sqrt(2 * np.pi))
        ),
        "inside the sum",
    ),
    (
        "normal_log_likelihood",
        lambda x, mu, sigma: log_density(x, mu, sigma).mean(),
        "that is a mean",
    ),
    (
        "error_of_difference",
        lambda a, b: (
            (
                (3 * a.var(ddof=1) + 6 * b.var(ddof=1)) / 9 * (1 / 4 + 1 / 7)
                if len(a) == 4
                else (a.var(ddof=1) + 2 * b.var(ddof=1)) / 3 * (1 / 2 + 1 / 3)
            )
            ** 0.5
        ),
        "pool the variances",
    ),
    (
        "normal_log_likelihood",
        lambda x, mu, sigma: log_density(x, mu, 1 / sigma).sum() - 2 * len(x) * np.log(sigma),
        "in parentheses",
    ),
    (
        "normal_log_likelihood",
        lambda x, mu, sigma: log_density(x, mu, sigma).sum() - np.sum(((x - mu) / sigma) ** 2) / 2,
        "one half",
    ),
    (
        "permutation_p",
        lambda a, b, orders: np.mean(
            np.abs(shuffled_differences(a, b, orders, len(a))) > abs(a.mean() - b.mean())
        ),
        "at least, not more than",
    ),
    ("permutation_p", one_sided, "far below zero counts as well"),
    ("permutation_p", one_size_taken, "size of the shuffled differences"),
    (
        "permutation_p",
        lambda a, b, orders: np.mean(~two_sided(a, b, orders, len(a))),
        "less extreme",
    ),
    (
        "permutation_p",
        lambda a, b, orders: two_sided(a, b, orders, len(a)).sum(),
        "a share is asked for",
    ),
    (
        "permutation_p",
        lambda a, b, orders: two_sided(a, b, orders, len(b)).mean(),
        "not the first len",
    ),
    (
        "permutation_p",
        lambda a, b, orders: two_sided(a, b, orders, (len(a) + len(b)) // 2).mean(),
        "cut the shuffled rows in the middle",
    ),
    ("kl_bits", reversed_kl, "other direction"),
    ("kl_bits", lambda p, q: kl(p, q) * np.log(2), "natural logarithms"),
    ("kl_bits", lambda p, q: -np.sum(p * np.log2(q)), "cross-entropy"),
    ("kl_bits", lambda p, q: -kl(p, q), "upside down"),
    ("kl_bits", careless_kl, "not a number"),
]


@pytest.mark.parametrize(("name", "answer", "hint"), MISTAKES)
def test_a_planted_mistake_gets_its_own_hint(name, answer, hint):
    with pytest.raises(CheckFailedError, match=hint):
        getattr(probability, f"check_{name}")(answer)


@pytest.mark.parametrize("name", sorted({name for name, _, _ in MISTAKES}))
def test_what_is_no_function_is_refused(name):
    with pytest.raises(CheckFailedError, match="expected a function"):
        getattr(probability, f"check_{name}")(3)


def test_a_right_divergence_passes_where_p_is_zero():
    probability.check_kl_bits(kl)


def test_a_wrong_divergence_that_nobody_foresaw_gets_a_hint_too():
    with pytest.raises(CheckFailedError, match="expected"):
        probability.check_kl_bits(lambda p, q: np.abs(p - q).sum())
