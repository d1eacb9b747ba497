"""The ``notebooks`` builder: each page with code as a notebook that opens anywhere.

It walks the resolved doctree, so that numbers, references and citations stand as on the
site, and takes the outputs from the store: nothing runs. The notebook runs from top to
bottom as it is: a stub's check is a comment until the reader has written an answer
(:func:`.notebook_cells.split_check`), solutions are folded text, and so are the cells
that only the full scale runs.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docutils import nodes
from packaging.requirements import Requirement
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.config import Config

from ..errors import BuildError
from ..imports import reach
from ..repository import Repository, read_repository
from ..store import Executed
from ..versions import distributions_offering
from .notebook_cells import INSTALL, library_cell, split_check
from .notebook_markdown import Code, Translator, fenced
from .state import BookBuildError, page_name, site_of

__all__ = ["NotebookBuilder", "setup"]

_MIMES = ("application/vnd.homlp.", "application/papermill.record/")
_FORMS = ("image/png", "image/svg+xml", "text/markdown", "text/latex", "text/html", "text/plain")
_VERSIONS = """\
from homlp_lib import environment

environment({names})"""


class NotebookBuilder(Builder):
    """Write ``<page name>.ipynb`` for each page with code."""

    name = "notebooks"
    format = "notebook"
    epilog = "The notebooks are in %(outdir)s."
    allow_parallel = False
    supported_image_types = ["image/svg+xml", "image/png", "image/gif", "image/jpeg"]  # noqa: RUF012

    repository: Repository

    def init(self) -> None:
        """Find out whose copy of the book this is."""
        try:
            self.repository = read_repository(Path(self.app.srcdir))
        except BuildError as error:
            raise BookBuildError(str(error)) from error

    def get_outdated_docs(self) -> Iterator[str]:
        """Yield every page: a notebook depends on the commit, and takes no time."""
        yield from self.env.found_docs

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """Return a page's address on the site."""
        return f"{self.repository.site_url}{docname}.html"

    def get_relative_uri(self, from_: str, to: str, typ: str | None = None) -> str:
        """Return the same: a notebook is read far from the site."""
        return self.get_target_uri(to, typ)

    def prepare_writing(self, docnames: set[str]) -> None:
        """Need nothing."""

    def write_doc(self, docname: str, doctree: nodes.document) -> None:
        """Write a page's notebook."""
        executed = site_of(self.app.srcdir).executed(page_name(docname))
        if executed is None:
            return
        notebook = _Export(self, docname, executed).notebook(doctree)
        path = Path(self.outdir) / f"{page_name(docname)}.ipynb"
        path.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps(notebook, indent=1, ensure_ascii=False, sort_keys=True)
        path.write_text(text + "\n", encoding="utf-8")


class _Export:
    """One page on its way into a notebook."""

    def __init__(self, builder: NotebookBuilder, docname: str, executed: Executed) -> None:
        self.builder, self.docname, self.executed = builder, docname, executed
        self.repository = builder.repository
        self.source_root = Path(builder.app.srcdir) / "src"
        self.stored = iter(executed.notebook["cells"])

    def notebook(self, doctree: nodes.document) -> dict[str, Any]:
        """Return the notebook as plain lists and dicts."""
        translator = Translator(
            page_url=self.builder.get_target_uri(self.docname),
            site_url=self.repository.site_url,
            image_url=self._image_url,
            number=self._number,
            cell=self._cells,
            library=self._library,
        )
        blocks = [*self._head(), *translator.blocks(doctree), *self._tail()]
        cells = [_cell(index, block) for index, block in enumerate(_merged(blocks), start=1)]
        kept = self.executed.notebook["metadata"]
        title = self.builder.env.titles[self.docname].astext()
        return {
            "cells": cells,
            "metadata": {
                "authors": [{"name": str(self.builder.config.author)}],
                "kernelspec": kept["kernelspec"],
                "language_info": {"name": "python", "pygments_lexer": "ipython3"},
                "title": title,
            },
            "nbformat": 4,
            "nbformat_minor": 5,
        }

    def _head(self) -> Iterator[str | Code]:
        title = str(self.builder.config.html_title)
        yield (
            f"*This notebook is a page of [{title}]({self.repository.site_url}), to be read "
            f"[on the site]({self.builder.get_target_uri(self.docname)}) or run here. "
            "The first cell installs what is missing, and does nothing where all is there.*"
        )
        needed = json.dumps(self._needed(), indent=4).replace('"\n}', '",\n}')
        yield Code(INSTALL.format(needed=needed, requirement=self.repository.requirement).rstrip())

    def _needed(self) -> dict[str, str]:
        """Return what the page imports, directly or through the library, as pip calls it."""
        sources = ("".join(cell["source"]) for cell in self.executed.notebook["cells"])
        asked = reach(sources, source_root=self.source_root).libraries
        offered = distributions_offering(asked)
        return {name: offered[name] for name in sorted(asked) if name in offered}

    def _tail(self) -> Iterator[str | Code]:
        yield "## Versions\n\nWhat this notebook ran with, to quote when you report a problem."
        names = ["homlp", *sorted(set(self._needed().values()))]
        listed = ", ".join(json.dumps(Requirement(name).name) for name in names)
        yield Code(_VERSIONS.format(names=listed))

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

    def _cells(self, node: nodes.container) -> list[Any]:
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
        found: list[Any] = []
        for stored in self.stored:
            source = "".join(stored["source"])
            found += _exported(stored, source)
            if shown is None or shown.strip() == source.strip():
                return found
        raise BookBuildError(f"{self.docname}: the stored notebook lacks a cell: {shown!r}")

    def _library(self, node: nodes.container) -> Code:
        dotted = next(node.findall(nodes.literal)).astext()
        code = next(node.findall(nodes.literal_block)).astext()
        source = library_cell(code, dotted=dotted, source_root=self.source_root)
        return Code(source, metadata={"tags": ["library-source"]})


def _exported(stored: dict[str, Any], source: str) -> Iterator[str | Code]:
    tags = stored["metadata"].get("tags", [])
    if "stub" in tags:
        stub, check = split_check(source)
        yield from (Code(part, metadata={"tags": ["exercise"]}) for part in (stub, check) if part)
    elif {"full", "gpu", "skip-execution"} & set(tags):
        code = fenced(source, "python")
        yield f"<details>\n<summary>Code for the full scale</summary>\n\n{code}\n\n</details>"
    else:
        metadata: dict[str, Any] = {"jupyter": {"source_hidden": True}} if _hidden(tags) else {}
        yield Code(source, _outputs(stored), metadata, stored["execution_count"])


def _hidden(tags: list[str]) -> bool:
    return bool({"hide-input", "hide-cell", "remove-input", "remove-cell"} & set(tags))


def _outputs(stored: dict[str, Any]) -> list[dict[str, Any]]:
    """Return a cell's outputs without what is only for the build."""
    found = []
    for output in stored["outputs"]:
        if "data" not in output:
            found.append(output)
            continue
        data = {k: v for k, v in output["data"].items() if not k.startswith(_MIMES)}
        kept = {k: v for k, v in output["metadata"].items() if k in data}
        if data:
            found.append(output | {"data": data, "metadata": kept})
    return found


def _merged(blocks: list[str | Code]) -> Iterator[str | Code]:
    """Join neighbouring Markdown into cells; a heading begins a new one."""
    waiting: list[str] = []
    for block in blocks:
        if waiting and (isinstance(block, Code) or block.startswith("#")):
            yield "\n\n".join(waiting)
            waiting = []
        if isinstance(block, Code):
            yield block
        else:
            waiting.append(block)
    if waiting:
        yield "\n\n".join(waiting)


def _cell(index: int, block: str | Code) -> dict[str, Any]:
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


def _choose_forms(app: Sphinx, config: Config) -> None:
    """Have myst-nb keep one form of each output that the doctree holds for this builder."""
    ours = [(NotebookBuilder.name, mime, rank) for rank, mime in enumerate(_FORMS, start=1)]
    config.nb_mime_priority_overrides = [*config.nb_mime_priority_overrides, *ours]


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the builder."""
    app.setup_extension("myst_nb")
    app.add_builder(NotebookBuilder)
    app.connect("config-inited", _choose_forms, priority=100)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
