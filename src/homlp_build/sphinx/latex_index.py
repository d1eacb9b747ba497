"""The index at the back of the printed book, which costs its authors nothing.

A page sets a term in *italics* where it explains it. Wherever the glossary holds that
term, the index names the sheet, beside the sheet of the glossary itself.
"""

import re

from docutils import nodes
from sphinx import addnodes

__all__ = ["index_terms"]


def index_terms(book: nodes.Element) -> None:
    """Put a mark for the index at each term in italics that the glossary holds.

    Parameters
    ----------
    book : Element
        The joined pages, glossary included.
    """
    terms = {_plain(term): term for term in _glossary(book)}
    for words in list(book.findall(nodes.emphasis)):
        term = terms.get(_plain(words.astext()))
        if term and isinstance(words.parent, nodes.paragraph):
            mark = addnodes.index(entries=[("single", term, "", "", None)], inline=True)
            words.parent.insert(words.parent.index(words), mark)


def _glossary(book: nodes.Element) -> list[str]:
    found = list(book.findall(addnodes.glossary))
    return [term.astext() for glossary in found for term in glossary.findall(nodes.term)]


def _plain(words: str) -> str:
    """Return a term in lower case and without what a plural adds."""
    return re.sub(r"s$", "", " ".join(words.lower().split()))
