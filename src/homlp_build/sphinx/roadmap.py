"""The roadmap: every chapter, appendix and tutorial, as tables, as a map, and to plan with.

Both are drawn from the pages' front matter and from ``book/planned.yml``.
"""

import os
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective
from sphinx.writers.html5 import HTML5Translator

from .assets import load_with, screen_only, show_on_screen
from .labels import PART_TITLES, Entry, entries, link_to, roadmap_entries, short_label, slug
from .paper import as_pdf, on_paper
from .roadmap_map import draw, picture
from .roadmap_planner import form, stops
from .state import docname_of, site_of

__all__ = ["MapOnPaper", "RoadmapMap", "RoadmapPlanner", "RoadmapTable", "setup"]

_MAP_IN_WORDS = (
    "A box for each page and a line from each to those that build on it, from the tutorials at "
    "the top to the last chapters at the foot. The tables that follow say the same in words."
)


class RoadmapTable(SphinxDirective):
    """``{homlp-roadmap-table}``: a table for each part."""

    def run(self) -> list[nodes.Node]:
        """Return the tables."""
        book = site_of(self.env.srcdir).book
        known, shown = entries(book), roadmap_entries(book)
        _note_use(self.env)
        tables: list[nodes.Node] = []
        for part, title in PART_TITLES.items():
            rows = [entry for entry in shown.values() if entry.part == part]
            if rows:
                tables += [nodes.rubric("", title), self._table(rows, known)]
        return tables

    def _table(self, rows: list[Entry], known: dict[str, Entry]) -> nodes.Node:
        table = nodes.table(classes=["homlp-roadmap"])
        group = nodes.tgroup(cols=4)
        group += [nodes.colspec(colwidth=width) for width in (10, 45, 30, 15)]
        group += nodes.thead("", _row(["No.", "Title", "Requires", "To read"]))
        group += nodes.tbody("", *(self._entry_row(entry, known) for entry in rows))
        table += group
        self.set_source_info(table)
        return table

    def _entry_row(self, entry: Entry, known: dict[str, Entry]) -> nodes.Node:
        docname = self.env.docname
        title = [link_to(entry, entry.title, docname=docname)]
        if not entry.written:
            title.append(nodes.inline("", "not yet written", classes=["homlp-badge"]))
        requires: list[nodes.Node] = []
        for index, name in enumerate(entry.requires):
            requires += [nodes.Text(", ")] if index else []
            requires.append(link_to(known[name], short_label(known[name]), docname=docname))
        minutes = f"{entry.reading_minutes} min" if entry.reading_minutes else ""
        row = _row([str(entry.number or ""), title, requires or "nothing", minutes])
        row["ids"] = [_row_id(entry.name)]
        return row


def _row_id(name: str) -> str:
    return f"page-{slug(name)}".replace("_", "-")


def _row(cells: list[str | list[nodes.Node]]) -> nodes.row:
    row = nodes.row()
    for cell in cells:
        paragraph = nodes.paragraph()
        paragraph += [nodes.Text(cell)] if isinstance(cell, str) else _spaced(cell)
        row += nodes.entry("", paragraph)
    return row


def _spaced(cell: list[nodes.Node]) -> list[nodes.Node]:
    spaced: list[nodes.Node] = []
    for node in cell:
        if "homlp-badge" in getattr(node, "attributes", {}).get("classes", []):
            spaced.append(nodes.Text(" "))
        spaced.append(node)
    return spaced


class _map(screen_only):  # noqa: N801 - docutils names nodes so
    """The place of the map; it is drawn when a page is written, where links are known."""


class _planner(screen_only):  # noqa: N801
    """The place of the planner."""


class RoadmapMap(SphinxDirective):
    """``{homlp-roadmap-map}``: which page needs which, to click."""

    def run(self) -> list[nodes.Node]:
        """Return the place of the map."""
        _note_use(self.env)
        place = _map(entries=list(roadmap_entries(site_of(self.env.srcdir).book).values()))
        self.set_source_info(place)
        return [place]


class RoadmapPlanner(SphinxDirective):
    """``{homlp-roadmap-planner}``: choose what to reach, get what to read."""

    def run(self) -> list[nodes.Node]:
        """Return the place of the planner."""
        _note_use(self.env)
        place = _planner(entries=list(roadmap_entries(site_of(self.env.srcdir).book).values()))
        self.set_source_info(place)
        return [place]


def _draw(writer: HTML5Translator, node: _map) -> None:
    if writer.builder.name != "epub":
        writer.body.append(draw(node["entries"], _links(writer, node["entries"])))
    raise nodes.SkipNode


def _plan(writer: HTML5Translator, node: _planner) -> None:
    if writer.builder.name != "epub":
        seconds = site_of(writer.builder.app.srcdir).seconds()
        links = _links(writer, node["entries"])
        writer.body.append(form(stops(node["entries"], links, seconds)))
    raise nodes.SkipNode


def _links(writer: HTML5Translator, found: list[Entry]) -> dict[str, str]:
    """Return the address of each page, or of its row in the table while it is not written."""
    builder = writer.builder
    return {
        entry.name: builder.get_relative_uri(builder.current_docname, docname_of(entry.name))
        if entry.written
        else f"#{_row_id(entry.name)}"
        for entry in found
    }


class MapOnPaper(SphinxPostTransform):
    """Put the map into print and e-books as a picture."""

    default_priority = 100  # before images are collected

    def run(self, **kwargs: Any) -> None:
        """Replace the places of the map."""
        if on_paper(self.app.builder):
            for place in list(self.document.findall(_map)):
                path = self._drawn(place["entries"])
                uri = Path(os.path.relpath(path, self.env.srcdir)).as_posix()
                self.env.images.add_file(self.env.docname, uri)
                image = nodes.image(uri=uri, candidates={"*": uri}, alt=_MAP_IN_WORDS)
                place.replace_self(nodes.figure("", image, classes=["homlp-map"]))

    def _drawn(self, entries: list[Entry]) -> Path:
        path = Path(self.env.doctreedir) / "roadmap.svg"
        path.write_text(picture(entries), encoding="utf-8")
        return path if self.app.builder.name == "epub" else as_pdf(path)


def _note_use(env: BuildEnvironment) -> None:
    env.metadata[env.docname]["homlp_roadmap"] = "yes"


def _outdated(
    app: Sphinx, env: BuildEnvironment, added: set[str], changed: set[str], removed: set[str]
) -> list[str]:
    """Have the pages with a roadmap read again when a page's front matter changed."""
    new = list(entries(site_of(app.srcdir).book).values())
    old, env.homlp_entries = getattr(env, "homlp_entries", None), new  # type: ignore[attr-defined]
    if new == old:
        return []
    return [name for name in env.found_docs if "homlp_roadmap" in env.metadata.get(name, {})]


def _retimed(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Have the pages with a roadmap written again when a page took another time to run."""
    new = site_of(app.srcdir).seconds()
    old, env.homlp_seconds = getattr(env, "homlp_seconds", None), new  # type: ignore[attr-defined]
    if new == old:
        return []
    return [name for name in env.found_docs if "homlp_roadmap" in env.metadata.get(name, {})]


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the directives."""
    app.add_directive("homlp-roadmap-table", RoadmapTable)
    app.add_directive("homlp-roadmap-map", RoadmapMap)
    app.add_directive("homlp-roadmap-planner", RoadmapPlanner)
    app.setup_extension("homlp_build.sphinx.assets")
    show_on_screen(app, _map, _draw)
    app.add_post_transform(MapOnPaper)
    show_on_screen(app, _planner, _plan)
    load_with(_planner, "roadmap/planner.js")
    app.connect("env-get-outdated", _outdated)
    app.connect("env-updated", _retimed)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
