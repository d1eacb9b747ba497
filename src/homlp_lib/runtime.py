"""Where and how a page runs: device, seed, scale, environment."""

import os
import platform
import random
import sys
from importlib import metadata
from typing import TYPE_CHECKING, Literal, TypeVar

from .errors import InvalidParameterError
from .results import note

if TYPE_CHECKING:
    import torch

__all__ = ["SCALES", "at_scale", "device", "environment", "scale", "seed_all"]

SCALES = ("quick", "full")

T = TypeVar("T")


def scale() -> Literal["quick", "full"]:
    """Return the scale that ``HOMLP_SCALE`` asks for: ``quick`` unless it is set.

    Raises
    ------
    InvalidParameterError
        If the variable holds anything but ``quick`` or ``full``.
    """
    value = os.environ.get("HOMLP_SCALE", "quick")
    if value == "quick":
        return "quick"
    if value == "full":
        return "full"
    raise InvalidParameterError(
        f"HOMLP_SCALE must be 'quick' or 'full', got {value!r}; unset it to run at 'quick'"
    )


def at_scale(*, quick: T, full: T) -> T:
    """Pick the value for the current scale, and say so in the page's provenance.

    Parameters
    ----------
    quick, full : object
        The value on a two-core laptop, and with a GPU or the large data.

    Examples
    --------
    >>> at_scale(quick=3, full=30)
    3
    """
    chosen = quick if scale() == "quick" else full
    note(at_scale={"quick": repr(quick), "full": repr(full), "chosen": repr(chosen)})
    return chosen


def device() -> "torch.device":
    """Return the best device that PyTorch can use: CUDA, then Apple's MPS, then CPU."""
    import torch

    if torch.cuda.is_available():
        return torch.device("cuda")
    if torch.backends.mps.is_available():
        return torch.device("mps")
    return torch.device("cpu")


def seed_all(seed: int) -> None:
    """Seed Python's and NumPy's global generators, and PyTorch's if it is loaded.

    Prefer passing a ``numpy.random.Generator`` or ``random_state`` where a function
    takes one; this is for code that offers neither.

    Parameters
    ----------
    seed : int
        Between 0 and 2**32 - 1.

    Raises
    ------
    InvalidParameterError
        If ``seed`` is outside that range.
    """
    if not 0 <= seed < 2**32:
        raise InvalidParameterError(f"seed must lie between 0 and 2**32 - 1, got {seed}")
    random.seed(seed)
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed(seed)
    if "torch" in sys.modules:
        sys.modules["torch"].manual_seed(seed)


def environment(*packages: str) -> dict[str, str]:
    """Return the versions of Python, the platform and the named distributions.

    Parameters
    ----------
    *packages : str
        Names of distributions, as ``pip`` knows them.

    Returns
    -------
    dict of str to str
        A distribution that is not installed maps to ``"not installed"``.
    """
    found = {"python": platform.python_version(), "platform": platform.platform(terse=True)}
    return found | {name: _version(name) for name in packages}


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "not installed"
