"""One small book for e-readers: what its pages and its package hold."""

import re
import subprocess
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest

from .conftest import PAPER

Book = Any  # see conftest.py

CHAPTER = "book/part1/ch04_lines.xhtml"
CHECKER = Path("/usr/share/java/epubcheck.jar")
OPF = {"opf": "http://www.idpf.org/2007/opf", "dc": "http://purl.org/dc/elements/1.1/"}


@pytest.fixture
def epub(paper_book: Book) -> Path:
    rendered = paper_book.render("epub", **PAPER | {"html_domain_indices": False})
    assert rendered.warnings == ""
    return Path(paper_book.root / "_build" / "epub" / "homlp.epub")


@pytest.fixture
def files(epub: Path) -> dict[str, str]:
    with ZipFile(epub) as archive:
        kept = (name for name in archive.namelist() if not name.endswith(("png", "svg")))
        return {name: archive.read(name).decode() for name in kept}


def test_epubcheck_finds_nothing(epub: Path) -> None:
    assert CHECKER.exists(), "no epubcheck here: sudo apt-get install epubcheck"
    command = ["java", "-jar", str(CHECKER), "--quiet", "--failonwarnings", str(epub)]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_the_package_says_what_the_book_is(files: dict[str, str]) -> None:
    package = ElementTree.fromstring(files["content.opf"])
    said = {
        name: package.findtext(f".//dc:{name}", namespaces=OPF)
        for name in ("title", "creator", "language", "identifier", "publisher")
    }
    assert said == {
        "title": "A small book",
        "creator": "Somebody",
        "language": "en",
        "identifier": "https://someone.github.io/book/",
        "publisher": "Somebody",
    }
    assert "CC BY 4.0" in (package.findtext(".//dc:rights", namespaces=OPF) or "")
    properties = {
        item.get("href"): item.get("properties") for item in package.iterfind(".//opf:item", OPF)
    }
    assert properties[CHAPTER] == "mathml"
    assert properties["book/tutorials/numpy.xhtml"] is None
    assert properties["_static/cover.png"] == "cover-image"


def test_the_contents_nest_parts_chapters_and_sections(files: dict[str, str]) -> None:
    contents = ElementTree.fromstring(files["nav.xhtml"].replace("xmlns=", "xmlns:x="))

    def tree(ol: Any) -> list[Any]:
        rows = ol.findall("li")
        return [[row.findtext("a"), *map(tree, row.findall("ol"))] for row in rows]

    assert tree(contents.find("body/nav/ol")) == [
        ["About this book"],
        [
            "The part & its pages",
            [
                [
                    "4. Lines",
                    [
                        ["A section"],
                        ["After the exercises"],
                        ["Solutions and answers"],
                        ["The code behind the figures"],
                    ],
                ],
                ["A. More"],
                ["NumPy"],
                ["Glossary"],
            ],
        ],
    ]


def test_the_contents_lead_to_solutions_and_to_the_code_of_figures(files: dict[str, str]) -> None:
    for contents in ("nav.xhtml", "toc.ncx"):
        for anchor in ("solutions-and-answers", "the-code-behind-the-figures"):
            assert f'"{CHAPTER}#{anchor}"' in files[contents]
            assert f'id="{anchor}"' in files[CHAPTER]


def test_the_contents_name_a_package_once_for_all_its_modules(paper_book: Book) -> None:
    paper_book.change("glossary.md", "# Glossary", "# Glossary\n\n```{homlp-api} homlp_lib\n```\n")
    paper_book.render("epub", **PAPER | {"html_domain_indices": False})
    contents = (paper_book.root / "_build/epub/nav.xhtml").read_text()
    listed = re.findall("glossary.xhtml#module-.*>(homlp_lib.*)<", contents)
    assert {"homlp_lib", "homlp_lib.data", "homlp_lib.scratch"} <= set(listed)
    assert len(listed) == len(set(listed))
    assert max(name.count(".") for name in listed) == 1


def test_the_contents_number_nothing_twice_and_say_where_the_text_begins(
    files: dict[str, str],
) -> None:
    assert "nav ol { list-style: none; }" in files["nav.xhtml"]
    landmarks = files["nav.xhtml"].partition('<nav epub:type="landmarks" hidden="hidden">')[2]
    places = re.findall(r'epub:type="(\w+)" href="([^"]+)"', landmarks)
    assert places == [
        ("cover", "epub-cover.xhtml"),
        ("bodymatter", "book/index.xhtml"),
    ]


def test_every_page_says_its_language_and_one_viewport(files: dict[str, str]) -> None:
    for name in [name for name in files if name.endswith("xhtml")]:
        tongue = re.search(r'<html[^>]* lang="en" xml:lang="en"', files[name])
        assert tongue, name
        assert files[name].count('name="viewport"') == (name != "nav.xhtml"), name


def test_code_stands_in_lines_that_hang(files: dict[str, str]) -> None:
    block = re.search("<pre>(.*?a_long_line.*?)</pre>", files[CHAPTER], re.DOTALL)
    assert block
    assert block[1].startswith('<span class="line in-0">')
    assert block[1].endswith("\n</span>")


def test_nothing_is_folded_pressed_or_run(files: dict[str, str]) -> None:
    page = files[CHAPTER]
    for absent in ("<details", "<input", "<script", "<style", "<button", 'class="katex-html"'):
        assert absent not in page
    for way in ("First", "One way.", "Second", "Another way.", "☐ to do"):
        assert way in re.sub("</?(p|strong)>", "", page)
    assert not [name for name in files if name.endswith((".js", ".woff2"))]


def test_solutions_and_folded_code_stand_at_the_end_with_links_there_and_back(
    files: dict[str, str],
) -> None:
    page = files[CHAPTER]
    for title, content in (
        ("Solutions and answers", "Because of the slope"),
        ("The code behind the figures", "hidden_on_the_site"),
    ):
        at = page.index(f"<h2>{title}")
        assert page.index("After the exercises") < at < page.index(content)
    for place in ("at-0-ex-ch04-why", "back-0-ex-ch04-why", "at-code-0", "back-code-0"):
        assert page.count(f'id="{place}"') == 1
        assert page.count(f'href="#{place}"') == 1


def test_equations_are_mathml_that_old_readers_understand(files: dict[str, str]) -> None:
    page = files[CHAPTER]
    assert '<math xmlns="http://www.w3.org/1998/Math/MathML"' in page
    assert "<mi>ℝ</mi>" in page  # a letter, where mathvariant is ignored
    assert "<msub><mi>λ</mi><mi>max</mi></msub>" in page


def test_every_picture_has_a_text_alternative(files: dict[str, str]) -> None:
    pages = [text for name, text in files.items() if name.endswith("xhtml")]
    pictures = [tag for page in pages for tag in re.findall("<img[^>]*>", page)]
    assert len(pictures) >= 5  # the cover, the map, two lines, axes, a mark
    assert [tag for tag in pictures if not re.search('alt="[^"]{5,}"', tag)] == []
