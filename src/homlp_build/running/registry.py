"""The registry of data sets, as the keys read it."""

import tomllib
from pathlib import Path
from typing import Any

from ..errors import LibraryError

__all__ = ["read_registry"]


def read_registry(file: Path) -> dict[str, Any]:
    """Return the registry's tables by the name of the data set; none without a file.

    A set may stand at the top (``[housing]``) or in a group (``[bundled.housing]``).
    """
    if not file.exists():
        return {}
    try:
        top = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LibraryError(f"{file}: not TOML: {error} — mend the registry") from error
    tables = {name: table for name, table in top.items() if isinstance(table, dict)}
    inner = {
        name: table
        for group in tables.values()
        for name, table in group.items()
        if isinstance(table, dict)
    }
    return inner | tables
