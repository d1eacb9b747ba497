"""The entry point of ``homlp``: ``homlp open`` for readers, the rest for who makes the book.

A reader's environment lacks the packages of the build, and the other commands say so.
"""

import sys
from collections.abc import Sequence

from .publishing import opening
from .publishing.installed import build_requirement

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit status."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given[:1] == ["open"]:
        return opening.main(given[1:])
    try:
        from .cli import main as build

        return build(given)
    except ModuleNotFoundError as error:
        if (error.name or "homlp").startswith("homlp"):
            raise  # a mistake of ours
        print(
            f"homlp: this command makes the book and needs {error.name}: "
            f"pip install '{build_requirement()}' — 'homlp open PAGE' works without",
            file=sys.stderr,
        )
        return 2
