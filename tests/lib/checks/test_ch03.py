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
    "my_sets": ch03.check_sets,
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


def _by_bin(y, p, n_bins, combine):
    place = np.minimum((p * n_bins).astype(int), n_bins - 1)
    return combine([abs(y[place == b].mean() - p[place == b].mean()) for b in np.unique(place)])


def _sets(P_cal, y_cal, P_new, alpha, *, n=None, scores=None):
    scores = np.sort(1 - P_cal[range(len(y_cal)), y_cal]) if scores is None else np.sort(scores)
    rank = int(np.ceil(((len(scores) + 1) if n is None else n) * (1 - alpha)))
    if rank > len(scores):
        return np.ones(P_new.shape, bool)
    return 1 - P_new <= scores[rank - 1]


def _few_rows_are_enough(P_cal, y_cal, P_new, alpha):
    scores = np.sort(1 - P_cal[range(len(y_cal)), y_cal])
    rank = min(int(np.ceil((len(scores) + 1) * (1 - alpha))), len(scores))
    return 1 - P_new <= scores[rank - 1]


MISTAKES = [
    ("my_specificity", lambda y, s: np.sum((y == 1) & (s == 1)) / np.sum(y == 1), "the recall"),
    ("my_specificity", lambda y, s: np.mean(y[s == 0] == 0), "that were answered 0"),
    ("my_specificity", lambda y, s: s[y == 0].mean(), "false positive rate"),
    ("my_specificity", lambda y, s: np.mean(y == s), "hidden case"),
    ("my_lowest_cost", lambda y, s, m: _lowest(y, s, m, cuts=np.unique(s)), "call nobody"),
    ("my_lowest_cost", lambda y, s, m: _lowest(y, s, m, rows=1), "the total cost"),
    ("my_lowest_cost", lambda y, s, m: _lowest(y, s, 1, alarm=m), "swapped"),
    ("my_lowest_cost", _strict, "use >="),
    ("my_auc", lambda y, s: roc_auc_score(y, -s), "wrong order"),
    ("my_auc", lambda y, s: np.mean(_gap(y, s) > 0), "count it as nothing"),
    ("my_auc", lambda y, s: np.mean(_gap(y, s) >= 0), "count it in full"),
    ("my_calibration_error", lambda y, p, n: _by_bin(y, p, n, np.mean), "weight each bin"),
    ("my_calibration_error", lambda y, p, n: _by_bin(y, p, n, np.max), "the largest gap"),
    ("my_calibration_error", lambda y, p, n: abs(np.mean(y - p)), "opposite sign cancel"),
    ("my_sets", lambda P, y, Q, a: _sets(P, y, Q, a, n=len(y)), "count the new row"),
    ("my_sets", lambda P, y, Q, a: _sets(P, y, Q, 1 - a), "may miss the truth"),
    ("my_sets", lambda P, y, Q, a: _sets(P, y, Q, a, scores=1 - P.max(1)), "true class, not"),
    ("my_sets", _few_rows_are_enough, "every class belongs to every set"),
]


@pytest.mark.parametrize(("name", "answer", "hint"), MISTAKES)
def test_a_planted_mistake_fails_with_a_hint_of_its_own(name, answer, hint):
    with pytest.raises(CheckFailedError, match=hint):
        CHECKS[name](answer)


@pytest.mark.parametrize("name", CHECKS)
def test_an_answer_that_is_no_function_is_told_so(name):
    with pytest.raises(CheckFailedError, match="expected a function"):
        CHECKS[name](3)
