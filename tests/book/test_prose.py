"""The prose keeps the house rules, pastes what cells recorded, and leads nowhere by mistake."""

import re

from homlp_build.links import check_links
from homlp_build.markdown import walk
from homlp_build.prose import lint

GLUE = re.compile(r"\{glue:\w*\}`([^`:]+)")


def pasted(page) -> set[str]:
    """Return the recorded names that a page pastes, in its prose and in its captions."""
    roles = {
        piece.content.split(":")[0]
        for piece in walk(page.text)
        if piece.kind == "role" and piece.name.startswith("glue")
    }
    return roles | {name for cell in page.cells for name in GLUE.findall(cell.options)}


def test_the_prose_keeps_the_house_rules(page):
    found = [
        f"{page.path}:{one.line}: {one.message}"
        for one in lint(page.text, has_code=bool(page.cells))
    ]
    assert found == []


def test_what_is_pasted_was_recorded_and_what_was_recorded_is_pasted(coded, executed):
    recorded = set(executed[coded.name].meta["records"])
    assert pasted(coded) == recorded


def test_no_link_inside_the_book_dangles(book):
    texts = {page.path.resolve(): page.text for page in book.pages.values()}
    assert check_links(book.root / "book", texts) == {}
