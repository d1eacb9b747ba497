"""Scripts of our own, each loaded only on the pages that use it; styles, small, on all of them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

__all__ = ["load_with", "screen_only", "setup", "show_on_screen"]

_STATIC = Path(__file__).parent / "static"
_NEEDED: dict[type[nodes.Node], tuple[str, ...]] = {}


class screen_only(nodes.General, nodes.Element):  # noqa: N801 - docutils names nodes so
    """What only a page with scripts shows: notebooks and print leave it out."""


def show_on_screen(
    app: Sphinx, kind: type[screen_only], opens: Callable[..., None], closes: Any = None
) -> None:
    """Register a node that the site shows, and no other form of the book.

    Parameters
    ----------
    app : Sphinx
    kind : type
    opens, closes : callable
        What writes it as HTML.
    """
    app.add_node(kind, html=(opens, closes), latex=(_skip, None), text=(_skip, None))


def _skip(writer: Any, node: nodes.Element) -> None:
    raise nodes.SkipNode


def load_with(kind: type[nodes.Node], *files: str) -> None:
    """Have the pages that show a kind of node load some scripts.

    Parameters
    ----------
    kind : type
        A class of nodes. A node's own ``assets``, if it has them, are loaded too.
    *files : str
        Paths below ``sphinx/static``, in the order of loading.
    """
    _NEEDED[kind] = files


def _load(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    if doctree is None:
        return
    for file in dict.fromkeys(_files(doctree)):
        app.add_js_file(file, loading_method="defer")


def _files(doctree: nodes.document) -> list[str]:
    found: list[str] = []
    for kind, files in _NEEDED.items():
        for node in doctree.findall(kind):
            found += [*files, *node.get("assets", ())]  # type: ignore[attr-defined]
    return found


def _offer(app: Sphinx) -> None:
    if str(_STATIC) not in app.config.html_static_path:
        app.config.html_static_path.append(str(_STATIC))
    for sheet in sorted(_STATIC.rglob("*.css")):
        app.add_css_file(sheet.relative_to(_STATIC).as_posix())  # part of the site's one sheet


def setup(app: Sphinx) -> dict[str, Any]:
    """Copy the files to the site, and load those that a page needs."""
    app.connect("builder-inited", _offer)
    app.connect("html-page-context", _load)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
