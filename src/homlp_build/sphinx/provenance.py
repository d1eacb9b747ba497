"""Where a page comes from: what it requires, at its head; its history and its run, at its foot."""

import re
from collections.abc import Iterator
from datetime import datetime
from importlib import metadata
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx

from ..errors import BuildError
from ..publishing.repository import Repository
from ..publishing.verified import in_words
from ..running.registry import read_registry
from ..running.store import Executed
from .fold import fold, fold_title
from .labels import entries, link_to
from .state import Site, page_name, site_of

__all__ = ["DEVICES", "device_of", "seconds_of", "setup", "taught"]

DEVICES = {"cpu": "CPU", "cuda": "CUDA GPU", "mps": "Apple GPU"}


def _add_boxes(app: Sphinx, doctree: nodes.document) -> None:
    site = site_of(app.srcdir)
    name = page_name(app.env.docname)
    section = next(doctree.findall(nodes.section), None)
    if section is None or name not in site.book.pages:
        return
    executed = site.executed(name)
    facts = list(_facts(site, name, executed, docname=app.env.docname))
    if facts:
        title = section.first_child_matching_class(nodes.title) or 0
        section.insert(title + 1, _strip(facts))
    record = _record(site, name, executed)
    # In print, a page that was not run has nothing to say.
    section += record if executed else addnodes.only("", record, expr="builder_html")


def _strip(facts: list[list[nodes.Node]]) -> nodes.Node:
    """Return the line of facts under a page's title."""
    strip = nodes.bullet_list(classes=["homlp-facts"])
    for fact in facts:
        strip += nodes.list_item("", nodes.paragraph("", "", *fact))
    return strip


def _facts(
    site: Site, name: str, executed: Executed | None, *, docname: str
) -> Iterator[list[nodes.Node]]:
    front = site.book.pages[name].front
    if front.requires:
        known = entries(site.book)
        links: list[nodes.Node] = [nodes.strong("", "Requires"), nodes.Text(" ")]
        for index, required in enumerate(front.requires):
            links += [nodes.Text(", ")] if index else []
            links.append(link_to(known[required], known[required].title, docname=docname))
        yield links
    if front.reading_minutes and (front.kernel or front.number):
        yield [nodes.strong("", "Read"), nodes.Text(f" {_minutes(front.reading_minutes)}")]
    if executed and "seconds" in executed.run:
        where = f"on {_machine(executed)}{_spared(executed)}"
        yield [nodes.strong("", "Run"), nodes.Text(f" {seconds_of(executed)} {where}")]
        colab = in_words(site.verified.get(name))
        yield [nodes.strong("", "Colab"), nodes.Text(f" {colab}")]


def _minutes(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{minutes} min"
    return f"{hours} h {rest} min" if rest else f"{hours} h"


def seconds_of(executed: Executed) -> str:
    """Return how long a page ran, in words."""
    seconds = executed.run["seconds"]
    return f"{max(round(seconds), 1)} s" if seconds < 100 else f"{round(seconds / 60)} min"


def device_of(executed: Executed) -> str:
    """Return what a page ran on, in a word or two."""
    device = str(executed.meta["device"])
    return "no GPU" if device == "cpu" else DEVICES.get(device, device)


def _spared(executed: Executed) -> str:
    return ", no GPU needed" if executed.meta["device"] == "cpu" else ""


def _machine(executed: Executed) -> str:
    device = executed.meta["device"]
    cores = executed.run.get("host", {}).get("cores")
    if device == "cpu" and cores:
        return f"{cores} cores"
    return DEVICES.get(device, str(device))


def _record(site: Site, name: str, executed: Executed | None) -> nodes.Node:
    """Return the folded box with everything that is known of a page and its run."""
    box = fold(classes=["homlp-provenance"])
    box += fold_title("", "Where this page comes from")
    rows = nodes.definition_list()
    rows += _row("Page", [nodes.paragraph("", "", *_links(site.repository, name))])
    for term, descriptions in _rows(site, executed) if executed else ():
        rows += _row(term, [nodes.paragraph("", text) for text in descriptions])
    box += rows
    return box


def _row(term: str, paragraphs: list[nodes.paragraph]) -> nodes.Node:
    definition = nodes.definition("", *paragraphs)
    return nodes.definition_list_item("", nodes.term("", term), definition)


def _links(repository: Repository, name: str) -> Iterator[nodes.Node]:
    """Yield the links to a page's text and to every change of it."""
    place = f"{repository.branch}/book/{name}.md"
    for kind, words in (("blob", "its source"), ("commits", "its history")):
        if kind != "blob":
            yield nodes.Text(", ")
        yield nodes.reference("", words, refuri=f"{repository.url}/{kind}/{place}", internal=False)


def _rows(site: Site, executed: Executed) -> Iterator[tuple[str, list[str]]]:
    meta, run = executed.meta, executed.run
    yield "Scale", [str(meta["scale"])]
    yield "Device", [_device(executed)]
    if "when" in run:
        yield "Date", [f"{datetime.fromisoformat(run['when']):%-d %B %Y, %H:%M} UTC"]
    if run.get("commit"):
        yield "Commit", [run["commit"][:12] + (" with local changes" if run.get("dirty") else "")]
    if "seconds" in run:
        yield "Time", [f"{run['seconds']:.1f} s"]
    if run.get("peak_mb"):
        yield "Peak memory", [f"{run['peak_mb']:,} MB"]
    if versions := taught(run.get("versions", {})):
        yield "Versions", [", ".join(f"{name} {version}" for name, version in versions.items())]
    if choices := meta.get("at_scale"):
        yield "Settings of scale", [_choice(choice) for choice in choices]
    if data := _data(site, executed):
        yield "Data", data
    yield "Key", [executed.digest[:12]]


def taught(versions: dict[str, str]) -> dict[str, str]:
    """Keep the libraries that the book itself asks for; constraints.txt locks the others."""
    asked = {re.split(r"[^\w.-]", line)[0] for line in metadata.requires("homlp") or []}
    return {name: versions[name] for name in sorted(versions) if name in asked}


def _device(executed: Executed) -> str:
    host = executed.run.get("host", {})
    words = [DEVICES.get(executed.meta["device"], str(executed.meta["device"]))]
    words += [f"{host['cores']} cores"] if "cores" in host else []
    words += [str(host[part]) for part in ("machine", "system") if part in host]
    return ", ".join(words)


def _choice(choice: dict[str, str]) -> str:
    return f"{choice['chosen']} (quick {choice['quick']}, full {choice['full']})"


def _data(site: Site, executed: Executed) -> list[str]:
    """Return a line for each data set that the page names or loaded, with its licence."""
    loaded = [item if isinstance(item, dict) else {"name": item} for item in executed.meta["data"]]
    noted = {str(item.get("name")): item for item in loaded}
    tables = _registry(site)
    names = dict.fromkeys([*site.book.pages[executed.page].front.data, *noted])
    return [_described(name, tables.get(name, {}) | noted.get(name, {})) for name in names]


def _registry(site: Site) -> dict[str, dict[str, Any]]:
    if not Path(site.settings.registry).exists():
        return {}
    try:
        return read_registry(site.settings.registry)
    except BuildError:
        return {}  # whoever names a data set has been told already, by the key of the page


def _described(name: str, facts: dict[str, Any]) -> str:
    title, terms = facts.get("title"), facts.get("terms")
    return name + (f": {title}" if title else "") + (f" ({terms})" if terms else "")


def setup(app: Sphinx) -> dict[str, Any]:
    """Add the boxes once a page is read."""
    app.connect("doctree-read", _add_boxes)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
