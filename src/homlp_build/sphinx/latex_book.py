"""The one document that LaTeX prints, put in the order of a printed book.

Sphinx joins all pages to one tree. Here it gets its parts, the numbers of its chapters
and chapters at the back with the solutions and with the code behind the figures.
"""

import re
from collections.abc import Iterator
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.builders.latex.nodes import thebibliography
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform

from .back_matter import CODE, SOLUTIONS, take_code, take_solutions
from .bibliography import pages_with_a_bibliography
from .latex_index import index_terms
from .latex_links import above, say_where
from .paper_facts import collect_records
from .sheet import keep

__all__ = ["PrintedBook"]

_LONG = 12  # characters of code that stay on one line
_TITLED = 14  # lines: the title of a page at the back, and how its first piece begins
_PLUS_MINUS = re.compile(r"\s±\s")
_HELD = "\N{NO-BREAK SPACE}±\N{NO-BREAK SPACE}"


class PrintedBook(SphinxPostTransform):
    """Arrange the joined pages for print."""

    default_priority = 800  # after references and the titles of exercises are resolved
    formats = ("latex",)

    def run(self, **kwargs: Any) -> None:
        """Arrange them in place."""
        _let_break(self.document)
        _hold_together(self.document)
        _place_bibliography(self.document, self.env)
        index_terms(self.document, self.env)
        book = next(self.document.findall(nodes.section), None)
        if book is None:
            return
        _open_home(book)
        _name_parts(book, self.env)
        _number_pages(book, self.env)
        collect_records(book, self.env)
        _move_to_back(book, self.env)
        say_where(book, self.config.homlp_repository)


def _let_break(document: nodes.document) -> None:
    """Allow a line to end inside long names and paths."""
    for text in list(document.findall(nodes.Text)):
        if _may_break(text):
            text.parent.replace(text, _breakable(str(text)))


def _may_break(text: nodes.Text) -> bool:
    """Tell whether a text is a name or path, which LaTeX would not break by itself."""
    if any(isinstance(above, nodes.title | nodes.term) for above in above(text)):
        return False
    path = isinstance(text.parent, nodes.reference) and "/" in text
    return path or (isinstance(text.parent, nodes.literal) and len(text) > _LONG)


def _hold_together(document: nodes.document) -> None:
    """Let no line end before or behind a plus-minus."""
    for text in [text for text in document.findall(nodes.Text) if _PLUS_MINUS.search(text)]:
        if not isinstance(text.parent, nodes.FixedTextElement | nodes.literal | nodes.raw):
            text.parent.replace(text, nodes.Text(_PLUS_MINUS.sub(_HELD, text)))


def _breakable(text: str) -> list[nodes.Node]:
    """Let a line end after a dot, a slash, an opening bracket or an underscore."""
    pieces: list[nodes.Node] = []
    for piece in re.findall(r".+?(?:[./(_,=]+|$)", text, re.DOTALL):
        pieces += [nodes.Text(piece), _latex(r"\allowbreak{}")]
    return pieces[:-1]


def _open_home(book: nodes.section) -> None:
    """Make what the home page says the first chapter."""
    title = book.first_child_matching_class(nodes.title) or 0
    name = str(book[title].astext())
    ids, book["ids"] = [*book["ids"], "about-this-book"], []  # links to the home lead here
    chapter = nodes.section("", nodes.title("", "About this book"), ids=ids)
    wrappers = list(_wrappers(book))
    for wrapper in wrappers:
        wrapper.parent.remove(wrapper)
    chapter += book.children[title + 1 :]
    book.children = []
    book += [nodes.title("", name), _latex(r"\homlpunnumbered"), chapter, *wrappers]


def _wrappers(node: nodes.Element) -> Iterator[nodes.compound]:
    for compound in list(node.findall(nodes.compound)):
        if "toctree-wrapper" in compound["classes"]:
            yield compound


def _name_parts(book: nodes.section, env: BuildEnvironment) -> None:
    """Put the captions of the contents back: joining the pages loses them."""
    toctrees = env.get_doctree(env.config.root_doc).findall(addnodes.toctree)
    captions = [str(toctree.get("caption") or "") for toctree in toctrees]
    for wrapper, caption in zip(list(_wrappers(book)), captions, strict=False):
        if caption and wrapper.children:
            wrapper.insert(0, _latex(rf"\homlppart{{{_escaped(caption)}}}"))


def _number_pages(book: nodes.section, env: BuildEnvironment) -> None:
    """Give each page the number of the site, or none."""
    for page in list(book.findall(addnodes.start_of_file)):
        number = env.toc_secnumbers.get(page["docname"], {}).get("", (None,))[0]
        page.insert(0, _latex(_numbering(number)))
        if next(page.findall(addnodes.desc), None):  # of the library, only the page is listed
            page.insert(0, _latex(r"\homlptocdepth{0}"))
            page += _latex(r"\homlptocdepth{1}")


def _numbering(number: int | str | None) -> str:
    if number is None:
        return r"\homlpunnumbered"
    before = number - 1 if isinstance(number, int) else ord(number) - ord("A")
    return rf"\homlpnumbered{{{_kind(number)}}}{{{before}}}{{{_shown(number)}}}"


def _kind(number: int | str) -> str:
    return "Chapter" if isinstance(number, int) else "Appendix"


def _shown(number: int | str) -> str:
    return r"\arabic{chapter}" if isinstance(number, int) else r"\Alph{chapter}"


def _move_to_back(book: nodes.section, env: BuildEnvironment) -> None:
    """Collect the solutions and the folded code of each page in a chapter for each."""
    pages = list(book.findall(addnodes.start_of_file))
    solutions = [(page["docname"], take_solutions(page, page["docname"])) for page in pages]
    code = [(page["docname"], take_code(page, page["docname"], env)) for page in pages]
    for title, taken in ((SOLUTIONS, solutions), (CODE, code)):
        sections = [_of_page(name, pieces, env, title) for name, pieces in taken if pieces]
        if sections:
            chapter = nodes.section("", nodes.title("", title), ids=[nodes.make_id(title)])
            book += [_latex(r"\homlpunnumbered"), chapter]
            chapter += sections


def _of_page(name: str, pieces: list[nodes.Node], env: BuildEnvironment, title: str) -> nodes.Node:
    number = env.toc_secnumbers.get(name, {}).get("", (None,))[0]
    head = env.titles[name].astext()
    if number is not None:
        head = f"{_kind(number)} {number}. {head}"
    section = nodes.section("", nodes.title("", head), ids=[f"{nodes.make_id(title)}-of-it"])
    section += [_latex(rf"\markboth{{{_escaped(title)}: {_escaped(head)}}}{{}}"), *pieces]
    return addnodes.start_of_file("", keep(_TITLED), section, docname=name, at_back=True)


def _place_bibliography(document: nodes.document, env: BuildEnvironment) -> None:
    """Put the works back on their page: Sphinx takes them to the end of the book."""
    works = next(document.findall(thebibliography), None)
    homes = pages_with_a_bibliography(env)
    pages: list[Any] = list(document.findall(addnodes.start_of_file))
    for page in pages:
        if works is not None and page["docname"] in homes:
            works.parent.remove(works)
            page.children[-1].append(works)
            return


def _latex(text: str) -> nodes.raw:
    return nodes.raw("", text, format="latex")


def _escaped(text: str) -> str:
    for special in "&%#_":
        text = text.replace(special, f"\\{special}")
    return text
