"""The ``notebooks`` builder: each page with code as a notebook that opens anywhere.

It walks the resolved doctree, so that numbers, references and citations stand as on the
site, and takes the outputs from the store: nothing runs.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.config import Config

from ...publishing.published import INDEX, notebook_path
from ...publishing.repository import Repository
from ..state import page_name, site_of
from .export import Export

__all__ = ["NotebookBuilder", "setup"]

_FORMS = ("image/png", "image/svg+xml", "text/markdown", "text/latex", "text/html", "text/plain")


class NotebookBuilder(Builder):
    """Write ``<page name>.ipynb`` for each page with code, and the index of them."""

    name = "notebooks"
    format = "notebook"
    epilog = "The notebooks are in %(outdir)s."
    allow_parallel = False
    supported_image_types = ["image/svg+xml", "image/png", "image/gif", "image/jpeg"]  # noqa: RUF012

    @property
    def repository(self) -> Repository:
        """Whose copy of the book this is."""
        return site_of(self.app.srcdir).repository

    def get_outdated_docs(self) -> Iterator[str]:
        """Yield every page: a notebook depends on the commit, and takes no time."""
        yield from self.env.found_docs

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """Return a page's address on the site."""
        return f"{self.repository.site_url}{docname}.html"

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:
        """Return the same: a notebook is read far from the site."""
        return self.get_target_uri(to, typ)

    def prepare_writing(self, docnames: set[str]) -> None:
        """Need nothing."""

    def write_doc(self, docname: str, doctree: nodes.document) -> None:
        """Write a page's notebook."""
        name = page_name(docname)
        executed = site_of(self.app.srcdir).executed(name)
        if executed is None:
            return
        notebook = Export(self, self.repository, docname, executed).notebook(doctree)
        self._write(notebook_path(name), notebook)

    def finish(self) -> None:
        """Write the index, by which ``homlp open`` knows the pages."""
        book = site_of(self.app.srcdir).book
        titles = {name: page.title for name, page in book.executable.items()}
        self._write(INDEX, {"commit": self.repository.commit, "pages": titles})

    def _write(self, name: str, content: dict[str, Any]) -> None:
        path = Path(self.outdir) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps(content, indent=1, ensure_ascii=False, sort_keys=True)
        path.write_text(text + "\n", encoding="utf-8")


def _choose_forms(app: Sphinx, config: Config) -> None:
    """Have myst-nb keep one form of each output that the doctree holds for this builder."""
    ours = [(NotebookBuilder.name, mime, rank) for rank, mime in enumerate(_FORMS, start=1)]
    config.nb_mime_priority_overrides = [*config.nb_mime_priority_overrides, *ours]


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the builder."""
    app.setup_extension("myst_nb")
    app.add_builder(NotebookBuilder)
    app.connect("config-inited", _choose_forms, priority=100)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
