"""What notebooks add to IPython: ``%%needs``, above a cell that not every machine can run.

``%load_ext homlp_lib.magics`` makes it known. ``%%needs full`` runs the cell at the full scale
only, ``%%needs gpu`` where PyTorch has one, ``%%needs full gpu`` where both are. Elsewhere it
says what is lacking, and the cells below run on.
"""

import sys
from typing import TYPE_CHECKING

from .errors import InvalidParameterError
from .runtime import device, scale

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell

__all__ = ["lacking", "load_ipython_extension"]

_WAYS = {
    "full": 'the full scale: os.environ["HOMLP_SCALE"] = "full" sets it',
    "gpu": "a GPU that PyTorch can use",
}


def load_ipython_extension(shell: "InteractiveShell") -> None:
    """Make ``%%needs`` known: IPython calls this for ``%load_ext homlp_lib.magics``.

    Parameters
    ----------
    shell : InteractiveShell
    """

    def needs(line: str, cell: str) -> None:
        if missing := lacking(line):
            words = ", and ".join(_WAYS[one] for one in missing)
            sys.stdout.write(f"Not run: this cell needs {words}\n")
        else:
            shell.run_cell(cell).raise_error()  # type: ignore[no-untyped-call]

    shell.register_magic_function(needs, magic_kind="cell")  # type: ignore[call-arg, arg-type]


def lacking(needs: str) -> list[str]:
    """Return which of a cell's needs this machine and this scale lack.

    Parameters
    ----------
    needs : str
        ``full``, ``gpu`` or both, with a space between.

    Raises
    ------
    InvalidParameterError
        If there are none, or if one is another word.

    Examples
    --------
    >>> lacking("full")
    ['full']
    """
    named = needs.split()
    if not named or set(named) - set(_WAYS):
        raise InvalidParameterError(f"%%needs takes 'full', 'gpu' or both, got {needs!r}")
    there = {"full": lambda: scale() == "full", "gpu": lambda: device().type != "cpu"}
    return [one for one in named if not there[one]()]
