"""The reader's theme where scripts don't run.

A script writes ``data-theme`` as the reader's system asks. Without it the attribute stays as
it was sent, whatever the reader prefers; sent as ``auto``, no rule knows it, and each figure
appears twice. From the rules for the light and for the dark theme this makes a style sheet
that asks the system instead, which only browsers without scripts load.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

from .joined_files import STYLE

__all__ = ["rules_for_system", "setup"]

_FILE = "scriptless.css"
_MEDIA = {
    "light": "(prefers-color-scheme:light),print",
    "dark": "screen and (prefers-color-scheme:dark)",
}
_THEME = re.compile(r"\[data-theme=[\"']?(light|dark)[\"']?\]")


def rules_for_system(css: str) -> str:
    """Return the rules for a theme, made to follow the reader's system.

    Parameters
    ----------
    css : str
        A style sheet with rules for ``[data-theme="light"]`` and ``[data-theme="dark"]``.
    """
    return "\n".join(_adapted(re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)))


def _adapted(css: str) -> Iterator[str]:
    for head, body in _blocks(css):
        if head.startswith(("@media", "@supports")):
            if inner := "".join(_adapted(body)):
                yield f"{head}{{{inner}}}"
        elif not head.startswith("@"):
            yield from _rules(head, body)


def _blocks(css: str) -> Iterator[tuple[str, str]]:
    """Yield what stands before each outermost brace, and between it and its partner."""
    start = depth = opened = 0
    for found in re.finditer("[{}]", css):
        depth += 1 if found[0] == "{" else -1
        if found[0] == "{" and depth == 1:
            opened = found.end()
        elif depth == 0:
            head = css[start : opened - 1].rpartition(";")[2]
            yield head.strip(), css[opened : found.start()]
            start = found.end()


def _rules(selectors: str, body: str) -> Iterator[str]:
    for theme, media in _MEDIA.items():
        own = [one for one in _split(selectors) if theme in _THEME.findall(one)]
        if own:
            selector = ",".join(_THEME.sub("[data-theme]", one) for one in own)
            yield f"@media {media}{{{selector}{{{body}}}}}"


def _split(selectors: str) -> Iterable[str]:
    """Split at the commas that are not inside parentheses."""
    return re.split(r",(?![^()]*\))", selectors)


def _write(app: Sphinx, exception: Exception | None) -> None:
    sheet = Path(app.outdir) / "_static" / STYLE
    if exception is None and sheet.exists():
        css = rules_for_system(sheet.read_text(encoding="utf-8"))
        sheet.with_name(_FILE).write_text(css, encoding="utf-8")


def _link(app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], _: Any) -> None:
    if app.builder.name == "html":
        href = context["pathto"](f"_static/{_FILE}", 1)
        link = f'<noscript><link rel="stylesheet" href="{href}" /></noscript>\n'
        context["metatags"] = context.get("metatags", "") + link


def setup(app: Sphinx) -> dict[str, Any]:
    """Write the style sheet and link it."""
    app.connect("html-page-context", _link)
    app.connect("build-finished", _write, priority=950)  # site_files has written the sheet
    return {"parallel_read_safe": True, "parallel_write_safe": True}
