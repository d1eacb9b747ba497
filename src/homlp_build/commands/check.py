"""``homlp check``: front matter, recorded names, prose and links, without running anything."""

import argparse

from ..errors import BookError
from ..manuscript.short_names import full_name
from ._common import Commands, add_pages_and_scale, open_book

__all__ = ["add"]


def add(commands: "Commands[argparse.ArgumentParser]") -> None:
    """Add the command."""
    command = commands.add_parser(
        "check", help="check front matter, recorded names, prose and links"
    )
    command.set_defaults(run=_check)
    add_pages_and_scale(command)


def _check(options: argparse.Namespace) -> int:
    from ..manuscript.review import review

    _, book, settings = open_book(options)
    names = [full_name(text, book.pages) for text in options.pages] or list(book.pages)
    pages = [book.pages[name] for name in names]
    if faults := review(book, pages, scale=settings.scale, device=settings.device):
        raise BookError(faults)
    print(f"{len(names)} pages are well, {len(book.planned)} are planned")
    return 0
