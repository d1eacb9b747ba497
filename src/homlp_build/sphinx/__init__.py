"""The local Sphinx extensions of the book, one small module each."""

import gc
from hashlib import sha256
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

__all__ = ["setup"]

_MODULES = (
    "state",
    "reader",
    "numbering",
    "references",
    "equations",
    "figures",
    "fold",
    "source",
    "shapes",
    "highlight",
    "templates",
    "provenance",
    "assets",
    "live",
    "questions",
    "progress",
    "build_status",
    "roadmap",
    "api",
    "bibliography",
    "outputs",
    "scriptless",
    "terms",
    "search",
    "icons",
    "metadata",
    "sitemap",
    "notebooks",
    "launch",
    "rewrite",
    "paper",
    "back_matter",
    "latex",
    "epub",
    "downloads",
    "valid_html",
    "site_files",
)


def setup(app: Sphinx) -> dict[str, Any]:
    """Load every local extension."""
    # A page is a hundred thousand small objects that all live on: with Python's own thresholds
    # a fifth of a build is spent looking for garbage among them.
    gc.set_threshold(1_000_000, 20, 100)
    # Jupyter Book always sets this, and only sphinx_comments, which we leave out, knows it.
    app.add_config_value("comments_config", {}, "")
    for module in _MODULES:
        app.setup_extension(f"homlp_build.sphinx.{module}")
    return {"parallel_read_safe": True, "env_version": _version()}


def _version() -> int:
    """Return a number that changes with this code: pages read by other code are read again."""
    files = sorted(Path(__file__).parent.glob("*.py"))
    digest = sha256(b"".join(file.read_bytes() for file in files)).digest()
    return int.from_bytes(digest[:6])
