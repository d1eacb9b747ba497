"""Checks of the coding exercises of chapter 3, Classification."""

from collections.abc import Callable
from typing import Any

import numpy as np

from ..errors import CheckFailedError
from ..scratch.metrics import confusion_matrix, roc_auc
from ._base import Mistake, check_function, passed

__all__ = [
    "check_specificity",
    "check_lowest_cost",
    "check_auc",
    "check_calibration_error",
    "check_class_sets",
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
            Mistake(
                lambda y, said: np.mean((y == 0) & (said == 0)),
                "you divide by all rows: divide by the rows with y == 0",
            ),
            Mistake(
                lambda y, said: np.mean(y == said),
                "that is the accuracy: look at the rows with y == 0 alone",
            ),
            *(
                Mistake(slip, "`~` on integers is not `not`, since ~1 is -2: compare with 0")
                for slip in (
                    lambda y, said: np.sum(~y & ~said) / np.sum(~y),
                    lambda y, said: np.sum(~y & ~said) / np.sum(y == 0),
                    lambda y, said: np.mean(~said[y == 0]),
                )
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
    rng = np.random.default_rng(35)
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
            Mistake(
                _cheapest_cut,
                "you return the threshold: its cost is asked for",
            ),
            Mistake(
                lambda y, score, miss: _lowest_cost(y, score, 20.0),
                "`miss` is an argument: you use 20 whatever it is",
            ),
            Mistake(
                lambda y, score, miss: _lowest_cost(y, score, miss, rates=True),
                "divide both counts by the number of all rows, not by the rows of a class",
            ),
            Mistake(
                lambda y, score, miss: np.mean(
                    np.where(score >= 1 / (1 + miss), y == 0, miss * (y == 1))
                ),
                "the scores are no probabilities, so 1 / (1 + miss) is not the best cut: try all",
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
            *(
                Mistake(slip, "each positive row meets *each* negative one; zip pairs them off")
                for slip in (_zipped, lambda y, score: _zipped(y, score, tie=0))
            ),
            *(
                Mistake(
                    slip, "divide by the pairs of a positive and a negative row, not by all pairs"
                )
                for slip in (
                    lambda y, score: _points(y, score) / len(y) ** 2,
                    lambda y, score: _points(y, score) / (len(y) * (len(y) - 1) / 2),
                )
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
    y[-1] = 0  # a stated certainty that was wrong
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
            Mistake(
                lambda y, p, n_bins: p.mean() - y.mean(),
                "gaps of opposite sign cancel: take the absolute value in each bin",
            ),
            Mistake(
                lambda y, p, n_bins: y.mean() - p.mean(),
                "gaps of opposite sign cancel: take the absolute value in each bin",
            ),
            Mistake(
                lambda y, p, n_bins: _bin_gaps(y, p, n_bins)[0] @ _bin_gaps(y, p, n_bins)[1] ** 2,
                "you square the gaps: take their absolute values",
            ),
            Mistake(
                lambda y, p, n_bins: _calibration_error(y, p, n_bins, middle=True),
                "compare with the mean stated probability of the rows, not with the bin's middle",
            ),
            *(
                Mistake(slip, "p = 1 belongs to the last bin: limit the bin's number to n_bins - 1")
                for slip in (
                    lambda y, p, n_bins: _calibration_error(y, p, n_bins, clip=False),
                    lambda y, p, n_bins: _calibration_error(y, p, n_bins, clip=False, lose=True),
                )
            ),
        ],
    )
    passed("your calibration error is right, empty bins included")


def check_class_sets(answer: Callable[..., Any]) -> None:
    """Check ``my_class_sets(P_cal, y_cal, P_new, alpha)``, a promise for each class.

    Parameters
    ----------
    answer : callable

    Raises
    ------
    CheckFailedError
        With a hint, if it is wrong.
    """
    rng = np.random.default_rng(34)
    y_cal = rng.permutation(np.repeat([0, 1, 2, 3], [8, 12, 16, 24]))
    P_cal = 0.5 * rng.dirichlet(np.ones(4), size=60) + 0.5 * rng.dirichlet(1 + 2 * np.eye(4)[0])
    P_new = np.concatenate([rng.dirichlet(np.ones(4), size=80), P_cal])  # the copies tie
    try:
        check_function(
            answer,
            _class_sets,
            cases=[(P_cal, y_cal, P_new, alpha) for alpha in (0.27, 0.13, 0.03)],
            mistakes=_SET_MISTAKES,
        )
    except CheckFailedError as problem:
        if "IndexError" in str(problem):
            raise CheckFailedError(f"{problem}; {_TOO_FEW}") from None
        raise
    passed("your sets keep a promise for each class, ties and small classes included")


def _specificity(y: Any, said: Any) -> float:
    if np.all(y == y[0]):
        return float("nan")
    (tn, fp), _ = confusion_matrix(y, said)
    return float(tn / (tn + fp))


def _costs(y: Any, score: Any, miss: float, cuts: Any, *, strict: bool, rates: bool) -> Any:
    called = score > cuts[:, None] if strict else score >= cuts[:, None]  # (n_cuts, m)
    alarms, misses = (called & (y == 0)).sum(1), (~called & (y == 1)).sum(1)
    n_well, n_ill = ((y == 0).sum(), (y == 1).sum()) if rates else (len(y), len(y))
    return alarms / n_well + miss * misses / n_ill


def _lowest_cost(
    y: Any,
    score: Any,
    miss: float,
    *,
    nobody: bool = True,
    strict: bool = False,
    rates: bool = False,
) -> float:
    cuts = np.append(np.unique(score), [np.inf] * nobody)  # (n_cuts,)
    return float(np.min(_costs(y, score, miss, cuts, strict=strict, rates=rates)))


def _cheapest_cut(y: Any, score: Any, miss: float) -> float:
    cuts = np.append(np.unique(score), np.inf)
    return float(cuts[np.argmin(_costs(y, score, miss, cuts, strict=False, rates=False))])


def _gaps(y: Any, score: Any) -> Any:
    return score[y == 1][:, None] - score[y == 0][None, :]


def _points(y: Any, score: Any) -> float:
    return float(np.sum(_gaps(y, score) > 0) + np.sum(_gaps(y, score) == 0) / 2)


def _zipped(y: Any, score: Any, tie: float = 0.5) -> float:
    pairs = list(zip(score[y == 1], score[y == 0], strict=False))
    return float(np.mean([1.0 if a > b else tie * float(a == b) for a, b in pairs]))


def _bin_gaps(
    y: Any, p: Any, n_bins: int, *, clip: bool = True, lose: bool = False, middle: bool = False
) -> tuple[Any, Any]:
    """Return the share of rows in each bin that isn't empty, and its gap."""
    place = (p * n_bins).astype(int)
    place = np.minimum(place, n_bins - 1) if clip else place
    numbers = [b for b in np.unique(place) if b < n_bins or not lose]
    bins = [place == b for b in numbers]
    shares = np.array([rows.mean() for rows in bins])
    stated = [
        (b + 0.5) / n_bins if middle else p[rows].mean()
        for b, rows in zip(numbers, bins, strict=True)
    ]
    return shares, np.array([abs(y[rows].mean() - s) for rows, s in zip(bins, stated, strict=True)])


def _calibration_error(y: Any, p: Any, n_bins: int, **slip: bool) -> float:
    shares, gaps = _bin_gaps(y, p, n_bins, **slip)
    return float(shares @ gaps)


def _class_sets(
    P_cal: Any, y_cal: Any, P_new: Any, alpha: float, *, limit: Callable[..., float] | None = None
) -> Any:
    """Return the sets; ``limit(scores, alpha)`` is the largest score that still gets in."""
    limits = [(limit or _limit)(1 - P_cal[y_cal == k, k], alpha) for k in range(P_new.shape[1])]
    return 1 - P_new <= limits


def _rank(m: int, alpha: float) -> int:
    return int(np.ceil((m + 1) * (1 - alpha)))


def _limit(scores: Any, alpha: float) -> float:
    rank = _rank(len(scores), alpha)
    return float(np.sort(scores)[rank - 1]) if rank <= len(scores) else np.inf


def _at(scores: Any, place: int) -> float:
    """Return the score at a place, the last one if it lies beyond."""
    return float(scores[min(place, len(scores) - 1)])


def _one_limit(P_cal: Any, y_cal: Any, P_new: Any, alpha: float) -> Any:
    return 1 - P_new <= _limit(1 - P_cal[np.arange(len(y_cal)), y_cal], alpha)


def _every_row(P_cal: Any, y_cal: Any, P_new: Any, alpha: float) -> Any:
    return 1 - P_new <= [_limit(column, alpha) for column in (1 - P_cal).T]


def _strictly(P_cal: Any, y_cal: Any, P_new: Any, alpha: float) -> Any:
    return 1 - P_new < [_limit(1 - P_cal[y_cal == k, k], alpha) for k in range(P_new.shape[1])]


def _with(limit: Callable[..., float]) -> Callable[..., Any]:
    return lambda P_cal, y_cal, P_new, alpha: _class_sets(P_cal, y_cal, P_new, alpha, limit=limit)


_TOO_FEW = "with a rank above m_k, no score is large enough: the class belongs to every set"
_SET_MISTAKES = [
    Mistake(_one_limit, "one limit serves all classes: each needs its own, from its own rows"),
    Mistake(_every_row, "score only the calibration rows whose label is k"),
    Mistake(_strictly, "a score equal to the limit still gets in: use <="),
    Mistake(_with(lambda s, alpha: _at(np.sort(s), _rank(len(s), alpha) - 1)), _TOO_FEW),
    Mistake(
        _with(lambda s, alpha: _at(np.sort(s), int(np.ceil(len(s) * (1 - alpha))) - 1)),
        "the rank is ceil((m_k + 1) * (1 - alpha)): count the new row too",
    ),
    Mistake(
        _with(lambda s, alpha: _limit(s, 1 - alpha)),
        "alpha is the share of sets that may miss the truth, and you use 1 - alpha for it",
    ),
    Mistake(
        _with(lambda s, alpha: float(np.quantile(s, 1 - alpha))),
        "np.quantile interpolates: take the score of that rank, (m_k + 1)(1 - alpha) rounded up",
    ),
    Mistake(
        _with(lambda s, alpha: _at(np.sort(s), _rank(len(s), alpha))),
        "Python counts from 0: the score of rank k stands at place k - 1",
    ),
    Mistake(
        _with(lambda s, alpha: _at(s, _rank(len(s), alpha) - 1)),
        "sort the scores first: the rank counts from the smallest",
    ),
]
