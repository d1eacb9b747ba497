"""What only a screen with scripts can show, made plain for print and for e-readers.

Folds open, tabs follow one another under their names, menus of cards give way to the
contents, and the facts about a page shrink to a line at its head and one at its foot.
"""

import re
import shutil
from pathlib import Path
from subprocess import run
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.transforms.post_transforms import SphinxPostTransform

from .fold import fold, fold_title
from .paper_facts import shorten_facts, shorten_records, with_class
from .state import BookBuildError

__all__ = ["FOLDED", "PlainPages", "as_pdf", "on_paper", "setup"]

FOLDED = "homlp-folded"  # a cell whose code the site hides
_CHECKBOX = re.compile(r'<input [^>]*type="checkbox"[^>]*>$')
_PRINTED_FACTS = ("Page", "Executed", "On", "Time", "Memory")
_MAY_HIDE = ("tag_hide-input", "tag_hide-cell")


def on_paper(builder: Builder) -> bool:
    """Tell whether a builder writes for print or for an e-reader.

    Parameters
    ----------
    builder : Builder
    """
    return builder.format == "latex" or builder.name == "epub"


def as_pdf(drawing: Path) -> Path:
    """Convert an SVG drawing for LaTeX, which has no SVG, and return the file beside it.

    Parameters
    ----------
    drawing : Path

    Raises
    ------
    BookBuildError
        Without rsvg-convert.
    """
    converter = shutil.which("rsvg-convert")
    if converter is None:
        raise BookBuildError("a PDF needs rsvg-convert — sudo apt-get install librsvg2-bin")
    path = drawing.with_suffix(".pdf")
    run([converter, "--format=pdf", f"--output={path}", str(drawing)], check=True)
    return path


class PlainPages(SphinxPostTransform):
    """Make a page plain, before sphinx-design and myst-nb lay it out for a browser."""

    default_priority = 150

    def run(self, **kwargs: Any) -> None:
        """Change the page in place."""
        if not on_paper(self.app.builder):
            return
        for change in _CHANGES:
            change(self.document)


def _open_folds(document: nodes.document) -> None:
    for title in list(document.findall(fold_title)):
        title.replace_self(nodes.paragraph("", "", nodes.strong("", "", *title.children)))
    for box in [box for box in document.findall(fold) if type(box) is fold]:  # not an answer's
        box.replace_self(nodes.container("", *box.children, classes=box["classes"]))


def _open_cells(document: nodes.document) -> None:
    """Unhide cells, and remember whose code the site folds away."""
    for cell in document.findall(nodes.container):
        classes = cell["classes"]
        if "cell" in classes and any(tag in classes for tag in _MAY_HIDE):
            cell["classes"] = [*classes, FOLDED]
        cell["classes"] = [one for one in cell["classes"] if not one.startswith("tag_hide")]
        cell.attributes.pop("hide_mode", None)


def _unroll_tabs(document: nodes.document) -> None:
    for item in with_class(document, nodes.container, "sd-tab-item"):
        label, content = item.children
        title = nodes.paragraph("", "", nodes.strong("", "", *label.children))
        item.replace_self([title, *content.children])
    for box in with_class(document, nodes.container, "sd-tab-set"):
        box.replace_self(box.children)


def _write_badges(document: nodes.document) -> None:
    """Put badges in brackets, and keep the widths of the tables that hold them."""
    for badge in with_class(document, nodes.inline, "homlp-badge"):
        badge.replace_self(nodes.emphasis("", f"({badge.astext()})"))
    for table in with_class(document, nodes.table, "homlp-roadmap"):
        table["classes"].append("colwidths-given")


def _narrow_status(document: nodes.document) -> None:
    """Keep of the table of runs what a sheet has room for."""
    for table in with_class(document, nodes.table, "homlp-status"):
        head = next(table.findall(nodes.row))
        drop = [n for n, entry in enumerate(head) if entry.astext() not in _PRINTED_FACTS]
        group = next(table.findall(nodes.tgroup))
        group["cols"] -= len(drop)
        columns = [child for child in group if isinstance(child, nodes.colspec)]
        for line in (columns, *(row.children for row in table.findall(nodes.row))):
            for node in [line[n] for n in drop]:
                node.parent.remove(node)


def _part_links(document: nodes.document) -> None:
    """Part what the head of a shown source only spaces."""
    for head in with_class(document, nodes.paragraph, "homlp-source-head"):
        for gap in [child for child in head.children if isinstance(child, nodes.Text)]:
            head.replace(gap, nodes.Text(" · "))


def _draw_boxes(document: nodes.document) -> None:
    """Draw the boxes of a list to tick, which cannot be ticked here."""
    for raw in [raw for raw in document.findall(nodes.raw) if _CHECKBOX.match(raw.astext())]:
        raw.replace_self(nodes.Text("☐"))


def _empty_cells(document: nodes.document) -> None:
    """Take empty paragraphs out of tables, which LaTeX gives a line of their own."""
    for paragraph in list(document.findall(nodes.paragraph)):
        if isinstance(paragraph.parent, nodes.entry) and not paragraph.astext():
            paragraph.parent.remove(paragraph)


def _drop_menus(document: nodes.document) -> None:
    for menu in list(filter(_is_menu, document.findall(nodes.container))):
        menu.parent.remove(menu)


def _is_menu(container: nodes.container) -> bool:
    """Tell whether a container is a grid of cards that are links."""
    return "sd-container-fluid" in container["classes"] and any(
        "sd-stretched-link" in link["classes"] for link in container.findall(nodes.Element)
    )


_CHANGES = (
    shorten_facts,
    shorten_records,
    _open_folds,
    _open_cells,
    _unroll_tabs,
    _write_badges,
    _narrow_status,
    _drop_menus,
    _part_links,
    _draw_boxes,
    _empty_cells,
)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the transform."""
    app.add_post_transform(PlainPages)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
