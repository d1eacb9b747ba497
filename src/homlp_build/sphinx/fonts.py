"""Fonts with the few characters that the site shows, in place of the hundreds that they have.

The theme's icons come as one font of thousands and KaTeX's alphabets as twenty fonts; a
page shows a dozen icons, and of some alphabets a single letter.
"""

import io
import logging
import re
from base64 import b64encode
from collections import defaultdict
from collections.abc import Iterator, Mapping
from hashlib import sha256
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import AssetError

if TYPE_CHECKING:  # slow to load, and most builds cut no font
    from fontTools.ttLib import TTFont

__all__ = ["letters_of_formulas", "subset_fonts"]

_FACE = re.compile(r"@font-face ?\{[^}]*\}")
_FILE = re.compile(r"url\(\"([^\"]+\.(?:ttf|woff2))\"\)")
_SOURCE = re.compile(r"src:[^;}]*")
_ESCAPE = re.compile(r"\\([0-9a-f]{4,5})\b")
_FORMULA = 'class="katex-html"'
_SPAN = re.compile(r"</?span")
_TEXT = re.compile(r'<span(?: class="([^"]*)")?[^>]*>([^<]+)')
_ICONS = "fontawesome"
_PRIVATE = range(0xE000, 0xF900)  # where icons are; under letters the font has the same again
# The classes by which KaTeX asks for an alphabet. A font without any serves every formula.
_ASKED_BY = {
    "KaTeX_AMS-Regular": {"amsrm", "mathbb", "textbb"},
    "KaTeX_Caligraphic-Regular": {"mathcal"},
    "KaTeX_Main-Bold": {"mathbf", "textbf"},
    "KaTeX_Main-Italic": {"mathit", "textit"},
    "KaTeX_Math-BoldItalic": {"boldsymbol"},
    "KaTeX_Math-Italic": {"mathnormal"},
}
_SMALL = 1000  # bytes
_FOLDER = "fonts"  # under the root of the style sheet
logging.getLogger("fontTools").setLevel(logging.WARNING)  # it tells of every table


def letters_of_formulas(html: str) -> dict[str, str]:
    """Return the characters of a page's formulas, by the class that asks for their alphabet.

    Parameters
    ----------
    html : str

    Returns
    -------
    dict
        Under ``""`` the characters of all classes.
    """
    found: dict[str, set[str]] = defaultdict(set)
    for formula in _formulas(html):
        for classes, text in _TEXT.findall(formula):
            for one in ("", *classes.split()):
                found[one].update(unescape(text))
    return {name: "".join(sorted(letters)) for name, letters in sorted(found.items())}


def _formulas(html: str) -> Iterator[str]:
    for part in html.split(_FORMULA)[1:]:
        depth = 1
        for tag in _SPAN.finditer(part):
            depth += 1 if tag[0] == "<span" else -1
            if depth == 0:
                yield part[: tag.start()]
                break


def subset_fonts(css: str, root: Path, *, shown: Mapping[str, str]) -> str:
    """Return a style sheet whose fonts hold just the characters that are shown.

    Icons, few and on every page, go into the sheet itself, and so do fonts that weigh little more
    than asking for them; others become files, each of which a browser loads when a page needs it.

    Parameters
    ----------
    css : str
        Its ``@font-face`` rules name fonts by their place under ``root``.
    root : Path
    shown : mapping
        The characters of all pages' formulas, as :func:`letters_of_formulas` sorts them.
    """
    icons = {int(code, 16) for code in _ESCAPE.findall(css)} | set(map(ord, css))
    return _FACE.sub(lambda found: _face(found[0], root, shown, icons), css)


def _face(rule: str, root: Path, shown: Mapping[str, str], icons: set[int]) -> str:
    """Return a rule with a small font, or nothing if no character of it is shown."""
    file = _FILE.search(rule)
    if file is None:
        raise AssetError(f"no .woff2 or .ttf font in {rule!r} — name one in book/_static")
    from fontTools.ttLib import TTFont

    source, is_icons = root / file[1], _ICONS in file[1]
    font = TTFont(source, recalcTimestamp=False)
    wanted = icons & set(_PRIVATE) if is_icons else _asked(source.stem, shown)
    kept = wanted & set(font.getBestCmap())
    if not kept:
        return ""
    content = _subset(font, kept)
    inside = is_icons or len(content) < _SMALL
    address = _as_data(content) if inside else _as_file(content, source, root)
    return _SOURCE.sub(f'src:url("{address}") format("woff2")', rule)


def _asked(font: str, shown: Mapping[str, str]) -> set[int]:
    """Return the characters that formulas ask of a font."""
    return {ord(letter) for name in _ASKED_BY.get(font, {""}) for letter in shown.get(name, "")}


def _subset(font: "TTFont", shown: set[int]) -> bytes:
    from fontTools.subset import Options, Subsetter

    subsetter = Subsetter(Options(layout_features=[], name_IDs=[], hinting=False))
    subsetter.populate(unicodes=shown)
    subsetter.subset(font)
    font.flavor = "woff2"
    buffer = io.BytesIO()
    font.save(buffer)
    return buffer.getvalue()


def _as_data(content: bytes) -> str:
    return f"data:font/woff2;base64,{b64encode(content).decode('ascii')}"


def _as_file(content: bytes, source: Path, root: Path) -> str:
    """Write a font under a name that changes with its content, and return its address."""
    name = f"{_FOLDER}/{source.stem}-{sha256(content).hexdigest()[:8]}.woff2"
    (root / _FOLDER).mkdir(exist_ok=True)
    (root / name).write_bytes(content)
    return name
