"""The one document that LaTeX prints, put in the order of a printed book.

Sphinx joins all pages to one tree. Here it gets its parts, the numbers of its chapters
and an appendix with the solutions, and what only a screen can show becomes plain.
"""

import re
from collections.abc import Iterator
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform

from .fold import fold_title

__all__ = ["PrintedBook"]

_SOLUTIONS = "Solutions to the exercises"
_LONG = 12  # characters of code that stay on one line


class PrintedBook(SphinxPostTransform):
    """Arrange the joined pages for print."""

    default_priority = 800  # after references and the titles of exercises are resolved
    formats = ("latex",)

    def run(self, **kwargs: Any) -> None:
        """Arrange them in place."""
        _plain(self.document)
        book = next(self.document.findall(nodes.section), None)
        if book is None:
            return
        _open_home(book)
        _name_parts(book, self.env)
        _number_pages(book, self.env)
        _move_solutions(book, self.env)


def _plain(document: nodes.document) -> None:
    """Replace what only a screen shows: folds, hidden cells and cards to click."""
    for title in list(document.findall(fold_title)):
        title.replace_self(nodes.paragraph("", "", nodes.strong("", "", *title.children)))
    for node in list(document.findall(nodes.container)):
        classes = node["classes"]
        if "sd-container-fluid" in classes and any(
            "sd-stretched-link" in link["classes"] for link in node.findall(nodes.Element)
        ):
            node.parent.remove(node)  # a menu of cards: the contents say the same
        else:
            node["classes"] = [one for one in classes if not one.startswith("tag_hide")]
    for text in list(document.findall(nodes.Text)):
        if _may_break(text):
            text.parent.replace(text, _breakable(str(text)))


def _may_break(text: nodes.Text) -> bool:
    """Tell whether a text is a name or path, which LaTeX would not break by itself."""
    if any(isinstance(above, nodes.title | nodes.term) for above in _above(text)):
        return False
    path = isinstance(text.parent, nodes.reference) and "/" in text
    return path or (isinstance(text.parent, nodes.literal) and len(text) > _LONG)


def _above(node: nodes.Node) -> Iterator[nodes.Node]:
    while node.parent is not None:
        node = node.parent
        yield node


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
    chapter = nodes.section("", nodes.title("", "About this book"), ids=["about-this-book"])
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


def _numbering(number: int | str | None) -> str:
    if number is None:
        return r"\homlpunnumbered"
    name = "Chapter" if isinstance(number, int) else "Appendix"
    before = number - 1 if isinstance(number, int) else ord(number) - ord("A")
    return rf"\homlpnumbered{{{name}}}{{{before}}}{{{_shown(number)}}}"


def _shown(number: int | str) -> str:
    return r"\arabic{chapter}" if isinstance(number, int) else r"\Alph{chapter}"


def _move_solutions(book: nodes.section, env: BuildEnvironment) -> None:
    """Collect the solutions of each page at the back, with links there and back."""
    pages: list[nodes.Node] = []
    for page in list(book.findall(addnodes.start_of_file)):
        solutions = [node for node in page.findall(nodes.Element) if _is_solution(node)]
        if solutions:
            section = nodes.section(ids=[f"solutions-{len(pages)}"])
            section += nodes.title("", env.titles[page["docname"]].astext())
            for solution in solutions:
                section += _moved(solution, page)
            holder = addnodes.start_of_file(docname=page["docname"])
            holder += section
            pages.append(holder)
    if pages:
        chapter = nodes.section("", nodes.title("", _SOLUTIONS), ids=["solutions-at-the-back"])
        chapter += pages
        book += [_latex(r"\homlpunnumbered"), chapter]


def _is_solution(node: nodes.Element) -> bool:
    return node.tagname in ("solution_node", "question_answer")  # of an exercise, of a question


def _moved(solution: nodes.Element, page: nodes.Element) -> list[nodes.Node]:
    """Take a solution from its place, leave a link, and return it without its box."""
    exercise, label = str(solution["target_label"]), str(solution["label"])
    here, there = f"{page['docname']}:{label}", f"exercise:{exercise}"
    word = "Solution" if solution.tagname == "solution_node" else "Answer"
    link = rf"\hyperref[{here}]{{{word}: page~\pageref*{{{here}}}}}"
    solution.replace_self(nodes.paragraph("", "", _latex(link)))
    back = rf" (\hyperref[{there}]{{page~\pageref*{{{there}}}}})"
    anchor = _latex(rf"\phantomsection\label{{{here}}}")
    title = solution.first_child_matching_class(nodes.title)
    head = solution[title].astext() if title is not None else word
    heading = 0 if word == "Answer" else title  # a fold has lost its title's class by now
    rest = [child for index, child in enumerate(solution.children) if index != heading]
    return [anchor, nodes.paragraph("", "", nodes.strong("", head), _latex(back)), *rest]


def _latex(text: str) -> nodes.raw:
    return nodes.raw("", text, format="latex")


def _escaped(text: str) -> str:
    for special in "&%#_":
        text = text.replace(special, f"\\{special}")
    return text
