"""Every error that the library raises on purpose, on one screen.

Each message says what was wrong, with which value, and what to do next.
"""

__all__ = [
    "HomlpError",
    "InvalidParameterError",
    "InvalidDataError",
    "ConvergenceError",
    "CheckFailedError",
    "DataError",
    "UnknownDatasetError",
    "DownloadError",
    "ChecksumError",
    "MissingDependencyError",
]


class HomlpError(Exception):
    """Root of the tree: catch it to catch everything below."""


class InvalidParameterError(HomlpError, ValueError):
    """A setting is outside the range that its docstring states."""


class InvalidDataError(HomlpError, ValueError):
    """An array has the wrong shape, type or content for what is asked of it."""


class ConvergenceError(HomlpError, ArithmeticError):
    """An iteration diverged: its values are no longer finite."""


class CheckFailedError(HomlpError, AssertionError):
    """An answer to an exercise is not right yet; the message is a hint."""

    def _render_traceback_(self) -> list[str]:
        """Show a reader the hint alone: IPython calls this in place of a traceback."""
        return [f"Not yet: {self}"]


class DataError(HomlpError):
    """Root of what can go wrong with a data set."""


class UnknownDatasetError(DataError, KeyError):
    """The registry holds no file or table of that name."""

    __str__ = Exception.__str__  # KeyError would show the message in quotes


class DownloadError(DataError, OSError):
    """A file could not be fetched; the message says what to do without a network."""


class ChecksumError(DataError, OSError):
    """A file is not the one that the registry describes; it was not used."""


class MissingDependencyError(HomlpError, ImportError):
    """An optional package is not installed; the message says how to install it."""
