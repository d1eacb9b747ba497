"""The checks of the pandas tutorial, held against planted mistakes.

That solutions pass and stubs fail is shown in tests/book."""

import re

import pandas as pd
import pytest

from homlp_lib.checks import pandas_tutorial
from homlp_lib.errors import CheckFailedError

CHECKS = {
    "interview": pandas_tutorial.check_interview,
    "share_of_month": pandas_tutorial.check_share_of_month,
    "annotate": pandas_tutorial.check_annotate,
    "weekly_change": pandas_tutorial.check_weekly_change,
}
DAY = pd.Timedelta(days=1)


def _missing(table, of=None):
    ends = (table["date"].min(), table["date"].max()) if of is None else of["date"]
    return len(pd.date_range(*ends).difference(pd.DatetimeIndex(table["date"])))


def _back(table):
    return (table["date"].diff() < 0 * DAY).sum()


def _merged(rides, notes):
    return rides.merge(notes, on="date", how="left").fillna({"note": ""})


def _annotated(rides, notes, *, how="left", joined="; ".join):
    """Look the notes up, one for each date, as the page does but for one mistake."""
    one_each = notes.groupby("date", as_index=False)["note"].agg(joined)
    found = rides.merge(one_each, on="date", how=how)
    return found.assign(note=found["note"].fillna(""))


def _daily(series, work):
    """Work on the series with every day of the calendar, then give its own days back."""
    ordered = series.sort_index()
    return work(ordered.asfreq("D"))[ordered.index]


MISTAKES = [
    (
        "interview",
        lambda t: (t["date"].duplicated(keep=False).sum(), _missing(t), _back(t)),
        "every row of a date",
    ),
    ("interview", lambda t: (t.duplicated().sum(), _missing(t), _back(t)), "all columns"),
    (
        "interview",
        lambda t: (
            t["date"].duplicated().sum(),
            (t["date"].max() - t["date"].min()) // DAY + 1 - len(t),
            _back(t),
        ),
        "make up for missing days",
    ),
    (
        "interview",
        lambda t: (
            t["date"].duplicated().sum(),
            _missing(t),
            (~(t["date"].diff() > 0 * DAY)).sum() - 1,
        ),
        "strictly earlier",
    ),
    (
        "interview",
        lambda t: (
            t["date"].duplicated().sum(),
            _missing(t),
            not t["date"].is_monotonic_increasing,
        ),
        "count the steps",
    ),
    (
        "interview",
        lambda t: (t["date"].duplicated().sum(), _missing(t, of=t.iloc[[0, -1]]), _back(t)),
        "the earliest date",
    ),
    (
        "interview",
        lambda t: (_missing(t), t["date"].duplicated().sum(), _back(t)),
        "not in the order",
    ),
    ("share_of_month", lambda s: s / s.groupby(s.index.to_period("M")).sum(), "nearly all NaN"),
    ("share_of_month", lambda s: s / s.resample("MS").sum(), "nearly all NaN"),
    (
        "share_of_month",
        lambda s: s.groupby(s.index.to_period("M")).apply(lambda part: part / part.sum()),
        "in front of its days",
    ),
    ("share_of_month", lambda s: s / s.sum(), "each month has its own"),
    (
        "share_of_month",
        lambda s: s.groupby(s.index.to_period("M")).transform("sum"),
        "now divide",
    ),
    ("share_of_month", lambda s: s / s.groupby(s.index.month).transform("sum"), "its year"),
    ("share_of_month", lambda s: s / s.groupby(s.index.year).transform("sum"), "within a year"),
    (
        "share_of_month",
        lambda s: s / s.groupby(s.index.to_period("M")).transform("mean"),
        "mean of the month",
    ),
    (
        "share_of_month",
        lambda s: (s / s.groupby(s.index.to_period("M")).transform("sum")).sort_index(),
        "as it was given",
    ),
    ("share_of_month", lambda s: (s / s.sum()).to_numpy(), "expected a series"),
    ("annotate", _merged, "each made a row"),
    ("annotate", lambda r, n: _annotated(r, n, how="inner"), "got lost"),
    (
        "annotate",
        lambda r, n: _annotated(r, n).sort_values("date"),
        "changed their order",
    ),
    (
        "annotate",
        lambda r, n: r.merge(n.groupby("date", as_index=False)["note"].agg("; ".join), how="left"),
        "an empty text",
    ),
    ("annotate", lambda r, n: _annotated(r, n, joined=", ".join), 'join by "; "'),
    ("annotate", lambda r, n: _annotated(r, n, joined=lambda p: "; ".join(sorted(p))), "order"),
    ("annotate", lambda r, n: _annotated(r, n, joined="first"), "keeps one only"),
    ("annotate", lambda r, n: _annotated(r, n).drop_duplicates("date"), "were made one"),
    ("annotate", lambda r, n: _annotated(r, n)[["rides", "note"]], "`date` got lost"),
    ("annotate", lambda r, n: _annotated(r, n)[["date", "note"]], "`rides` got lost"),
    ("annotate", lambda r, n: _annotated(r, n).reset_index(), "one too many"),
    ("annotate", lambda r, n: pd.concat([r, n], axis=1), "occurs twice"),
    ("annotate", lambda r, n: _annotated(r, n).assign(date=r["date"].max()), "keep the dates"),
    ("annotate", lambda r, n: r["date"], "data frame"),
    ("weekly_change", lambda s: s.sort_index().diff(7), "seven rows"),
    ("weekly_change", lambda s: s.diff(7).sort_index(), "before you sort"),
    (
        "weekly_change",
        lambda s: s.sort_index().asfreq("D").ffill().diff(7)[s.sort_index().index],
        "fill the missing",
    ),
    ("weekly_change", lambda s: s.sort_index().asfreq("D").diff(7), "labels too many"),
    ("weekly_change", lambda s: _daily(s, lambda t: t.diff(7))[s.index], "order isn't"),
    ("weekly_change", lambda s: s.shift(7, freq="D").sort_index(), "index of your result"),
    ("weekly_change", lambda s: _daily(s, lambda t: t.diff(7).fillna(0)), "isn't zero"),
    ("weekly_change", lambda s: _daily(s, lambda t: t.shift(7)), "values of a week before"),
    ("weekly_change", lambda s: _daily(s, lambda t: t / t.shift(7) - 1), "as a share"),
    ("weekly_change", lambda s: _daily(s, lambda t: t - t.shift(-7)), "a week later"),
    (
        "weekly_change",
        lambda s: -s.sort_index().asfreq("D").diff(7)[s.sort_index().index],
        "wrong sign",
    ),
]


@pytest.mark.parametrize(("name", "answer", "hint"), MISTAKES)
def test_a_planted_mistake_fails_with_a_hint_of_its_own(name, answer, hint):
    with pytest.raises(CheckFailedError, match=re.escape(hint)):
        CHECKS[name](answer)


@pytest.mark.parametrize("name", CHECKS)
def test_an_answer_that_is_no_function_is_told_so(name):
    with pytest.raises(CheckFailedError, match="expected a function"):
        CHECKS[name](3)


def test_a_column_written_into_the_table_that_was_handed_over_is_told_so():
    def writes(rides, notes):
        rides["note"] = rides["date"].map(notes.groupby("date")["note"].agg("; ".join)).fillna("")
        return rides

    with pytest.raises(CheckFailedError, match="work on a copy"):
        pandas_tutorial.check_annotate(writes)


def test_a_table_changed_in_place_is_told_so():
    def overwrites(table):
        table["rides"] = 0
        return 0, 0, 0

    with pytest.raises(CheckFailedError, match="in place"):
        pandas_tutorial.check_interview(overwrites)
