"""Time series: one row a moment, in order, indexed by date."""

import pandas as pd

from .tables import load_bundled, load_csv_archive

__all__ = ["load_co2", "load_economics", "load_elnino", "load_ridership", "load_sunspots"]


def load_co2() -> pd.DataFrame:
    """Return weekly carbon dioxide at Mauna Loa, 1958 to 2001; 59 weeks are missing."""
    return load_bundled("co2").rename_axis("date")


def load_economics() -> pd.DataFrame:
    """Return five monthly series of the US economy, 1967 to 2015."""
    return load_bundled("economics").set_index("date")


def load_elnino() -> pd.DataFrame:
    """Return the monthly temperature of the sea off Peru, 1950 to 2010, as ``celsius``."""
    wide = load_bundled("elnino").set_index("YEAR")  # (years, 12)
    months = pd.date_range(f"{wide.index[0]:.0f}-01-01", periods=wide.size, freq="MS", name="date")
    return pd.DataFrame({"celsius": wide.to_numpy().ravel()}, index=months)


def load_ridership() -> pd.DataFrame:
    """Return daily boardings in Chicago: ``day_type``, ``bus``, ``rail`` and ``total``.

    Days that the source lists twice are kept once. The type of day is ``W`` for a
    weekday, ``A`` for a Saturday and ``U`` for a Sunday or holiday.
    """
    frame = load_csv_archive("ridership")
    frame.columns = pd.Index(["date", "day_type", "bus", "rail", "total"])
    frame["date"] = pd.to_datetime(frame["date"], format="%m/%d/%Y")
    return frame.drop_duplicates().set_index("date").sort_index()


def load_sunspots() -> pd.DataFrame:
    """Return yearly sunspot activity, 1700 to 2008, as ``activity``, indexed by year."""
    frame = load_bundled("sunspots")
    years = pd.Index(frame["YEAR"].astype(int), name="year")
    return pd.DataFrame({"activity": frame["SUNACTIVITY"].to_numpy()}, index=years)
