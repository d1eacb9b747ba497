"""Cards that stand for a page where its address is shared: its title beside the book's icon.

A card's file is named after what it shows, so that a build draws only what is new.
"""

import textwrap
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from ..errors import BuildError
from .icons import draw_icon

__all__ = ["HEIGHT", "WIDTH", "draw_card", "font_folder"]

WIDTH, HEIGHT = 1200, 630  # pixels: what link previews crop least
_MARGIN = 90
_INK, _SOFT, _BLUE, _PAPER = "#1f2733", "#4b5563", "#0a5a96", "#ffffff"
_SIZES = (72, 60, 50, 42)  # of the title's type
_LETTER = 0.72  # its width as a share of its size, taken large
_LINES = 3
_ICON = 120


def draw_card(title: str, label: str, book: str, *, folder: Path, icon: Path) -> Path:
    """Draw a card unless it is there, and return its file.

    Parameters
    ----------
    title : str
        The page's title.
    label : str
        What stands over it, such as ``Chapter 4``; may be empty.
    book : str
        What stands under it.
    folder : Path
        Where cards are kept.
    icon : Path
        The book's icon, an SVG.
    """
    parts = (
        title,
        label,
        book,
        *(path.read_text(encoding="utf-8") for path in (icon, Path(__file__))),
    )
    name = sha256("\n".join(parts).encode()).hexdigest()[:16]
    file = folder / f"{name}.png"
    if not file.exists():
        folder.mkdir(parents=True, exist_ok=True)
        # A palette of 32 colours: the card is flat, and a tenth of the bytes.
        _drawn(title, label, book, icon).quantize(32).save(file, optimize=True)
    return file


def _drawn(title: str, label: str, book: str, icon: Path) -> Image.Image:
    card = Image.new("RGB", (WIDTH, HEIGHT), _PAPER)
    draw = ImageDraw.Draw(card)
    draw.rectangle((0, 0, 24, HEIGHT), fill=_BLUE)
    if label:
        draw.text((_MARGIN, 80), label, font=_font("DejaVuSans-Bold", 36), fill=_BLUE)
    size, lines = _set(title)
    draw.multiline_text(
        (_MARGIN, 150), "\n".join(lines), font=_font("DejaVuSans-Bold", size), fill=_INK, spacing=18
    )
    draw.text((_MARGIN, HEIGHT - 110), book, font=_font("DejaVuSans", 32), fill=_SOFT)
    picture = draw_icon(icon, _ICON)
    card.paste(picture, (WIDTH - _MARGIN - _ICON, HEIGHT - _MARGIN - _ICON), picture)
    return card


def _set(title: str) -> tuple[int, list[str]]:
    """Return the largest type in which a title fits, and its lines."""
    for size in _SIZES:
        letters = int((WIDTH - 2 * _MARGIN) / (_LETTER * size))
        lines = textwrap.wrap(title, letters)
        if len(lines) <= _LINES:
            return size, lines
    return size, textwrap.wrap(title, letters, max_lines=_LINES, placeholder=" …")


def _font(name: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(font_folder() / f"{name}.ttf"), size)


def font_folder() -> Path:
    """Return the folder of fonts that Matplotlib brings, without importing it."""
    found = find_spec("matplotlib")
    if found is None or not found.submodule_search_locations:
        raise BuildError("Matplotlib, whose fonts the cards are set in, is missing — make setup")
    return Path(found.submodule_search_locations[0], "mpl-data", "fonts", "ttf")
