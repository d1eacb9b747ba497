"""Links on paper: the number of the sheet that one leads to, or the address.

A link within its own chapter, and one to a figure, a table or an equation, needs neither: it
stands near, or has a number. Addresses are footnotes.
"""

from collections.abc import Iterator
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.writers.latex import LaTeXTranslator

__all__ = ["above", "printed_address", "say_where", "setup"]

_NAMED = {"std-ref", "doc"}  # links whose words are a title, or the author's
_SOURCES = ("/blob/", "/tree/", "/commits/", "/edit/")  # of the book's own repository
_BARE = (nodes.title, nodes.caption, nodes.term, nodes.table, nodes.citation, addnodes.desc)


class printed_address(nodes.Inline, nodes.Element):  # noqa: N801 - docutils names nodes so
    """The address of a link, in a footnote."""


def say_where(book: nodes.Element, repository: str) -> None:
    """Put the number of a sheet or an address behind each link that a reader of paper misses.

    Parameters
    ----------
    book : Element
        The joined pages, in the order of print.
    repository : str
        The address of the book's own, whose sources are many and say less than their names.
    """
    homes = _homes(book)
    links: list[Any] = list(book.findall(nodes.reference))
    for link in [link for link in links if not any(isinstance(one, _BARE) for one in above(link))]:
        home = homes.get(id(link), book)
        uri = _uri(link, home)
        if uri.startswith("%") and _is_named(link) and _leaves(home, uri):
            _behind(link, nodes.raw("", _sheet(link, uri), format="latex"))
        elif uri.startswith("http") and _helps(link, uri, repository):
            _behind(link, printed_address(uri=uri))


def _homes(book: nodes.Element) -> dict[int, nodes.Element]:
    """Return the page of each link, at the back the one with its solutions.

    Asked from the pages: where text was pasted, a link does not know all that it stands in.
    """
    pages = list(book.findall(addnodes.start_of_file))  # an outer page before an inner one
    return {id(link): page for page in pages for link in page.findall(nodes.reference)}


def above(node: nodes.Node) -> Iterator[Any]:
    """Yield what a node stands in, from the inside.

    Parameters
    ----------
    node : Node
    """
    while node.parent is not None:
        node = node.parent
        yield node


def _behind(link: nodes.reference, what: nodes.Node) -> None:
    link.parent.insert(link.parent.index(link) + 1, what)


def _is_named(link: nodes.reference) -> bool:
    words = next(link.findall(nodes.inline), None)
    return words is not None and not _NAMED.isdisjoint(words["classes"])


def _uri(link: nodes.reference, home: nodes.Element) -> str:
    """Return where a link leads, as Sphinx writes it between pages."""
    if "refid" in link:
        return f"%{home.get('docname', '')}#{link['refid']}"
    return str(link.get("refuri", ""))


def _leaves(home: nodes.Element, uri: str) -> bool:
    """Tell whether a link leads out of its chapter; solutions stand in a chapter of their own."""
    return bool(home.get("at_back") or home.get("docname") != uri[1:].partition("#")[0])


def _sheet(link: nodes.reference, uri: str) -> str:
    """Return the number of a sheet in brackets, or behind a comma within brackets."""
    name, _, place = uri[1:].partition("#")
    page = rf"page~\pageref*{{\detokenize{{{name}:{place or ':doc'}}}}}"
    before = "".join(node.astext() for node in link.parent[: link.parent.index(link)])
    return f", {page}" if before.count("(") > before.count(")") else f" ({page})"


def _helps(link: nodes.reference, uri: str, repository: str) -> bool:
    """Tell whether a reader of paper may want an address that the text does not show."""
    own = bool(repository) and uri.startswith(repository)
    return link.astext() != uri and not (own and any(part in uri for part in _SOURCES))


def _latex(writer: LaTeXTranslator, node: printed_address) -> None:
    uri = node["uri"].replace("%", r"\%").replace("#", r"\#")
    writer.body.append(rf"\footnote{{\sphinxnolinkurl{{{uri}}}}}")
    raise nodes.SkipNode


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the footnote."""
    app.add_node(printed_address, latex=(_latex, None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
