"""What a reader can check on each page, and the panel that shows how far they are.

::

    ```{homlp-progress}
    ```

Questions and coding exercises are gathered while pages are read. The site keeps what the
reader does in the browser (``static/questions/store.js``); nothing is sent anywhere.
"""

import json
from collections import Counter
from html import escape
from typing import Any, ClassVar

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective
from sphinx.writers.html5 import HTML5Translator

from .assets import load_with, screen_only, show_on_screen
from .questions import question

__all__ = ["Progress", "panel", "setup", "tick"]

_LOGGER = logging.getLogger(__name__)
_Checks = dict[str, Any]  # questions: pairs of label and version; exercises: labels


class tick(screen_only):  # noqa: N801 - docutils names nodes so
    """A box to tick when an exercise is done; only the site shows it."""


class panel(screen_only):  # noqa: N801
    """The table of all pages with something to check, and what can be done with it."""


class Progress(SphinxDirective):
    """Show how far the reader is."""

    option_spec: ClassVar[dict[str, Any]] = {}

    def run(self) -> list[nodes.Node]:
        """Return the place of the panel, which is filled when every page is read."""
        self.env.metadata[self.env.docname]["homlp_progress"] = "yes"
        node = panel()
        self.set_source_info(node)
        return [node]


def _gathered(env: BuildEnvironment) -> dict[str, _Checks]:
    """Return what each page offers to check, by the page's name for Sphinx."""
    if not hasattr(env, "homlp_checks"):
        env.homlp_checks = {}  # type: ignore[attr-defined]
    return env.homlp_checks  # type: ignore[attr-defined, no-any-return]


def _gather(app: Sphinx, doctree: nodes.document) -> None:
    """Note the questions and coding exercises of a page that was read; give the latter a box."""
    questions = [[node["label"], node["version"]] for node in doctree.findall(question)]
    exercises = [node for node in doctree.findall(nodes.Element) if _is_coding_exercise(node)]
    for exercise in exercises:
        exercise += tick(label=exercise["label"])
    _gathered(app.env).pop(app.env.docname, None)
    if questions or exercises:
        _gathered(app.env)[app.env.docname] = {
            "questions": questions,
            "exercises": [exercise["label"] for exercise in exercises],
        }


def _is_coding_exercise(node: nodes.Element) -> bool:
    if not node.tagname.startswith("exercise") or "label" not in node:
        return False
    return any("tag_stub" in cell["classes"] for cell in node.findall(nodes.container))


def _purge(app: Sphinx, env: BuildEnvironment, docname: str) -> None:
    _gathered(env).pop(docname, None)


def _merge(app: Sphinx, env: BuildEnvironment, docnames: set[str], other: BuildEnvironment) -> None:
    theirs = _gathered(other)
    _gathered(env).update({name: theirs[name] for name in docnames if name in theirs})


def _compare(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Refuse labels given twice, and have the pages with a panel written again."""
    pages = _gathered(env)
    given = Counter(label for checks in pages.values() for label, _ in checks["questions"])
    for label, times in given.items():
        if times > 1:
            where = ", ".join(n for n, c in pages.items() if label in dict(c["questions"]))
            _LOGGER.warning("homlp-question: %s is asked on %s — name one anew", label, where)
    return [name for name, facts in env.metadata.items() if "homlp_progress" in facts]


def _write_tick(writer: HTML5Translator, node: tick) -> None:
    if writer.builder.name != "epub":
        writer.body.append(
            '<p class="homlp-done" hidden><label><input type="checkbox" '
            f'data-exercise="{escape(node["label"])}"> Done (kept on this device)</label></p>\n'
        )
    raise nodes.SkipNode


_HEAD = (
    '<div class="homlp-progress"><div class="homlp-table"><table class="table">'
    "<thead><tr><th>Page</th><th>Answered</th><th>Right</th><th>Exercises</th></tr></thead>"
    "<tbody>"
)
_FOOT = """</tbody></table></div>
<p class="homlp-keeps" hidden>This browser refuses to keep anything for this site: what you do is
forgotten when you leave the page.</p>
<div class="homlp-progress-controls" hidden>
<button type="button" class="homlp-button" data-do="export">Export</button>
<button type="button" class="homlp-button" data-do="import">Import</button>
<button type="button" class="homlp-button" data-do="erase">Erase</button>
<input type="file" accept="application/json,.json" aria-label="A file that was exported" hidden>
<p role="status"></p>
</div></div>
"""


def _write_panel(writer: HTML5Translator, node: panel) -> None:
    if writer.builder.name != "epub":
        here = writer.builder.current_docname
        env = writer.builder.env
        rows = [
            _row(env.titles[name].astext(), writer.builder.get_relative_uri(here, name), checks)
            for name, checks in sorted(_gathered(env).items())
        ]
        writer.body.append(_HEAD + "".join(rows) + _FOOT)
    raise nodes.SkipNode


def _row(title: str, link: str, checks: _Checks) -> str:
    questions, exercises = len(checks["questions"]), len(checks["exercises"])
    data = escape(json.dumps(checks, separators=(",", ":")))
    return (
        f'<tr data-checks="{data}"><td><a href="{escape(link)}">{escape(title)}</a></td>'
        f"<td>0 of {questions}</td><td>0</td><td>0 of {exercises}</td></tr>"
    )


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the directive and gather what can be checked."""
    app.setup_extension("homlp_build.sphinx.questions")
    app.add_directive("homlp-progress", Progress)
    show_on_screen(app, tick, _write_tick)
    show_on_screen(app, panel, _write_panel)
    app.connect("doctree-read", _gather)
    app.connect("env-purge-doc", _purge)
    app.connect("env-merge-info", _merge)
    app.connect("env-updated", _compare)
    load_with(tick, "questions/store.js", "questions/questions.js")
    load_with(panel, "questions/store.js", "questions/panel.js")
    return {"parallel_read_safe": True, "parallel_write_safe": True}
