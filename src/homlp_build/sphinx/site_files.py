"""What a page loads: one style sheet, one script, and what only some pages need.

Themes and extensions bring some twenty files, most of which no page uses. At the end of
a build their style sheets become one without its unused rules, the scripts of every page become
one (:mod:`.joined_files`), and pages name both with a hash of their content.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

from ..errors import BuildError
from .joined_files import SCRIPT, STYLE, JoinedFiles
from .state import BookBuildError

__all__ = ["THEME_SHEETS", "setup"]

# Loaded by the theme's own template, before what extensions add.
THEME_SHEETS = ("styles/theme.css", "styles/pydata-sphinx-theme.css")
# The scripts of every page, in their order.
_SCRIPTS = (
    "documentation_options.js",
    "doctools.js",
    "sphinx_highlight.js",
    "bootstrap_on_demand.js",
    "scripts/pydata-sphinx-theme.js",
    "scripts/sphinx-book-theme.js",
    "scrollable.js",
    "contents.js",
    "homlp.js",
)
_CHANGES = {
    # The theme asks every block of code for its size as the page opens, which has all sections
    # laid out at once; scrollable.js asks those that the reader is near.
    '"complete"===document.readyState?I():window.addEventListener("load",I)': "0",
    # It takes the focus from its buttons, for their tips to go; who uses a keyboard is then lost.
    "t.blur()": "event.detail&&t.blur()",
}
# What a page must hold to need the others that extensions add to every page.
_NEEDED_BY = {
    "clipboard.min.js": r'class="highlight',
    "copybutton.js": r'class="highlight',
    "togglebutton.js": r'class="[^"]*\b(?:toggle|dropdown)\b',
    "design-tabs.js": r"sd-tab-set",
}


class _SiteFiles:
    """Takes from each page what the joined files hold, and joins them when all is written."""

    def __init__(self) -> None:
        self._sheets: list[str] = []
        self._joined: JoinedFiles | None = None

    def open(self, app: Sphinx) -> None:
        """Start from what the last build left; other themes and builders stay as they are."""
        if app.builder.name == "html" and app.config.html_theme == "sphinx_book_theme":
            self._joined = JoinedFiles(Path(app.outdir), Path(app.doctreedir) / "site_files.json")

    def note(
        self, app: Sphinx, page: str, template: str, context: dict[str, Any], tree: Any
    ) -> None:
        """Note the sheets of every page, before handlers add those of this page alone."""
        self._sheets = [name for sheet in context["css_files"] if (name := _static_name(sheet))]

    def choose(
        self, app: Sphinx, page: str, template: str, context: dict[str, Any], tree: Any
    ) -> None:
        """Leave of a page's sheets and scripts those that stand outside the joined files."""
        if self._joined is None:
            return
        sheets = context["css_files"]
        context["css_files"] = [one for one in sheets if _static_name(one) not in self._sheets]
        context["script_files"] = list(_needed(context["script_files"], context.get("body", "")))
        context["homlp_style"] = f"_static/{STYLE}?v={self._joined.stamp(STYLE)}"
        context["homlp_script"] = f"_static/{SCRIPT}?v={self._joined.stamp(SCRIPT)}"

    def join(self, app: Sphinx, exception: Exception | None) -> None:
        """Write the joined files and stamp the pages with their hashes."""
        if self._joined and exception is None:
            sheets = [*THEME_SHEETS, *self._sheets] if self._sheets else []
            try:
                self._joined.write(sheets, _SCRIPTS, changes=_CHANGES)
            except BuildError as error:
                raise BookBuildError(str(error)) from error


def _static_name(asset: Any) -> str:
    """Return an asset's path under ``_static``; empty if it is not a file there."""
    name = str(getattr(asset, "filename", None) or "")
    return name.removeprefix("_static/") if name.startswith("_static/") else ""


def _needed(scripts: Iterable[Any], body: str) -> Iterator[Any]:
    seen = set[str]()
    for script in scripts:
        name, inline = _static_name(script), script.attributes.get("body", "")
        # What sets an option of the joined script serves the theme's search as one types.
        if name in _SCRIPTS or "DOCUMENTATION_OPTIONS" in inline or inline in seen:
            continue
        if not re.search(_NEEDED_BY.get(name, ""), body):
            continue
        if inline:
            seen.add(inline)
        else:
            script.attributes.setdefault("defer", "defer")
        yield script


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect to the pages' own events and to the end of the build."""
    files = _SiteFiles()
    app.connect("builder-inited", files.open)
    app.connect("html-page-context", files.note, priority=0)
    app.connect("html-page-context", files.choose, priority=900)
    app.connect("build-finished", files.join, priority=900)
    # Pages are counted in this process.
    return {"parallel_read_safe": True, "parallel_write_safe": False}
