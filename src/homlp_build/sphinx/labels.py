"""How the site names and links pages, written or planned."""

from dataclasses import dataclass

from docutils import nodes
from sphinx import addnodes

from ..manuscript.front import Part
from ..manuscript.pages import Book, FrontMatter, Page, PlannedPage
from .state import docname_of

__all__ = [
    "PART_TITLES",
    "Entry",
    "entries",
    "link_to",
    "roadmap_entries",
    "short_label",
    "slug",
]

PART_TITLES: dict[Part, str] = {
    1: "Part I. The fundamentals of machine learning",
    2: "Part II. Neural networks and deep learning",
    "appendix": "Appendices",
    "tutorial": "Tutorials",
}


@dataclass(frozen=True)
class Entry:
    """What the site says of a page, be it written or planned."""

    name: str
    title: str
    written: bool
    part: Part | None
    number: int | str | None
    requires: tuple[str, ...]
    reading_minutes: int | None


def entries(book: Book) -> dict[str, Entry]:
    """Return every page, written and planned, by name."""
    written = (_entry(page, page.front, written=True) for page in book.pages.values())
    planned = (_entry(page, page, written=False) for page in book.planned.values())
    return {entry.name: entry for entry in (*planned, *written)}


def roadmap_entries(book: Book) -> dict[str, Entry]:
    """Return the chapters, appendices and tutorials, each part in the order of its numbers.

    Pages without a number come in the order in which the others need them.
    """
    order = list(PART_TITLES)
    found = [entry for entry in entries(book).values() if entry.part in order]
    found.sort(key=lambda entry: (order.index(entry.part or 1), _rank(entry.number)))
    needed = [name for entry in found if entry.number is not None for name in entry.requires]
    found.sort(key=lambda entry: _need(entry, needed, order))
    return {entry.name: entry for entry in found}


def _need(entry: Entry, needed: list[str], order: list[Part]) -> tuple[int, int]:
    """Return the part, and in it the place of a page without a number."""
    first = needed.index(entry.name) if entry.name in needed else len(needed)
    return order.index(entry.part or 1), 0 if entry.number is not None else first


def _entry(page: Page | PlannedPage, facts: FrontMatter | PlannedPage, *, written: bool) -> Entry:
    return Entry(
        name=page.name,
        title=page.title,
        written=written,
        part=facts.part,
        number=facts.number,
        requires=facts.requires,
        reading_minutes=facts.reading_minutes,
    )


def _rank(number: int | str | None) -> int:
    if number is None:
        return 0
    return number if isinstance(number, int) else ord(number)


def short_label(entry: Entry) -> str:
    """Return ``Chapter 4``, ``Appendix A``, or the title of a page without a number."""
    if entry.number is None:
        return entry.title
    return f"{'Appendix' if entry.part == 'appendix' else 'Chapter'} {entry.number}"


def slug(name: str) -> str:
    """Return a page's name for addresses, ``ch04`` or ``numpy``: a new title leaves it alone."""
    folder, _, base = name.rpartition("/")
    first, _, rest = base.partition("_")
    if folder == "appendices" and rest:
        return f"appendix-{first}"
    return first if rest and first.startswith("ch") and first[2:].isdecimal() else base


def link_to(entry: Entry, text: str, *, docname: str) -> nodes.Node:
    """Return a link to a written page, or the plain text for a planned one."""
    if not entry.written:
        return nodes.inline("", text, classes=["homlp-planned"])
    return addnodes.pending_xref(
        "",
        nodes.inline("", text, classes=["std", "std-doc"]),
        refdomain="std",
        reftype="doc",
        reftarget=f"/{docname_of(entry.name)}",
        refexplicit=True,
        refdoc=docname,
        refwarn=True,
    )
