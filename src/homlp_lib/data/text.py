"""Text: a play and a list of names."""

from .download import read

__all__ = ["load_names", "load_shakespeare"]


def load_names() -> list[str]:
    """Return 32,033 given names in lower case."""
    return read("names").decode("ascii").split()


def load_shakespeare() -> str:
    """Return 40,000 lines of Shakespeare's plays as one string."""
    return read("shakespeare").decode("ascii")
