"""``homlp links``: the links of the rendered site."""

import argparse
import sys

from ._common import Commands, find_root

__all__ = ["add"]


def add(commands: "Commands[argparse.ArgumentParser]") -> None:
    """Add the command."""
    command = commands.add_parser("links", help="check the links inside the rendered site")
    command.set_defaults(run=_links)


def _links(options: argparse.Namespace) -> int:
    from ..publishing.site_links import broken_links
    from ..publishing.summary import tell

    site = find_root(options.root).resolve() / "_build" / "html"
    broken = broken_links(site)
    for link in broken:
        print(link, file=sys.stderr)
    if broken:
        tell("### Links that lead nowhere\n\n" + "\n".join(f"- `{link}`" for link in broken))
        return 1
    print("every link inside the site leads somewhere")
    return 0
