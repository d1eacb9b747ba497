"""Named results: what a cell records, the prose can paste.

A recorded value travels as an output of its cell, in the format that
``myst_nb.glue`` writes, so the ``{glue:text}`` role finds it. The library itself
needs IPython alone.
"""

from typing import Any, TypeVar

from .errors import InvalidParameterError

__all__ = ["PROVENANCE_MIME", "note", "record"]

PROVENANCE_MIME = "application/vnd.homlp.provenance+json"
_GLUE_PREFIX = "application/papermill.record/"

T = TypeVar("T")


def record(name: str, value: T, *, volatile: bool = False) -> T:
    """Record a result under a name, for the prose to paste.

    Parameters
    ----------
    name : str
        Unique within the page, in lower case with underscores: ``ridge_rmse``.
    value : object
        A number, a string, or anything with a readable ``repr``.
    volatile : bool, default=False
        Whether the value may differ from run to run, as a measured time does.

    Returns
    -------
    object
        ``value``, so that recording fits inside an expression.

    Raises
    ------
    InvalidParameterError
        If ``name`` is not a plain lower-case identifier.

    Examples
    --------
    >>> record("two_thirds", 2 / 3)
    0.6666666666666666
    """
    if not (name.isidentifier() and name == name.lower()):
        raise InvalidParameterError(
            f"record() needs a name in lower case with underscores, got {name!r}"
        )
    _emit(
        {_GLUE_PREFIX + "text/plain": _as_text(value)},
        metadata={
            "scrapbook": {"name": name, "mime_prefix": _GLUE_PREFIX},
            "homlp": {"record": name, "volatile": volatile},
        },
    )
    return value


def note(**facts: Any) -> None:
    """Note facts about this run for the page's provenance (values must be JSON).

    Used by :func:`~homlp_lib.runtime.at_scale` and the data loaders; outside a
    notebook it does nothing.

    Parameters
    ----------
    **facts : object
    """
    _emit({PROVENANCE_MIME: facts}, metadata={})


def _as_text(value: object) -> str:
    """Return the text of a value: NumPy and torch scalars become Python numbers."""
    item = getattr(value, "item", None)
    if callable(item) and getattr(value, "shape", None) == ():
        value = item()
    return repr(value)


def _emit(data: dict[str, Any], *, metadata: dict[str, Any]) -> None:
    """Publish an output if a kernel is listening."""
    import sys

    if "IPython" not in sys.modules:
        return
    from IPython.core.getipython import get_ipython
    from IPython.display import display

    if get_ipython() is not None:
        display(data, metadata=metadata, raw=True)  # type: ignore[no-untyped-call]
