"""What a printed page puts at its back: solutions, and the code that draws its figures.

Each piece leaves a link in its place and carries one back. The print of the whole book
collects the pieces of all pages in an appendix (:mod:`.latex_book`), an e-book keeps
them at the end of their page (:mod:`.epub`).
"""

from collections.abc import Iterator
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.writers.html5 import HTML5Translator
from sphinx.writers.latex import LaTeXTranslator

from .paper import FOLDED

__all__ = ["CODE", "SOLUTIONS", "anchor", "setup", "take_code", "take_solutions"]

SOLUTIONS = "Solutions and answers"
CODE = "The code behind the figures"


class anchor(nodes.Inline, nodes.Element):  # noqa: N801 - docutils names nodes so
    """A place to link to."""


def take_solutions(page: nodes.Element, docname: str) -> list[nodes.Node]:
    """Take the solutions out of a page and return what stands at the back for them.

    Parameters
    ----------
    page : Element
    docname : str
        The page's name, which its anchors carry in LaTeX.
    """
    taken: list[nodes.Node] = []
    for index, solution in enumerate(_named(page, "solution_node", "question_answer")):
        asked = str(solution["target_label"])
        here, there = f"at-{index}-{asked}", f"back-{index}-{asked}"
        _anchor_asked(page, asked, here)
        head, rest = _split(solution)
        taken += [_head(head, there, here, docname), *rest]
        kind = "Solution" if solution.tagname == "solution_node" else "Answer"
        solution.replace_self(nodes.paragraph("", "", *_link(kind, there, docname)))
    return taken


def _split(solution: nodes.Element) -> tuple[str, list[nodes.Node]]:
    """Return the title of a solution, or of the answer to a question, and the rest of it."""
    if solution.tagname == "question_answer":
        return solution[0].astext(), list(solution.children[1:])
    title = solution.first_child_matching_class(nodes.title)
    rest = [child for child in solution.children if not isinstance(child, nodes.title)]
    return solution[title].astext() if title is not None else "Solution", rest


def _named(page: nodes.Element, *names: str) -> list[nodes.Element]:
    return [node for node in page.findall(nodes.Element) if node.tagname in names]


def _anchor_asked(page: nodes.Element, label: str, name: str) -> None:
    for asked in _named(page, "exercise_node", "exercise_enumerable_node", "question"):
        if asked["label"] == label:
            place = asked.parent.index(asked)
            asked.parent.insert(place, [_together(5), anchor(ids=[name])])


def _head(text: str, name: str, back: str, docname: str) -> nodes.paragraph:
    """Return the first line of a piece: its name, and the way back to its place."""
    words = nodes.strong("", "", *_link(text, back, docname))
    parts = [_together(4), anchor(ids=[name]), words]
    return nodes.paragraph("", "", *parts, classes=["homlp-back"])


def _together(lines: int) -> nodes.raw:
    """Keep a head on one sheet with the first lines of what follows."""
    return nodes.raw("", rf"\needspace{{{lines}\baselineskip}}", format="latex")


def _link(text: str, name: str, docname: str) -> list[nodes.Node]:
    """Return a link within a page; print adds the number of the sheet."""
    link = nodes.reference("", "", nodes.Text(text), refid=name, internal=True)
    return [link, nodes.raw("", rf" (page~\pageref*{{{docname}:{name}}})", format="latex")]


def take_code(page: nodes.Element, docname: str, env: BuildEnvironment) -> list[nodes.Node]:
    """Take the code that the site folds out of a page; see :func:`take_solutions`.

    Parameters
    ----------
    page : Element
    docname : str
    env : BuildEnvironment
        Knows the numbers of figures.
    """
    taken: list[nodes.Node] = []
    for index, (cell, code) in enumerate(_folded(page)):
        here, there = f"at-code-{index}", f"back-code-{index}"
        figure = next(cell.findall(nodes.figure), None)
        link = nodes.paragraph("", "", anchor(ids=[here]), *_link("Code", there, docname))
        taken += [_head(_name(figure, docname, env), there, here, docname), *code.children]
        if figure:
            figure += nodes.legend("", link)
            cell.remove(code)
        else:
            code.replace_self(link)
    return taken


def _folded(page: nodes.Element) -> Iterator[tuple[nodes.Element, nodes.Element]]:
    """Yield each cell with folded code, and that code."""
    for cell in list(page.findall(nodes.container)):
        for part in list(cell.children) if FOLDED in cell["classes"] else []:
            if isinstance(part, nodes.container) and "cell_input" in part["classes"]:
                yield cell, part


def _name(figure: nodes.figure | None, docname: str, env: BuildEnvironment) -> str:
    numbers = env.toc_fignumbers.get(docname, {}).get("figure", {})
    for name in figure["ids"] if figure else ():
        if name in numbers:
            return str(env.config.numfig_format["figure"]) % ".".join(map(str, numbers[name]))
    return "Folded code"


def _html(writer: HTML5Translator, node: anchor) -> None:
    writer.body.append(f'<span id="{node["ids"][0]}"></span>')
    raise nodes.SkipNode


def _latex(writer: LaTeXTranslator, node: anchor) -> None:
    writer.body.append(writer.hypertarget(node["ids"][0]))
    raise nodes.SkipNode


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the anchor."""
    app.add_node(anchor, html=(_html, None), latex=(_latex, None))
    return {"parallel_read_safe": True, "parallel_write_safe": True}
