"""The checks of chapter 2, held against planted mistakes.

That solutions pass and stubs fail is shown in tests/book."""

import zlib

import numpy as np
import pytest

from homlp_lib.checks import ch02
from homlp_lib.errors import CheckFailedError

CHECKS = {
    "my_drawer": ch02.check_drawer,
    "my_smeared": ch02.check_smeared,
    "my_target_code": ch02.check_target_code,
    "my_corrected_t": ch02.check_corrected_t,
    "my_group_radius": ch02.check_group_radius,
    "my_stability": ch02.check_stability,
}


def _crc(words):
    return np.array([zlib.crc32(one.encode()) for one in words])


def _means(names, y):
    return np.array([y[names == name].mean() for name in names])


def _code(names, y, smooth, centre):
    n = np.array([np.sum(names == name) for name in names])
    return (n * _means(names, y) + smooth * centre) / (n + smooth)


def _t(d, factor, ddof=1):
    return d.mean() / (d.std(ddof=ddof) * np.sqrt(factor))


def _radius(scores, rank):
    scores = np.sort(scores)
    return scores[rank - 1] if rank <= len(scores) else np.inf


def _per_group(s, g, new, rank):
    return np.array([_radius(s[g == k], rank(np.sum(g == k))) for k in new])


def _biggest_if_few(s, g, new, alpha):
    return np.minimum(
        _per_group(s, g, new, lambda n: int(np.ceil((n + 1) * (1 - alpha)))),
        [s[g == k].max() for k in new],
    )


def _shares(then, now, names, add=0.5):
    sides = [np.array([np.sum(x == name) for name in names]) + add for x in (then, now)]
    return [side / side.sum() for side in sides]


def _psi(then, now, names):
    e, a = _shares(then, now, names)
    return np.sum((a - e) * np.log(a / e))


def _late(then, now):
    e, a = (side + 0.5 for side in _shares(then, now, np.union1d(then, now), add=0))
    return np.sum((a - e) * np.log(a / e))


def _kl(then, now):
    e, a = _shares(then, now, np.union1d(then, now))
    return np.sum(a * np.log(a / e))


MISTAKES = [
    ("my_drawer", lambda w, s: _crc(w) >= s * 2**32, "the other part"),
    ("my_drawer", lambda w, s: np.arange(len(w)) < s * len(w), "the first rows"),
    ("my_drawer", lambda w, s: _crc(w).argsort().argsort() < s * len(w), "in any other list"),
    ("my_drawer", lambda w, s: _crc(w) < s * 2**31, "not to 2\\*\\*31"),
    ("my_smeared", lambda y, f, n: np.exp(n), "plain exponential"),
    ("my_smeared", lambda y, f, n: np.exp(n + (y - f).mean()), "the mean of the exponentials"),
    ("my_smeared", lambda y, f, n: np.exp(n) * np.exp(f - y).mean(), "wrong sign"),
    ("my_smeared", lambda y, f, n: np.exp(n) + np.exp(y - f).mean(), "isn't added"),
    ("my_smeared", lambda y, f, n: np.exp(n + (y - f).var() / 2), "Gaussian residuals only"),
    ("my_target_code", lambda c, y, s: _means(c, y), "plain mean"),
    ("my_target_code", lambda c, y, s: np.full(len(y), y.mean()), "every row gets"),
    ("my_target_code", lambda c, y, s: _code(c, y, s, 0), "towards zero"),
    (
        "my_target_code",
        lambda c, y, s: _code(c, y, s, np.mean([y[c == k].mean() for k in np.unique(c)])),
        "not of the categories' means",
    ),
    ("my_corrected_t", lambda a, b, n, h: _t(a - b, 1 / len(a)), "independent folds"),
    ("my_corrected_t", lambda a, b, n, h: _t(a - b, 1 / len(a) + n / h), "swapped"),
    ("my_corrected_t", lambda a, b, n, h: _t(a - b, 1 / len(a) + h / n, 0), "ddof=1"),
    ("my_corrected_t", lambda a, b, n, h: _t(b - a, 1 / len(a) + h / n), "wrong sign|hidden case"),
    (
        "my_corrected_t",
        lambda a, b, n, h: (
            (a - b).mean() / np.sqrt((a.var(ddof=1) + b.var(ddof=1)) * (1 / len(a) + h / n))
        ),
        "the folds are paired",
    ),
    (
        "my_group_radius",
        lambda s, g, new, al: np.full(len(new), _radius(s, int(np.ceil((len(s) + 1) * (1 - al))))),
        "one radius for all",
    ),
    (
        "my_group_radius",
        lambda s, g, new, al: _per_group(s, g, new, lambda n: int(np.ceil(n * (1 - al)))),
        "count the new row too",
    ),
    (
        "my_group_radius",
        lambda s, g, new, al: _per_group(s, g, new, lambda n: int(np.ceil((n + 1) * al))),
        "may lie outside",
    ),
    ("my_group_radius", _biggest_if_few, "its radius is infinite"),
    ("my_stability", lambda t, n: _psi(t, n, np.unique(t)), "new today"),
    ("my_stability", lambda t, n: _psi(t, n, np.unique(n)), "only one side has"),
    ("my_stability", lambda t, n: -_psi(t, n, np.union1d(t, n)), "sign is wrong"),
    ("my_stability", _kl, "yours is a \\* log"),
    ("my_stability", _late, "before you turn them into shares"),
]


@pytest.mark.parametrize(("name", "answer", "hint"), MISTAKES)
def test_a_planted_mistake_fails_with_a_hint_of_its_own(name, answer, hint):
    with pytest.raises(CheckFailedError, match=hint):
        CHECKS[name](answer)


@pytest.mark.parametrize("name", CHECKS)
def test_an_answer_that_is_no_function_is_told_so(name):
    with pytest.raises(CheckFailedError, match="expected a function"):
        CHECKS[name](3)
