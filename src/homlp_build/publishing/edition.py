"""Which edition of the book this is: what its cover says in print and in an e-reader."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ..vcs import commit_facts, commit_seconds

__all__ = ["Edition", "read_edition"]


@dataclass(frozen=True)
class Edition:
    """The book at a commit.

    Attributes
    ----------
    title, author : str
    date : datetime
        Of the commit, so that the same commit makes the same book on any day.
    commit : str
        In words, or empty outside git.
    """

    title: str
    author: str
    date: datetime
    commit: str

    @property
    def day(self) -> str:
        """The date as a cover shows it."""
        return f"{self.date:%-d %B %Y}"


def read_edition(
    root: Path, title: str, author: str, *, environ: Mapping[str, str] | None = None
) -> Edition:
    """Find out which edition the repository holds.

    Parameters
    ----------
    root : Path
        The repository.
    title, author : str
    environ : mapping of str to str, optional
        By default ``os.environ``; ``SOURCE_DATE_EPOCH`` in it is the date, in seconds.
    """
    environ = os.environ if environ is None else environ
    facts = commit_facts(root)
    changed = " with local changes" if facts["dirty"] else ""
    stated = environ.get("SOURCE_DATE_EPOCH")
    seconds = int(stated) if stated else commit_seconds(root)
    date = datetime.fromtimestamp(seconds, UTC) if seconds else datetime.now(UTC)
    commit = f"Commit {facts['commit'][:12]}{changed}" if facts["commit"] else ""
    return Edition(title, author, date, commit)
