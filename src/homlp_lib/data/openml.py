"""Tables from OpenML, by scikit-learn's own loader, into this library's cache folder."""

import warnings

import pandas as pd

from ..errors import ChecksumError, DownloadError
from ..results import note
from .download import cache_folder
from .registry import find

__all__ = ["fetch_table"]


def fetch_table(name: str) -> pd.DataFrame:
    """Return a table of the registry that OpenML keeps, downloading it the first time.

    Parameters
    ----------
    name : str
        As in the registry.

    Raises
    ------
    UnknownDatasetError
        If the registry lacks it.
    DownloadError
        If OpenML cannot be reached, or the cache folder cannot be written.
    ChecksumError
        If what it serves is not the file whose checksum it states.
    """
    dataset = find(name)
    note(data=name)
    try:
        return _fetch(dataset.openml)
    except OSError as problem:  # what urllib raises are OSErrors
        raise DownloadError(
            f"could not fetch the data set {name!r} (number {dataset.openml} at OpenML) into "
            f"{cache_folder()}: {type(problem).__name__}: {problem}\n"
            "Without a network: copy the folder openml from a cache that holds it, or set "
            "HOMLP_DATA_DIR to a folder that has it."
        ) from problem
    except ValueError as problem:
        if "md5 checksum" not in str(problem):
            raise
        raise ChecksumError(f"the data set {name!r} was not used: {problem}") from problem


def _fetch(number: int) -> pd.DataFrame:
    from sklearn.datasets import fetch_openml

    # pandas 3 reads a column of class numbers as integers even where it is told that they are
    # categories, and scikit-learn 1.9 then fails on them: let pandas infer every type.
    settings = {"as_frame": True, "parser": "pandas", "read_csv_kwargs": {"dtype": None}}
    with warnings.catch_warnings():  # that it tries again is no news for a reader
        warnings.filterwarnings("ignore", "A network error occurred|Invalid cache")
        bunch = fetch_openml(
            data_id=number, data_home=cache_folder(), n_retries=2, delay=0.1, **settings
        )
    return pd.DataFrame(bunch.frame)
