"""Which pages are fresh, and why the others are not."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import product

from ..errors import StoreError
from ..manuscript.pages import Book, Page
from .device import DEVICES
from .keys import SCALES, Key, KeySettings, changes, elsewhere, page_key
from .store import Store

__all__ = ["PageStatus", "book_status", "page_status"]

_SHOWN = 3


@dataclass(frozen=True)
class PageStatus:
    """Whether a page's notebook is in the store, and what it cost to make.

    Attributes
    ----------
    page : str
    fresh : bool
    reason : str
        Why it is not; empty if it is.
    held : tuple of str
        The scales and devices at which the store holds it fresh, such as ``full on cuda``.
    seconds : float or None
        How long the fresh notebook took, where that was measured.
    peak_mb : int or None
        Its peak memory, likewise.
    """

    page: str
    fresh: bool
    reason: str = ""
    held: tuple[str, ...] = ()
    seconds: float | None = None
    peak_mb: int | None = None


def book_status(
    book: Book, *, settings: KeySettings, store: Store, names: Iterable[str] | None = None
) -> list[PageStatus]:
    """Return the status of each page that has code, in the order of the names."""
    pages = book.executable
    return [
        page_status(pages[name], page_key(pages[name], settings), store=store)
        for name in (pages if names is None else names)
    ]


def page_status(page: Page, key: Key, *, store: Store) -> PageStatus:
    """Return the status of one page."""
    run = store.run(page.name, key.digest)
    return replace(
        _status(page, key, store),
        held=tuple(_held(page, key, store)),
        seconds=run.get("seconds"),
        peak_mb=run.get("peak_mb"),
    )


def _status(page: Page, key: Key, store: Store) -> PageStatus:
    try:
        if store.get(page.name, key.digest):
            return PageStatus(page.name, fresh=True)
        last = store.newest(page.name)
    except StoreError as error:
        return PageStatus(page.name, fresh=False, reason=f"damaged: {error}")
    if last is None:
        return PageStatus(page.name, fresh=False, reason="never executed")
    reasons = changes(last.meta["parts"], key.parts)
    more = f"; and {len(reasons) - _SHOWN} more" if len(reasons) > _SHOWN else ""
    return PageStatus(page.name, fresh=False, reason="; ".join(reasons[:_SHOWN]) + more)


def _held(page: Page, key: Key, store: Store) -> Iterator[str]:
    for scale, device in product(SCALES, DEVICES):
        if store.has(page.name, elsewhere(key, scale=scale, device=device).digest):
            yield f"{scale} on {device}"
