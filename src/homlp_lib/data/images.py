"""Images: one row an image, its pixels row by row, and what it shows in the last column."""

import numpy as np
import pandas as pd

from ..results import note
from .openml import fetch_table

__all__ = ["load_digits", "load_mnist"]


def load_digits() -> pd.DataFrame:
    """Return 1,797 digits: 64 pixels (8 by 8, from 0 to 16), and ``digit``, 0 to 9."""
    from sklearn.datasets import load_digits as bundled

    note(data="digits")
    frame = bundled(as_frame=True).frame
    return pd.DataFrame(frame.rename(columns={"target": "digit"}))


def load_mnist() -> pd.DataFrame:
    """Return 70,000 digits: 784 pixels (28 by 28, from 0 to 255), and ``digit``, 0 to 9."""
    frame = fetch_table("mnist")
    pixels = frame.drop(columns="class").to_numpy(dtype=np.uint8)  # (m, 784), one block
    table = pd.DataFrame(pixels, columns=frame.columns.drop("class"))
    return table.assign(digit=frame["class"].astype(int))
