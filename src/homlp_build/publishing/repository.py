"""Whose copy of the book this is: its place on GitHub, its commit and its site.

Nothing is written down twice: a fork or a renamed repository builds pages that point
to itself.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from ..errors import UsageError
from ..vcs import commit_facts
from .published import find_repository

__all__ = ["Repository", "read_repository"]


@dataclass(frozen=True)
class Repository:
    """A repository on GitHub, at a commit.

    Attributes
    ----------
    owner, name : str
    commit : str or None
        None outside git.
    branch : str
    site_url : str
        Where the site is, with a slash at its end.
    """

    owner: str
    name: str
    commit: str | None
    branch: str
    site_url: str

    @property
    def url(self) -> str:
        """The address of the repository."""
        return f"https://github.com/{self.owner}/{self.name}"

    @property
    def requirement(self) -> str:
        """What pip installs to have the library as it was at this commit."""
        return f"homlp @ git+{self.url}@{self.commit or self.branch}"


def read_repository(root: Path, *, environ: Mapping[str, str] | None = None) -> Repository:
    """Find out whose repository this is.

    The CI's environment says it (``GITHUB_REPOSITORY``, ``GITHUB_SHA``), and for the site
    ``HOMLP_SITE_URL``; where they are not set, ``_config.yml`` and git do.

    Parameters
    ----------
    root : Path
        The repository.
    environ : mapping of str to str, optional
        By default ``os.environ``.

    Raises
    ------
    UsageError
        If neither names an owner and a repository.
    """
    environ = os.environ if environ is None else environ
    config = _config(root)
    stated = environ.get("GITHUB_REPOSITORY") or _entry(config.get("repository"), "url")
    found = find_repository(stated)
    if not found:
        raise UsageError(
            f"{root / '_config.yml'}: repository.url names no owner and repository — "
            "write https://github.com/OWNER/NAME, or set GITHUB_REPOSITORY"
        )
    site = environ.get("HOMLP_SITE_URL")
    if not site and found == find_repository(_entry(config.get("repository"), "url")):
        site = _entry(config.get("html"), "baseurl")  # a fork's site is elsewhere
    return Repository(
        owner=found[0],
        name=found[1],
        commit=environ.get("GITHUB_SHA") or commit_facts(root)["commit"],
        branch=_entry(config.get("repository"), "branch") or "main",
        site_url=(site or _pages(*found)).rstrip("/") + "/",
    )


def _pages(owner: str, name: str) -> str:
    """Return where GitHub Pages serves a repository: at the root, if it has the host's name."""
    host = f"{owner}.github.io".lower()
    return f"https://{host}" if name.lower() == host else f"https://{host}/{name}"


def _config(root: Path) -> dict[str, Any]:
    file = root / "_config.yml"
    content = yaml.safe_load(file.read_text(encoding="utf-8")) if file.exists() else {}
    return content if isinstance(content, dict) else {}


def _entry(section: Any, key: str) -> str:
    return str(section.get(key) or "") if isinstance(section, dict) else ""
