"""The local Sphinx extensions of the book, one small module each."""

from typing import Any

from sphinx.application import Sphinx

__all__ = ["setup"]

_MODULES = (
    "state",
    "reader",
    "numbering",
    "equations",
    "figures",
    "fold",
    "source",
    "provenance",
    "roadmap",
    "api",
)


def setup(app: Sphinx) -> dict[str, Any]:
    """Load every local extension."""
    # Jupyter Book always sets this, and only sphinx_comments, which we leave out, knows it.
    app.add_config_value("comments_config", {}, "")
    for module in _MODULES:
        app.setup_extension(f"homlp_build.sphinx.{module}")
    return {"parallel_read_safe": True}
