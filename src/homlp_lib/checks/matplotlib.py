"""Checks of the coding exercises of the Matplotlib tutorial."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from ..errors import CheckFailedError
from ..plots import GREY, ORANGE
from ._base import Array, Mistake, check_function, explained, passed, run

__all__ = [
    "check_lie_factor",
    "check_fair_range",
    "check_many_and_one",
    "check_apart",
    "check_letters",
]


def check_lie_factor(answer: Callable[..., Any]) -> None:
    """Check ``lie_factor(first, last, foot)``, how much larger a change looks than it is.

    Parameters
    ----------
    answer : callable
    """
    check_function(
        answer,
        lambda first, last, foot: first / (first - foot),
        cases=[(6.0, 7.0, 5.5), (20.0, 12.0, 4.0), (3.0, 9.0, 0.0)],
        mistakes=[
            Mistake(
                lambda first, last, foot: (last - foot) / (first - foot),
                "that is how the two bars look: compare it with the change in the numbers",
            ),
            Mistake(
                lambda first, last, foot: (last - foot) / (first - foot) / (last / first),
                "you divide ratios: a change, as a share, is a ratio minus one",
            ),
            Mistake(
                lambda first, last, foot: (first - foot) / first,
                "your fraction is upside down: what is shown goes above the line",
            ),
            Mistake(
                lambda first, last, foot: (last - first) / (first - foot),
                "that is the change that is seen: divide it by the change in the numbers",
            ),
            Mistake(
                lambda first, last, foot: 1.0,
                "as amounts the two changes are equal: take each as a share of its first bar",
            ),
            Mistake(
                lambda first, last, foot: last / (last - foot),
                "you divide by the last bar: a change is a share of the first",
            ),
        ],
    )
    passed("you can tell how much a cut axis lies")


def check_fair_range(answer: Callable[..., Any]) -> None:
    """Check ``fair_range(values)``, limits of a diverging map that one value can't spoil.

    Parameters
    ----------
    answer : callable
    """
    rng = np.random.default_rng(21)
    cases = [(_with_gaps(rng.normal(-1, 2, size=shape)),) for shape in ((30,), (6, 8))]
    if callable(answer):
        _two_limits(run(answer, *cases[0]))
    check_function(
        answer,
        lambda values: _either_side(np.nanquantile(np.abs(values), 0.9)),
        cases=cases,
        mistakes=[
            Mistake(
                lambda values: _either_side(np.nanmax(np.abs(values))),
                "a single wrong value would take your whole map: leave out the largest tenth",
            ),
            Mistake(
                lambda values: _either_side(np.nanquantile(np.abs(values), 0.95)),
                "nineteen values of twenty lie within your range: nine of ten are asked for",
            ),
            Mistake(
                lambda values: _either_side(np.nanpercentile(np.abs(values), 0.9)),
                "your range holds nearly nothing: a percentile counts to 100, a quantile to 1",
            ),
            Mistake(
                lambda values: _either_side(np.quantile(np.abs(np.nan_to_num(values)), 0.9)),
                "you turn gaps into zeros, and zeros are small values: leave the gaps out",
            ),
            Mistake(
                lambda values: _either_side(np.nanquantile(values, 0.9)),
                "you rank the values with their signs: it is their sizes that count",
            ),
            Mistake(
                lambda values: _either_side(np.quantile(np.abs(values), 0.9)),
                "values that are nan spoil your quantile: NumPy has one that leaves them out",
            ),
        ],
    )
    passed("your range is fair to both signs and calm about a wrong value")


def check_many_and_one(answer: Callable[..., Any]) -> None:
    """Check ``many_and_one(ax, x, runs)``, faint lines below a strong mean.

    Parameters
    ----------
    answer : callable
    """
    if not callable(answer):
        raise CheckFailedError(f"expected a function, got {answer!r}")
    rng = np.random.default_rng(22)
    for n_runs, n_points in ((5, 5), (4, 7)):  # square first: there a row and a column both fit
        x, runs = 1.5 + 2 * np.arange(n_points), rng.normal(size=(n_runs, n_points))
        ax = Figure().subplots()
        run(partial(answer, ax), x, runs)
        for fulfilled, hint in _demands(ax, x, runs):
            if not fulfilled:
                raise CheckFailedError(hint)
    passed("your axes hold all runs, and the mean above them")


def check_apart(answer: Callable[..., Any]) -> None:
    """Check ``apart(y, gap)``, heights of labels that don't touch.

    Parameters
    ----------
    answer : callable
    """
    check_function(
        answer,
        _apart,
        cases=[
            (np.array([1.0, 1.1, 1.2, 4.0]), 0.5),
            (np.array([-2.0, 0.0, 0.1, 0.1, 0.2, 9.0]), 1.0),
        ],
        mistakes=[
            Mistake(
                lambda y, gap: np.r_[y[0], np.maximum(y[1:], y[:-1] + gap)],
                "you look at where the line below ends, not at where its name came to stand",
            ),
            Mistake(
                lambda y, gap: y,
                "each of your names is at its line's end, where some of them touch",
            ),
            Mistake(
                lambda y, gap: y[0] + gap * np.arange(len(y)),
                "your names are evenly spaced: one with room should stay at its line's end",
            ),
            Mistake(
                lambda y, gap: y + gap * np.arange(len(y)),
                "you move every name: one with room should stay where it is",
            ),
        ],
    )
    passed("no two of your labels touch, and none has moved without need")


def check_letters(answer: Callable[..., Any]) -> None:
    """Check ``letters(light)``, black or white words by their contrast with a tile.

    Parameters
    ----------
    answer : callable
    """
    hint = (
        "your function works for one tile only: `if` wants a single answer, where an "
        "array of tiles gives one for each. Compare, and let the comparison be the answer"
    )
    with explained({"truth value": hint}):
        _check_letters(answer)
    passed("your words can be read on every tile")


def _check_letters(answer: Callable[..., Any]) -> None:
    check_function(
        answer,
        _letters,
        cases=[(np.linspace(0, 1, 40),), (0.3,), (0.1,)],
        mistakes=[
            Mistake(
                lambda light: np.less(light, 0.5),
                "you cut at one half: compare the two contrasts, which are ratios",
            ),
            Mistake(
                lambda light: 1 - _letters(light),
                "you have black and white the wrong way round: 1 is for white words",
            ),
            Mistake(
                lambda light: np.less(np.sqrt(light), 0.5),
                "your border is a little off: the formula adds 0.05 above and below the line",
            ),
        ],
    )


def _two_limits(got: Any) -> None:
    """Check that an answer is a lower and an upper limit of one size, whatever their size is."""
    if np.size(got) == 1 and isinstance(got, (int, float, np.ndarray, np.generic)):
        raise CheckFailedError("that is one number: return two limits, the lower one first")
    if np.shape(got) != (2,) or not np.isfinite(low_high := np.asarray(got, dtype=float)).all():
        return  # what else is wrong, the comparison with the right limits will say
    low, high = low_high
    if np.isclose(low, -high) and low > high:
        raise CheckFailedError("your limits are the wrong way round: the lower one comes first")
    if not np.isclose(low, -high):
        raise CheckFailedError(
            "zero isn't in the middle of your range: take one number, with a minus and without"
        )


def _either_side(v: float) -> Array:
    return np.array([-v, v])


def _with_gaps(values: Array) -> Array:
    """Return the values with two of them missing and one far off."""
    values.flat[[1, 5]] = np.nan
    values.flat[3] = 400.0
    return values


def _demands(ax: Axes, x: Array, runs: Array) -> Iterator[tuple[bool, str]]:
    """Yield what the axes should hold, each with the hint for those that don't."""
    lines = list(ax.lines)
    yield bool(lines), "the axes hold no line: draw by methods of the `ax` that you are given"
    yield (
        len(lines) == len(runs) + 1,
        f"for {len(runs)} runs the axes should hold {len(runs) + 1} lines, not {len(lines)}: "
        "one a run (`plot` takes *columns*), and the mean",
    )
    *faint, strong = lines
    yield (
        _shows(strong, runs.mean(axis=0)),
        "the line drawn last isn't the mean over the runs: take it along axis 0, draw it last",
    )
    yield (
        all(any(_shows(line, one) for line in faint) for one in runs),
        "the faint lines aren't the runs: each shows one row of the table",
    )
    yield (
        all(_same(line.get_xdata(), x) for line in faint),
        "your runs aren't drawn against `x`, but against positions: hand `x` over first",
    )
    yield (
        _same(strong.get_xdata(), x),
        "your mean isn't drawn against `x`, but against positions: hand `x` over first",
    )
    yield (
        to_rgb(strong.get_color()) == to_rgb(ORANGE),
        "the mean should be orange, the colour of what one should look at: plots.ORANGE",
    )
    yield (
        all(to_rgb(line.get_color()) == to_rgb(GREY) for line in faint),
        "the runs stand behind: draw them in plots.GREY",
    )
    yield (
        max(line.get_linewidth() for line in faint) < strong.get_linewidth(),
        "your runs are as thick as the mean: make them thin",
    )
    yield (
        (ax.get_xlabel(), ax.get_ylabel()) == ("month", "ppm"),
        "the lines are right: name the two axes as the text says",
    )


def _shows(line: Line2D, y: Array) -> bool:
    return _same(line.get_ydata(), y)


def _same(drawn: Any, right: Array) -> bool:
    drawn = np.asarray(drawn, dtype=np.float64)
    return drawn.shape == right.shape and np.allclose(drawn, right)


def _apart(y: Array, gap: float) -> Array:
    placed = [float(y[0])]
    for height in y[1:]:
        placed.append(max(float(height), placed[-1] + gap))
    return np.array(placed)


def _letters(light: Any) -> Array:
    on_black, on_white = (np.add(light, 0.05) / 0.05, 1.05 / np.add(light, 0.05))
    return np.asarray(on_white > on_black).astype(int)
