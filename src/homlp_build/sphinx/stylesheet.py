"""One small style sheet out of many: joined, without the rules that no page can use.

A rule goes only if its selector names a class, an id or an element that occurs nowhere:
neither in the pages nor as a word in a script, which may add it. What stands inside
``:not()``, ``:is()`` and the like is never looked at, so a doubtful rule stays.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit

import tinycss2

from ..errors import AssetError
from ..memory import remembered

__all__ = ["join_sheets", "purge", "words_of_page", "words_of_script"]

_CLASSES = re.compile(r"""\s(?:class|id)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_ELEMENT = re.compile(r"<([a-zA-Z][\w-]*)")
_INLINE_SCRIPT = re.compile(r"<script[^>]*>(.*?)</script>", re.DOTALL)
_WORD = re.compile(r"(?:--)?[A-Za-z_][\w-]*")
_IMPORT = re.compile(r"""@import\s+["']([^"']+)["'];""")
_URL = re.compile(r"""url\((["']?)([^"')]+)\1\)""")
_VARIABLE = re.compile(r"var\(\s*(--[\w-]+)")
_GROUPS = {"media", "supports", "layer", "container"}


def words_of_page(html: str) -> set[str]:
    """Return the classes, ids and elements of a page, and the words of its own scripts."""
    words = {word for pair in _CLASSES.findall(html) for text in pair for word in text.split()}
    words.update(name.lower() for name in set(_ELEMENT.findall(html)))
    for script in _INLINE_SCRIPT.findall(html):
        words |= words_of_script(script)
    return words


@remembered
def words_of_script(script: str) -> set[str]:
    """Return every word of a script: any of them may become a class."""
    return set(_WORD.findall(script))


def join_sheets(root: Path, sheets: Iterable[str]) -> str:
    """Return the text of style sheets, in order, with addresses that hold at ``root``.

    Parameters
    ----------
    root : Path
        The folder of the joined sheet.
    sheets : iterable of str
        Paths from there.
    """
    return "\n".join(_read(root, PurePosixPath(sheet)) for sheet in sheets)


def _read(root: Path, sheet: PurePosixPath) -> str:
    text = (root / sheet).read_text(encoding="utf-8").removeprefix("\ufeff")
    text = _URL.sub(lambda found: _rebased(sheet, found[0], found[2]), text)
    return _IMPORT.sub(lambda found: _read(root, _within(sheet.parent / found[1])), text)


def _rebased(sheet: PurePosixPath, whole: str, address: str) -> str:
    if urlsplit(address).scheme or address.startswith(("/", "#")):
        return whole
    return f'url("{_within(sheet.parent / address)}")'


def _within(path: PurePosixPath) -> PurePosixPath:
    """Resolve the ``..`` of a path."""
    parts: list[str] = []
    for part in path.parts:
        if part == ".." and parts:
            parts.pop()
        else:
            parts.append(part)
    return PurePosixPath(*parts)


def purge(css: str, used: set[str]) -> str:
    """Return a style sheet without rules and variables that nothing uses, and without spaces.

    Parameters
    ----------
    css : str
    used : set of str
        The classes, ids and elements of the pages, and the words of their scripts.
    """
    rules = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    text = "".join(_kept(rules, used))
    return _without_variables(text, used)


def _kept(rules: Iterable[Any], used: set[str]) -> Iterator[str]:
    for rule in rules:
        if rule.type == "qualified-rule":
            selectors = [one for one in _selectors(rule.prelude) if _needs(one) <= used]
            if selectors and (body := _declarations(rule.content)):
                yield f"{','.join(map(_text, selectors))}{{{body}}}"
        elif rule.type == "at-rule":
            yield from _at_rule(rule, used)
        else:
            raise _unreadable(rule)


def _at_rule(rule: Any, used: set[str]) -> Iterator[str]:
    name, prelude = rule.lower_at_keyword, _text(rule.prelude)
    if rule.content is None:
        if name != "charset":
            yield f"@{name} {prelude};"
    elif name in _GROUPS:
        inner = tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True)
        if body := "".join(_kept(inner, used)):
            yield f"@{name} {prelude}{{{body}}}"
    else:  # fonts, key frames: few and small
        yield f"@{name} {prelude}{{{_text(rule.content)}}}"


def _selectors(prelude: list[Any]) -> Iterator[list[Any]]:
    """Split a list of selectors at its commas."""
    commas = [place for place, item in enumerate(prelude) if item == ","]
    for start, end in pairwise([-1, *commas, len(prelude)]):
        yield prelude[start + 1 : end]


def _needs(selector: list[Any]) -> set[str]:
    """Return the classes, ids and elements without which a selector matches nothing."""
    needs: set[str] = set()
    before: Any = None
    for token in selector:
        if token.type == "hash":
            needs.add(token.value)
        elif token.type == "ident" and before != ":":
            needs.add(token.value if before == "." else token.lower_value)
        before = token
    return needs


def _declarations(content: list[Any]) -> str:
    items = tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True)
    return ";".join(_declaration(item) for item in items)


def _declaration(item: Any) -> str:
    if item.type == "error":
        raise _unreadable(item)
    if item.type != "declaration":
        return _text([item])
    return f"{item.name}:{_text(item.value)}{'!important' if item.important else ''}"


def _unreadable(error: Any) -> AssetError:
    return AssetError(
        f"a style sheet is wrong at line {error.source_line} of all of them joined: "
        f"{error.message} — mend it in book/_static"
    )


def _text(tokens: list[Any]) -> str:
    kept = (token for token in tokens if token.type != "comment")
    return re.sub(r"\s+", " ", tinycss2.serialize(kept)).strip()


def _without_variables(css: str, used: set[str]) -> str:
    """Drop the variables that no rule and no script reads, until none is left."""
    while True:
        read = used.union(_VARIABLE.findall(css))
        shorter = re.sub(
            r"(?<=[;{])(--[\w-]+):(?:[^;{}\"']|\"[^\"]*\"|'[^']*')*(?:;|(?=}))",
            lambda found, read=read: found[0] if found[1] in read else "",  # type: ignore[misc]
            css,
        )
        if shorter == css:
            return css
        css = shorter
