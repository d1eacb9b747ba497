"""Checks of the coding exercises of chapter 3, Classification."""

from collections.abc import Callable
from typing import Any

import numpy as np

from ..scratch.metrics import confusion_matrix, roc_auc
from ._base import Mistake, check_function, passed

__all__ = [
    "check_specificity",
    "check_lowest_cost",
    "check_auc",
    "check_calibration_error",
    "check_sets",
]


def check_specificity(answer: Callable[..., Any]) -> None:
    """Check ``my_specificity(y, said)``, the share of negative rows that are sent home.

    Parameters
    ----------
    answer : callable

    Raises
    ------
    CheckFailedError
        With a hint, if it is wrong.
    """
    y = np.array([0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1])
    said = np.array([0, 0, 1, 1, 0, 1, 0, 1, 0, 1, 1])
    check_function(
        answer,
        _specificity,
        cases=[(y, said), (1 - y, said)],
        mistakes=[
            Mistake(
                lambda y, said: np.mean(said[y == 1] == 1),
                "that is the recall: look at the rows with y == 0",
            ),
            Mistake(
                lambda y, said: np.mean(y[said == 0] == 0),
                "you look at the rows that were answered 0; look at those that are 0",
            ),
            Mistake(
                lambda y, said: np.mean(said[y == 0] == 1),
                "that is the false positive rate: one minus it is what is asked for",
            ),
        ],
    )
    passed("your specificity is right on two hidden tables")


def check_lowest_cost(answer: Callable[..., Any]) -> None:
    """Check ``my_lowest_cost(y, score, miss)``, the cost at the best threshold.

    Parameters
    ----------
    answer : callable

    Raises
    ------
    CheckFailedError
        With a hint, if it is wrong.
    """
    rng = np.random.default_rng(31)
    y = rng.integers(0, 2, size=40)
    score = np.round(rng.normal(loc=y, size=40), 1)
    everybody = (np.array([1, 0, 1, 1]), np.array([0.1, 0.5, 0.6, 0.9]), 20.0)
    nobody = (np.array([0, 0, 0, 1]), np.array([0.9, 0.8, 0.7, 0.1]), 0.5)
    check_function(
        answer,
        _lowest_cost,
        cases=[(y, score, 20.0), (y, score, 1.0), nobody, everybody],
        mistakes=[
            Mistake(
                lambda y, score, miss: _lowest_cost(y, score, miss, nobody=False),
                "one choice is missing: to call nobody, with a threshold above every score",
            ),
            Mistake(
                lambda y, score, miss: _lowest_cost(y, score, miss) * len(y),
                "you return the total cost: the cost a row is asked for",
            ),
            Mistake(
                lambda y, score, miss: _lowest_cost(y, score, 1 / miss) * miss,
                "the two prices are swapped: `miss` is what a positive row costs that isn't called",
            ),
            Mistake(
                lambda y, score, miss: _lowest_cost(y, score, miss, strict=True),
                "a row whose score equals the threshold is called: use >=",
            ),
        ],
    )
    passed("you find the cheapest cut, even where it is to call nobody")


def check_auc(answer: Callable[..., Any]) -> None:
    """Check ``my_auc(y, score)``, the share of pairs in the right order.

    Parameters
    ----------
    answer : callable

    Raises
    ------
    CheckFailedError
        With a hint, if it is wrong.
    """
    rng = np.random.default_rng(32)
    y = rng.permutation(np.repeat([0, 1], [18, 12]))
    check_function(
        answer,
        roc_auc,
        cases=[(y, rng.normal(loc=y, size=30)), (y, rng.integers(0, 4, size=30).astype(float))],
        mistakes=[
            Mistake(
                lambda y, score: 1 - roc_auc(y, score),
                "you count the pairs in the wrong order: the positive row should score higher",
            ),
            Mistake(
                lambda y, score: np.mean(_gaps(y, score) > 0),
                "a tie counts one half, and you count it as nothing",
            ),
            Mistake(
                lambda y, score: np.mean(_gaps(y, score) >= 0),
                "a tie counts one half, and you count it in full",
            ),
        ],
    )
    passed("your AUC agrees with the area under the curve, ties included")


def check_calibration_error(answer: Callable[..., Any]) -> None:
    """Check ``my_calibration_error(y, p, n_bins)``, the expected calibration error.

    Parameters
    ----------
    answer : callable

    Raises
    ------
    CheckFailedError
        With a hint, if it is wrong.
    """
    rng = np.random.default_rng(33)
    p = np.append(rng.beta(0.6, 1.2, size=80), [0.0, 1.0])
    y = (rng.uniform(size=82) < p**2).astype(int)
    check_function(
        answer,
        _calibration_error,
        cases=[(y, p, 10), (y, p, 3), (y, p / 4, 5)],
        mistakes=[
            Mistake(
                lambda y, p, n_bins: np.mean(_bin_gaps(y, p, n_bins)[1]),
                "weight each bin by its number of rows",
            ),
            Mistake(
                lambda y, p, n_bins: np.max(_bin_gaps(y, p, n_bins)[1]),
                "that is the largest gap of a bin: their weighted mean is asked for",
            ),
            Mistake(
                lambda y, p, n_bins: abs(y.mean() - p.mean()),
                "gaps of opposite sign cancel: take the absolute value in each bin",
            ),
        ],
    )
    passed("your calibration error is right, empty bins included")


def check_sets(answer: Callable[..., Any]) -> None:
    """Check ``my_sets(P_cal, y_cal, P_new, alpha)``, conformal prediction sets.

    Parameters
    ----------
    answer : callable

    Raises
    ------
    CheckFailedError
        With a hint, if it is wrong.
    """
    rng = np.random.default_rng(34)
    P_cal, P_new = rng.dirichlet(np.ones(4), size=30), rng.dirichlet(np.ones(4), size=80)
    y_cal = np.array([rng.choice(4, p=p) for p in P_cal])
    check_function(
        answer,
        _sets,
        cases=[(P_cal, y_cal, P_new, 0.2), (P_cal, y_cal, P_new, 0.1), (P_cal, y_cal, P_new, 0.01)],
        mistakes=[
            Mistake(
                lambda P, y, Q, alpha: _sets(P, y, Q, alpha, extra=0),
                "the rank is ceil((n + 1) * (1 - alpha)): count the new row too",
            ),
            Mistake(
                lambda P, y, Q, alpha: _sets(P, y, Q, 1 - alpha),
                "alpha is the share of sets that may miss the truth, and you use 1 - alpha for it",
            ),
            Mistake(
                lambda P, y, Q, alpha: (
                    np.sort(1 - P.max(axis=1))[_rank(len(y), alpha) - 1] >= 1 - Q
                ),
                "score the calibration rows by the probability of their true class, not the best",
            ),
            Mistake(
                lambda P, y, Q, alpha: _sets(P, y, Q, alpha, all_if_few=False),
                "with a rank above n, no score is large enough: every class belongs to every set",
            ),
        ],
    )
    passed("your sets keep their promise")


def _specificity(y: Any, said: Any) -> float:
    if np.all(y == y[0]):
        return float("nan")
    (tn, fp), _ = confusion_matrix(y, said)
    return float(tn / (tn + fp))


def _lowest_cost(
    y: Any, score: Any, miss: float, *, nobody: bool = True, strict: bool = False
) -> float:
    cuts = np.append(np.unique(score), [np.inf] * nobody)  # (n_cuts,)
    called = score > cuts[:, None] if strict else score >= cuts[:, None]  # (n_cuts, m)
    return float(np.min((called & (y == 0)).mean(1) + miss * (~called & (y == 1)).mean(1)))


def _gaps(y: Any, score: Any) -> Any:
    return score[y == 1][:, None] - score[y == 0][None, :]


def _bin_gaps(y: Any, p: Any, n_bins: int) -> tuple[Any, Any]:
    """Return the share of rows in each bin that isn't empty, and its gap."""
    place = np.minimum((p * n_bins).astype(int), n_bins - 1)
    bins = [place == b for b in np.unique(place)]
    shares = np.array([rows.mean() for rows in bins])
    return shares, np.array([abs(y[rows].mean() - p[rows].mean()) for rows in bins])


def _calibration_error(y: Any, p: Any, n_bins: int) -> float:
    shares, gaps = _bin_gaps(y, p, n_bins)
    return float(shares @ gaps)


def _rank(n: int, alpha: float, extra: int = 1) -> int:
    return min(int(np.ceil((n + extra) * (1 - alpha))), n)


def _sets(
    P_cal: Any, y_cal: Any, P_new: Any, alpha: float, *, extra: int = 1, all_if_few: bool = True
) -> Any:
    scores = np.sort(1 - P_cal[np.arange(len(y_cal)), y_cal])  # (n,)
    if all_if_few and np.ceil((len(scores) + 1) * (1 - alpha)) > len(scores):
        return np.ones(P_new.shape, dtype=bool)
    return 1 - P_new <= scores[_rank(len(scores), alpha, extra) - 1]
