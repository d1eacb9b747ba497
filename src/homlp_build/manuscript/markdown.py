"""What stands on a page, as one flat stream: text, roles, links, targets and directives.

The lint, the link checker and the tests read pages through :func:`walk`, which sees
what MyST sees: it follows directives into their content and leaves code alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.colon_fence import colon_fence_plugin
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.front_matter import front_matter_plugin
from mdit_py_plugins.myst_blocks import myst_block_plugin
from mdit_py_plugins.myst_role import myst_role_plugin

__all__ = ["Piece", "walk"]

# Directives whose content is not prose.
_VERBATIM = {
    "bibliography",
    "code",
    "code-block",
    "code-cell",
    "homlp-source",
    "image",
    "literalinclude",
    "math",
    "raw",
    "raw-cell",
    "toctree",
}


@dataclass(frozen=True)
class Piece:
    """One piece of a page.

    Attributes
    ----------
    kind : str
        ``text``, ``role``, ``link``, ``target``, ``directive``, ``math`` or ``heading``
        (which comes before the text of the heading).
    line : int
        The line in the file, from 1.
    name : str
        The role's or directive's name, or the heading's level.
    content : str
        The text; the role's content; the link's address; the target's label; the
        directive's argument; the equation's label.
    body : str
        The directive's content.
    """

    kind: str
    line: int
    name: str = ""
    content: str = ""
    body: str = ""


def walk(text: str) -> Iterator[Piece]:
    """Yield the pieces of a page in reading order."""
    yield from _walk(text, offset=0)


def _parser() -> MarkdownIt:
    return (
        MarkdownIt("commonmark")
        .enable(["table"])
        .use(front_matter_plugin)
        .use(dollarmath_plugin, allow_labels=True, double_inline=True)
        .use(myst_block_plugin)
        .use(myst_role_plugin)
        .use(colon_fence_plugin)
        .use(footnote_plugin)
        .use(deflist_plugin)
    )


_PARSER = _parser()


def _walk(text: str, *, offset: int) -> Iterator[Piece]:
    line = offset + 1
    for token in _PARSER.parse(text):
        if token.map:
            line = token.map[0] + offset + 1
        if token.type == "inline":
            yield from _inline(token.children or [], line)
        elif token.type == "heading_open":
            yield Piece("heading", line, name=token.tag[1:])
        elif token.type == "myst_target":
            yield Piece("target", line, content=token.content)
        elif token.type == "math_block_label":
            yield Piece("math", line, content=token.info)
        elif token.type in ("fence", "colon_fence"):
            yield from _fence(token, line)


def _fence(token: Token, line: int) -> Iterator[Piece]:
    name, _, argument = token.info.strip().partition(" ")
    if not (name.startswith("{") and name.endswith("}")):
        return
    name = name[1:-1]
    yield Piece("directive", line, name=name, content=argument.strip(), body=token.content)
    if name in _VERBATIM:
        return
    yield Piece("text", line, content=argument) if argument else Piece("text", line)
    options = _options(token.content)
    yield from _walk("\n" * options + _without(token.content, options), offset=line)


def _options(content: str) -> int:
    """Return how many leading lines of a directive's content hold its options."""
    lines = content.splitlines()
    if lines and lines[0].strip() == "---":
        closing = (i for i, one in enumerate(lines[1:], start=1) if one.strip() == "---")
        return next(closing, -1) + 1
    count = 0
    while count < len(lines) and lines[count].lstrip().startswith(":"):
        count += 1
    return count


def _without(content: str, count: int) -> str:
    return "".join(content.splitlines(keepends=True)[count:])


def _inline(children: list[Token], line: int) -> Iterator[Piece]:
    for child in children:
        if child.type in ("softbreak", "hardbreak"):
            line += 1
        elif child.type == "text":
            yield Piece("text", line, content=child.content)
        elif child.type == "myst_role":
            yield Piece("role", line, name=str(child.meta["name"]), content=child.content)
            line += child.content.count("\n")
        elif child.type == "link_open":
            yield Piece("link", line, content=str(child.attrs["href"]))
        elif child.type == "image":
            yield Piece("link", line, content=str(child.attrs["src"]))
        elif child.type == "math_inline_double":
            line += child.content.count("\n")
