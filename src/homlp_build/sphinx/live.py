"""The ``homlp-live`` directive: a figure of the page that moves on the site.

::

    ```{homlp-live} descent
    :figure: fig-ch04-rates
    :frames: rates
    What the reader should try.
    ```

The script ``static/live/NAME.js`` draws in place of the picture of a cell before the
directive, from the data that a cell kept with ``plots.frames``. Print, EPUB, notebooks
and browsers without JavaScript show the picture, which the same cells computed.
"""

import json
from html import escape
from pathlib import Path
from typing import Any, ClassVar

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective
from sphinx.writers.html5 import HTML5Translator

from .assets import load_with, screen_only, show_on_screen
from .state import page_name, site_of

__all__ = ["Live", "live", "setup"]

_LOGGER = logging.getLogger(__name__)
_SCRIPTS = Path(__file__).parent / "static" / "live"


class live(screen_only):  # noqa: N801 - docutils names nodes so
    """What to try, with the data that moves; it belongs to a figure."""


class Live(SphinxDirective):
    """Let a figure of this page move."""

    required_arguments = 1
    has_content = True
    option_spec: ClassVar[dict[str, Any]] = {
        "figure": directives.unchanged_required,
        "frames": directives.unchanged_required,
    }

    def run(self) -> list[nodes.Node]:
        """Return the node, or raise an error at the directive's line."""
        self.assert_has_content()
        script = self.arguments[0]
        scripts = sorted(path.stem for path in _SCRIPTS.glob("*.js") if path.stem != "live")
        if script not in scripts:
            raise self.error(f"homlp-live: no script {script!r} — one of {', '.join(scripts)}")
        if missing := {"figure", "frames"} - self.options.keys():
            raise self.error(f"homlp-live: :{min(missing)}: is missing — name it")
        node = live(
            script=script,
            figure=self.options["figure"],
            data=self._data(self.options["frames"]),
            assets=[f"live/{script}.js"],
        )
        self.set_source_info(node)
        node += self.parse_content_to_nodes()
        return [node]

    def _data(self, name: str) -> Any:
        executed = site_of(self.env.srcdir).executed(page_name(self.env.docname))
        kept = executed.meta.get("frames", {}) if executed else {}
        if name not in kept:
            known = ", ".join(sorted(kept)) or "nothing"
            raise self.error(
                f"homlp-live: no cell keeps frames {name!r} (kept: {known}) — "
                "call plots.frames() before plots.show()"
            )
        return kept[name]


class PlaceInFigure(SphinxPostTransform):
    """Put what moves into its figure, before the caption; drop it where nothing can move."""

    default_priority = 900  # figures have their numbers, references their words

    def run(self, **kwargs: Any) -> None:
        """Place or drop the nodes of a page."""
        builder = self.app.builder
        moves = builder.format == "html" and builder.name != "epub"
        figures = {one: node for node in self.document.findall(nodes.figure) for one in node["ids"]}
        for node in list(self.document.findall(live)):
            figure = figures.get(nodes.make_id(node["figure"]))
            node.parent.remove(node)
            if figure is None:
                _LOGGER.warning(
                    "homlp-live: no figure %r on this page — give a cell's figure that name",
                    node["figure"],
                    location=node,
                )
            elif moves:
                caption = figure.first_child_matching_class(nodes.caption)
                figure.insert(len(figure) if caption is None else caption, node)


def _open(writer: HTML5Translator, node: live) -> None:
    data = json.dumps(node["data"], separators=(",", ":")).replace("</", "<\\/")
    writer.body.append(
        f'<div class="homlp-live" data-live="{escape(node["script"])}" hidden>'
        f'<script type="application/json">{data}</script><div class="homlp-live-try">'
    )


def _close(writer: HTML5Translator, node: live) -> None:
    writer.body.append("</div></div>\n")


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the directive."""
    app.setup_extension("homlp_build.sphinx.assets")
    app.add_directive("homlp-live", Live)
    show_on_screen(app, live, _open, _close)
    app.add_post_transform(PlaceInFigure)
    load_with(live, "live/live.js")
    return {"parallel_read_safe": True, "parallel_write_safe": True}
