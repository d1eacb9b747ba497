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
    "MyClip": ch02.check_clip,
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


def _n(names):
    return np.array([np.sum(names == name) for name in names])


def _sum(names, y):
    return np.array([y[names == name].sum() for name in names])


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


def _rank(n, alpha):
    return int(np.ceil((n + 1) * (1 - alpha)))


def _next_score(s, g, new, alpha):
    return _per_group(s, g, new, lambda n: _rank(n, alpha) + 1)


def _unsorted(s, g, new, alpha):
    groups = [s[g == k] for k in new]
    ranks = [_rank(len(own), alpha) for own in groups]
    return np.array(
        [own[r - 1] if r <= len(own) else np.inf for own, r in zip(groups, ranks, strict=True)]
    )


def _shares(then, now, names, add=0.5):
    sides = [np.array([np.sum(x == name) for name in names]) + add for x in (then, now)]
    return [side / side.sum() for side in sides]


def _psi(then, now, names, add=0.5):
    e, a = _shares(then, now, names, add)
    return np.sum((a - e) * np.log(a / e))


def _late(then, now):
    e, a = (side + 0.5 for side in _shares(then, now, np.union1d(then, now), add=0))
    return np.sum((a - e) * np.log(a / e))


def _kl(then, now):
    e, a = _shares(then, now, np.union1d(then, now))
    return np.sum(a * np.log(a / e))


def _unnormed(then, now):
    names = np.union1d(then, now)
    e, a = (np.array([np.sum(x == name) for name in names]) + 0.5 for x in (then, now))
    e, a = e / len(then), a / len(now)
    return np.sum((a - e) * np.log(a / e))


class Clip:
    """A right answer, to be spoiled in one place by each class below it."""

    def __init__(self, low=0.1, high=0.9):
        self.low, self.high = low, high

    def fit(self, X, y=None):
        self.low_, self.high_ = np.quantile(X, [self.low, self.high], axis=0)
        return self

    def transform(self, X):
        return np.clip(X, self.low_, self.high_)


class OtherNames(Clip):
    def __init__(self, low=0.1, high=0.9):
        self.lower, self.upper = low, high


class ReturnsNothing(Clip):
    def fit(self, X, y=None):
        Clip.fit(self, X)


class OverwritesItsSettings(Clip):
    def fit(self, X, y=None):
        self.low, self.high = np.quantile(X, [self.low, self.high], axis=0)
        return self


class LearnsNothing(Clip):
    def fit(self, X, y=None):
        return self


class OneForAll(Clip):
    def fit(self, X, y=None):
        self.low_, self.high_ = np.quantile(X, [self.low, self.high])
        return self


class WrongWayRound(Clip):
    def fit(self, X, y=None):
        self.high_, self.low_ = np.quantile(X, [self.low, self.high], axis=0)
        return self


class LearnsAgain(Clip):
    def transform(self, X):
        return np.clip(X, *np.quantile(X, [self.low, self.high], axis=0))


class WholeTable(Clip):
    def fit(self, X, y=None):
        self.seen = X
        return Clip.fit(self, X)

    def transform(self, X):
        return np.clip(X, *np.quantile(self.seen, [self.low, self.high]))


class MakesGaps(Clip):
    def transform(self, X):
        return np.where(np.clip(X, self.low_, self.high_) == X, X, np.nan)


class DoesNothing(Clip):
    def transform(self, X):
        return X


class OnlyBelow(Clip):
    def transform(self, X):
        return np.maximum(X, self.low_)


class OnlyAbove(Clip):
    def transform(self, X):
        return np.minimum(X, self.high_)


class InPlace(Clip):
    def transform(self, X):
        return np.clip(X, self.low_, self.high_, out=X)


MISTAKES = [
    ("MyClip", OtherNames, "under these names"),
    ("MyClip", ReturnsNothing, "fit must return self"),
    ("MyClip", OverwritesItsSettings, "fit overwrites a setting"),
    ("MyClip", LearnsNothing, "after fit there is no `low_`"),
    ("MyClip", OneForAll, "one quantile a column"),
    ("MyClip", WrongWayRound, "`low_` differs"),
    ("MyClip", LearnsAgain, "which a held-out fold must not have"),
    ("MyClip", WholeTable, "each column has its own"),
    ("MyClip", MakesGaps, "not missing"),
    ("MyClip", DoesNothing, "what it was given"),
    ("MyClip", OnlyBelow, "values that are too low"),
    ("MyClip", OnlyAbove, "values that are too high"),
    ("MyClip", InPlace, "in place"),
    ("my_drawer", lambda w, s: _crc(w) >= s * 2**32, "the other part"),
    ("my_drawer", lambda w, s: np.arange(len(w)) < s * len(w), "the first rows"),
    ("my_drawer", lambda w, s: _crc(w).argsort().argsort() < s * len(w), "in any other list"),
    ("my_drawer", lambda w, s: _crc(w) < s * 2**31, "not to 2\\*\\*31"),
    (
        "my_drawer",
        lambda w, s: np.array([hash(one) % 2**32 < s * 2**32 for one in w]),
        "from run to run",
    ),
    ("my_drawer", lambda w, s: _crc(w) % 100 < 100 * s, "last two digits"),
    ("my_drawer", lambda w, s: _crc(w) < 2**32 / 5, "whatever share"),
    ("my_smeared", lambda y, f, n: np.exp(n), "plain exponential"),
    (
        "my_smeared",
        lambda y, f, n: np.exp(n) * np.exp(y).mean() / np.exp(f).mean(),
        "ratio of the totals",
    ),
    ("my_smeared", lambda y, f, n: np.exp(n + np.median(y - f)), "the median of the residuals"),
    ("my_smeared", lambda y, f, n: n * np.exp(y - f).mean(), "still logarithms"),
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
    (
        "my_target_code",
        lambda c, y, s: np.array(
            [(y[c == k].sum() + s * y.mean()) / (np.sum(c == k) + s) for k in np.unique(c)]
        ),
        "one code a category",
    ),
    ("my_target_code", lambda c, y, s: (_sum(c, y) + s * y.mean()) / _n(c), "below the line too"),
    (
        "my_target_code",
        lambda c, y, s: (1 - s / (_n(c) + s)) * y.mean() + s / (_n(c) + s) * _means(c, y),
        "the wrong way round",
    ),
    ("my_corrected_t", lambda a, b, n, h: _t(a - b, 1 / len(a)), "independent folds"),
    ("my_corrected_t", lambda a, b, n, h: _t(a - b, 1 / len(a) + n / h), "swapped"),
    ("my_corrected_t", lambda a, b, n, h: _t(a - b, 1 / len(a) + h / n, 0), "ddof=1"),
    ("my_corrected_t", lambda a, b, n, h: _t(b - a, 1 / len(a) + h / n), "you take b - a"),
    (
        "my_corrected_t",
        lambda a, b, n, h: (a - b).mean() / ((a - b).std(ddof=1) * (1 / len(a) + h / n)),
        "the root is missing",
    ),
    ("my_corrected_t", lambda a, b, n, h: _t(a - b, 1 / len(a) + h / (n + h)), "by all rows"),
    ("my_corrected_t", lambda a, b, n, h: _t(a - b, h / n), "1 / n is missing"),
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
    (
        "my_group_radius",
        lambda s, g, new, al: np.array([np.quantile(s[g == k], 1 - al) for k in new]),
        "between two scores",
    ),
    ("my_group_radius", _next_score, "the next larger score"),
    ("my_group_radius", _unsorted, "must be sorted"),
    ("my_stability", lambda t, n: _psi(t, n, np.unique(t)), "new today"),
    ("my_stability", lambda t, n: _psi(t, n, np.unique(n)), "only one side has"),
    ("my_stability", lambda t, n: -_psi(t, n, np.union1d(t, n)), "sign is wrong"),
    ("my_stability", _kl, "yours is a \\* log"),
    ("my_stability", _late, "before you turn them into shares"),
    ("my_stability", lambda t, n: _psi(t, n, np.union1d(t, n), add=0), "the half is missing"),
    ("my_stability", lambda t, n: _psi(t, n, np.union1d(t, n), add=1), "add a half"),
    ("my_stability", lambda t, n: _kl(n, t), "yours is e \\* log"),
    ("my_stability", _unnormed, "do not sum to one"),
]


@pytest.mark.parametrize(("name", "answer", "hint"), MISTAKES)
def test_a_planted_mistake_fails_with_a_hint_of_its_own(name, answer, hint):
    with pytest.raises(CheckFailedError, match=hint):
        CHECKS[name](answer)


def test_a_transformer_that_follows_the_habits_passes(capsys):
    ch02.check_clip(Clip)
    assert "learns in fit" in capsys.readouterr().out


@pytest.mark.parametrize("name", CHECKS)
def test_an_answer_that_is_no_function_is_told_so(name):
    expected = "expected a class" if name == "MyClip" else "expected a function"
    with pytest.raises(CheckFailedError, match=expected):
        CHECKS[name](3)
