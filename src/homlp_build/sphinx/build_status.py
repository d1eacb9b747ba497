"""The state of the build as a page: what was executed where, when, at which scale, and how long.

Everything is read from the store; nothing is typed.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective

from ..manuscript.markdown import walk
from ..publishing.verified import in_words
from ..running.keys import page_key
from ..running.status import page_status
from ..running.store import Executed
from .labels import entries, link_to, roadmap_entries
from .provenance import DEVICES, seconds_of, taught
from .state import Site, site_of

__all__ = ["BuildStatus", "setup"]

_HEAD = (
    "Page",
    "Fresh at",
    "Executed",
    "On",
    "Time",
    "Memory",
    "Cells run",
    "Figures",
    "Exercises",
    "Recorded",
    "Size",
    "Colab",
)
_RIGHT = frozenset({"Time", "Memory", "Cells run", "Figures", "Exercises", "Recorded", "Size"})


class BuildStatus(SphinxDirective):
    """``{homlp-status}``: how the build was made, each page's run, and the versions."""

    def run(self) -> list[nodes.Node]:
        """Return two sentences around a table."""
        site = site_of(self.env.srcdir)
        self.env.metadata[self.env.docname]["homlp_status"] = "yes"
        order = roadmap_entries(site.book) | entries(site.book)  # chapters first, by their numbers
        pages = {name: site.executed(name) for name in order}
        executed = {name: one for name, one in pages.items() if one is not None}
        return [
            nodes.paragraph("", _made_on(site)),
            self._table(site, executed),
            nodes.paragraph("", _versions(executed.values())),
        ]

    def _table(self, site: Site, executed: dict[str, Executed]) -> nodes.Node:
        table = nodes.table(classes=["homlp-status"])
        group = nodes.tgroup(cols=len(_HEAD))
        group += [nodes.colspec(colwidth=1) for _ in _HEAD]
        group += nodes.thead("", _row([nodes.Text(word) for word in _HEAD]))
        body = nodes.tbody()
        for name, one in executed.items():
            known = entries(site.book)[name]
            link = link_to(known, known.title, docname=self.env.docname)
            body += _row([link, *map(nodes.Text, _cells(site, name, one))])
        group += body
        table += group
        self.set_source_info(table)
        return table


def _made_on(site: Site) -> str:
    device, scale = site.settings.device, site.settings.scale
    if device == "cpu":
        return (
            f"No GPU runner made this build: its outputs come from the fallback, a CPU, at the "
            f"{scale} scale."
        )
    return f"A GPU runner made this build: a {DEVICES[device]}, at the {scale} scale."


def _cells(site: Site, name: str, executed: Executed) -> Iterator[str]:
    """Yield the cells of a row, after the page's title."""
    page, run, cells = site.book.pages[name], executed.run, executed.notebook["cells"]
    status = page_status(page, page_key(page, site.settings), store=site.store)
    yield ", ".join(status.held)
    yield f"{datetime.fromisoformat(run['when']):%-d %b %Y, %H:%M} UTC" if "when" in run else ""
    yield _where(executed)
    yield seconds_of(executed) if "seconds" in run else ""
    yield f"{run['peak_mb']:,} MB" if run.get("peak_mb") else ""
    skipped = sum("skipped" in cell["metadata"].get("homlp", {}) for cell in cells)
    yield f"{len(cells) - skipped} of {len(cells)}" if skipped else str(len(cells))
    yield str(sum(map(_pictures, cells)))
    yield str(sum(one.name in ("exercise", "exercise-start") for one in walk(page.text)))
    yield str(len(executed.meta["records"]))
    yield f"{len(executed.content) / 1e6:.1f} MB"
    yield in_words(site.verified.get(name))


def _where(executed: Executed) -> str:
    host = executed.run.get("host", {})
    words = [DEVICES.get(executed.meta["device"], str(executed.meta["device"]))]
    words += [f"{host['cores']} cores"] if "cores" in host else []
    return ", ".join([*words, *(str(host[part]) for part in ("machine", "system") if part in host)])


def _pictures(cell: dict[str, Any]) -> int:
    return sum("image/png" in output.get("data", {}) for output in cell["outputs"])


def _versions(executed: Any) -> str:
    found: dict[str, set[str]] = {}
    for one in executed:
        if python := one.run.get("host", {}).get("python"):
            found.setdefault("Python", set()).add(python)
        for name, version in taught(one.run.get("versions", {})).items():
            found.setdefault(name, set()).add(version)
    listed = (f"{name} {' and '.join(sorted(found[name]))}" for name in found)
    return f"Versions: {', '.join(listed)}." if found else "No page with code was executed yet."


def _row(cells: list[nodes.Node]) -> nodes.row:
    row = nodes.row()
    for word, cell in zip(_HEAD, cells, strict=True):
        paragraph = nodes.paragraph("", "", cell)
        row += nodes.entry("", paragraph, classes=["homlp-right"] if word in _RIGHT else [])
    return row


def _outdated(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """Have the page read again when anything that it shows changed."""
    site = site_of(app.srcdir)
    new = (site.stamps(), site.settings.scale, site.settings.device)
    old, env.homlp_status = getattr(env, "homlp_status", None), new  # type: ignore[attr-defined]
    if new == old:
        return []
    return [name for name in env.found_docs if "homlp_status" in env.metadata.get(name, {})]


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the directive."""
    app.add_directive("homlp-status", BuildStatus)
    app.connect("env-get-outdated", _outdated)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
