"""Markdown as text: escaped, fenced, quoted and folded so that every reader shows it alike."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

__all__ = [
    "Block",
    "Code",
    "around",
    "escaped",
    "fenced",
    "folded",
    "indented",
    "joined",
    "quoted",
    "safe_tex",
]

_MARK = re.compile(r"([\\`*_<$~])")  # a bracket by itself means nothing, and reads better bare


@dataclass(frozen=True)
class Code:
    """A code cell.

    Attributes
    ----------
    source : str
    outputs : list of dict
    metadata : dict
    count : int or None
        The execution count.
    """

    source: str
    outputs: list[dict[str, Any]] = field(default_factory=list)
    metadata: dict[str, Any] = field(default_factory=dict)
    count: int | None = None


Block = str | Code  # a block of Markdown, or a cell


def escaped(text: str) -> str:
    """Escape what Markdown would read; a _ inside a word is safe."""
    return _MARK.sub(_escape, text)


def _escape(found: re.Match[str]) -> str:
    around_it = found.string[max(found.start() - 1, 0) : found.end() + 1]
    return "_" if re.fullmatch(r"[^\W_]_[^\W_]", around_it) else f"\\{found[1]}"


def safe_tex(tex: str) -> str:
    """Return TeX that no Markdown renderer takes for something else: no remark, no tag."""
    lines = (re.sub(r"(?<!\\)%.*$", "", line).rstrip() for line in tex.strip().splitlines())
    return re.sub(r"<(?=[A-Za-z/!])", "< ", "\n".join(line for line in lines if line.strip()))


def fenced(text: str, language: str = "") -> str:
    """Return text as a fenced block, with a fence longer than any in it."""
    longest = max(map(len, re.findall(r"^\s*(`{3,})", text, re.MULTILINE)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}{language}\n{text.rstrip()}\n{fence}"


def around(opening: str, text: str, closing: str) -> str:
    """Put marks around the words, inside the spaces around them."""
    words = text.strip()
    if not words:
        return text
    start = text.index(words)
    return f"{text[:start]}{opening}{words}{closing}{text[start + len(words) :]}"


def indented(text: str, width: int) -> str:
    """Indent every line but the first."""
    return re.sub(r"\n(?=[^\n])", "\n" + " " * width, text)


def joined(blocks: Iterable[Block], separator: str) -> list[Block]:
    """Join neighbouring pieces of Markdown."""
    found: list[Block] = []
    for block in blocks:
        if isinstance(block, str) and found and isinstance(found[-1], str):
            found[-1] += separator + block
        else:
            found.append(block)
    return found


def quoted(blocks: Iterable[Block]) -> list[Block]:
    """Put the Markdown into block quotes, between which code stands as it is."""
    return [
        re.sub(r"(?m)^(?=.)", "> ", block).replace("\n\n", "\n>\n")
        if isinstance(block, str)
        else block
        for block in joined(blocks, "\n\n")
    ]


def folded(title: str, blocks: Iterable[Block]) -> list[Block]:
    """Fold Markdown under its title. A cell cannot be folded: it keeps the fold open."""
    blocks = list(blocks)
    if any(isinstance(block, Code) for block in blocks):
        return [f"**{title}**", *blocks]
    words = re.sub(r"!?\[([^]]*)\]\([^)]*\)", r"\1", title)  # a summary is HTML: no marks in it
    words = " ".join(re.sub(r"[*`$\\]", "", words).split())
    inner = "\n\n".join(map(str, blocks))
    return [f"<details>\n<summary>{words}</summary>\n\n{inner}\n\n</details>"]
