"""Music: chorales as sequences of chords."""

import io
import tarfile
from pathlib import PurePosixPath

import pandas as pd

from .download import read

__all__ = ["load_chorales"]


def load_chorales() -> dict[str, list[pd.DataFrame]]:
    """Return Bach's chorales, split into ``train``, ``valid`` and ``test``.

    Each is a frame of shape (steps, 4): the MIDI numbers of the four notes that sound,
    0 where a voice is silent.
    """
    pieces: dict[str, list[pd.DataFrame]] = {"train": [], "valid": [], "test": []}
    with tarfile.open(fileobj=io.BytesIO(read("chorales"))) as archive:
        for member in sorted(archive.getmembers(), key=lambda m: m.name):
            if (file := archive.extractfile(member)) is not None:
                pieces[PurePosixPath(member.name).parent.name].append(pd.read_csv(file))
    return pieces
