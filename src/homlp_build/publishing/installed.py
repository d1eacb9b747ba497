"""Where the installed book comes from, by what pip wrote down (PEP 610)."""

import json
from importlib import metadata
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

from .published import Place, find_repository

__all__ = ["build_requirement", "installed_place", "source_folder"]


def installed_place() -> Place:
    """Return whose notebooks belong to the installed version.

    An installation from git knows its commit; one from a package index knows only the
    repository, and belongs to the newest notebooks.
    """
    origin = _origin()
    commit = origin.get("vcs_info", {}).get("commit_id")
    address = str(origin.get("url", ""))
    found = find_repository(address) if "github.com" in address else None
    return Place(*(found or _stated_repository()), commit=commit)


def source_folder() -> Path | None:
    """Return the folder that the book was installed from; None if it came from elsewhere."""
    address = urlsplit(str(_origin().get("url", "")))
    if address.scheme != "file" or "vcs_info" in _origin():
        return None
    return Path(url2pathname(address.path))


def build_requirement() -> str:
    """Return what pip installs to have the commands that make the book."""
    place = installed_place()
    at = f"@{place.commit}" if place.commit else ""
    return f"homlp[build] @ git+https://github.com/{place.owner}/{place.name}{at}"


def _origin() -> dict[str, Any]:
    text = metadata.distribution("homlp").read_text("direct_url.json")
    found = json.loads(text) if text else {}
    return found if isinstance(found, dict) else {}


def _stated_repository() -> tuple[str, str]:
    entries = metadata.metadata("homlp").get_all("Project-URL") or []
    [address] = [one.partition(", ")[2] for one in entries if one.startswith("Repository, ")]
    found = find_repository(address)
    assert found, address  # pyproject.toml states it
    return found
