"""Names of functions in MathML, as ``log`` in ``log x``.

KaTeX puts U+2061, "function application", behind each: it shows nothing, and tells a voice
what is read. Within a row it is right. Behind a name that stands alone in an index it is one
part too many for MathML. Nor does it part ``log`` from ``x``: that is left to the font, and a
browser sets "logx".
"""

import re
from collections.abc import Callable
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

__all__ = ["keep_applied", "space_names"]

_APPLIED = "\u2061"
_MATH = re.compile(r"(?<=<semantics>).*?(?=</semantics>)", re.DOTALL)
_ROWS = {"mrow", "mtd", "mstyle", "mpadded", "mphantom", "menclose", "msqrt"}
_SCRIPTS = {"msub", "msup", "msubsup", "munder", "mover", "munderover"}
_THIN = "0.1667em"  # as TeX has between a function's name and what stands beside it


def keep_applied(html: str) -> str:
    """Return what KaTeX wrote, with U+2061 only where MathML allows it.

    Parameters
    ----------
    html : str
    """
    return _changed(html, _drop_misplaced)


def space_names(mathml: str) -> str:
    """Put TeX's thin spaces around the names of functions.

    Parameters
    ----------
    mathml : str
        What :func:`keep_applied` returns.
    """
    return _changed(mathml, _space)


def _changed(html: str, change: Callable[[Element], None]) -> str:
    return _MATH.sub(lambda math: _rewritten(math[0], change), html) if _APPLIED in html else html


def _rewritten(mathml: str, change: Callable[[Element], None]) -> str:
    root = ElementTree.fromstring(f"<semantics>{mathml}</semantics>")  # noqa: S314 - KaTeX's own
    for parent in list(root.iter()):
        change(parent)
    written = ElementTree.tostring(root, encoding="unicode", short_empty_elements=False)
    return written.removeprefix("<semantics>").removesuffix("</semantics>")


def _drop_misplaced(parent: Element) -> None:
    if parent.tag not in _ROWS:
        parent[:] = [child for child in parent if not _is_applied(child)]


def _space(row: Element) -> None:
    """Space the names in a row, from its end."""
    if row.tag not in _ROWS:
        return
    parts = list(row)
    for place in reversed(range(len(parts))):
        end = _end(parts, place)
        if end and end < len(parts) and parts[end].tag not in ("mo", "mspace"):
            parts.insert(end, _thin())
        if end and place and _ends_a_factor(parts[place - 1]):
            parts.insert(place, _thin())
    row[:] = parts


def _end(parts: list[Element], place: int) -> int | None:
    """Return where a name ends that begins at a place, its indices and U+2061 included."""
    part = parts[place]
    if part.tag in _SCRIPTS and len(part[0]) and _is_applied(part[0][-1]):
        return place + 1
    if parts[place + 1 :] and _is_applied(parts[place + 1]) and part.tag != "mspace":
        return place + 2
    return None


def _is_applied(part: Element) -> bool:
    return part.tag == "mo" and part.text == _APPLIED


def _ends_a_factor(part: Element) -> bool:
    return part.text in (")", "]", "}") if part.tag == "mo" else part.tag != "mspace"


def _thin() -> Element:
    return Element("mspace", width=_THIN)
