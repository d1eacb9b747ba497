"""``homlp join``: take in the notebooks that other machines made."""

import argparse
from pathlib import Path

from ..running.join import join
from ._common import Commands, find_root, store_of

__all__ = ["add"]


def add(commands: "Commands[argparse.ArgumentParser]") -> None:
    """Add the command."""
    command = commands.add_parser("join", help="take in stores that other machines filled")
    command.set_defaults(run=_join)
    command.add_argument("folders", nargs="+", type=Path, metavar="FOLDER")


def _join(options: argparse.Namespace) -> int:
    taken = join(store_of(find_root(options.root)), options.folders)
    print(f"{len(taken)} notebooks taken")
    return 0
