"""``homlp compare``: outputs and recorded numbers that changed since a commit."""

import argparse
import re

from ._common import Commands, add_scale, open_book, store_of

__all__ = ["add"]


def add(commands: "Commands[argparse.ArgumentParser]") -> None:
    """Add the command."""
    command = commands.add_parser("compare", help="say which outputs changed since a commit")
    command.set_defaults(run=_compare)
    add_scale(command)
    command.add_argument("ref", metavar="COMMIT", help="what git calls it, such as origin/main")


def _compare(options: argparse.Namespace) -> int:
    from ..publishing.compare import compare
    from ..publishing.compare_report import as_html, as_markdown
    from ..publishing.summary import tell
    from ..vcs import fetch_commit

    root, book, settings = open_book(options)
    if not re.search("[^0]", options.ref):  # what GitHub says before the first push of a branch
        print("there is no commit to compare with")
        return 0
    if re.fullmatch("[0-9a-f]{40}", options.ref) and not fetch_commit(root, options.ref):
        # What a push replaced: no branch holds it, so that a clone has not got it.
        print(f"git has no commit {options.ref} here, nor could fetch it: nothing is compared")
        return 0
    found = compare(book, options.ref, settings=settings, store=store_of(root))
    page = root / "_build" / "compare" / "index.html"
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(as_html(found), encoding="utf-8")
    tell(as_markdown(found))
    print(as_markdown(found))
    print(f"\nThe figures side by side: {page}")
    return 0
