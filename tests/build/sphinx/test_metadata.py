"""What pages say of themselves to machines, on the small book; and the pictures beside it."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from docutils import nodes
from PIL import Image, ImageChops

from homlp_build.sphinx.cards import HEIGHT, WIDTH, draw_card
from homlp_build.sphinx.icons import draw_icon
from homlp_build.sphinx.metadata import description_of

Book = Rendered = Any  # see conftest.py

CHAPTER = "part1/ch04_lines"
SITE = "https://someone.github.io/book/"
ICON = Path(__file__).parents[3] / "book" / "_static" / "favicon.svg"


def meta(html: str) -> dict[str, str]:
    return dict(re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)"', html))


def structured(html: str) -> dict[str, Any]:
    return json.loads(re.search(r'ld\+json">(.*?)</script>', html)[1])


def test_a_page_is_described_by_its_first_paragraph_with_its_numbers(rendered: Rendered) -> None:
    found = meta(rendered.page(CHAPTER))
    assert found["description"].startswith("Two thirds is 0.67, Fig. 4.1 shows it")
    assert found["og:description"] == found["description"]


def test_a_long_paragraph_is_cut_at_a_word_and_one_with_a_formula_passed_over() -> None:
    paragraphs = [
        nodes.paragraph("", "", nodes.math("", r"\theta")),
        nodes.paragraph("", "word " * 60),
    ]
    document = nodes.section("", *paragraphs)
    text = description_of(document)
    assert len(text) <= 180
    assert text.endswith("word…")


def test_addresses_are_those_of_the_repository_at_hand(rendered: Rendered) -> None:
    html = rendered.page(CHAPTER)
    assert f'<link rel="canonical" href="{SITE}book/{CHAPTER}.html" />' in html
    assert meta(html)["og:url"] == f"{SITE}book/{CHAPTER}.html"


def test_links_to_sources_lead_to_the_repository_at_hand(rendered: Rendered) -> None:
    html = rendered.page(CHAPTER)
    assert 'href="https://github.com/someone/book/blob/main/src/homlp_lib/results.py#L' in html


def test_a_card_with_the_title_lies_where_the_page_says(rendered: Rendered) -> None:
    card = meta(rendered.page(CHAPTER))["og:image"].removeprefix(SITE)
    with Image.open(rendered.root / "_build" / "html" / card) as image:
        assert image.size == (WIDTH, HEIGHT)


def test_each_title_has_a_card_of_its_own_drawn_once(tmp_path: Path) -> None:
    one, two, again = (
        draw_card(title, "Chapter 1", "Book", folder=tmp_path, icon=ICON)
        for title in ("Trees", "Lines", "Trees")
    )
    when = one.stat().st_mtime_ns
    assert (one, one.stat().st_mtime_ns) == (again, when)
    with Image.open(one) as first, Image.open(two) as second:
        assert ImageChops.difference(first.convert("L"), second.convert("L")).getbbox()


def test_a_title_of_any_length_stays_on_its_card(tmp_path: Path) -> None:
    file = draw_card("Immeasurable " * 30, "", "Book", folder=tmp_path, icon=ICON)
    with Image.open(file) as card:
        right = card.convert("L").crop((WIDTH - 60, 0, WIDTH, HEIGHT))
        assert right.getextrema()[0] > 240


def test_a_chapter_is_part_of_the_book(rendered: Rendered) -> None:
    chapter, home = structured(rendered.page(CHAPTER)), structured(rendered.page("index"))
    assert chapter["@type"] == ["Chapter", "LearningResource"]
    assert (chapter["position"], chapter["timeRequired"]) == (4, "PT70M")
    assert "Book" in home["@type"]
    assert chapter["isPartOf"]["@id"] == home["@id"] == f"{SITE}book/index.html"


def test_the_sitemap_names_every_page_also_after_a_change_of_one(
    make_book: Callable[[], Book],
) -> None:
    book = make_book()
    book.render()
    book.change("tutorials/numpy.md", "# NumPy", "# NumPy\n\nMore.")
    assert book.render().read == ["book/tutorials/numpy"]
    places = ET.parse(book.root / "_build" / "html" / "sitemap.xml").getroot()
    found = {place[0].text.removeprefix(SITE) for place in places}
    pages = ("index", "part1/ch04_lines", "tutorials/numpy", "appendices/a_more")
    assert found == {f"book/{name}.html" for name in pages}


@pytest.mark.parametrize(("name", "size"), [("apple-touch-icon", 180), ("favicon-48", 48)])
def test_icons_lie_beside_the_pages(rendered: Rendered, name: str, size: int) -> None:
    with Image.open(rendered.root / "_build" / "html" / "_static" / f"{name}.png") as image:
        assert image.size == (size, size)


def test_an_icon_has_the_colours_of_its_drawing_where_they_belong() -> None:
    icon = draw_icon(ICON, 64)
    assert icon.getpixel((0, 0))[3] == 0  # the corner is round
    assert icon.getpixel((5, 32)) == (0x0A, 0x4D, 0x80, 255)
    assert icon.getpixel((27, 49)) == (0xF5, 0x8F, 0x4D, 255)
    assert icon.getpixel((56, 30)) == (255, 255, 255, 255)
