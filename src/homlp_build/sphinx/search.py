"""Search that finds sections, not whole pages.

Sphinx's index knows a page as one text. Here each section is a document of its own, named
``page#section``; a scorer, which Sphinx's script calls for each result, turns that name
into an address again and puts definitions and titles first.
"""

import io
from collections.abc import Iterator
from functools import cache
from html import escape
from pathlib import Path
from typing import IO, Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.config import Config
from sphinx.search import IndexBuilder
from sphinx.util.docutils import new_document

__all__ = ["SectionIndex", "SiteBuilder", "setup"]

_SCORER = Path(__file__).with_name("static") / "scorer.js"


class SectionIndex(IndexBuilder):
    """An index of sections.

    Attributes
    ----------
    lang : SearchLanguage
        Sphinx's, with a memory: sections share their words, and stemming is slow.
    """

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.lang.stem = cache(self.lang.stem)  # type: ignore[method-assign]

    def prune(self, docnames: Any) -> None:
        """Remove what belongs to other pages than those named."""
        kept = set(docnames)
        super().prune([name for name in self._titles if name.partition("#")[0] in kept])
        self._index_entries = {
            name: entries for name, entries in self._index_entries.items() if name in self._titles
        }

    def load(self, stream: IO[str], format: Any) -> None:  # noqa: A002 - Sphinx's name
        """Read an index written before, and the glossary's entries, which Sphinx forgets."""
        text = stream.read()
        super().load(io.StringIO(text), format)
        frozen = format.loads(text)
        self._index_entries = {}
        for entry, places in frozen["indexentries"].items():
            for index, name, is_main in places:
                entries = self._index_entries.setdefault(frozen["docnames"][index], [])
                entries.append((entry, name, "main" if is_main else ""))

    def feed_page(self, docname: str, filename: str, title: str, doctree: nodes.document) -> None:
        """Feed a page section by section."""
        headings: list[tuple[str, str | None]] = []
        for name, heading, part in _sections(docname, title, doctree):
            self.feed(name, filename, heading, part)
            place = name.partition("#")[2] or None
            headings += [(text, anchor or place) for text, anchor in self._all_titles[name]]
            self._all_titles[name] = []  # the page's own list holds every heading
        self._all_titles[docname] = headings


def _sections(
    docname: str, title: str, doctree: nodes.document
) -> Iterator[tuple[str, str, nodes.document]]:
    """Yield each section's name, heading and text without the sections inside it."""
    for section in doctree.findall(nodes.section):
        is_page = isinstance(section.parent, nodes.document)
        heading = section.next_node(nodes.title)
        part = new_document("")
        # Not by extend(), which would take the children from the page, yet to be written.
        part.children = [one for one in section.children if not isinstance(one, nodes.section)]
        if is_page:
            yield docname, title, part
        elif heading is not None and section["ids"]:
            yield f"{docname}#{section['ids'][0]}", f"{title} > {escape(heading.astext())}", part


class SiteBuilder(StandaloneHTMLBuilder):
    """Sphinx's builder of HTML, with the index of sections."""

    def load_indexer(self, docnames: Any) -> None:
        """Take the place of Sphinx's index before it is filled."""
        config = self.config
        language = config.html_search_language or config.language
        options, scorer = config.html_search_options, config.html_search_scorer
        self.indexer = SectionIndex(self.env, language, options, scorer)
        super().load_indexer(docnames)

    def index_page(self, pagename: str, doctree: nodes.document, title: str) -> None:
        """Index a page by its sections."""
        if isinstance(self.indexer, SectionIndex) and title and doctree:
            filename = str(self.env.doc2path(pagename, base=False))
            self.indexer.feed_page(pagename, filename, title, doctree)


def _use_scorer(app: Sphinx, config: Config) -> None:
    config.html_search_scorer = str(_SCORER)


def setup(app: Sphinx) -> dict[str, Any]:
    """Take the place of Sphinx's builder."""
    app.add_builder(SiteBuilder, override=True)
    app.connect("config-inited", _use_scorer)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
