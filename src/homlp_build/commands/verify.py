"""``homlp verify``: keep what came of running the notebooks elsewhere."""

import argparse
from datetime import UTC, datetime
from pathlib import Path

from ._common import Commands, find_root

__all__ = ["add"]


def add(commands: "Commands[argparse.ArgumentParser]") -> None:
    """Add the command."""
    command = commands.add_parser("verify", help="keep what 'make colab' found")
    command.set_defaults(run=_verify)
    command.add_argument("results", type=Path, metavar="FILE", help="page, true or false, seconds")
    command.add_argument("--image", required=True, help="where the notebooks ran")


def _verify(options: argparse.Namespace) -> int:
    from ..publishing.repository import read_repository
    from ..publishing.summary import tell
    from ..publishing.verified import read_results, read_verified, updated, write_verified

    root = find_root(options.root)
    pages = updated(
        read_verified(root / "_build" / "verified.json"),
        read_results(options.results),
        date=f"{datetime.now(UTC):%Y-%m-%d}",
        commit=read_repository(root).commit,
    )
    write_verified(root / "_build" / "verified" / "verified.json", pages, image=options.image)
    failed = [name for name, page in pages.items() if not page.ok]
    words = f"{len(pages) - len(failed)} of {len(pages)} notebooks ran on Colab's image"
    print(words)
    tell("\n".join([f"### {words}", *(f"- `{name}` failed" for name in failed)]))
    return 1 if failed else 0
