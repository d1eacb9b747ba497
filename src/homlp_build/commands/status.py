"""``homlp status``: say which pages are fresh, and why the rest are not."""

import argparse
import json

from ..running.status import PageStatus, book_status
from ._common import Commands, add_pages_and_scale, open_book, pages_with_code, store_of

__all__ = ["add"]


def add(commands: "Commands[argparse.ArgumentParser]") -> None:
    """Add the command."""
    command = commands.add_parser("status", help="say which pages are fresh, and why the rest not")
    command.set_defaults(run=_status)
    add_pages_and_scale(command)
    command.add_argument(
        "--json", action="store_true", help="a list of page, fresh, reason, held, seconds, peak_mb"
    )


def _status(options: argparse.Namespace) -> int:
    root, book, settings = open_book(options)
    names = pages_with_code(options.pages, book)
    found = book_status(book, settings=settings, store=store_of(root), names=names)
    if options.json:
        print(json.dumps([vars(status) for status in found], indent=1))
        return 0
    for status in found:
        held = f"held: {', '.join(status.held)}" if status.held else ""
        words = [status.page, status.reason, held, _cost(status)]
        print("  ".join(["fresh" if status.fresh else "STALE", *filter(None, words)]))
    print(f"{sum(status.fresh for status in found)} of {len(found)} pages are fresh")
    return 0


def _cost(status: PageStatus) -> str:
    """Say what a page's run took, as far as that was measured."""
    parts = []
    if status.seconds is not None:
        parts.append(f"{status.seconds:.0f} s")
    if status.peak_mb is not None:
        parts.append(f"{status.peak_mb:,} MB")
    return ", ".join(parts)
