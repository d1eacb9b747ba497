"""A folded box: ``<details>`` in HTML, a plain block elsewhere."""

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.writers.html5 import HTML5Translator

__all__ = ["fold", "fold_title", "setup"]


class fold(nodes.General, nodes.Element):  # noqa: N801 - docutils names nodes so
    """A box that opens on demand; its first child is a :class:`fold_title`."""


class fold_title(nodes.General, nodes.TextElement):  # noqa: N801
    """What stays visible of a folded box."""


def _open_fold(writer: HTML5Translator, node: fold) -> None:
    writer.body.append(writer.starttag(node, "details"))


def _close_fold(writer: HTML5Translator, node: fold) -> None:
    writer.body.append("</details>\n")


def _open_title(writer: HTML5Translator, node: fold_title) -> None:
    writer.body.append(writer.starttag(node, "summary", ""))


def _close_title(writer: HTML5Translator, node: fold_title) -> None:
    writer.body.append("</summary>\n")


def _leave(writer: Any, node: nodes.Element) -> None:
    """Write the children and nothing around them."""


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the nodes."""
    plain = (_leave, _leave)
    app.add_node(fold, html=(_open_fold, _close_fold), latex=plain, text=plain)
    app.add_node(fold_title, html=(_open_title, _close_title), latex=plain, text=plain)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
