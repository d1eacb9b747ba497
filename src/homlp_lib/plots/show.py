"""Show a figure with the text alternative that it owes its readers."""

import base64
import gzip
import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import matplotlib.pyplot as plt
from matplotlib.artist import Artist
from matplotlib.colors import to_hex, to_rgb, to_rgba_array
from matplotlib.figure import Figure

from ..errors import InvalidParameterError
from ..results import _emit
from .palette import DARK

__all__ = ["DARK_MIME", "DARK_SVG_MIME", "PRINT_MIME", "SVG_MIME", "show"]

DARK_MIME = "application/vnd.homlp.dark+png"
PRINT_MIME = "application/vnd.homlp.print+pdf"
SVG_MIME = "application/vnd.homlp.light+svg"
DARK_SVG_MIME = "application/vnd.homlp.dark+svg"
_PROPERTIES = ("color", "facecolor", "edgecolor", "markerfacecolor", "markeredgecolor")


def show(fig: Figure, *, alt: str) -> None:
    """Show a figure in both themes and for print, with a text alternative, and close it.

    Parameters
    ----------
    fig : Figure
    alt : str
        What a reader who cannot see the figure needs to know; it may hold
        recorded values. One to four sentences.

    Raises
    ------
    InvalidParameterError
        If ``alt`` is empty or blank.
    """
    if not alt.strip():
        raise InvalidParameterError(
            "show() needs alt=: one to four sentences that say what the figure shows"
        )
    light, light_svg, printed = _png(fig), _svg(fig), _pdf(fig)
    with _dark(fig):
        dark, dark_svg = _png(fig), _svg(fig)
    plt.close(fig)
    forms = {"image/png": light, DARK_MIME: dark, PRINT_MIME: printed}
    data = {mime: _base64(content) for mime, content in forms.items()}
    if _may_win(light_svg, light):
        data |= {SVG_MIME: light_svg, DARK_SVG_MIME: dark_svg}
    _emit(data | {"text/plain": f"Figure: {alt}"}, metadata={"image/png": {"alt": alt}})


def _png(fig: Figure) -> bytes:
    buffer = io.BytesIO()
    fig.savefig(buffer, format="png", dpi=144, metadata={"Software": None})
    return buffer.getvalue()


def _svg(fig: Figure) -> str:
    """Return the figure as lines, which stay sharp when a reader enlarges them."""
    buffer = io.StringIO()
    with plt.rc_context({"svg.hashsalt": "homlp"}):  # the same names in it each time
        fig.savefig(buffer, format="svg", metadata={"Date": None, "Creator": None})
    return buffer.getvalue()


def _may_win(svg: str, png: bytes) -> bool:
    """Whether lines weigh less than pixels over the network; the site weighs again."""
    return len(gzip.compress(svg.encode())) < len(png)


def _pdf(fig: Figure) -> bytes:
    """Return the figure for print: lines as lines, and what is rasterised at 300 dpi."""
    buffer = io.BytesIO()
    with plt.rc_context({"pdf.fonttype": 42}):
        fig.savefig(buffer, format="pdf", dpi=300, metadata={"CreationDate": None})
    return buffer.getvalue()


def _base64(content: bytes) -> str:
    return base64.b64encode(content).decode("ascii")


@contextmanager
def _dark(fig: Figure) -> Iterator[None]:
    """Recolour every artist that wears a colour of the palette; undo it on leaving."""
    changed: list[tuple[Artist, str, Any]] = []
    for artist in _artists(fig):
        for prop in _PROPERTIES:
            old = getattr(artist, f"get_{prop}", lambda: None)()
            new = _recoloured(old)
            if new is not None:
                changed.append((artist, prop, old))
                getattr(artist, f"set_{prop}")(new)
    try:
        yield
    finally:
        for artist, prop, old in reversed(changed):
            getattr(artist, f"set_{prop}")(old)


def _artists(fig: Figure) -> Iterator[Artist]:
    """Yield every artist, with the boxes and arrows that `findobj` leaves out."""
    for artist in fig.findobj():
        yield artist
        for extra in ("arrow_patch", "_bbox_patch"):
            if isinstance(patch := getattr(artist, extra, None), Artist):
                yield patch


def _recoloured(colour: Any) -> Any:
    """Return the dark counterpart of a colour, or of each row of colours, or None."""
    try:
        rgba = to_rgba_array(colour)  # (n, 4)
    except (TypeError, ValueError):
        return None
    new = rgba.copy()
    for row, hexadecimal in enumerate(map(to_hex, rgba)):
        if hexadecimal in DARK:
            new[row, :3] = to_rgb(DARK[hexadecimal])
    if (new == rgba).all():
        return None
    return new if getattr(colour, "ndim", 1) == 2 else tuple(new[0])
