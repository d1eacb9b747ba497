"""Tables: one row an observation, ready for pandas."""

import io

import pandas as pd

from ..results import note
from .archives import read_csv_archive
from .registry import find

__all__ = [
    "load_breast_cancer",
    "load_diabetes",
    "load_diamonds",
    "load_engel",
    "load_fair",
    "load_housing",
    "load_mpg",
    "load_penguins",
    "load_randhie",
    "load_csv_archive",
    "load_bundled",
]


def load_breast_cancer() -> pd.DataFrame:
    """Return 569 breast masses: thirty measurements of their cells, and ``malignant``, 0 or 1."""
    from sklearn.datasets import load_breast_cancer as bundled

    note(data="breast_cancer")
    frame = bundled(as_frame=True).frame
    return pd.DataFrame(frame.assign(malignant=1 - frame["target"]).drop(columns="target"))


def load_diabetes() -> pd.DataFrame:
    """Return 442 patients: ten measurements in their own units, and ``progression``.

    The blood measurements carry their short names: total cholesterol ``tc``, ``ldl``,
    ``hdl``, the ratio ``tch``, the logarithm of triglycerides ``ltg``, glucose ``glu``.
    """
    from sklearn.datasets import load_diabetes as bundled

    note(data="diabetes")
    frame = bundled(as_frame=True, scaled=False).frame
    blood = ("tc", "ldl", "hdl", "tch", "ltg", "glu")
    names = {f"s{i}": name for i, name in enumerate(blood, start=1)}
    return pd.DataFrame(frame.rename(columns=names | {"target": "progression"}))


def load_diamonds() -> pd.DataFrame:
    """Return 53,940 round-cut diamonds with their prices in US dollars."""
    return load_bundled("diamonds")


def load_engel() -> pd.DataFrame:
    """Return 235 Belgian families: yearly ``income`` and what they spent on ``food``, in francs."""
    return load_bundled("engel").rename(columns={"foodexp": "food"})


def load_fair() -> pd.DataFrame:
    """Return 6,366 answers to a survey on marriage and affairs."""
    return load_bundled("fair")


def load_housing() -> pd.DataFrame:
    """Return 20,640 census districts of California with the median house value."""
    return load_csv_archive("housing")


def load_mpg() -> pd.DataFrame:
    """Return 234 cars with their fuel economy in miles per gallon."""
    return load_bundled("mpg")


def load_penguins() -> pd.DataFrame:
    """Return 344 penguins of three species; 11 rows have a missing value."""
    return load_bundled("penguins")


def load_randhie() -> pd.DataFrame:
    """Return 20,190 person-years of the RAND experiment; ``mdvis`` counts visits to a doctor."""
    return load_bundled("randhie")


def load_csv_archive(name: str) -> pd.DataFrame:
    """Read the one CSV file in a data set's archive.

    Parameters
    ----------
    name : str
        As in the registry.
    """
    return pd.read_csv(io.BytesIO(read_csv_archive(name)))


def load_bundled(name: str) -> pd.DataFrame:
    """Return a copy of a table that ships with the package named in the registry.

    Parameters
    ----------
    name : str
        As in the registry, which is also its name there.

    Raises
    ------
    UnknownDatasetError
        If the registry lacks it.
    """
    package = find(name).package
    note(data=name)
    if package == "plotnine":
        return _plotnine_table(name)
    return _statsmodels_table(name)


def _plotnine_table(name: str) -> pd.DataFrame:
    import plotnine.data

    return pd.DataFrame(getattr(plotnine.data, name)).copy()


def _statsmodels_table(name: str) -> pd.DataFrame:
    import statsmodels.datasets

    return pd.DataFrame(getattr(statsmodels.datasets, name).load_pandas().data).copy()
