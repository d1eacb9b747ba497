"""Code cells: found on a page exactly where myst-nb's reader finds them.

myst-nb's own reader forgets the line on which a cell's code starts, and errors
have to name it; so the walk over the tokens is ours, with the parsers that myst-nb
uses. ``tests/build/test_cells.py`` holds the two against each other.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docutils.parsers.rst import Directive
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from myst_parser.config.main import MdParserConfig
from myst_parser.parsers.directives import parse_directive_text
from myst_parser.parsers.mdit import create_md_parser

from ..errors import PageError

__all__ = ["Cell", "block_tokens", "read_cells"]


@dataclass(frozen=True)
class Cell:
    """A code cell of a page.

    Attributes
    ----------
    source : str
        The code, without the options.
    tags : tuple of str
        In the order of the page.
    line : int
        The line of the opening fence in the page's file, from 1.
    code_line : int
        The line of the first line of code.
    options : str
        The text of the options as written (captions may paste recorded names).
    """

    source: str
    tags: tuple[str, ...] = ()
    line: int = 1
    code_line: int = 2
    options: str = ""


def block_tokens(text: str) -> list[Token]:
    """Return the block tokens of a page, parsed as myst-nb parses a notebook."""
    config = MdParserConfig(disable_syntax=["inline"])
    return create_md_parser(config, RendererHTML).parse(text + "\n")


def read_cells(text: str, tokens: list[Token], *, path: Path) -> Iterator[Cell]:
    """Yield the code cells among a page's top-level tokens.

    Raises
    ------
    PageError
        If a fence is never closed, or the options of a cell are not a YAML mapping.
    """
    lines = text.splitlines()
    depth = 0
    for token in tokens:
        depth += token.nesting
        if token.type != "fence":
            continue
        _require_closed(token, lines, path=path)
        if depth == 0 and token.info.startswith("{code-cell}"):
            yield _cell(token, path=path)
        elif token.info.startswith("{"):
            _require_no_cell_inside(token, path=path)


class _AnyOptions(Directive):
    """A stand-in: the parser of directives asks a class what it accepts."""

    option_spec = {"options": str}  # noqa: RUF012
    optional_arguments = 1
    has_content = True


def _cell(token: Token, *, path: Path) -> Cell:
    line = _first_line(token)
    result = parse_directive_text(
        directive_class=_AnyOptions, first_line="", content=token.content, validate_options=False
    )
    if result.warnings:
        raise PageError(
            path,
            line + 1,
            f"a cell's options cannot be read: {result.warnings[0].msg} — mend the YAML",
        )
    if "load" in result.options:
        raise PageError(
            path, line + 1, "':load:' hides code from the key — write the code in the cell"
        )
    # The body is the end of the content: myst-parser's own offset misses the closing `---`.
    skipped = len(token.content.splitlines()) - len(result.body)
    return Cell(
        source="\n".join(result.body),
        tags=_tags(result.options, path=path, line=line + 1),
        line=line,
        code_line=line + 1 + skipped,
        options="\n".join(token.content.splitlines()[:skipped]),
    )


def _tags(options: dict[str, Any], *, path: Path, line: int) -> tuple[str, ...]:
    tags = options.get("tags") or []
    if isinstance(tags, list) and all(isinstance(tag, str) for tag in tags):
        return tuple(tags)
    raise PageError(path, line, f"tags must be a list of words, got {tags!r} — write tags: [a, b]")


def _first_line(token: Token) -> int:
    return (token.map[0] if token.map else 0) + 1


def _require_closed(token: Token, lines: list[str], *, path: Path) -> None:
    """Markdown lets an unclosed fence run to the end of what holds it; a page must not."""
    start, end = token.map or (0, 0)
    last = lines[end - 1] if end <= len(lines) else ""
    closing = re.search(r"([`~]+)\s*$", last)
    if end - start < 2 or not closing or not closing[1].startswith(token.markup):
        raise PageError(
            path,
            start + 1,
            f"the fence {token.markup}{token.info.strip()} is never closed — "
            f"end it with a line {token.markup}",
        )


def _require_no_cell_inside(token: Token, *, path: Path) -> None:
    """Refuse a cell inside a directive's own fence: it would be neither run nor shown."""
    name = token.info.strip().split()[0][1:].split("}")[0]
    if name in _LITERAL:
        return
    for offset, line in enumerate(token.content.splitlines()):
        if re.match(r"\s*(`{3,}|~{3,})\{code-cell\}", line):
            raise PageError(
                path,
                _first_line(token) + 1 + offset,
                f"a code cell inside {{{name}}} never runs — use a gated directive "
                f"({{{name}-start}} … {{{name}-end}}) or move the cell out",
            )


_LITERAL = frozenset({"raw-cell", "code", "code-block", "raw", "literalinclude", "math"})
