"""Checks of the coding exercises of the pandas tutorial."""

import warnings
from collections.abc import Callable
from itertools import permutations
from typing import Any

import numpy as np
import pandas as pd

from ..errors import CheckFailedError
from ._base import Mistake, check_function, passed, run

__all__ = ["check_interview", "check_share_of_month", "check_annotate", "check_weekly_change"]

Answer = Callable[..., Any]


def check_interview(answer: Answer) -> None:
    """Check ``interview(table)``: repeated dates, missing days, steps backwards.

    Parameters
    ----------
    answer : callable
    """
    _keeps_its_table(_function(answer), _diary(21))
    check_function(
        answer,
        _interview,
        cases=[(_diary(seed),) for seed in (21, 22)],
        mistakes=[
            Mistake(
                lambda t: _interview(t, repeats=t["date"].duplicated(keep=False)),
                "you count every row of a date that occurs twice: the first repeats nothing",
            ),
            Mistake(
                lambda t: _interview(t, repeats=t.duplicated()),
                "you ask for rows that agree in all columns: the date alone is asked for",
            ),
            Mistake(
                lambda t: (_interview(t)[0], len(_calendar(t)) - len(t), _interview(t)[2]),
                "repeated rows make up for missing days in your count: compare dates",
            ),
            Mistake(
                lambda t: (*_interview(t)[:2], (t["date"].diff() <= pd.Timedelta(0)).sum()),
                "you count a repeated date as a step backwards: earlier means strictly earlier",
            ),
            Mistake(
                lambda t: (*_interview(t)[:2], t["date"].diff().lt(pd.Timedelta(0)).any()),
                "your third number says whether there is a step backwards: count the steps",
            ),
            Mistake(
                lambda t: (_interview(t)[0], _missing_between_ends(t), _interview(t)[2]),
                "your calendar runs from the first row to the last: in a table out of order, "
                "those need not hold the earliest date and the latest",
            ),
            *(
                Mistake(
                    lambda t, order=order: tuple(_interview(t)[i] for i in order),
                    "the three numbers are right, but not in the order that the text asks for",
                )
                for order in permutations(range(3))
            ),
        ],
    )
    passed("your interview finds the dirt of two hidden tables")


def check_share_of_month(answer: Answer) -> None:
    """Check ``share_of_month(series)``: each value over the sum of its month.

    Parameters
    ----------
    answer : callable
    """
    cases = [_series(seed, days=800) for seed in (23, 24)]
    for series in cases:
        with warnings.catch_warnings():  # pandas warns that it can't sort days among months
            warnings.simplefilter("ignore", RuntimeWarning)
            got = run(_function(answer), series)
        if isinstance(got, pd.Series) and got.isna().mean() > 0.5:
            raise CheckFailedError(
                "your result is nearly all NaN: a sum of a month has one label, and most days "
                "don't find it. Hand the sum of its month to each day first"
            )
        if isinstance(got, pd.Series) and got.index.nlevels > 1:
            raise CheckFailedError(
                "your result has its months in front of its days: which method keeps the index?"
            )
        _needs_index(got, series.index, "as it was given")
    check_function(
        answer,
        lambda s: s / s.groupby(s.index.to_period("M")).transform("sum"),
        cases=[(series,) for series in cases],
        mistakes=[
            Mistake(
                lambda s: s / s.groupby(s.index.month).transform("sum"),
                "your months hold several years: a January belongs to its year",
            ),
            Mistake(
                lambda s: s / s.groupby(s.index.year).transform("sum"),
                "your shares add up to one within a year: the month is asked for",
            ),
            Mistake(
                lambda s: s / s.groupby(s.index.to_period("M")).transform("mean"),
                "you divide by the mean of the month: a share is a part of the sum",
            ),
            Mistake(
                lambda s: s / s.sum(),
                "you divide by the sum of all: each month has its own",
            ),
            Mistake(
                lambda s: s.groupby(s.index.to_period("M")).transform("sum"),
                "those are the sums of the months, in place: now divide",
            ),
        ],
    )
    passed("your shares add up to one in each month of two hidden series")


def check_annotate(answer: Answer) -> None:
    """Check ``annotate(rides, notes)``: a look-up that adds no rows.

    Parameters
    ----------
    answer : callable
    """
    dates = pd.to_datetime(["2021-05-03", "2021-05-01", "2021-05-02", "2021-05-03"])
    rides = pd.DataFrame({"date": dates, "rides": [4, 7, 1, 9]}, index=[3, 1, 2, 0])
    days = pd.to_datetime(["2021-05-03", "2021-05-01", "2021-05-03", "2021-06-01"])
    notes = pd.DataFrame({"date": days, "note": ["strike", "fair", "rain", "snow"]})
    expected = ["strike; rain", "fair", "", "strike; rain"]
    given = [rides.copy(), notes.copy()]
    got = run(lambda: _function(answer)(*given))
    if not (given[0].equals(rides) and given[1].equals(notes)):
        raise CheckFailedError("your function changes a table that it was handed: work on a copy")
    if not isinstance(got, pd.DataFrame) or "note" not in got:
        raise CheckFailedError("the answer should be a data frame with a column `note`")
    _same_columns(got.columns.tolist(), [*rides.columns, "note"])
    if len(got) != len(rides):
        raise CheckFailedError(_grown(got["date"], rides["date"]))
    if got["rides"].tolist() != rides["rides"].tolist():
        raise CheckFailedError("the rows changed their order: keep that of `rides`")
    if got["date"].tolist() != rides["date"].tolist():
        raise CheckFailedError("the column `date` has changed: keep the dates of `rides`")
    if got["note"].isna().any():
        raise CheckFailedError(
            "a date without a note should get an empty text, not a missing value"
        )
    _same_notes(got["note"].tolist(), expected)
    passed("every note found its day, and no day was invented")


def check_weekly_change(answer: Answer) -> None:
    """Check ``weekly_change(series)``: against the day exactly seven days before.

    Parameters
    ----------
    answer : callable
    """
    cases = [_series(seed, days=60).sample(frac=0.8, random_state=seed) for seed in (25, 26)]
    for series in cases:
        _needs_index(run(_function(answer), series), series.sort_index().index, "sorted")
    check_function(
        answer,
        _changes,
        cases=[(series,) for series in cases],
        mistakes=[
            Mistake(
                lambda s: s.sort_index().diff(7),
                "you go up seven rows: where days are missing, that is more than seven days",
            ),
            Mistake(
                lambda s: s.diff(7).sort_index(),
                "you compare before you sort: the row seven above is any day",
            ),
            Mistake(
                lambda s: s.sort_index().asfreq("D").ffill().diff(7)[s.sort_index().index],
                "you fill the missing days first: where the day before is missing, answer NaN",
            ),
            Mistake(
                lambda s: _changes(s).fillna(0),
                "a change that can't be known isn't zero: leave it NaN",
            ),
            Mistake(
                lambda s: s.sort_index() - _changes(s),
                "those are the values of a week before: the change is asked for",
            ),
            Mistake(
                lambda s: s.sort_index().asfreq("D").pct_change(7)[s.sort_index().index],
                "that is a change as a share: subtract, and leave it there",
            ),
            Mistake(
                lambda s: s.sort_index().asfreq("D").diff(-7)[s.sort_index().index],
                "you compare with a week later: which way does your shift go?",
            ),
        ],
    )
    passed("your changes keep to the calendar")


def _keeps_its_table(answer: Answer, table: pd.DataFrame) -> None:
    given = [table.copy()]
    run(lambda: answer(given[0]))
    if not given[0].equals(table):
        raise CheckFailedError("your function changes the table in place: work on a copy")


def _function(answer: Any) -> Answer:
    if not callable(answer):
        raise CheckFailedError(f"expected a function, got {type(answer).__name__}")
    return answer  # type: ignore[no-any-return]


def _needs_index(got: Any, index: pd.Index, how: str) -> None:
    if not isinstance(got, pd.Series):
        raise CheckFailedError(f"expected a series, got {type(got).__name__}: is a return missing?")
    if not got.index.equals(index):
        difference = ""
        if len(got) > len(index) and index.isin(got.index).all():
            difference = ": it has labels too many, so pick those of the series in the end"
        elif got.index.sort_values().equals(index.sort_values()):
            difference = ": its labels are right, their order isn't"
        raise CheckFailedError(
            f"the index of your result should be that of the series, {how}{difference}"
        )


def _same_columns(got: list[Any], right: list[str]) -> None:
    if len(set(got)) < len(got):
        raise CheckFailedError(f"a column occurs twice, there are {got}: look the notes up by date")
    if lost := [name for name in right if name not in got]:
        raise CheckFailedError(f"the column `{lost[0]}` got lost: `rides` is to keep all it has")
    if more := [name for name in got if name not in right]:
        raise CheckFailedError(f"the column {more[0]!r} is one too many: add only `note`")


def _grown(got: "pd.Series[Any]", right: "pd.Series[Any]") -> str:
    change = f"{len(right)} rows have become {len(got)}"
    if len(got) > len(right):
        return f"{change}: several notes of a date each made a row"
    if set(got) == set(right):
        return f"{change}: two rides of one date were made one"
    return f"{change}: a day without a note got lost"


def _same_notes(got: list[Any], right: list[str]) -> None:
    if got == right:
        return
    if [sorted(str(note).split("; ")) for note in got] == [sorted(n.split("; ")) for n in right]:
        raise CheckFailedError("the notes of a date should keep the order in which they stand")
    if all(one in many.split("; ") for one, many in zip(got, right, strict=True)):
        raise CheckFailedError("a date with several notes keeps one only: join all of them")
    found, expected = next((a, b) for a, b in zip(got, right, strict=True) if a != b)
    raise CheckFailedError(f'a date has the notes {found!r}, expected {expected!r}: join by "; "')


def _diary(seed: int) -> pd.DataFrame:
    """Return a table with a row a day, in which days are missing, repeated and out of order."""
    rng = np.random.default_rng(seed)
    days = pd.date_range("2020-02-20", periods=40, freq="D")
    kept = np.sort(rng.choice(40, size=33, replace=False))
    kept[10:20] = rng.permutation(kept[10:20])
    kept = np.insert(kept, 5, kept[4])
    kept = np.append(kept, kept[:3])
    values = rng.integers(100, size=len(kept))
    values[-3:] = values[:3]  # equal rows; the row inserted above repeats the date alone
    values[5] = values[4] + 1
    return pd.DataFrame({"date": days[kept], "rides": values})


def _calendar(table: pd.DataFrame) -> pd.DatetimeIndex:
    return pd.date_range(table["date"].min(), table["date"].max(), freq="D")


def _missing_between_ends(table: pd.DataFrame) -> int:
    first, last = table["date"].iloc[[0, -1]]
    return len(pd.date_range(first, last).difference(pd.DatetimeIndex(table["date"])))


def _interview(table: pd.DataFrame, repeats: Any = None) -> tuple[int, int, int]:
    dates = table["date"]
    repeats = dates.duplicated() if repeats is None else repeats
    missing = _calendar(table).difference(pd.DatetimeIndex(dates))
    return int(repeats.sum()), len(missing), int((dates.diff() < pd.Timedelta(0)).sum())


def _changes(series: "pd.Series[float]") -> "pd.Series[float]":
    ordered = series.sort_index()
    return ordered.asfreq("D").diff(7)[ordered.index]


def _series(seed: int, *, days: int) -> "pd.Series[float]":
    """Return a positive value for each of many days, in no order."""
    rng = np.random.default_rng(seed)
    index = pd.date_range("2018-11-05", periods=days, freq="D", name="date")
    return pd.Series(rng.uniform(1, 9, size=days), index).sample(frac=1, random_state=seed)
