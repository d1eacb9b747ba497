"""Search on the built site: code and prose, sections, ranks, keys, and no server."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

Visit = Callable[..., Page]

CHAPTER = "book/part1/ch04_training_linear_models.html"
RESULTS = "#search-results li a"


def found(page: Page) -> list[tuple[str, str]]:
    """Return the results, best first: what each says and where it leads."""
    expect(page.locator("#search-results")).to_contain_text("Search finished")
    links = page.locator(RESULTS)
    return [(link.inner_text(), link.get_attribute("href")) for link in links.all()]


def test_a_word_that_stands_in_code_alone_is_found_with_its_section(
    visit: Visit, address: str
) -> None:
    results = found(visit(address + "search.html?q=allclose"))
    assert any(href.startswith(f"{CHAPTER}#") and " > " in text for text, href in results)


def test_a_word_of_the_prose_is_found_with_its_section(visit: Visit, address: str) -> None:
    results = found(visit(address + "search.html?q=perpendicular"))
    assert (CHAPTER + "#solving-for-it-in-one-go") in [href for _, href in results]


def test_a_definition_comes_first(visit: Visit, address: str) -> None:
    first = found(visit(address + "search.html?q=learning rate"))[0]
    assert first == ("Glossary > learning rate", "book/glossary.html#term-learning-rate")


def test_a_title_comes_before_the_text(visit: Visit, address: str) -> None:
    first = found(visit(address + "search.html?q=walking downhill"))[0]
    assert first[1] == f"{CHAPTER}#walking-downhill"


def test_no_place_is_listed_twice(visit: Visit, address: str) -> None:
    places = [href for _, href in found(visit(address + "search.html?q=ridge"))]
    assert len(places) > 3
    assert len(places) == len(set(places))


@pytest.mark.parametrize("key", ["/", "Control+k"])
def test_a_key_opens_the_search_and_enter_searches(visit: Visit, address: str, key: str) -> None:
    page = visit(address + CHAPTER)
    page.wait_for_load_state()
    page.keyboard.press(key)
    field = page.locator("input[type=search]:focus")
    expect(field).to_be_visible()
    page.keyboard.type("lasso")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search.html?q=lasso")
    assert found(page)


def test_a_slash_typed_into_a_field_stays_a_slash(visit: Visit, address: str) -> None:
    page = visit(address + CHAPTER)
    page.wait_for_load_state()
    page.keyboard.press("/")
    page.keyboard.type("a/b")
    assert page.evaluate("document.activeElement.value") == "a/b"


def test_the_search_works_from_a_folder_without_a_server(visit: Visit, site: Path) -> None:
    results = found(visit(f"{(site / 'search.html').as_uri()}?q=lasso"))
    assert any("#" in href for _, href in results)
