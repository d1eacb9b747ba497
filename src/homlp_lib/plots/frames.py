"""What a figure that moves on the site needs to know, computed by the page's own cells."""

import math
from collections.abc import Mapping
from typing import Any

from ..errors import InvalidDataError, InvalidParameterError
from ..results import _emit
from .palette import NAMES

__all__ = ["FRAMES_MIME", "frames"]

FRAMES_MIME = "application/vnd.homlp.frames+json"


def frames(name: str, *, digits: int = 4, **data: Any) -> None:
    """Keep data under a name, for the ``homlp-live`` directive to move a figure with.

    Parameters
    ----------
    name : str
        Unique within the page, in lower case with underscores: ``rates``.
    digits : int, default=4
        Significant digits that are kept; a curve on a screen needs no more.
    **data : number, str, array-like, or mapping of these
        What the figure's script reads, by name. A colour of the palette is kept by its
        name, so that the script can draw it in either theme.

    Raises
    ------
    InvalidParameterError
        If ``name`` is not a plain lower-case identifier.
    InvalidDataError
        If a value is neither text nor a finite number, or a list of such.

    Examples
    --------
    >>> frames("rates", eta=[0.1, 0.3], bottom=1.5)
    """
    if not (name.isidentifier() and name == name.lower()):
        raise InvalidParameterError(
            f"frames() needs a name in lower case with underscores, got {name!r}"
        )
    plain = {key: _plain(value, digits, where=f"{name}.{key}") for key, value in data.items()}
    _emit({FRAMES_MIME: {name: plain}}, metadata={})


def _plain(value: Any, digits: int, *, where: str) -> Any:
    """Return a value as JSON knows it, numbers rounded."""
    if callable(getattr(value, "tolist", None)):  # NumPy, pandas, torch
        value = value.tolist()
    if isinstance(value, str | bool):
        return NAMES.get(value, value) if isinstance(value, str) else value
    if isinstance(value, int | float) and math.isfinite(value):
        return _rounded(value, digits)
    if isinstance(value, Mapping):
        return {str(k): _plain(v, digits, where=f"{where}.{k}") for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(v, digits, where=f"{where}[{i}]") for i, v in enumerate(value)]
    raise InvalidDataError(f"frames() keeps finite numbers and text, got {value!r} in {where}")


def _rounded(value: float, digits: int) -> int | float:
    """Round to significant digits; a whole number loses its point, which saves bytes."""
    rounded = float(f"{value:.{digits}g}")
    return int(rounded) if rounded.is_integer() else rounded
