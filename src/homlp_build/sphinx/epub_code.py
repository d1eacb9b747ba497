"""Code on a narrow page: its lines hang, and its names break where a reader expects it."""

import re

__all__ = ["break_names", "hang"]

_BLOCK = re.compile(r"(?<=<pre>).*?(?=</pre>)", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_DEEPEST = 4  # levels of indentation; further in, a wrapped line has too little room

_TABLE = re.compile(r"<table\b.*?</table>", re.DOTALL)
_NAMES = re.compile(r"<code\b.*?</code>|<th>[^<]*</th>", re.DOTALL)
_JOINT = re.compile(r"(?<=[A-Za-z)\]])([_.(=,/]+)(?=[A-Za-z\[])(?![^<]*>)")


def hang(html: str) -> str:
    """Put each line of code into a block of its own, with its depth of indentation.

    The style sheet lets what is left of a long line hang below it, further in, so that no
    wrapped line passes for one of less indentation.

    Parameters
    ----------
    html : str
    """
    return _BLOCK.sub(lambda block: _hung(block[0]), html)


def _hung(block: str) -> str:
    lines = block.removesuffix("\n").split("\n")
    if any(line.count("<span") != line.count("</span>") for line in lines):
        return block  # an element that spans lines, from a cell's own HTML
    return "".join(f'<span class="line in-{_depth(line)}">{line}\n</span>' for line in lines)


def _depth(line: str) -> int:
    text = _TAG.sub("", line)
    return min((len(text) - len(text.lstrip(" "))) // 4, _DEEPEST)


def break_names(html: str) -> str:
    """Let names in tables break behind their joints, as ``model.`` and ``predict``.

    Parameters
    ----------
    html : str
    """
    return _TABLE.sub(lambda table: _NAMES.sub(_jointed, table[0]), html)


def _jointed(names: re.Match[str]) -> str:
    return _JOINT.sub(r"\1<wbr/>", names[0])
