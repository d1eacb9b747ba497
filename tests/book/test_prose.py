"""The prose keeps the house rules, pastes what cells recorded, and leads nowhere by mistake."""

from homlp_build.manuscript.links import check_links
from homlp_build.manuscript.names import missing_names, unused_names
from homlp_build.manuscript.prose import lint, lint_figures


def test_the_prose_keeps_the_house_rules(page):
    found = [
        f"{page.path}:{one.line}: {one.message}"
        for one in (*lint(page.text, has_code=bool(page.cells)), *lint_figures(page.cells))
    ]
    assert found == []


def test_what_is_pasted_was_recorded_and_what_was_recorded_is_pasted(coded, executed):
    recorded = executed[coded.name].meta["records"]
    assert missing_names(coded, recorded) == []
    assert unused_names(coded, recorded) == []


def test_no_link_inside_the_book_dangles(book):
    texts = {page.path.resolve(): page.text for page in book.pages.values()}
    assert check_links(book.root / "book", texts) == {}
