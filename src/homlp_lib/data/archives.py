"""The file in an archive as it is, for pages that look at its dirt."""

import io
import tarfile

from .download import read

__all__ = ["read_csv_archive"]


def read_csv_archive(name: str) -> bytes:
    """Return the one CSV file in a data set's archive, unread and unmended.

    Parameters
    ----------
    name : str
        As in the registry.
    """
    with tarfile.open(fileobj=io.BytesIO(read(name))) as archive:
        member = next(m for m in archive if m.name.endswith(".csv"))
        file = archive.extractfile(member)
        assert file is not None  # a regular file
        return file.read()
