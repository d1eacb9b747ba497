"""A bibliography that agrees with the pages after each build, whole or partial.

It lists the works that are cited, so it is written anew whenever some page is: Sphinx
would leave it as it was, and a new citation would lead nowhere.

pybtex asks every installed distribution for its plugins at each citation, 20 ms a time;
registered by hand, those that a citation needs are found at once. And it formats all works
twice in each build; here each is formatted once, and again when its entry changes.
"""

from typing import Any

from docutils import nodes
from pybtex.database import Entry
from pybtex.plugin import find_plugin, register_plugin
from pybtex.style import FormattedEntry
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.writers.html5 import HTML5Translator

from ..memory import remembered

__all__ = ["pages_with_a_bibliography", "setup"]

_ALPHA = find_plugin("pybtex.style.formatting", "alpha")  # the style of sphinxcontrib-bibtex


def pages_with_a_bibliography(env: BuildEnvironment) -> list[str]:
    """Return the pages that list works.

    Parameters
    ----------
    env : BuildEnvironment
    """
    if "cite" not in env.domains:  # a book without sphinxcontrib-bibtex
        return []
    return sorted({key.docname for key in env.domains["cite"].data["bibliographies"]})


class _RememberingStyle(_ALPHA):  # type: ignore[misc, valid-type]
    def format_entry(self, label: str, entry: Entry, bib_data: Any = None) -> FormattedEntry:
        return _formatted(label, entry.key, entry)


@remembered
def _formatted(label: str, _key: str, entry: Entry) -> FormattedEntry:
    return _ALPHA().format_entry(label, entry)


def _register_plugins() -> None:
    register_plugin("pybtex.style.formatting", "alpha", _RememberingStyle, force=True)
    for name in ("docutils", "plaintext"):
        backend = find_plugin("pybtex.backends", name)
        register_plugin("pybtex.backends", name, backend, force=True)


def _open_citation(writer: HTML5Translator, node: nodes.citation) -> None:
    """Open an entry as what the list around it asks for: its old role is no longer one."""
    HTML5Translator.visit_citation(writer, node)
    writer.body[-1] = writer.body[-1].replace("doc-biblioentry", "listitem")


def _close_citation(writer: HTML5Translator, node: nodes.citation) -> None:
    HTML5Translator.depart_citation(writer, node)


def setup(app: Sphinx) -> dict[str, Any]:
    """Ask for the bibliography after every reading."""
    _register_plugins()
    app.add_node(nodes.citation, override=True, html=(_open_citation, _close_citation))
    app.connect("env-updated", lambda app, env: pages_with_a_bibliography(env))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
