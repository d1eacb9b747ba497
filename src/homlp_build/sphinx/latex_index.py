"""The index at the back of the printed book, which costs its authors nothing.

A page sets a term in *italics* or in **bold** where it explains it. Wherever the glossary
holds that term, the index names the sheet, beside the sheet of the glossary itself. A term
that no page sets off has the first chapter that says it. Of the library, the index has what
a reader calls: neither modules nor the checks of exercises.
"""

import re
from collections.abc import Iterator
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.writers.latex import LaTeXTranslator

__all__ = ["index_terms", "setup", "term_mark"]

_CHECKS = "homlp_lib.checks"


class term_mark(nodes.Inline, nodes.Element):  # noqa: N801 - docutils names nodes so
    """A place that the index names for a term; a main one is the glossary's."""


def index_terms(book: nodes.Element, env: BuildEnvironment) -> None:
    """Put a mark for the index wherever a term of the glossary is explained.

    Parameters
    ----------
    book : Element
        The joined pages, glossary included.
    env : BuildEnvironment
        Knows which pages are chapters.
    """
    _drop_library(book)
    terms = {_plain(term): term for term in _glossary(book)}
    marked = {_mark(words, terms) for words in _set_off(book)}
    for term in terms.values():
        if term not in marked:
            _mark_mention(_chapters(book, env), term)


def _drop_library(book: nodes.Element) -> None:
    for index in list(book.findall(addnodes.index)):
        kept = [entry for entry in index["entries"] if _is_called(entry[0], entry[1])]
        index["entries"] = kept


def _is_called(kind: str, words: str) -> bool:
    return kind != "pair" and _CHECKS not in words


def _glossary(book: nodes.Element) -> list[str]:
    """Return the terms, marked where they are defined.

    Sphinx's own marks spell a hyphen otherwise than those in a paragraph: makeindex would
    list such a term twice.
    """
    found = [item for glossary in book.findall(addnodes.glossary) for item in _terms(glossary)]
    for term in found:
        for index in list(term.findall(addnodes.index)):
            index.replace_self(term_mark(term=term.astext(), main=True))
    return [term.astext() for term in found]


def _terms(glossary: nodes.Element) -> list[nodes.term]:
    return list(glossary.findall(nodes.term))


def _set_off(book: nodes.Element) -> list[Any]:
    """Return the words in italics or bold in paragraphs."""
    found = [*book.findall(nodes.emphasis), *book.findall(nodes.strong)]
    return [words for words in found if _is_prose(words.parent)]


def _is_prose(node: nodes.Node) -> bool:
    """Tell whether a node is a paragraph, and not the record of a run."""
    return isinstance(node, nodes.paragraph) and "homlp-provenance" not in node["classes"]


def _mark(words: nodes.Element, terms: dict[str, str]) -> str:
    term = terms.get(_plain(words.astext()), "")
    if term:
        words.parent.insert(words.parent.index(words), term_mark(term=term, main=False))
    return term


def _chapters(book: nodes.Element, env: BuildEnvironment) -> Iterator[nodes.Element]:
    for page in book.findall(addnodes.start_of_file):
        if env.toc_secnumbers.get(page["docname"], {}).get(""):
            yield page


def _mark_mention(chapters: Iterator[nodes.Element], term: str) -> None:
    """Mark where a chapter says a term for the first time."""
    said = re.compile(rf"\b{re.escape(term)}(?:s|es)?\b", re.IGNORECASE)
    for text in (text for page in chapters for text in page.findall(nodes.Text)):
        match = said.search(text) if _is_prose(text.parent) else None
        if match:
            before, after = text[: match.start()], text[match.start() :]
            mark = term_mark(term=term, main=False)
            text.parent.replace(text, [nodes.Text(before), mark, nodes.Text(after)])
            return


def _plain(words: str) -> str:
    """Return a term in lower case and without what a plural adds."""
    return re.sub(r"s$", "", " ".join(words.lower().split()))


def _latex(writer: LaTeXTranslator, node: term_mark) -> None:
    place = "|spxpagem" if node["main"] else ""
    key = _escaped(writer, node["term"].replace("\N{RIGHT SINGLE QUOTATION MARK}", "'"))
    writer.body.append(rf"\index{{{key}@{_escaped(writer, node['term'])}{place}}}")
    raise nodes.SkipNode


def _escaped(writer: LaTeXTranslator, words: str) -> str:
    """Return words for makeindex: a macro in them would read otherwise within an argument."""
    words = writer.encode(words).replace(r"\sphinxhyphen{}", "-")
    return re.sub('(["@!|])', r'"\1', words)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the mark."""
    app.add_node(term_mark, latex=(_latex, None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
