"""One page on its way into a notebook.

The notebook runs from top to bottom as it is: a stub's check is a comment until the reader
has written an answer (:func:`.cells.split_check`), solutions are folded text, and cells
that only the full scale runs are passed over at the quick one (:mod:`homlp_lib.magics`).
"""

import json
import textwrap
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from docutils import nodes
from packaging.requirements import Requirement
from sphinx.builders import Builder

from ...manuscript.imports import reach
from ...publishing.repository import Repository
from ...running.store import Executed
from ...running.versions import distributions_offering
from ..state import BookBuildError
from . import blocks, boxes, tables
from .cells import exported, install_cell, library_cell, needs_of
from .inline import Inline
from .markup import Block, Code
from .translator import Page, Translator

__all__ = ["WRITERS", "Export"]

WRITERS = blocks.WRITERS | boxes.WRITERS | tables.WRITERS
_VERSIONS = """\
from homlp_lib import environment

environment(
    {names},
)"""
_MAGIC = """\
# Passes over cells that begin with %%needs, where this machine or the scale lacks what they need.
%load_ext homlp_lib.magics"""


class Export:
    """One page on its way into a notebook.

    Parameters
    ----------
    builder : Builder
        Whose pages have addresses on the site.
    repository : Repository
    docname : str
    executed : Executed
    """

    def __init__(
        self, builder: Builder, repository: Repository, docname: str, executed: Executed
    ) -> None:
        self.builder, self.repository = builder, repository
        self.docname, self.executed = docname, executed
        self.source_root = Path(builder.app.srcdir) / "src"
        self.stored = iter(executed.notebook["cells"])
        self.needed = self._needed()

    def notebook(self, doctree: nodes.document) -> dict[str, Any]:
        """Return the notebook as plain lists and dicts."""
        inline = Inline(
            page_url=self.builder.get_target_uri(self.docname),
            site_url=self.repository.site_url,
            repository=self.repository,
            image_url=self._image_url,
        )
        page = Page(number=self._number, cell=self._cells, library=self._library)
        body = Translator(page, inline, WRITERS).block(doctree)
        cells = _merged([*self._head(), *body, *self._tail()])
        return {
            "cells": [_cell(index, block) for index, block in enumerate(cells, start=1)],
            "metadata": {
                "authors": [{"name": str(self.builder.config.author)}],
                "kernelspec": self.executed.notebook["metadata"]["kernelspec"],
                "language_info": {"name": "python", "pygments_lexer": "ipython3"},
                "title": self.builder.env.titles[self.docname].astext(),
            },
            "nbformat": 4,
            "nbformat_minor": 5,
        }

    def _head(self) -> Iterator[Block]:
        title = str(self.builder.config.html_title)
        yield (
            f"*A page of [{title}]({self.repository.site_url}), to be read "
            f"[on the site]({self.builder.get_target_uri(self.docname)}) or run here. "
            "The first cell installs what is missing, and nothing where all is there.*"
        )
        yield Code(install_cell(self.needed, library=self.repository.requirement))
        if any(needs_of(cell) for cell in self.executed.notebook["cells"]):
            yield Code(_MAGIC)

    def _needed(self) -> dict[str, str]:
        """Return what the page imports, directly or through the library, as pip calls it."""
        sources = ("".join(cell["source"]) for cell in self.executed.notebook["cells"])
        asked = reach(sources, source_root=self.source_root).libraries
        offered = distributions_offering(asked)
        return {name: offered[name] for name in sorted(asked) if name in offered}

    def _tail(self) -> Iterator[Block]:
        yield "## Versions\n\nWhat this notebook ran with, to quote when you report a problem."
        names = ["homlp", *sorted(set(self.needed.values()))]
        listed = ", ".join(json.dumps(Requirement(name).name) for name in names)
        yield Code(_VERSIONS.format(names="\n    ".join(textwrap.wrap(listed, 84))))

    def _image_url(self, uri: str) -> str:
        if "://" in uri or uri.startswith("data:"):
            return uri
        _, name = self.builder.env.images.get(uri, (set(), Path(uri).name))
        return f"{self.repository.site_url}_images/{name}"

    def _number(self, node: nodes.Element) -> str:
        """Return the number that Sphinx gave a node of the page."""
        env = self.builder.env
        if isinstance(node, nodes.title):
            return ".".join(map(str, env.titles[self.docname].get("secnumber", ())))
        for numbers in env.toc_fignumbers.get(self.docname, {}).values():
            ids: list[str] = node.get("ids", [])
            for one in ids:
                if one in numbers:
                    return ".".join(map(str, numbers[one]))
        return str(node.get("number") or "") if isinstance(node, nodes.math_block) else ""

    def _cells(self, node: nodes.container) -> list[Block]:
        """Return the stored cell that a container shows, and those before that no one sees."""
        shown = next(
            (
                child.astext()
                for source in node.findall(nodes.container)
                if source.get("nb_element") == "cell_code_source"
                for child in source.children
            ),
            None,
        )
        found: list[Block] = []
        for stored in self.stored:
            source = "".join(stored["source"])
            found += exported(stored, source)
            if shown is None or shown.strip() == source.strip():
                return found
        raise BookBuildError(f"{self.docname}: the stored notebook lacks a cell: {shown!r}")

    def _library(self, node: nodes.container) -> Code:
        dotted = next(node.findall(nodes.literal)).astext()
        code = next(node.findall(nodes.literal_block)).astext()
        source = library_cell(code, dotted=dotted, source_root=self.source_root)
        return Code(source, metadata={"tags": ["library-source"]})


def _merged(blocks: Iterable[Block]) -> Iterator[Block]:
    """Join neighbouring Markdown into cells; a heading begins a new one, and a fold ends one."""
    waiting: list[str] = []
    for block in blocks:
        ends = waiting and waiting[-1].endswith("</details>")
        if waiting and (ends or isinstance(block, Code) or block.startswith("#")):
            yield "\n\n".join(waiting)
            waiting = []
        if isinstance(block, Code):
            yield block
        else:
            waiting.append(block)
    if waiting:
        yield "\n\n".join(waiting)


def _cell(index: int, block: Block) -> dict[str, Any]:
    common: dict[str, Any] = {"id": f"cell-{index}", "metadata": {}}
    if isinstance(block, str):
        return common | {"cell_type": "markdown", "source": block.splitlines(keepends=True)}
    return common | {
        "cell_type": "code",
        "source": block.source.splitlines(keepends=True),
        "outputs": block.outputs,
        "execution_count": block.count,
        "metadata": block.metadata,
    }
