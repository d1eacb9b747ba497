"""The few icons that the site shows, as a font of a few kilobytes inside its style sheet.

Font Awesome, which comes with the theme, has thousands.
"""

import io
import logging
import re
from base64 import b64encode
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

from ..errors import AssetError

__all__ = ["embed_icons"]

_FACE = re.compile(r"@font-face ?\{[^}]*fontawesome[^}]*\}")
_FILE = re.compile(r"url\(\"([^\"]+)\.ttf\"\)")
_SOURCE = re.compile(r"src:[^;}]*")
_ESCAPE = re.compile(r"\\([ef][0-9a-f]{3})\b")


logging.getLogger("fontTools.subset").setLevel(logging.WARNING)  # it tells of every table


def embed_icons(css: str, root: Path) -> str:
    """Return a style sheet whose icon fonts hold just the characters that it names.

    Parameters
    ----------
    css : str
        Its ``@font-face`` rules name the theme's fonts by their place under ``root``.
    root : Path
    """
    shown = {int(code, 16) for code in _ESCAPE.findall(css)}
    shown |= {ord(letter) for letter in css if "\ue000" <= letter <= "\uf8ff"}
    return _FACE.sub(lambda found: _face(found[0], root, shown), css)


def _face(rule: str, root: Path, shown: set[int]) -> str:
    file = _FILE.search(rule)
    if file is None:
        raise AssetError(f"the theme's icons are not where they were: {rule!r} names no .ttf file")
    font = TTFont(root / f"{file[1]}.ttf", recalcTimestamp=False)
    wanted = shown & set(font.getBestCmap())
    if not wanted:
        return ""
    subsetter = Subsetter(Options(layout_features=[], name_IDs=[], hinting=False))
    subsetter.populate(unicodes=wanted)
    subsetter.subset(font)
    font.flavor = "woff"
    buffer = io.BytesIO()
    font.save(buffer)
    data = b64encode(buffer.getvalue()).decode("ascii")
    return _SOURCE.sub(f'src:url("data:font/woff;base64,{data}") format("woff")', rule)
