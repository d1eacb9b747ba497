"""``homlp clean``: trim the store of executed notebooks."""

import argparse
import shutil

from ._common import Commands, find_root, positive, store_of

__all__ = ["add"]


def add(commands: "Commands[argparse.ArgumentParser]") -> None:
    """Add the command."""
    command = commands.add_parser("clean", help="trim the store of executed notebooks")
    command.set_defaults(run=_clean)
    command.add_argument(
        "--keep", type=positive, default=4, metavar="N", help="versions of a page (default: 4)"
    )
    command.add_argument("--all", action="store_true", help="remove the whole store")


def _clean(options: argparse.Namespace) -> int:
    store = store_of(find_root(options.root))
    if options.all:
        shutil.rmtree(store.root, ignore_errors=True)
        print(f"removed {store.root}")
        return 0
    print(f"removed {len(store.trim(options.keep))} notebooks")
    return 0
