"""Images: tables with one image a row, and a photograph as an array."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..results import note
from .openml import fetch_table

__all__ = ["load_digits", "load_flower", "load_mnist"]


def load_digits() -> pd.DataFrame:
    """Return 1,797 digits: 64 pixels (8 by 8, from 0 to 16), and ``digit``, 0 to 9."""
    from sklearn.datasets import load_digits as bundled

    note(data="digits")
    frame = bundled(as_frame=True).frame
    return pd.DataFrame(frame.rename(columns={"target": "digit"}))


def load_flower() -> NDArray[np.uint8]:
    """Return a photograph of a dahlia: 427 rows of 640 pixels, red, green and blue, 0 to 255."""
    from sklearn.datasets import load_sample_image

    note(data="flower")
    return np.array(load_sample_image("flower.jpg"), dtype=np.uint8)  # (427, 640, 3)


def load_mnist() -> pd.DataFrame:
    """Return 70,000 digits: 784 pixels (28 by 28, from 0 to 255), and ``digit``, 0 to 9."""
    frame = fetch_table("mnist")
    pixels = frame.drop(columns="class").to_numpy(dtype=np.uint8)  # (m, 784), one block
    table = pd.DataFrame(pixels, columns=frame.columns.drop("class"))
    return table.assign(digit=frame["class"].astype(int))
