"""The book's icon as pixels, drawn from its SVG, for what does not take an SVG.

It reads the few shapes that our icon has (a rounded square, one curve, a ball) and needs
no library for SVG.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from PIL import Image, ImageDraw
from sphinx.application import Sphinx

__all__ = ["draw_icon", "setup"]

_SMOOTH = 4  # drawn this much larger, then made smaller: Pillow's lines have no soft edges
_STEPS = 60  # pieces of a curve
_SVG = "{http://www.w3.org/2000/svg}"
_SIZES = {"apple-touch-icon.png": 180, "favicon-48.png": 48}


def draw_icon(svg: Path, size: int) -> Image.Image:
    """Draw an icon, ``size`` pixels wide and high.

    Parameters
    ----------
    svg : Path
        A file with ``rect``, ``path`` (commands M and C) and ``circle``, in this order.
    size : int
    """
    root = ET.fromstring(svg.read_text(encoding="utf-8"))  # noqa: S314 - the book's own file
    scale = size * _SMOOTH / float(root.attrib["viewBox"].split()[2])
    image = Image.new("RGBA", (size * _SMOOTH, size * _SMOOTH))
    draw = ImageDraw.Draw(image)
    for shape in root:
        _DRAWERS[shape.tag.removeprefix(_SVG)](draw, shape, scale)
    return image.resize((size, size), Image.Resampling.LANCZOS)


def _draw_rect(draw: ImageDraw.ImageDraw, shape: ET.Element, scale: float) -> None:
    side, radius = (float(shape.attrib[name]) * scale for name in ("width", "rx"))
    draw.rounded_rectangle((0, 0, side - 1, side - 1), radius, fill=shape.attrib["fill"])


def _draw_path(draw: ImageDraw.ImageDraw, shape: ET.Element, scale: float) -> None:
    width = float(shape.attrib["stroke-width"]) * scale
    points = [(x * scale, y * scale) for x, y in _curve(shape.attrib["d"])]
    ink = shape.attrib["stroke"]
    draw.line(points, fill=ink, width=round(width), joint="curve")
    for x, y in points:  # round ends, and no notch where two pieces meet
        draw.ellipse((x - width / 2, y - width / 2, x + width / 2, y + width / 2), fill=ink)


def _draw_circle(draw: ImageDraw.ImageDraw, shape: ET.Element, scale: float) -> None:
    x, y, r = (float(shape.attrib[name]) * scale for name in ("cx", "cy", "r"))
    draw.ellipse((x - r, y - r, x + r, y + r), fill=shape.attrib["fill"])


_DRAWERS = {"rect": _draw_rect, "path": _draw_path, "circle": _draw_circle}


def _curve(path: str) -> Iterator[tuple[float, float]]:
    """Yield points along a path of Bézier curves, ``M x y C x1 y1 x2 y2 x y ...``."""
    numbers = [float(word) for word in path.replace("M", " ").replace("C", " ").split()]
    points = list(zip(numbers[::2], numbers[1::2], strict=True))
    for start in range(0, len(points) - 1, 3):
        corners = points[start : start + 4]
        for step in range(_STEPS + 1):
            t = step / _STEPS
            weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3)
            yield (
                sum(w * x for w, (x, _) in zip(weights, corners, strict=True)),
                sum(w * y for w, (_, y) in zip(weights, corners, strict=True)),
            )


def _write_icons(app: Sphinx, exception: Exception | None) -> None:
    favicon = app.config.html_favicon
    if exception or app.builder.name != "html" or not favicon:
        return
    svg = Path(app.confdir) / favicon
    for name, size in _SIZES.items():
        file = Path(app.outdir) / "_static" / name
        if not file.exists() or file.stat().st_mtime < svg.stat().st_mtime:
            draw_icon(svg, size).save(file, optimize=True)


def setup(app: Sphinx) -> dict[str, Any]:
    """Write the icons beside the static files."""
    app.connect("build-finished", _write_icons)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
