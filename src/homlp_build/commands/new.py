"""``homlp new``: start a page or an algorithm from a template."""

import argparse

from ._common import Commands, find_root

__all__ = ["add"]


def add(commands: "Commands[argparse.ArgumentParser]") -> None:
    """Add the command."""
    command = commands.add_parser("new", help="start a page or an algorithm from a template")
    command.set_defaults(run=_new)
    command.add_argument("kind", choices=("page", "algorithm"))
    command.add_argument("name", help="tutorials/numpy, or ridge_regression")


def _new(options: argparse.Namespace) -> int:
    from ..manuscript.scaffold import new_algorithm, new_page

    make = new_page if options.kind == "page" else new_algorithm
    for path in make(find_root(options.root), options.name):
        print(f"wrote {path}")
    return 0
