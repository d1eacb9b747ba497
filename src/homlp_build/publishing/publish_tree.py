"""The trees that publishing pushes: the notebooks, and what Binder makes its image from."""

import json
import shutil
from pathlib import Path

from ..errors import UsageError
from ..manuscript.pages import Book
from .published import BINDER_FILES, INDEX, notebook_path
from .repository import Repository

__all__ = ["lay_out_binder", "lay_out_notebooks"]

_README = """\
# The notebooks of HOMLP

One notebook a page, with its outputs, as [the site]({site}) shows them. They were made from
[{short}]({url}/tree/{commit}) by `make notebooks`: do not edit them here, but
[the pages]({url}/tree/{commit}/book).

{rows}

Each installs what it lacks in its first cell and runs from top to bottom by itself. Code: MIT.
Text and figures: CC BY 4.0.
"""


def lay_out_notebooks(
    folder: Path, book: Book, *, notebooks: Path, repository: Repository
) -> list[str]:
    """Lay out the branch of notebooks in a new folder.

    Parameters
    ----------
    folder : Path
        What was in it is removed.
    book : Book
    notebooks : Path
        What ``make notebooks`` wrote.
    repository : Repository
        Whose commit the notebooks belong to.

    Returns
    -------
    list of str
        The pages, in the order of the book.

    Raises
    ------
    UsageError
        If a page with code has no notebook, or the commit is not known.
    """
    if repository.commit is None:
        raise UsageError(f"{book.root} is in no git repository — notebooks belong to a commit")
    pages = list(book.executable)
    if missing := [name for name in pages if not (notebooks / notebook_path(name)).is_file()]:
        raise UsageError(f"{notebooks} lacks {', '.join(missing)} — run 'make notebooks' first")
    _empty(folder)
    for name in pages:
        target = folder / notebook_path(name)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(notebooks / notebook_path(name), target)
    titles = {name: book.pages[name].title for name in pages}
    index = {"commit": repository.commit, "pages": titles}
    _write(folder / INDEX, json.dumps(index, indent=1, ensure_ascii=False) + "\n")
    _write(folder / "README.md", _readme(titles, repository))
    _copy_files(book.root, folder)
    return pages


def lay_out_binder(folder: Path, root: Path) -> None:
    """Lay out the branch that Binder makes its image from: nothing that a page could change."""
    _empty(folder)
    _copy_files(root, folder)


def _readme(titles: dict[str, str], repository: Repository) -> str:
    rows = "\n".join(f"- [{title}]({notebook_path(name)})" for name, title in titles.items())
    commit = str(repository.commit)
    return _README.format(
        site=repository.site_url, url=repository.url, commit=commit, short=commit[:12], rows=rows
    )


def _copy_files(root: Path, folder: Path) -> None:
    for name in BINDER_FILES:
        if not (root / name).is_file():
            raise UsageError(f"{root / name} is missing — Binder makes its image from it")
        shutil.copyfile(root / name, folder / name)


def _empty(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
