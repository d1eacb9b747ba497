"""The text of a multiple-choice question, read from what MyST made of it and checked."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from docutils import nodes

__all__ = ["Option", "QuestionError", "QuestionText", "read_question"]

_MARKS = {"[x] ": True, "[X] ": True, "[ ] ": False}


class QuestionError(ValueError):
    """A question is malformed; ``line`` is where in the page, if known."""

    def __init__(self, what: str, line: int | None = None) -> None:
        super().__init__(what)
        self.line = line


@dataclass
class Option:
    """One answer to choose.

    Attributes
    ----------
    words : list of Node
        Inline nodes, without the mark.
    right : bool
    why : list of Node
        The explanation: blocks, or nothing for a right option.
    line : int or None
    """

    words: list[nodes.Node]
    right: bool
    why: list[nodes.Node]
    line: int | None


@dataclass
class QuestionText:
    """What is asked, and the options in the order of the page."""

    stem: list[nodes.Node] = field(default_factory=list)
    options: list[Option] = field(default_factory=list)


def read_question(blocks: list[nodes.Node]) -> QuestionText:
    """Read a question from the blocks of its directive.

    An option is a line that begins with ``[x]`` (right) or ``[ ]`` (wrong); lines below it
    that begin with a colon explain it.

    Parameters
    ----------
    blocks : list of Node

    Raises
    ------
    QuestionError
        If nothing is asked, there are fewer than two options, not exactly one of them is
        right, one appears twice, or a wrong one has no explanation.
    """
    text = QuestionText()
    for block in blocks:
        options = list(_options(block))
        if text.options and not options:
            raise QuestionError(
                "text after the options — put what is asked first, and a colon in front of "
                "what explains an option",
                block.line,
            )
        text.options += options
        text.stem += [] if options else [block]
    _check(text)
    return text


def _options(block: nodes.Node) -> Iterator[Option]:
    if isinstance(block, nodes.definition_list):
        for item in block.children:
            term = next(item.findall(nodes.term))
            definitions = [one for one in item.children if isinstance(one, nodes.definition)]
            why = [child for one in definitions for child in one.children]
            yield _option(term, why)
    elif isinstance(block, nodes.paragraph) and block.astext().startswith(tuple(_MARKS)):
        yield _option(block, [])


def _option(head: nodes.TextElement, why: list[nodes.Node]) -> Option:
    first = head.children[0] if head.children else None
    mark = str(first)[:4] if isinstance(first, nodes.Text) else ""
    line = head.line or (head.parent.line if head.parent else None)
    if mark not in _MARKS:
        raise QuestionError(
            f"an option must begin with [x] (right) or [ ] (wrong), got {head.astext()!r}", line
        )
    if "\n[" in head.astext():
        raise QuestionError(
            "options must stand apart — an empty line between two, each on one line", line
        )
    words = [nodes.Text(str(first)[4:]), *head.children[1:]]
    return Option(words, right=_MARKS[mark], why=why, line=line)


def _check(text: QuestionText) -> None:
    if not text.stem:
        raise QuestionError("nothing is asked — write the question before the options")
    if len(text.options) < 2:
        raise QuestionError(f"needs at least two options, got {len(text.options)}")
    right = sum(option.right for option in text.options)
    if right != 1:
        raise QuestionError(f"needs exactly one right option, marked [x], got {right}")
    seen: set[str] = set()
    for option in text.options:
        words = "".join(one.astext() for one in option.words).strip()
        if words in seen:
            raise QuestionError(f"the option {words!r} stands twice", option.line)
        seen.add(words)
        if not option.right and not option.why:
            raise QuestionError(
                f"the wrong option {words!r} has no explanation — say below it, after a colon, "
                "what a reader who chose it has mixed up",
                option.line,
            )
