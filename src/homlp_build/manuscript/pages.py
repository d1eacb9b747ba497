"""Pages: what stands in ``book/``, parsed and held against one another."""

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ..errors import BookError, PageError
from ..memory import remembered
from .cells import Cell, block_tokens, read_cells
from .front import FrontMatter, Part, check_fields, read_front, read_yaml

__all__ = ["Cell", "FrontMatter", "Page", "PlannedPage", "Book", "parse_page", "read_book"]


@dataclass(frozen=True)
class Page:
    """A page of the book.

    Attributes
    ----------
    name : str
        The path under ``book/`` without ``.md``: ``part1/ch04_training_linear_models``.
    path : Path
        Its file, as messages should name it.
    text : str
    front : FrontMatter
    cells : tuple of Cell
        The code cells, in order.
    """

    name: str
    path: Path
    text: str
    front: FrontMatter
    cells: tuple[Cell, ...]

    @property
    def title(self) -> str:
        """The first heading of the first level, or the name of a page without one."""
        found = re.search(r"^#\s+(.+?)\s*$", self.text, flags=re.MULTILINE)
        return found[1] if found else self.name


@dataclass(frozen=True)
class PlannedPage:
    """A page that ``book/planned.yml`` announces and nobody has written yet."""

    name: str
    title: str
    part: Part
    number: int | str | None = None
    requires: tuple[str, ...] = ()
    reading_minutes: int | None = None


@dataclass(frozen=True)
class Book:
    """Every page, by name in alphabetical order, and every planned one."""

    root: Path
    pages: dict[str, Page]
    planned: dict[str, PlannedPage]

    @cached_property
    def executable(self) -> dict[str, Page]:
        """The pages that have code cells."""
        return {name: page for name, page in self.pages.items() if page.cells}


@remembered
def parse_page(text: str, *, path: Path = Path("page.md"), name: str | None = None) -> Page:
    """Parse the text of one page.

    Parameters
    ----------
    text : str
    path : Path
        What messages call the page.
    name : str, optional
        By default the file's name without its ending.

    Raises
    ------
    PageError
        If the front matter or a code cell is malformed; with file and line.
    """
    tokens = block_tokens(text)
    front = FrontMatter()
    if tokens and tokens[0].type == "front_matter":
        front = read_front(tokens[0].content, path=path, first_line=2)
    elif re.match(r"---\s*\n", text):
        raise PageError(path, 1, "front matter is never closed — end it with a line ---")
    cells = tuple(read_cells(text, tokens, path=path))
    if cells and front.kernel is None:
        raise PageError(
            path, cells[0].line, "a code cell on a page without kernelspec — name the kernel"
        )
    return Page(name=name or path.stem, path=path, text=text, front=front, cells=cells)


def read_book(root: Path) -> Book:
    """Read and check every page under ``root / "book"``.

    Raises
    ------
    BookError
        With every malformed page, unknown requirement and cycle of requirements.
    """
    errors: list[PageError] = []
    pages: dict[str, Page] = {}
    for file in sorted(_page_files(root / "book")):
        name = file.relative_to(root / "book").with_suffix("").as_posix()
        try:
            text = file.read_text(encoding="utf-8")
            pages[name] = parse_page(text, path=_shown(file), name=name)
        except UnicodeDecodeError as error:
            line = file.read_bytes()[: error.start].count(b"\n") + 1
            errors.append(PageError(_shown(file), line, "not UTF-8 — save the file as UTF-8"))
        except PageError as error:
            errors.append(error)
    if errors:  # a page that cannot be read would make its requirers look wrong
        raise BookError(errors)
    book = Book(root, pages, _read_planned(root / "book" / "planned.yml", written=pages))
    if faults := [*_unknown_requirements(book), *_cycles(book)]:
        raise BookError(faults)
    return book


def _page_files(folder: Path) -> Iterator[Path]:
    """Yield the pages: names that start with an underscore or a dot are not ours."""
    for file in folder.rglob("*.md"):
        if not any(part[0] in "._" for part in file.relative_to(folder).parts):
            yield file


def _shown(path: Path) -> Path:
    """Return a path as a person would type it: from the working folder, if it is inside."""
    try:
        return path.resolve().relative_to(Path.cwd())
    except ValueError:
        return path


def _read_planned(file: Path, *, written: dict[str, Page]) -> dict[str, PlannedPage]:
    if not file.exists():
        return {}
    path = _shown(file)
    try:
        entries, lines = read_yaml(file.read_text(encoding="utf-8"), path=path)
        return _planned(entries or [], lines, path=path, written=written)
    except PageError as error:
        raise BookError([error]) from error


def _planned(
    entries: object, lines: dict[str, int], *, path: Path, written: dict[str, Page]
) -> dict[str, PlannedPage]:
    planned: dict[str, PlannedPage] = {}
    if not isinstance(entries, list):
        raise PageError(path, 1, "must be a list of pages — write '- name: ...'")
    for index, entry in enumerate(entries):
        line = lines[str(index)]
        if not isinstance(entry, dict) or not {"name", "title", "part"} <= set(entry):
            raise PageError(path, line, "a planned page needs at least name, title and part")
        own = {key.removeprefix(f"{index}."): at for key, at in lines.items()}
        page = PlannedPage(**check_fields(entry, path=path, lines=own, known=_PLANNED_FIELDS))
        if page.name in planned:
            raise PageError(path, line, f"{page.name!r} is planned twice — remove one")
        if page.name in written:
            raise PageError(path, line, f"{page.name!r} is written — remove it from this file")
        planned[page.name] = page
    return planned


_PLANNED_FIELDS = frozenset(PlannedPage.__dataclass_fields__)


def _requirements(book: Book) -> dict[str, tuple[str, ...]]:
    written = {name: page.front.requires for name, page in book.pages.items()}
    return written | {name: page.requires for name, page in book.planned.items()}


def _unknown_requirements(book: Book) -> Iterator[PageError]:
    known = _requirements(book)
    for name, requires in known.items():
        for index, required in enumerate(requires):
            if required not in known:
                yield PageError(
                    *_place(book, name, index),
                    f"{name} requires an unknown page {required!r} — {_suggest(required, known)}",
                )


def _suggest(name: str, known: dict[str, tuple[str, ...]]) -> str:
    close = difflib.get_close_matches(name, known, n=1)
    return f"did you mean {close[0]!r}?" if close else "write it, or list it in book/planned.yml"


def _cycles(book: Book) -> Iterator[PageError]:
    """Yield the first cycle of requirements that is found, if there is one."""
    graph, done = _requirements(book), set[str]()

    def visit(name: str, trail: tuple[str, ...]) -> tuple[str, ...] | None:
        if name in trail:
            return (*trail[trail.index(name) :], name)
        if name in done:
            return None
        found = (visit(required, (*trail, name)) for required in graph.get(name, ()))
        cycle = next((cycle for cycle in found if cycle), None)
        done.add(name)
        return cycle

    for name in graph:
        if cycle := visit(name, ()):
            index = graph[cycle[0]].index(cycle[1])
            shown = " → ".join(cycle)
            yield PageError(
                *_place(book, cycle[0], index), f"requires run in a circle: {shown} — drop one"
            )
            return


def _place(book: Book, name: str, index: int) -> tuple[Path, int]:
    """Return the file and line of a page's requirement."""
    if page := book.pages.get(name):
        return page.path, page.front.line(f"requires.{index}")
    return _shown(book.root / "book" / "planned.yml"), 1
