"""The ``homlp-downloads`` directive: the PDF and the EPUB on the site, with their sizes.

``make site`` makes them before the site, which copies what it finds. A site that was
built alone offers no dead link and says how to make them.
"""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

__all__ = ["OFFERED", "Downloads", "Offer", "OfferDownloads", "setup"]


@dataclass(frozen=True)
class Offer:
    """A form of the book in one file.

    Attributes
    ----------
    name : str
    made : str
        Where it lies once it is made, from the root of the repository.
    target : str
        The make target.
    """

    name: str
    made: str
    target: str

    @property
    def address(self) -> str:
        """Where it lies on the site."""
        return f"downloads/{Path(self.made).name}"


OFFERED = (
    Offer("PDF", "_build/pdf/homlp.pdf", "make pdf"),
    Offer("EPUB", "_build/epub/homlp.epub", "make epub"),
)


class _place(nodes.General, nodes.Element):  # noqa: N801 - docutils names nodes so
    """The place of the links: what is there is known when a page is written."""


class Downloads(SphinxDirective):
    """``{homlp-downloads}``: a line of links."""

    def run(self) -> list[nodes.Node]:
        """Return their place."""
        self.env.metadata[self.env.docname]["homlp_downloads"] = "yes"
        return [_place()]


class OfferDownloads(SphinxPostTransform):
    """Fill the place on the site, and take it out everywhere else."""

    default_priority = 100

    def run(self, **kwargs: Any) -> None:
        """Change the page in place."""
        builder, root = self.app.builder, Path(self.env.srcdir)
        for place in list(self.document.findall(_place)):
            if builder.format == "html" and builder.name != "epub":
                folder = os.path.dirname(self.env.docname)  # noqa: PTH120 - a URL, not a path
                place.replace_self(_line(root, folder))
            else:
                place.parent.remove(place)


def _line(root: Path, folder: str) -> nodes.paragraph:
    """Return the line for a page in a folder of the site."""
    line = nodes.paragraph(classes=["homlp-downloads"])
    made = [offer for offer in OFFERED if (root / offer.made).exists()]
    for index, offer in enumerate(made):
        size = (root / offer.made).stat().st_size
        text = f"{offer.name} ({_readable(size)})"
        line += nodes.Text(", " if index else "To read away from the browser: ")
        line += nodes.reference("", text, refuri=os.path.relpath(offer.address, folder or "."))
    line += [nodes.Text(". ")] if made else []
    for offer in OFFERED:
        if offer not in made:
            line += [nodes.Text(f"The {offer.name} is made by "), nodes.literal("", offer.target)]
            line += nodes.Text(". ")
    return line


def _readable(size: int) -> str:
    return f"{size / 1e6:.1f} MB" if size >= 1e5 else f"{max(round(size / 1e3), 1)} kB"


def _pages(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Return the pages to write anew in each build: only writing finds the files."""
    return [name for name in env.found_docs if "homlp_downloads" in env.metadata.get(name, {})]


def _copy(app: Sphinx, exception: Exception | None) -> None:
    """Bring the files to the site, and take away what is no longer made."""
    if exception or app.builder.format != "html" or app.builder.name == "epub":
        return
    for offer in OFFERED:
        made, there = Path(app.srcdir) / offer.made, Path(app.outdir) / offer.address
        there.unlink(missing_ok=True)
        if made.exists():
            there.parent.mkdir(exist_ok=True)
            shutil.copy(made, there)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the directive."""
    app.add_directive("homlp-downloads", Downloads)
    app.add_post_transform(OfferDownloads)
    app.connect("env-updated", _pages)
    app.connect("build-finished", _copy)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
