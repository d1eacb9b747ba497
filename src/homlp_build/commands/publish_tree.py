"""``homlp publish-tree``: lay out the branches that publishing pushes."""

import argparse
from pathlib import Path

from ._common import Commands, find_root

__all__ = ["add"]


def add(commands: "Commands[argparse.ArgumentParser]") -> None:
    """Add the command."""
    command = commands.add_parser(
        "publish-tree", help="lay out the branches 'notebooks' and 'binder' in a folder"
    )
    command.set_defaults(run=_publish_tree)
    command.add_argument("folder", type=Path, metavar="FOLDER")


def _publish_tree(options: argparse.Namespace) -> int:
    from ..manuscript.pages import read_book
    from ..publishing.publish_tree import lay_out_binder, lay_out_notebooks
    from ..publishing.published import BINDER_BRANCH, NOTEBOOKS_BRANCH
    from ..publishing.repository import read_repository

    root = find_root(options.root)
    pages = lay_out_notebooks(
        options.folder / NOTEBOOKS_BRANCH,
        read_book(root),
        notebooks=root / "_build" / "notebooks",
        repository=read_repository(root),
    )
    lay_out_binder(options.folder / BINDER_BRANCH, root)
    print(f"{len(pages)} notebooks and Binder's environment are in {options.folder}")
    return 0
