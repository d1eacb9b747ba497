"""``homlp open``, for whoever has the packages of the build; see :mod:`..publishing.opening`."""

import argparse

from ..publishing.opening import add_arguments
from ._common import Commands

__all__ = ["add"]


def add(commands: "Commands[argparse.ArgumentParser]") -> None:
    """Add the command."""
    add_arguments(commands.add_parser("open", help="open a page's notebook in JupyterLab"))
