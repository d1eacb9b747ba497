"""Fonts with the few characters that the site shows, in place of the hundreds that they have.

The theme's icons come as one font of thousands and KaTeX's alphabets as twenty fonts; a
page shows a dozen icons, and of some alphabets a single letter.
"""

import io
import logging
import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

from ..errors import AssetError

__all__ = ["subset_fonts"]

_FACE = re.compile(r"@font-face ?\{[^}]*\}")
_FILE = re.compile(r"url\(\"([^\"]+\.(?:ttf|woff2))\"\)")
_SOURCE = re.compile(r"src:[^;}]*")
_ESCAPE = re.compile(r"\\([0-9a-f]{4,5})\b")
_ICONS = "fontawesome"
_PLAIN = set(map(chr, range(128)))  # the text of the rules themselves
_PRIVATE = range(0xE000, 0xF900)  # where icons are; under letters the font has the same again
_FOLDER = "fonts"  # under the root of the style sheet
logging.getLogger("fontTools").setLevel(logging.WARNING)  # it tells of every table


def subset_fonts(css: str, root: Path, *, shown: set[str]) -> str:
    """Return a style sheet whose fonts hold just the characters that are shown.

    Icons, few and on every page, go into the sheet itself; other fonts become files, each of which
    a browser loads when a page needs it.

    Parameters
    ----------
    css : str
        Its ``@font-face`` rules name fonts by their place under ``root``.
    root : Path
    shown : set of str
        The characters of the pages.
    """
    named = {int(code, 16) for code in _ESCAPE.findall(css)} | {
        ord(letter) for letter in set(css) - _PLAIN
    }
    wanted = named | set(map(ord, shown))
    return _FACE.sub(lambda found: _face(found[0], root, wanted), css)


def _face(rule: str, root: Path, wanted: set[int]) -> str:
    """Return a rule with a small font, or nothing if no character of it is shown."""
    file = _FILE.search(rule)
    if file is None:
        raise AssetError(f"no .woff2 or .ttf font in {rule!r} — name one in book/_static")
    source = root / file[1]
    font = TTFont(source, recalcTimestamp=False)
    is_icons = _ICONS in file[1]
    shown = {code for code in wanted & set(font.getBestCmap()) if not is_icons or code in _PRIVATE}
    if not shown:
        return ""
    content = _subset(font, shown)
    address = _as_data(content) if is_icons else _as_file(content, source, root)
    return _SOURCE.sub(f'src:url("{address}") format("woff2")', rule)


def _subset(font: TTFont, shown: set[int]) -> bytes:
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
