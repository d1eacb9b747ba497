"""Checks of the coding exercises of chapter 2, A project from end to end."""

import zlib
from collections.abc import Callable
from typing import Any

import numpy as np

from ..errors import CheckFailedError
from ..scratch.conformal import conformal_radius
from ..scratch.drift import stability_index
from ._base import Mistake, check_function, check_value, passed, run

__all__ = [
    "check_drawer",
    "check_smeared",
    "check_target_code",
    "check_clip",
    "check_corrected_t",
    "check_group_radius",
    "check_stability",
]


def check_drawer(answer: Callable[..., Any]) -> None:
    """Check ``my_drawer(words, share)``, the split by a checksum.

    Parameters
    ----------
    answer : callable

    Raises
    ------
    CheckFailedError
        With a hint, if it is wrong.
    """
    words = [f"stone {k}" for k in range(60)]
    check_function(
        answer,
        _drawer,
        cases=[(words, 0.2), (words[::-1], 0.5), (["a", "a", "b"], 0.3)],
        mistakes=[
            Mistake(
                lambda words, share: ~_drawer(words, share),
                "that is the other part: the lowest share of checksums goes into the drawer",
            ),
            Mistake(
                lambda words, share: np.arange(len(words)) < share * len(words),
                "you take the first rows: decide by the checksum of each text, whatever its place",
            ),
            Mistake(
                lambda words, share: np.argsort(np.argsort(_checksums(words))) < share * len(words),
                "you compare the rows with one another: a text must find the same place in any "
                "other list, so compare its checksum with share * 2**32",
            ),
            Mistake(
                lambda words, share: _checksums(words) < share * 2**31,
                "the checksum goes up to 2**32, not to 2**31",
            ),
            Mistake(
                lambda words, share: np.array([hash(w) % 2**32 < share * 2**32 for w in words]),
                "Python's own hash of a text changes from run to run: take zlib.crc32",
            ),
            Mistake(
                lambda words, share: _checksums(words) % 100 < 100 * share,
                "you look at the last two digits of the checksum: the drawer is the lowest share "
                "of its whole range",
            ),
            Mistake(
                lambda words, share: _drawer(words, 0.2),
                "a fifth goes into your drawer, whatever share was asked for",
            ),
        ],
    )
    passed("each text finds its place by itself, and keeps it")


def check_smeared(answer: Callable[..., Any]) -> None:
    """Check ``my_smeared(log_y, log_fit, log_new)``, predictions corrected by Duan's smearing.

    Parameters
    ----------
    answer : callable

    Raises
    ------
    CheckFailedError
        With a hint, if it is wrong.
    """
    rng = np.random.default_rng(21)
    log_y, log_fit, log_new = (
        rng.normal(loc=3, size=40),
        rng.normal(loc=3, size=40),
        rng.normal(size=7),
    )
    check_function(
        answer,
        lambda y, fit, new: np.exp(new) * np.exp(y - fit).mean(),
        cases=[(log_y, log_fit, log_new), (log_y, log_y - 0.3, log_new)],
        mistakes=[
            Mistake(
                lambda y, fit, new: np.exp(new),
                "that is the plain exponential: multiply by the smearing factor",
            ),
            Mistake(
                lambda y, fit, new: np.exp(new) * np.exp((y - fit).mean()),
                "you take the exponential of the mean residual: take the mean of the exponentials",
            ),
            Mistake(
                lambda y, fit, new: np.exp(new) * np.exp(fit - y).mean(),
                "the residual has the wrong sign: it is truth minus prediction",
            ),
            Mistake(
                lambda y, fit, new: np.exp(new) + np.exp(y - fit).mean(),
                "the factor multiplies, it isn't added",
            ),
            Mistake(
                lambda y, fit, new: np.exp(new) * np.exp(np.var(y - fit) / 2),
                "that factor suits Gaussian residuals only: average their exponentials instead",
            ),
            Mistake(
                lambda y, fit, new: np.exp(new) * np.exp(y).sum() / np.exp(fit).sum(),
                "that is the ratio of the totals: smearing averages the ratio of each row",
            ),
            Mistake(
                lambda y, fit, new: np.exp(new) * np.exp(np.median(y - fit)),
                "you take the median of the residuals: take the mean of their exponentials",
            ),
            Mistake(
                lambda y, fit, new: new * np.exp(y - fit).mean(),
                "the new predictions are still logarithms: take their exponential",
            ),
        ],
    )
    passed("your totals are no longer too low")


def check_target_code(answer: Callable[..., Any]) -> None:
    """Check ``my_target_code(names, y, smooth)``, smoothed means by category.

    Parameters
    ----------
    answer : callable

    Raises
    ------
    CheckFailedError
        With a hint, if it is wrong.
    """
    rng = np.random.default_rng(22)
    names = rng.choice(["D", "E", "F", "J"], p=[0.5, 0.3, 0.17, 0.03], size=50)
    y = rng.normal(loc=5, size=50)
    check_function(
        answer,
        _target_code,
        cases=[(names, y, 5.0), (names, y, 0.5), (names[:9], y[:9], 2.0)],
        mistakes=[
            Mistake(
                lambda names, y, smooth: _target_code(names, y, 0.0),
                "that is the plain mean of each category: let `smooth` pull it to the overall mean",
            ),
            Mistake(
                lambda names, y, smooth: np.full(len(y), y.mean()),
                "every row gets the overall mean: use the rows of its category",
            ),
            Mistake(
                lambda names, y, smooth: _target_code(names, y, smooth, towards=0.0),
                "you pull towards zero: pull towards the mean of all rows",
            ),
            Mistake(
                _balanced_code,
                "the overall mean is that of all rows, not of the categories' means",
            ),
            Mistake(
                lambda names, y, smooth: _target_code(names, y, smooth)[_firsts(names)],
                "that is one code a category: give each row the code of its category",
            ),
            Mistake(
                lambda names, y, smooth: _smoothed(names, y, smooth * y.mean(), 0.0),
                "`smooth` belongs below the line too: it counts as that many more rows",
            ),
            Mistake(
                _swapped_code,
                "the weights are the wrong way round: a category with many rows leans on its own "
                "mean, one with few on the overall mean",
            ),
        ],
    )
    passed("rare categories lean on the overall mean, common ones on themselves")


def check_clip(answer: Callable[..., Any]) -> None:
    """Check ``MyClip(low, high)``, a transformer that clips each column at two quantiles.

    Parameters
    ----------
    answer : class

    Raises
    ------
    CheckFailedError
        With a hint, if it is wrong.
    """
    if not callable(answer):
        raise CheckFailedError(f"expected a class, got {answer!r}")
    rng = np.random.default_rng(26)
    X = rng.normal(size=(50, 3)) * [1.0, 10.0, 0.1]
    new = 2 + rng.normal(size=(8, 3)) * [3.0, 30.0, 0.3]
    _check_clip_habits(answer, X)
    check_function(
        lambda X, new, low, high: answer(low, high).fit(X).transform(new),
        _clip,
        cases=[(X, X, 0.1, 0.9), (X, new, 0.1, 0.9), (X, new, 0.0, 0.5)],
        mistakes=[
            Mistake(
                lambda X, new, low, high: _clip(new, new, low, high),
                "transform must use what fit has learnt: you take quantiles of the rows to be "
                "transformed, which a held-out fold must not have",
            ),
            Mistake(
                lambda X, new, low, high: np.clip(new, *np.quantile(X, [low, high])),
                "you take quantiles of the whole table: each column has its own (axis=0)",
            ),
            Mistake(
                lambda X, new, low, high: np.where(_clip(X, new, low, high) == new, new, np.nan),
                "values beyond the quantiles become the quantile, not missing",
            ),
            Mistake(
                lambda X, new, low, high: new,
                "transform returns what it was given: return the clipped copy",
            ),
            Mistake(
                lambda X, new, low, high: _clip(X, new, low, 1.0),
                "only values that are too low are clipped: clip at both ends",
            ),
            Mistake(
                lambda X, new, low, high: _clip(X, new, 0.0, high),
                "only values that are too high are clipped: clip at both ends",
            ),
        ],
    )
    passed("your transformer learns in fit, and only there")


def check_corrected_t(answer: Callable[..., Any]) -> None:
    """Check ``my_corrected_t(a, b, n_fit, n_held)``, Nadeau and Bengio's statistic.

    Parameters
    ----------
    answer : callable

    Raises
    ------
    CheckFailedError
        With a hint, if it is wrong.
    """
    rng = np.random.default_rng(23)
    a = rng.normal(loc=0.08, scale=0.002, size=10)
    b = a - rng.normal(loc=0.001, scale=0.001, size=10)
    check_function(
        answer,
        _corrected_t,
        cases=[(a, b, 800, 200), (b, a, 90, 10), (a[:5], b[:5], 100, 50)],
        mistakes=[
            Mistake(
                lambda a, b, n_fit, n_held: _corrected_t(b, a, n_fit, n_held),
                "you take b - a: the difference asked for is a - b",
            ),
            Mistake(
                lambda a, b, n_fit, n_held: _t(a - b, 1 / len(a)),
                "that is the t value of independent folds: add n_held / n_fit to 1 / n",
            ),
            Mistake(
                lambda a, b, n_fit, n_held: _t(a - b, 1 / len(a) + n_fit / n_held),
                "n_fit and n_held are swapped in the ratio: it is test rows by training rows",
            ),
            Mistake(
                lambda a, b, n_fit, n_held: _t(a - b, 1 / len(a) + n_held / n_fit, ddof=0),
                "the standard deviation of a sample divides by n - 1: ddof=1",
            ),
            Mistake(
                lambda a, b, n_fit, n_held: (
                    (a - b).mean()
                    / np.sqrt((a.var(ddof=1) + b.var(ddof=1)) * (1 / len(a) + n_held / n_fit))
                ),
                "the folds are paired: take the standard deviation of the differences",
            ),
            Mistake(
                lambda a, b, n_fit, n_held: _t(a - b, (1 / len(a) + n_held / n_fit) ** 2),
                "the root is missing: 1 / n + n_held / n_fit multiplies the variance",
            ),
            Mistake(
                lambda a, b, n_fit, n_held: _t(a - b, 1 / len(a) + n_held / (n_fit + n_held)),
                "you divide by all rows: it is test rows by training rows, n_held / n_fit",
            ),
            Mistake(
                lambda a, b, n_fit, n_held: _t(a - b, n_held / n_fit),
                "1 / n is missing: the number of folds still counts",
            ),
        ],
    )
    passed("your t value knows that training sets overlap")


def check_group_radius(answer: Callable[..., Any]) -> None:
    """Check ``my_group_radius(scores, groups, new_groups, alpha)``, one radius a group.

    Parameters
    ----------
    answer : callable

    Raises
    ------
    CheckFailedError
        With a hint, if it is wrong.
    """
    rng = np.random.default_rng(24)
    groups = rng.permutation(np.repeat([0, 1, 2], [40, 25, 4]))
    scores = rng.exponential(size=69) * (1 + groups)
    new = np.array([0, 1, 1, 0, 2])
    check_function(
        answer,
        _group_radius,
        cases=[
            (scores, groups, new[:4], 0.2),
            (scores, groups, new[:4], 0.1),
            (scores, groups, new, 0.1),
        ],
        mistakes=[
            Mistake(
                lambda s, g, new, alpha: np.full(len(new), conformal_radius(s, alpha=alpha)),
                "that is one radius for all rows: use the calibration rows of each row's own group",
            ),
            Mistake(
                lambda s, g, new, alpha: _group_radius(s, g, new, alpha, extra=0),
                "the rank is ceil((n + 1) * (1 - alpha)), n of the group: count the new row too",
            ),
            Mistake(
                lambda s, g, new, alpha: _group_radius(s, g, new, 1 - alpha),
                "alpha is the share that may lie outside, and you use 1 - alpha for it",
            ),
            Mistake(
                lambda s, g, new, alpha: _group_radius(s, g, new, alpha, few=np.max),
                "a group with too few rows can't promise anything: its radius is infinite",
            ),
            Mistake(
                lambda s, g, new, alpha: np.array([np.quantile(s[g == k], 1 - alpha) for k in new]),
                "that quantile lies between two scores: sort the group's scores and take one by "
                "its rank",
            ),
            Mistake(
                lambda s, g, new, alpha: _group_radius(s, g, new, alpha, place=0),
                "you take the next larger score: rank 1 stands at index 0",
            ),
            Mistake(
                lambda s, g, new, alpha: _group_radius(s, g, new, alpha, order=np.asarray),
                "the scores of the group must be sorted before you count to the rank",
            ),
        ],
    )
    passed("the promise now holds in each group")


def check_stability(answer: Callable[..., Any]) -> None:
    """Check ``my_stability(expected, actual)``, the PSI of two lists of categories.

    Parameters
    ----------
    answer : callable

    Raises
    ------
    CheckFailedError
        With a hint, if it is wrong.
    """
    rng = np.random.default_rng(25)
    then = rng.choice(["Fair", "Good", "Ideal"], p=[0.1, 0.3, 0.6], size=90)
    now = rng.choice(["Fair", "Good", "Ideal"], p=[0.3, 0.3, 0.4], size=30)
    check_function(
        answer,
        _stability,
        cases=[(then, now), (now, then[:5]), (now, np.array(["Good", "New", "New"]))],
        mistakes=[
            Mistake(
                lambda then, now: _stability(then[np.isin(then, now)], now),
                "a category that only one side has counts too: collect the names from both",
            ),
            Mistake(
                lambda then, now: _stability(then, now[np.isin(now, then)]),
                "a category that is new today counts too: collect the names from both sides",
            ),
            Mistake(
                lambda then, now: -_stability(then, now),
                "the sign is wrong: each term is (a - e) * log(a / e)",
            ),
            Mistake(
                lambda then, now: _divergence(then, now),
                "each term is (a - e) * log(a / e); yours is a * log(a / e)",
            ),
            Mistake(
                lambda then, now: _added_to_shares(then, now),
                "add the half to the counts, before you turn them into shares",
            ),
            Mistake(
                lambda then, now: _index(*_shares(then, now, added=0.0)),
                "the half is missing: without it one empty category makes the index infinite",
            ),
            Mistake(
                lambda then, now: _index(*_shares(then, now, added=1.0)),
                "you add one to each count: add a half",
            ),
            Mistake(
                lambda then, now: _divergence(now, then),
                "each term is (a - e) * log(a / e); yours is e * log(e / a)",
            ),
            Mistake(
                lambda then, now: _index(*((one + 0.5) / one.sum() for one in _counts(then, now))),
                "your shares do not sum to one: divide by the sum of the counts with their halves",
            ),
        ],
    )
    passed("your index sees new categories and vanished ones")


def _check_clip_habits(answer: Callable[..., Any], X: Any) -> None:
    """Check what every estimator does: keep its settings, return itself, note what it learnt."""
    model = run(answer, 0.1, 0.9)
    _check_settings(model, "`__init__` must keep `low` and `high`, as given and under these names")
    if run(lambda X: model.fit(X), X) is not model:
        raise CheckFailedError("fit must return self, so that calls can be chained")
    _check_settings(
        model, "fit overwrites a setting: what is learnt gets a name of its own, `low_` and `high_`"
    )
    for name, quantile in (("low_", 0.1), ("high_", 0.9)):
        if not hasattr(model, name):
            raise CheckFailedError(f"after fit there is no `{name}`: keep there what was learnt")
        learnt = np.shape(getattr(model, name))
        if learnt != (X.shape[1],):
            raise CheckFailedError(
                f"`{name}` has shape {learnt}: one quantile a column is asked for (axis=0)"
            )
        check_value(getattr(model, name), np.quantile(X, quantile, axis=0), name=f"`{name}`")


def _check_settings(model: Any, hint: str) -> None:
    kept = [getattr(model, name, None) for name in ("low", "high")]
    if not all(np.isscalar(one) for one in kept) or kept != [0.1, 0.9]:
        raise CheckFailedError(hint)


def _clip(X: Any, new: Any, low: float, high: float) -> Any:
    return np.clip(new, *np.quantile(X, [low, high], axis=0))


def _checksums(words: Any) -> Any:
    return np.array([zlib.crc32(text.encode()) for text in words])


def _drawer(words: Any, share: float) -> Any:
    return _checksums(words) < share * 2**32


def _target_code(names: Any, y: Any, smooth: float, *, towards: float | None = None) -> Any:
    centre = y.mean() if towards is None else towards
    kinds, place, counts = np.unique(names, return_inverse=True, return_counts=True)
    sums = np.bincount(place, weights=y, minlength=len(kinds))
    return ((sums + smooth * centre) / (counts + smooth))[place]


def _firsts(names: Any) -> Any:
    """Return where each category, in alphabetical order, comes first."""
    return np.unique(names, return_index=True)[1]


def _smoothed(names: Any, y: Any, above: float, below: float) -> Any:
    _, place, counts = np.unique(names, return_inverse=True, return_counts=True)
    return ((np.bincount(place, weights=y) + above) / (counts + below))[place]


def _swapped_code(names: Any, y: Any, smooth: float) -> Any:
    return _target_code(names, y, 0.0) + y.mean() - _target_code(names, y, smooth)


def _balanced_code(names: Any, y: Any, smooth: float) -> Any:
    means = [y[names == name].mean() for name in np.unique(names)]
    return _target_code(names, y, smooth, towards=float(np.mean(means)))


def _t(d: Any, factor: float, *, ddof: int = 1) -> float:
    return float(d.mean() / (d.std(ddof=ddof) * np.sqrt(factor)))


def _corrected_t(a: Any, b: Any, n_fit: int, n_held: int) -> float:
    return _t(a - b, 1 / len(a) + n_held / n_fit)


def _group_radius(
    scores: Any,
    groups: Any,
    new: Any,
    alpha: float,
    *,
    extra: int = 1,
    place: int = 1,
    order: Callable[..., Any] = np.sort,
    few: Any = None,
) -> Any:
    radii = []
    for group in new:
        own = order(scores[groups == group])
        rank = int(np.ceil((len(own) + extra) * (1 - alpha)))
        if rank - place >= len(own):
            radii.append(np.inf if few is None else few(own))
        else:
            radii.append(own[rank - place])
    return np.array(radii)


def _counts(then: Any, now: Any) -> list[Any]:
    names = np.union1d(then, now)
    return [np.array([np.sum(side == name) for name in names]) for side in (then, now)]


def _stability(then: Any, now: Any) -> float:
    return stability_index(*_counts(then, now))


def _shares(then: Any, now: Any, *, added: float = 0.5) -> list[Any]:
    return [(side + added) / (side + added).sum() for side in _counts(then, now)]


def _index(e: Any, a: Any) -> float:
    with np.errstate(divide="ignore", invalid="ignore"):
        return float(np.sum((a - e) * np.log(a / e)))


def _divergence(then: Any, now: Any) -> float:
    e, a = _shares(then, now)
    return float(np.sum(a * np.log(a / e)))


def _added_to_shares(then: Any, now: Any) -> float:
    return _index(*(side / side.sum() + 0.5 for side in _counts(then, now)))
