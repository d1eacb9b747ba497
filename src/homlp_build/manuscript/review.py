"""A review of pages that takes a second: recorded names, the prose, and links inside the book."""

from collections.abc import Iterable, Iterator

from ..errors import PageError
from .links import check_links
from .names import name_faults
from .pages import Book, Page
from .prose import lint, lint_figures

__all__ = ["review"]


def review(
    book: Book, pages: Iterable[Page], *, scale: str, device: str = "cpu"
) -> list[PageError]:
    """Return what is wrong on some pages of a book, page by page in the order of the lines.

    Parameters
    ----------
    book : Book
        The whole of it: links may lead to any page.
    pages : iterable of Page
        Those to review.
    scale, device : str
        Cells that they skip record nothing.
    """
    files = {page.name: book.root / "book" / f"{page.name}.md" for page in book.pages.values()}
    links = check_links(
        book.root / "book", {files[one.name]: one.text for one in book.pages.values()}
    )
    faults: list[PageError] = []
    for page in pages:
        own = [
            *name_faults(page, scale=scale, device=device),
            *_prose(page),
            *(
                PageError(page.path, one.line, one.message)
                for one in links.get(files[page.name], [])
            ),
        ]
        faults += sorted(own, key=lambda fault: fault.line)
    return faults


def _prose(page: Page) -> Iterator[PageError]:
    for finding in (*lint(page.text, has_code=bool(page.cells)), *lint_figures(page.cells)):
        yield PageError(page.path, finding.line, finding.message)
