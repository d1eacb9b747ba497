"""HTML as the standard has it, where the extensions that we use write something else."""

import re
from html import escape
from pathlib import Path
from typing import Any

from docutils import nodes
from myst_nb.sphinx_ import HideCodeCellNode
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.writers.html5 import HTML5Translator

__all__ = ["MendTree", "setup"]

_REPEATED = {"exercise-content", "solution-content"}  # sphinx-exercise gives them to every box
_STYLE = re.compile(
    r"<style(?: scoped)?>.*?</style>", re.DOTALL
)  # pandas and Polars, into every table
_BOX = '<input class="task-list-item-checkbox"'  # MyST's boxes to tick, without a name

_REDIRECT = """\
<!DOCTYPE html>
<html lang="{language}">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="description" content="The front door of {title}.">
  <meta http-equiv="refresh" content="0; url={address}">
  <link rel="canonical" href="{base}{address}">
  <title>{title}</title>
</head>
<body><main><h1><a href="{address}">{title}</a></h1></main></body>
</html>
"""


class MendTree(SphinxPostTransform):
    """Mend a page's tree before it is written as HTML."""

    default_priority = 500  # what myst-nb chooses and hides is there
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:
        """Take away repeated ids, styles, paragraphs around lists; name boxes to tick."""
        for section in self.document.findall(nodes.section):
            section["ids"] = [one for one in section["ids"] if one not in _REPEATED]
        for raw in list(self.document.findall(nodes.raw)):
            mended = _STYLE.sub("", raw.astext()).replace(_BOX, f'{_BOX} aria-label="To do"')
            if mended != raw.astext():
                raw.replace_self(nodes.raw("", mended, **raw.attributes))
        for paragraph in list(self.document.findall(nodes.paragraph)):
            if paragraph.first_child_matching_class(nodes.bullet_list) is not None:
                paragraph.replace_self(paragraph.children)


def _open_hidden(writer: HTML5Translator, node: HideCodeCellNode) -> None:
    """Write the head of a folded cell; myst-nb puts paragraphs there, where only words may be."""
    classes = " ".join(node["classes"])
    writer.body.append(f'<details class="admonition hide {classes}">\n<summary>')
    for state in ("show", "hide"):
        kind = "collapsed" if state == "show" else "expanded"
        prompt = escape(node[f"prompt_{state}"])
        writer.body.append(f'<span class="{kind} admonition-title">{prompt}</span>')
    writer.body.append("</summary>\n")


def _close_hidden(writer: HTML5Translator, node: HideCodeCellNode) -> None:
    writer.body.append("</details>\n")


def _write_redirect(app: Sphinx, exception: Exception | None) -> None:
    """Write the page at the root, unless it is the home page itself."""
    root = app.config.root_doc
    if exception is None and app.builder.name == "html" and root != "index":
        page = _REDIRECT.format(
            language=app.config.language or "en",
            title=escape(app.config.html_title),
            base=app.config.html_baseurl,
            address=f"{root}.html",
        )
        (Path(app.outdir) / "index.html").write_text(page, encoding="utf-8")


def setup(app: Sphinx) -> dict[str, Any]:
    """Register what mends a page."""
    app.add_post_transform(MendTree)
    app.add_node(HideCodeCellNode, override=True, html=(_open_hidden, _close_hidden))
    app.add_css_file("folded.css")
    app.connect("build-finished", _write_redirect, priority=100)  # before the extensions' own
    return {"parallel_read_safe": True, "parallel_write_safe": True}
