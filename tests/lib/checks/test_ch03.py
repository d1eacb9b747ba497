"""The checks of chapter 3, held against planted mistakes.

That solutions pass and stubs fail is shown in tests/book."""

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from homlp_lib.checks import ch03
from homlp_lib.errors import CheckFailedError

CHECKS = {
    "my_specificity": ch03.check_specificity,
    "my_lowest_cost": ch03.check_lowest_cost,
    "my_auc": ch03.check_auc,
    "my_calibration_error": ch03.check_calibration_error,
    "my_class_sets": ch03.check_class_sets,
}


def _lowest(y, score, miss, *, alarm=1, cuts=None, rows=None):
    cuts = np.append(np.unique(score), np.inf) if cuts is None else cuts
    rows = rows or len(y)
    return min(
        (alarm * np.sum((score >= t) & (y == 0)) + miss * np.sum((score < t) & (y == 1))) / rows
        for t in cuts
    )


def _strict(y, score, miss):
    return min(
        np.mean((score > t) & (y == 0)) + miss * np.mean((score <= t) & (y == 1))
        for t in np.append(np.unique(score), np.inf)
    )


def _gap(y, score):
    return np.subtract.outer(score[y == 1], score[y == 0])


def _rates(y, score, miss):
    return min(
        np.mean(score[y == 0] >= t) + miss * np.mean(score[y == 1] < t)
        for t in np.append(np.unique(score), np.inf)
    )


def _cut(y, score, miss):
    cuts = np.append(np.unique(score), np.inf)
    return cuts[np.argmin([_lowest(y, score, miss, cuts=[t]) for t in cuts])]


def _by_bin(y, p, n_bins, combine):
    place = np.minimum((p * n_bins).astype(int), n_bins - 1)
    return combine([abs(y[place == b].mean() - p[place == b].mean()) for b in np.unique(place)])


def _ece(y, p, n_bins, *, clip=True, bins=None, gap=abs, middle=False):
    place = (p * n_bins).astype(int)
    place = np.minimum(place, n_bins - 1) if clip else place
    total = 0
    for b in range(n_bins) if bins is None else np.unique(place):
        rows = place == b
        if rows.any():
            stated = (b + 0.5) / n_bins if middle else p[rows].mean()
            total += rows.mean() * gap(y[rows].mean() - stated)
    return total


def _class_sets(P_cal, y_cal, P_new, alpha, *, limit, strict=False, every=False):
    inside = np.ones(P_new.shape, bool)
    for k in range(P_new.shape[1]):
        top = limit(1 - P_cal[(y_cal == k) | every, k], alpha)
        inside[:, k] = 1 - P_new[:, k] < top if strict else 1 - P_new[:, k] <= top
    return inside


def _rank(scores, alpha):
    return int(np.ceil((len(scores) + 1) * (1 - alpha)))


def _right(scores, alpha):
    rank = _rank(scores, alpha)
    return np.sort(scores)[rank - 1] if rank <= len(scores) else np.inf


def _one_for_all(P, y, Q, alpha):
    limit = _right(1 - P[range(len(y)), y], alpha)
    return limit >= 1 - Q


def _sets(limit, **slip):
    return lambda P, y, Q, alpha: _class_sets(P, y, Q, alpha, limit=limit, **slip)


MISTAKES = [
    ("my_specificity", lambda y, s: np.sum((y == 1) & (s == 1)) / np.sum(y == 1), "the recall"),
    ("my_specificity", lambda y, s: np.mean(y[s == 0] == 0), "that were answered 0"),
    ("my_specificity", lambda y, s: s[y == 0].mean(), "false positive rate"),
    ("my_specificity", lambda y, s: np.mean(y == s), "accuracy"),
    ("my_specificity", lambda y, s: np.mean((y == 0) & (s == 0)), "divide by all rows"),
    ("my_specificity", lambda y, s: np.sum(~y & ~s) / np.sum(~y), "integers is not"),
    ("my_specificity", lambda y, s: np.sum(~y & ~s) / np.sum(y == 0), "integers is not"),
    ("my_specificity", lambda y, s: (~s[y == 0]).mean(), "integers is not"),
    ("my_specificity", lambda y, s: 0.123, r"hidden case \(called with \[0, 0, .*\[0, 0, 1"),
    ("my_lowest_cost", lambda y, s, m: _lowest(y, s, m, cuts=np.unique(s)), "call nobody"),
    ("my_lowest_cost", lambda y, s, m: _lowest(y, s, m, rows=1), "the total cost"),
    ("my_lowest_cost", lambda y, s, m: _lowest(y, s, 1, alarm=m), "swapped"),
    ("my_lowest_cost", _strict, "use >="),
    ("my_lowest_cost", _cut, "you return the threshold"),
    ("my_lowest_cost", lambda y, s, m: _lowest(y, s, 20), "an argument"),
    ("my_lowest_cost", _rates, "not by the rows of a class"),
    ("my_lowest_cost", lambda y, s, m: _lowest(y, s, m, cuts=[1 / (1 + m)]), "try all"),
    ("my_auc", lambda y, s: roc_auc_score(y, -s), "wrong order"),
    ("my_auc", lambda y, s: np.mean(_gap(y, s) > 0), "count it as nothing"),
    ("my_auc", lambda y, s: np.mean(_gap(y, s) >= 0), "count it in full"),
    ("my_auc", lambda y, s: np.mean(s[y == 1] > s[y == 0][:12]), "zip"),
    ("my_auc", lambda y, s: np.sum(_gap(y, s) > 0) / len(y) ** 2, "not by all pairs"),
    ("my_calibration_error", lambda y, p, n: _by_bin(y, p, n, np.mean), "weight each bin"),
    ("my_calibration_error", lambda y, p, n: _ece(y, p, n, gap=float), "opposite sign cancel"),
    ("my_calibration_error", lambda y, p, n: _ece(y, p, n, gap=np.square), "square"),
    ("my_calibration_error", lambda y, p, n: _ece(y, p, n, middle=True), "middle"),
    ("my_calibration_error", lambda y, p, n: _ece(y, p, n, clip=False), "last bin"),
    ("my_calibration_error", lambda y, p, n: _ece(y, p, n, clip=False, bins=1), "last bin"),
    ("my_calibration_error", lambda y, p, n: _by_bin(y, p, n, np.max), "the largest gap"),
    ("my_calibration_error", lambda y, p, n: abs(np.mean(y - p)), "opposite sign cancel"),
    ("my_class_sets", _one_for_all, "each needs its own"),
    ("my_class_sets", _sets(_right, every=True), "whose label is k"),
    ("my_class_sets", _sets(_right, strict=True), "use <="),
    (
        "my_class_sets",
        _sets(lambda s, a: np.sort(s)[int(np.ceil(len(s) * (1 - a))) - 1]),
        "count the new row",
    ),
    ("my_class_sets", _sets(lambda s, a: _right(s, 1 - a)), "may miss the truth"),
    ("my_class_sets", _sets(lambda s, a: np.quantile(s, 1 - a)), "interpolates"),
    ("my_class_sets", _sets(lambda s, a: np.sort(s)[_rank(s, a)]), "counts from 0"),
    ("my_class_sets", _sets(lambda s, a: s[_rank(s, a) - 1]), "sort the scores"),
    ("my_class_sets", _sets(lambda s, a: np.sort(s)[_rank(s, a) - 1]), "IndexError.*every set"),
    (
        "my_class_sets",
        _sets(lambda s, a: np.sort(s)[min(_rank(s, a), len(s)) - 1]),
        "^with a rank above m_k",
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
