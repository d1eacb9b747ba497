"""Writing a file so that readers see all of it or nothing."""

import os
import tempfile
from pathlib import Path

__all__ = ["write_whole"]


def write_whole(path: Path, content: bytes) -> None:
    """Write beside the target, force to disk, rename.

    Raises
    ------
    OSError
        If the disk is full or cannot be written; nothing is left behind then.
    """
    handle, name = tempfile.mkstemp(prefix=".", suffix=".tmp", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o644)  # mkstemp's 0600 would shut out whoever serves the site
        temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
