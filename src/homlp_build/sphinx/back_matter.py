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
from .sheet import keep, lines_of

__all__ = ["CODE", "SOLUTIONS", "anchor", "setup", "take_code", "take_solutions"]

SOLUTIONS = "Solutions and answers"
CODE = "The code behind the figures"
_WHOLE = 24  # lines of a box that is worth a new sheet; a longer one may break
_START = 10  # lines of a longer piece that stay with its head


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
    numbers = _number_questions(page)
    for index, solution in enumerate(_named(page, "solution_node", "question_answer")):
        asked = str(solution["target_label"])
        here, there = f"at-{index}-{asked}", f"back-{index}-{asked}"
        head, rest = _split(solution, numbers)
        taken += [*_head(head, there, here, docname, rest), *rest]
        kind = "Solution" if solution.tagname == "solution_node" else "Answer"
        link = nodes.paragraph("", "", *_link(kind, there, docname))
        _point_there(page, solution, link)
        _anchor_asked(page, asked, here)
    return taken


def _number_questions(page: nodes.Element) -> dict[str, int]:
    """Count the questions of a page, so that the answers at the back can be told apart."""
    numbers = {}
    for number, question in enumerate(_named(page, "question"), start=1):
        numbers[str(question["label"])] = number
        title = next(question.findall(nodes.strong))
        title += nodes.Text(f" {number}")
    return numbers


def _split(solution: nodes.Element, numbers: dict[str, int]) -> tuple[str, list[nodes.Node]]:
    """Return the title of a solution, or of the answer to a question, and the rest of it."""
    if solution.tagname == "question_answer":
        number = numbers[str(solution["target_label"])]
        return f"{solution[0].astext()} {number}", list(solution.children[1:])
    title = solution.first_child_matching_class(nodes.title)
    rest = [child for child in solution.children if not isinstance(child, nodes.title)]
    return solution[title].astext() if title is not None else "Solution", rest


def _point_there(page: nodes.Element, solution: nodes.Element, link: nodes.paragraph) -> None:
    """Put the link to a solution in the box of its exercise, which a sheet can't part it from."""
    boxes = [
        box for box in _boxes(page, str(solution["target_label"])) if "exercise" in box.tagname
    ]
    if boxes:
        boxes[0].append(link)
        solution.parent.remove(solution)
    else:
        solution.replace_self(link)


def _named(page: nodes.Element, *names: str) -> list[nodes.Element]:
    return [node for node in page.findall(nodes.Element) if node.tagname in names]


def _boxes(page: nodes.Element, label: str) -> list[nodes.Element]:
    """Return the exercises, or the question, of a label."""
    named = _named(page, "exercise_node", "exercise_enumerable_node", "question")
    return [box for box in named if box["label"] == label]


def _anchor_asked(page: nodes.Element, label: str, name: str) -> None:
    """Put an anchor before what was asked, and keep a box whole that is not long."""
    for asked in _boxes(page, label):
        lines = lines_of(asked) + 4  # its frame
        top, titles = _opened_by(asked)
        room = (lines if lines <= _WHOLE else _START) + 3 * titles
        top.parent.insert(top.parent.index(top), keep(room))
        asked.parent.insert(asked.parent.index(asked), anchor(ids=[name]))


def _opened_by(box: nodes.Element) -> tuple[nodes.Element, int]:
    """Return the section whose title stands over a box, or the box, and how many titles do."""
    top, titles = box, 0
    while isinstance(top.parent.parent, nodes.section) and _comes_first(top):
        top, titles = top.parent, titles + 1
    return top, titles


def _comes_first(node: nodes.Element) -> bool:
    """Tell whether nothing but a title stands before a node in its section."""
    before = node.parent[: node.parent.index(node)]
    return all(isinstance(one, nodes.title | nodes.target) for one in before)


def _head(
    text: str, name: str, back: str, docname: str, rest: list[nodes.Node]
) -> list[nodes.Node]:
    """Return the first line of a piece: its name, and the way back to its place."""
    words = nodes.strong("", "", *_link(text, back, docname))
    lines = min(2 + sum(map(lines_of, rest)), _START)
    line = nodes.paragraph("", "", anchor(ids=[name]), words, classes=["homlp-back"])
    return [keep(lines), line]


def _link(text: str, name: str, docname: str) -> list[nodes.Node]:
    """Return a link within a page; print adds the number of the sheet."""
    link = nodes.reference("", "", nodes.Text(text), refid=name, internal=True)
    return [link, nodes.raw("", rf" (page~\pageref*{{{docname}:{name}}})", format="latex")]


def take_code(page: nodes.Element, docname: str, env: BuildEnvironment) -> list[nodes.Node]:
    """Take the code of figures that the site folds out of a page; see :func:`take_solutions`.

    Folded code that draws no figure stays where it is: what follows may use its names.

    Parameters
    ----------
    page : Element
    docname : str
    env : BuildEnvironment
        Knows the numbers of figures.
    """
    taken: list[nodes.Node] = []
    for index, (figure, code) in enumerate(_folded(page)):
        here, there = f"at-code-{index}", f"back-code-{index}"
        link = nodes.paragraph("", "", anchor(ids=[here]), *_link("Code", there, docname))
        taken += _head(_name(figure, docname, env), there, here, docname, code.children)
        taken += code.children
        figure += nodes.legend("", link)
        code.parent.remove(code)
    return taken


def _folded(page: nodes.Element) -> Iterator[tuple[nodes.figure, nodes.container]]:
    """Yield each figure with folded code, and that code."""
    for cell in list(page.findall(nodes.container)):
        for figure in list(cell.findall(nodes.figure))[:1] if FOLDED in cell["classes"] else []:
            for part in list(cell.children):
                if isinstance(part, nodes.container) and "cell_input" in part["classes"]:
                    yield figure, part


def _name(figure: nodes.figure, docname: str, env: BuildEnvironment) -> str:
    numbers = env.toc_fignumbers.get(docname, {}).get("figure", {})
    for name in figure["ids"]:
        if name in numbers:
            return str(env.config.numfig_format["figure"]) % ".".join(map(str, numbers[name]))
    return "A figure without a number"


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
