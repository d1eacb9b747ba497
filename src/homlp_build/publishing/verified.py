"""What was last seen to run on Colab: one small file, which the weekly run writes.

``verified.json`` on the branch of that name holds for each page whether its notebook ran
in Colab's runtime image, when, and when it last did. ``make verified`` lays it beside the
build as ``_build/verified.json``; without it nothing is verified yet.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from ..errors import UsageError

__all__ = ["Verified", "in_words", "read_results", "read_verified", "updated", "write_verified"]


@dataclass(frozen=True)
class Verified:
    """What came of a page's notebook.

    Attributes
    ----------
    ok : bool
        Whether it ran from top to bottom when last tried.
    date : str
        When that was, as 2026-01-31.
    seconds : float
    commit : str or None
        Whose notebook it was.
    last_ok : str or None
        When it last ran.
    """

    ok: bool
    date: str
    seconds: float
    commit: str | None
    last_ok: str | None


def in_words(found: Verified | None) -> str:
    """Say when a page's notebook was last seen to run on Colab."""
    if found is None:
        return "not verified yet"
    if found.ok:
        return f"verified {_day(found.date)}"
    last = f", last ran {_day(found.last_ok)}" if found.last_ok else ""
    return f"failed on {_day(found.date)}{last}"


def read_verified(file: Path) -> dict[str, Verified]:
    """Return what is known of each page; nothing where the file is not there.

    Raises
    ------
    UsageError
        If the file is not of this form.
    """
    if not file.is_file():
        return {}
    try:
        pages = json.loads(file.read_text(encoding="utf-8"))["pages"]
        return {name: Verified(**page) for name, page in pages.items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(f"{file}: not a list of verified pages: {error} — delete it") from error


def read_results(file: Path) -> list[tuple[str, bool, float]]:
    """Read ``page<TAB>true or false<TAB>seconds``, a line for each notebook that was tried."""
    try:
        rows = [line.split("\t") for line in file.read_text(encoding="utf-8").splitlines()]
        return [(page, {"true": True, "false": False}[ok], float(s)) for page, ok, s in rows]
    except (OSError, ValueError, KeyError) as error:
        raise UsageError(f"{file}: no results of notebooks: {error} — run 'make colab'") from error


def updated(
    before: dict[str, Verified],
    results: Iterable[tuple[str, bool, float]],
    *,
    date: str,
    commit: str | None,
) -> dict[str, Verified]:
    """Return what is known after a run; a page that failed keeps the day when it last ran."""
    return {
        page: Verified(ok, date, seconds, commit, date if ok else _last(before.get(page)))
        for page, ok, seconds in results
    }


def write_verified(file: Path, pages: dict[str, Verified], *, image: str) -> None:
    """Write the file."""
    content = {"image": image, "pages": {name: asdict(page) for name, page in pages.items()}}
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(content, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def _last(page: Verified | None) -> str | None:
    return page.last_ok if page else None


def _day(date: str) -> str:
    return f"{datetime.fromisoformat(date):%-d %b %Y}"
