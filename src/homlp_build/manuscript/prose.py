"""The prose lint: the house rules of writing that a program can hold."""

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import yaml

from .cells import Cell
from .imports import parse_cell
from .markdown import walk

__all__ = ["Finding", "lint", "lint_figures"]

_BANNED = {
    "simply": "leave it out: what is simple to you may not be to a reader",
    "obviously": "leave it out, or show why",
    "of course": "leave it out, or show why",
    "clearly": "leave it out, or show why",
    "trivial": "say how short the argument is, or give it",
    "trivially": "say how short the argument is, or give it",
    "easy to see": "show it",
    "needless to say": "leave it out",
    "state-of-the-art": "name the result and the year",
    "cutting-edge": "name the result and the year",
    "utilize": "write 'use'",
}
_WORDS = re.compile(r"\b(" + "|".join(map(re.escape, _BANNED)) + r")\b", re.IGNORECASE)

# A decimal number or a percentage outside code and math is a result: settings wear code.
_RESULT = re.compile(r"(?<![\w.])\d+\.\d+(?:\s?%)?(?![\w.]*\w)|(?<![\w.])\d+\s?%")


@dataclass(frozen=True)
class Finding:
    """One thing to mend: the line in the page's file, and what to do."""

    line: int
    message: str


def lint(text: str, *, has_code: bool) -> Iterator[Finding]:
    """Yield what a page's prose does against the house rules.

    Parameters
    ----------
    text : str
        The whole page, front matter included.
    has_code : bool
        Whether the page runs code: then a number in its prose is a result and has to
        come from a cell.
    """
    for piece in walk(text):
        if piece.kind != "text":
            continue
        for match in _WORDS.finditer(piece.content):
            yield Finding(piece.line, f"{match[0]!r}: {_BANNED[match[0].lower()]}")
        for match in _RESULT.finditer(piece.content) if has_code else ():
            yield Finding(
                piece.line,
                f"{match[0]!r} is typed by hand: record() it in a cell and paste it with "
                "{glue:text}; write a setting as `code`",
            )


def lint_figures(cells: Iterable[Cell]) -> Iterator[Finding]:
    """Yield what is wrong in the words of figures: their captions and text alternatives.

    A caption follows the rules of prose. A text alternative (``alt=`` of a call) gets its
    numbers by an f-string; a setting goes in backticks.

    Parameters
    ----------
    cells : iterable of Cell
        The code cells of a page.
    """
    for cell in cells:
        for line, caption in _captions(cell):
            for one in lint(caption, has_code=True):
                yield Finding(line + one.line - 1, one.message)
        for line, result in _results_in_alternatives(cell):
            yield Finding(
                line,
                f"{result!r} is typed by hand into a text alternative: compute it in the cell and "
                "paste it with an f-string; write a setting as `code`",
            )


def _captions(cell: Cell) -> Iterator[tuple[int, str]]:
    """Yield the captions among a cell's options, each with the line of its first word."""
    options = cell.options.removeprefix("---").strip("\n").removesuffix("---")
    try:
        root = yaml.compose(options, Loader=yaml.SafeLoader)
    except yaml.YAMLError:  # options written as `:name: value`, which hold no caption
        return
    nodes, first_line = [root], cell.line + 1 + cell.options.startswith("---")
    while nodes:
        node = nodes.pop()
        for key, value in node.value if isinstance(node, yaml.MappingNode) else ():
            if key.value == "caption" and isinstance(value, yaml.ScalarNode):
                in_block = value.style in ("|", ">")
                yield first_line + value.start_mark.line + in_block, value.value
            nodes.append(value)


def _results_in_alternatives(cell: Cell) -> Iterator[tuple[int, str]]:
    lines = cell.source.splitlines()
    for call in ast.walk(parse_cell(cell.source) or ast.Module([], [])):
        for keyword in call.keywords if isinstance(call, ast.Call) else ():
            for piece in _literals(keyword.value) if keyword.arg == "alt" else ():
                for match in _RESULT.finditer(re.sub("`[^`]*`", "", str(piece.value))):
                    start, end = piece.lineno, piece.end_lineno or piece.lineno
                    shown = (n for n in range(start, end + 1) if match[0] in lines[n - 1])
                    yield cell.code_line + next(shown, start) - 1, match[0]


def _literals(node: ast.AST) -> Iterator[ast.Constant]:
    """Yield the texts that are spelled out in an expression, not those that format a value."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node
    elif not isinstance(node, ast.FormattedValue):
        for child in ast.iter_child_nodes(node):
            yield from _literals(child)
