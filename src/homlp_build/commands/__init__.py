"""The commands of ``homlp``, one module each: its arguments, and what it does.

A module here imports nothing heavy at its top, so that ``homlp --help`` and ``homlp
status`` answer at once; what a command alone needs it imports when it runs.
"""

import argparse

from . import check, clean, compare, execute, join, links, new, publish_tree, status, verify

__all__ = ["add_all"]


def add_all(parser: argparse.ArgumentParser) -> None:
    """Give a parser every command."""
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for module in (execute, status, check, compare, join, links, publish_tree, verify, clean, new):
        module.add(commands)
