"""The commit that a run belongs to."""

import subprocess
from pathlib import Path
from typing import Any

__all__ = ["commit_facts", "commit_seconds", "fetch_commit"]


def commit_facts(root: Path) -> dict[str, Any]:
    """Return the commit of a folder and whether files differ from it; None outside git."""
    commit = _git(root, "rev-parse", "HEAD")
    changed = _git(root, "status", "--porcelain", "--untracked-files=no")
    return {"commit": commit or None, "dirty": bool(changed)}


def commit_seconds(root: Path) -> int | None:
    """Return when a folder's commit was made, in seconds since 1970; None outside git."""
    seconds = _git(root, "show", "--no-patch", "--format=%ct", "HEAD")
    return int(seconds) if seconds else None


def fetch_commit(root: Path, commit: str) -> bool:
    """Say whether git has a commit, after asking ``origin`` for it where it has not."""

    def has_it() -> bool:
        return bool(_git(root, "rev-parse", "--verify", "--quiet", f"{commit}^{{commit}}"))

    if not has_it():
        _git(root, "fetch", "--quiet", "--depth=1", "origin", commit)
    return has_it()


def _git(root: Path, *arguments: str) -> str:
    try:
        done = subprocess.run(
            ["git", *arguments], cwd=root, capture_output=True, text=True, check=True
        )
    except (OSError, subprocess.CalledProcessError):
        return ""
    return done.stdout.strip()
