"""The commands of ``homlp``, one module each: its arguments, and what it does.

A module here imports nothing heavy at its top, so that ``homlp --help`` and ``homlp
status`` answer at once; what a command alone needs it imports when it runs.
"""

import argparse

from . import (
    check,
    clean,
    compare,
    execute,
    join,
    links,
    new,
    open_page,
    publish_tree,
    status,
    verify,
)

__all__ = ["add_all"]


# As --help lists them: those of every day first.
_ORDER = (
    execute,
    status,
    check,
    clean,
    new,
    open_page,
    compare,
    join,
    links,
    publish_tree,
    verify,
)


def add_all(parser: argparse.ArgumentParser) -> None:
    """Give a parser every command."""
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for module in _ORDER:
        module.add(commands)
