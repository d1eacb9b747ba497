"""The reader that myst-nb calls for each page: its text, with the outputs from the store."""

from itertools import groupby, takewhile
from typing import Any

import nbformat
from myst_nb.core.read import read_myst_markdown_notebook
from sphinx.application import Sphinx
from sphinx.config import Config

from ..running.store import Executed
from .state import BookBuildError, site_of

__all__ = ["read_page", "setup"]

_NOTES = {
    "full": ("At full scale only", "more time, a network connection or a GPU"),
    "gpu": ("On a GPU only", "a GPU that PyTorch can use"),
}


def read_page(text: str, *, root: str) -> Any:
    """Read a page as a notebook with its stored outputs.

    Parameters
    ----------
    text : str
        The page's text, as it was when the build began.
    root : str
        The repository, which a site was opened for.

    Raises
    ------
    BookBuildError
        If the page, or its notebook in the store, is not what the build began with.
    """
    notebook = read_myst_markdown_notebook(text, add_source_map=True)
    _mend_lines(notebook, text.splitlines())
    if not any(cell.cell_type == "code" for cell in notebook.cells):
        return notebook
    site = site_of(root)
    page = site.page_with_text(text)
    executed = site.executed(page.name) if page else None
    if page is None or executed is None:
        raise BookBuildError("a page or its notebook changed during the build — build again")
    notebook.metadata["language_info"] = {"name": "python", "pygments_lexer": "ipython3"}
    _attach(notebook, executed)
    _add_notes(notebook)
    return notebook


def _mend_lines(notebook: nbformat.NotebookNode, lines: list[str]) -> None:
    """Correct where pieces of text start: myst-nb counts from their first blank line."""
    starts = notebook.metadata["source_map"]
    for index, cell in enumerate(notebook.cells):
        if cell.cell_type == "markdown":
            blank = takewhile(lambda line: not line.strip(), lines[starts[index] :])
            starts[index] += len(list(blank)) - 1


def _attach(notebook: nbformat.NotebookNode, executed: Executed) -> None:
    """Give each code cell the outputs of the stored cell in its position."""
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    stored = executed.notebook["cells"]
    if [cell.source for cell in cells] != [_joined(cell["source"]) for cell in stored]:
        raise BookBuildError(
            f"{executed.path}: holds other cells than {executed.page} — delete it and build again"
        )
    for cell, done in zip(cells, stored, strict=True):
        cell.outputs = [_node(output) for output in done["outputs"]]
        cell.execution_count = done["execution_count"]
        cell.metadata["homlp"] = done["metadata"].get("homlp", {})


def _node(output: dict[str, Any]) -> nbformat.NotebookNode:
    node: nbformat.NotebookNode = nbformat.from_dict(output)  # type: ignore[no-untyped-call]
    if table := node.get("data", {}).get("text/html"):
        # pandas leaves the corner of a table an empty header, which says nothing to a reader.
        node.data["text/html"] = _joined(table).replace("<th></th>", "<td></td>")
    return node


def _joined(source: str | list[str]) -> str:
    return source if isinstance(source, str) else "".join(source)


def _add_notes(notebook: nbformat.NotebookNode) -> None:
    """Put a note before each run of cells that this scale skips for the same reason."""
    cells, lines = [], []
    pairs = zip(notebook.cells, notebook.metadata["source_map"], strict=True)
    for why, group in groupby(pairs, lambda pair: _skipped(pair[0])):
        run = list(group)
        if why:
            cells.append(_note(_words(*why, count=len(run))))
            lines.append(run[0][1])
        cells += [cell for cell, _ in run]
        lines += [line for _, line in run]
    notebook.cells = cells
    notebook.metadata["source_map"] = lines


def _skipped(cell: Any) -> tuple[str, str] | None:
    """Return why a cell is skipped and what it needs, or nothing."""
    skipped = cell.metadata.get("homlp", {}).get("skipped")
    if skipped not in _NOTES:
        return None
    return skipped, str(cell.metadata.get("full", _NOTES[skipped][1]))


def _words(skipped: str, needs: str, *, count: int) -> str:
    where = "the cell below needs" if count == 1 else f"the {count} cells below need"
    return f"{_NOTES[skipped][0]}: {where} {needs}."


def _note(words: str) -> Any:
    return nbformat.v4.new_markdown_cell(  # type: ignore[no-untyped-call]
        f"```{{admonition}} Not run for this page\n:class: homlp-full\n{words}\n```"
    )


def _use_reader(app: Sphinx, config: Config) -> None:
    formats = {".md": ["homlp_build.sphinx.reader.read_page", {"root": str(app.srcdir)}, False]}
    config.nb_custom_formats = formats


def setup(app: Sphinx) -> dict[str, Any]:
    """Have myst-nb read ``.md`` files with :func:`read_page`."""
    app.setup_extension("myst_nb")
    app.connect("config-inited", _use_reader, priority=100)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
