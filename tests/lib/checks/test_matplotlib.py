"""The checks of the Matplotlib tutorial, held against planted mistakes.

That solutions pass and stubs fail is shown in tests/book."""

import numpy as np
import pytest

from homlp_lib import plots
from homlp_lib.checks import matplotlib as checks
from homlp_lib.errors import CheckFailedError

CHECKS = {
    "lie_factor": checks.check_lie_factor,
    "fair_range": checks.check_fair_range,
    "many_and_one": checks.check_many_and_one,
    "apart": checks.check_apart,
    "letters": checks.check_letters,
}


def _range(v):
    return -v, v


def _draw(*, rows=True, mean=True, axis=0, last=True, words=True, **looks):
    """Return an answer to many_and_one with one thing done otherwise."""
    faint = {"color": looks.get("faint", plots.GREY), "linewidth": looks.get("width", 0.5)}

    def answer(ax, x, runs):
        orange = looks.get("strong", plots.ORANGE)
        average = runs.mean(axis=axis) if axis == 0 else np.full(len(x), runs.mean())
        if not last:
            ax.plot(x, average, color=orange)
        if rows:
            ax.plot(looks.get("x_runs", x), (runs + looks.get("shift", 0)).T, **faint)
        if mean and last:
            ax.plot(looks.get("x_mean", x), average, color=orange)
        if words:
            ax.set(xlabel="month", ylabel="ppm")

    return answer


def _columns(ax, x, runs):
    ax.plot(x, runs, color=plots.GREY, linewidth=0.5)
    ax.plot(x, runs.mean(axis=0), color=plots.ORANGE)


MISTAKES = [
    ("lie_factor", lambda first, last, foot: (last - foot) / (first - foot), "how the two bars"),
    (
        "lie_factor",
        lambda first, last, foot: (last - foot) / (first - foot) * first / last,
        "divide ratios",
    ),
    ("lie_factor", lambda first, last, foot: 1 - foot / first, "upside down"),
    ("lie_factor", lambda first, last, foot: 1, "share of its first"),
    ("lie_factor", lambda first, last, foot: (last - first) / (first - foot), "that is seen"),
    ("lie_factor", lambda first, last, foot: last / (last - foot), "by the last bar"),
    ("fair_range", lambda v: _range(np.nanmax(abs(v))), "single wrong value"),
    ("fair_range", lambda v: np.nanquantile(v, [0.05, 0.95]), "isn't in the middle"),
    ("fair_range", lambda v: np.nanquantile(abs(v), 0.9), "that is one number"),
    ("fair_range", lambda v: _range(-np.nanquantile(abs(v), 0.9)), "wrong way round"),
    ("fair_range", lambda v: _range(np.nanquantile(abs(v), 0.95)), "nineteen values of twenty"),
    ("fair_range", lambda v: _range(np.nanpercentile(abs(v), 0.9)), "counts to 100"),
    ("fair_range", lambda v: _range(np.quantile(abs(np.nan_to_num(v)), 0.9)), "gaps into zeros"),
    ("fair_range", lambda v: _range(np.nanquantile(v, 0.9)), "their sizes"),
    ("fair_range", lambda v: _range(np.quantile(abs(v), 0.9)), "leaves them out"),
    ("many_and_one", _draw(rows=False), "6 lines, not 1"),
    ("many_and_one", _draw(mean=False), "6 lines, not 5"),
    ("many_and_one", _draw(rows=False, mean=False), "hold no line"),
    ("many_and_one", _draw(x_runs=range(5)), "your runs aren't drawn against `x`"),
    ("many_and_one", _draw(x_mean=range(5)), "your mean isn't drawn against `x`"),
    ("many_and_one", _columns, "each shows one row"),
    ("many_and_one", _draw(last=False), "isn't the mean"),
    ("many_and_one", _draw(axis=None), "along axis 0"),
    ("many_and_one", _draw(shift=1.0), "aren't the runs"),
    ("many_and_one", _draw(strong=plots.BLUE), "should be orange"),
    ("many_and_one", _draw(faint=plots.BLUE), "stand behind"),
    ("many_and_one", _draw(width=5), "as thick"),
    ("many_and_one", _draw(words=False), "name the two axes"),
    ("apart", lambda y, gap: np.r_[y[0], np.maximum(y[1:], y[:-1] + gap)], "came to stand"),
    ("apart", lambda y, gap: y.copy(), "some of them touch"),
    ("apart", lambda y, gap: y[0] + gap * np.arange(len(y)), "evenly spaced"),
    ("apart", lambda y, gap: y + gap * np.arange(len(y)), "move every name"),
    ("letters", lambda light: np.less(light, 0.5), "one half"),
    ("letters", lambda light: 1 if light < 0.179 else 0, "one tile"),
    ("letters", lambda light: np.greater(light, 0.179), "wrong way round"),
    ("letters", lambda light: np.less(light, 0.24), "a little off"),
]


@pytest.mark.parametrize(("name", "answer", "hint"), MISTAKES)
def test_a_planted_mistake_fails_with_a_hint_of_its_own(name, answer, hint):
    with pytest.raises(CheckFailedError, match=hint):
        CHECKS[name](answer)


@pytest.mark.parametrize("name", CHECKS)
def test_an_answer_that_is_no_function_is_told_so(name):
    with pytest.raises(CheckFailedError, match="expected a function"):
        CHECKS[name](3)


def test_a_loop_over_the_rows_is_as_good_as_a_transpose(capsys):
    def in_a_loop(ax, x, runs):
        for row in runs:
            ax.plot(x, row, color=plots.GREY, lw=1)
        ax.plot(x, runs.mean(axis=0), color=plots.ORANGE)
        ax.set_xlabel("month")
        ax.set_ylabel("ppm")

    checks.check_many_and_one(in_a_loop)
    assert "Correct" in capsys.readouterr().out
