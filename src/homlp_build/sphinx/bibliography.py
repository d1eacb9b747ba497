"""A bibliography that agrees with the pages after each build, whole or partial.

It lists the works that are cited, so it is written anew whenever some page is: Sphinx
would leave it as it was, and a new citation would lead nowhere.
"""

from typing import Any

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

__all__ = ["pages_with_a_bibliography", "setup"]


def pages_with_a_bibliography(env: BuildEnvironment) -> list[str]:
    """Return the pages that list works.

    Parameters
    ----------
    env : BuildEnvironment
    """
    if "cite" not in env.domains:  # a book without sphinxcontrib-bibtex
        return []
    return sorted({key.docname for key in env.domains["cite"].data["bibliographies"]})


def setup(app: Sphinx) -> dict[str, Any]:
    """Ask for the bibliography after every reading."""
    app.connect("env-updated", lambda app, env: pages_with_a_bibliography(env))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
