"""The launch menu of each page with code, and the notebook that it offers for download.

The menu joins the theme's own header buttons. Its addresses hold the commit of the build:
:mod:`.rewrite` has a page written again when that changes although its text did not.

The notebooks lie beside the site, in ``_notebooks/``, written by the same build from the
same doctrees: the button works in a local build as on the published site, and gives what
the page says. It costs a few tenths of a second for a page that changed.
"""

from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

from ..manuscript.short_names import short_name
from ..publishing.published import Place, notebook_path
from ..running.store import Executed
from .notebooks import NotebookBuilder
from .provenance import device_of, seconds_of
from .state import page_name, site_of

__all__ = ["setup"]

_FOLDER = "_notebooks"
_AFTER_THE_THEME = 600  # which makes the list of buttons at 501
_PANEL = """
<dialog class="homlp-local" id="homlp-local" aria-labelledby="homlp-local-title">
<p class="homlp-local-title" id="homlp-local-title">Run this page on your machine</p>
<p>Python 3.11, 3.12 or 3.13 is all that it needs. In a terminal:</p>
<pre tabindex="0">{lines}</pre>
<p>On Windows, <code>homlp-env\\Scripts\\activate</code> takes the place of
<code>source homlp-env/bin/activate</code>.</p>
<form method="dialog">
<button type="button" class="btn btn-sm btn-primary" data-homlp-copy>Copy the lines</button>
<button class="btn btn-sm btn-secondary">Close</button>
<span role="status"></span>
</form>
</dialog>
"""


def _add_menu(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    name = page_name(pagename)
    executed = site_of(app.srcdir).executed(name) if doctree is not None else None
    if executed is None or "header_buttons" not in context:
        return
    app.env.homlp_launched.add(pagename)  # type: ignore[attr-defined]
    repository = site_of(app.srcdir).repository
    place = Place(repository.owner, repository.name, repository.commit)
    download = context["pathto"](f"{_FOLDER}/{notebook_path(name)}", 1)
    context["header_buttons"][:0] = [
        {
            "type": "group",
            "buttons": list(_buttons(place, name, download=download)),
            "icon": "fas fa-rocket",
            "tooltip": "Run this page",
            "label": "launch-buttons",
        },
        *_cost(executed),
    ]
    short = short_name(name, site_of(app.srcdir).book.executable)
    context["body"] += _PANEL.format(lines=escape(_lines(repository.requirement, short)))


def _buttons(place: Place, page: str, *, download: str) -> Iterator[dict[str, str]]:
    # A background is loaded when the menu opens; of "fa" the theme makes a class.
    yield _link("Colab", "Open in Google Colab", url=place.colab(page), icon="fa-homlp-colab")
    yield _link("Kaggle", "Open in Kaggle", url=place.kaggle(page), icon="fab fa-kaggle")
    binder = {"url": place.binder(page), "icon": "fa-homlp-binder"}
    yield _link("Binder", "Open in Binder, without an account", **binder)
    yield _link("Download", "Download the notebook", url=download, icon="fas fa-download")
    yield {
        "type": "javascript",
        "javascript": "homlpLocal()",
        "icon": "fas fa-terminal",
        "text": "My machine",
        "tooltip": "Run this page on your machine",
        "label": "launch-local",
    }


def _link(text: str, tooltip: str, *, url: str, icon: str) -> dict[str, str]:
    label = f"launch-{text.lower()}"
    return {
        "type": "link",
        "url": url,
        "icon": icon,
        "text": text,
        "tooltip": tooltip,
        "label": label,
    }


def _cost(executed: Executed) -> Iterator[dict[str, str]]:
    """Yield what the page costs, as measured: a button that leads to the record of the run."""
    if "seconds" in executed.run:
        yield {
            "type": "javascript",
            "javascript": "homlpRecord()",
            "text": f"{seconds_of(executed)}, {device_of(executed)}",
            "tooltip": "How long this page ran, and on what",
            "label": "launch-cost",
        }


def _lines(requirement: str, page: str) -> str:
    return (
        "python3 -m venv homlp-env && source homlp-env/bin/activate\n"
        f'pip install jupyterlab "{requirement}"\n'
        f"homlp open {page}"
    )


def _begin(app: Sphinx, env: BuildEnvironment) -> None:
    env.homlp_launched = set()  # type: ignore[attr-defined]


def _write_notebooks(app: Sphinx, exception: Exception | None) -> None:
    """Write the notebook of each page that was written, from the same doctree."""
    launched: set[str] = getattr(app.env, "homlp_launched", set())
    if exception is not None or not launched:
        return
    site, notebooks = app.builder, NotebookBuilder(app, app.env)
    notebooks.outdir = Path(site.outdir) / _FOLDER  # type: ignore[assignment]
    app.builder = notebooks  # what resolves references and chooses outputs asks it
    try:
        for docname in sorted(launched):
            doctree: nodes.document = app.env.get_and_resolve_doctree(docname, notebooks)
            notebooks.write_doc(docname, doctree)
    finally:
        app.builder = site


def setup(app: Sphinx) -> dict[str, Any]:
    """Add the menus, and the notebooks once the pages are written."""
    app.connect("env-updated", _begin)
    app.connect("html-page-context", _add_menu, priority=_AFTER_THE_THEME)
    app.connect("build-finished", _write_notebooks)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
