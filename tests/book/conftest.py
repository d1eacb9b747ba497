"""The real book: its pages, and their executed notebooks (executed if they are not fresh)."""

from pathlib import Path

import pytest

from homlp_build.manuscript.pages import Book, read_book
from homlp_build.running.execute import execute_book
from homlp_build.running.keys import page_key, settings_for
from homlp_build.running.store import Executed, Store

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def book() -> Book:
    return read_book(ROOT)


@pytest.fixture(scope="session")
def executed(book: Book) -> dict[str, Executed]:
    """Every page's executed notebook at the quick scale, by the page's name."""
    settings = settings_for(ROOT, "quick")
    store = Store(ROOT / "_build" / "executed")
    report = execute_book(book, settings=settings, store=store)
    assert report.ok, "\n".join(map(str, report.failures))
    found = {
        name: store.get(name, page_key(page, settings).digest)
        for name, page in book.executable.items()
    }
    return {name: one for name, one in found.items() if one is not None}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test that takes ``page``, ``coded`` or ``chapter`` once for each of them."""
    pages = read_book(ROOT).pages
    kinds = {
        "page": pages.values(),
        "coded": [page for page in pages.values() if page.cells],
        "chapter": [page for page in pages.values() if page.front.part in (1, 2)],
    }
    for kind, chosen in kinds.items():
        if kind in metafunc.fixturenames:
            metafunc.parametrize(kind, chosen, ids=lambda page: page.name)
