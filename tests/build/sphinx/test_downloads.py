"""What the home page offers to take away."""

import re
from collections.abc import Callable
from typing import Any

Book = Any  # see conftest.py


def _line(page: str) -> str:
    [line] = re.findall(r'<p class="homlp-downloads">(.*?)</p>', page)
    return re.sub("</?span[^>]*>", "", line)


def test_the_site_offers_what_was_made_and_says_how_to_make_the_rest(
    make_book: Callable[[], Book],
) -> None:
    book = make_book()
    book.write("index.md", "# Home\n\n```{homlp-downloads}\n```\n")
    alone = book.render()
    assert alone.warnings == ""
    line = _line(alone.page("index"))
    assert "<a" not in line
    assert "make pdf" in line
    assert "make epub" in line

    made = book.root / "_build" / "pdf" / "homlp.pdf"
    made.parent.mkdir(parents=True)
    made.write_bytes(b"%PDF" + bytes(2_345_000))
    line = _line(book.render().page("index"))  # although no page changed
    assert '<a class="reference external" href="../downloads/homlp.pdf">PDF (2.3 MB)</a>' in line
    assert "make pdf" not in line
    assert "make epub" in line
    site = book.root / "_build" / "html"
    assert (site / "downloads" / "homlp.pdf").read_bytes() == made.read_bytes()

    made.unlink()
    assert "<a" not in _line(book.render().page("index"))
    assert not (site / "downloads" / "homlp.pdf").exists()


def test_print_does_not_offer_itself(make_book: Callable[[], Book]) -> None:
    book = make_book()
    book.write("index.md", "# Home\n\n```{homlp-downloads}\n```\n")
    book.render("text")
    assert "make pdf" not in (book.root / "_build/text/book/index.txt").read_text()
