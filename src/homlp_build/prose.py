"""The prose lint: the house rules of writing that a program can hold."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .markdown import walk

__all__ = ["Finding", "lint"]

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
