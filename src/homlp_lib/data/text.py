"""Text: a play, a list of names, and mails as counts of words."""

import pandas as pd

from .download import read
from .openml import fetch_table

__all__ = ["load_names", "load_shakespeare", "load_spambase"]


def load_names() -> list[str]:
    """Return 32,033 given names in lower case, some of them more than once."""
    return read("names").decode("ascii").split()


def load_shakespeare() -> str:
    """Return 40,000 lines of Shakespeare's plays as one string."""
    return read("shakespeare").decode("ascii")


def load_spambase() -> pd.DataFrame:
    """Return 4,601 mails: 57 counts and lengths, and ``spam``, 0 or 1."""
    frame = fetch_table("spambase")
    return frame.assign(spam=frame["class"].astype(int)).drop(columns="class")
