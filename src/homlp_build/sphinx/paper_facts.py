"""What paper says of where a page comes from: a line at its head, and the record of its run.

An e-book keeps the record at the end of its page. Print collects the records of all pages
on the page that says how the book was built.
"""

from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.environment import BuildEnvironment

from .fold import fold

__all__ = ["collect_records", "shorten_facts", "shorten_records", "with_class"]

_ON_SCREEN = ("Colab", "Page")  # what says how to run the page there, and links to its text
_RENAMED = {"Commit": "Executed at commit"}  # the cover has a commit too
_TITLE = "Where each page comes from"


def shorten_facts(document: nodes.document) -> None:
    """Put the facts at the head of a page into one line.

    Parameters
    ----------
    document : document
    """
    for strip in with_class(document, nodes.bullet_list, "homlp-facts"):
        line = nodes.paragraph(classes=["homlp-facts"])
        for item in strip.children:
            if item.children[0].children[0].astext() not in _ON_SCREEN:
                line += [nodes.Text(" · ")] if line.children else []
                line += item.children[0].children
        strip.replace_self([line])


def shorten_records(document: nodes.document) -> None:
    """Put the record of each page's run into one paragraph.

    Parameters
    ----------
    document : document
    """
    for box in with_class(document, fold, "homlp-provenance"):
        text = nodes.paragraph(classes=["homlp-provenance"])
        text += nodes.strong("", "", *box.children[0].children, nodes.Text("."))
        for row in box.findall(nodes.definition_list_item):
            text += _in_line(*row.children)
        small = [nodes.raw("", r"{\footnotesize", format="latex"), text]
        box.replace_self([*small, nodes.raw("", r"\par}", format="latex")])


def _in_line(term: nodes.Element, definition: nodes.Element) -> list[nodes.Node]:
    """Return a row of a record as the piece of a sentence, unless it is only links."""
    name = term.astext()
    if name in _ON_SCREEN:
        return []
    values = "; ".join(part.astext() for part in definition.children)
    label = nodes.emphasis("", _RENAMED.get(name, name))
    return [nodes.Text(" "), label, nodes.Text(f" {values}.")]


def collect_records(book: nodes.Element, env: BuildEnvironment) -> None:
    """Move the records of a printed book to the page that tells of all runs, if it has one.

    Parameters
    ----------
    book : Element
        The joined pages.
    env : BuildEnvironment
        Knows their titles.
    """
    pages: list[Any] = list(book.findall(addnodes.start_of_file))
    homes = [page for page in pages if with_class(page, nodes.table, "homlp-status")]
    if not homes:
        return
    section = nodes.section("", nodes.title("", _TITLE), ids=[nodes.make_id(_TITLE)])
    for page in pages:
        for record in with_class(page, nodes.paragraph, "homlp-provenance"):
            section += _taken(record, env.titles[page["docname"]].astext())
    next(homes[0].findall(nodes.section)).append(section)


def _taken(record: nodes.paragraph, title: str) -> list[nodes.Node]:
    """Take a record out of its page, with the marks that make it small, under the page's title."""
    around = record.parent
    place = around.index(record)
    pieces = around.children[place - 1 : place + 2]
    del around.children[place - 1 : place + 2]
    record[0].children = [nodes.Text(f"{title}.")]
    return pieces


def with_class(document: nodes.Element, kind: type[nodes.Element], name: str) -> list[Any]:
    """Return the nodes of a kind that have a class.

    Parameters
    ----------
    document : Element
    kind : type
    name : str
    """
    found: list[Any] = list(document.findall(kind))
    return [node for node in found if name in node["classes"]]
