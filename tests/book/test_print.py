"""The real book as a PDF and as an EPUB, made as a reader makes them."""

import re
import subprocess
from itertools import pairwise
from pathlib import Path
from zipfile import ZipFile

import pytest

from homlp_build.manuscript.pages import Book
from homlp_build.publishing.edition import read_edition
from homlp_build.running.store import Executed

ROOT = Path(__file__).parents[2]
PDF = ROOT / "_build" / "pdf" / "homlp.pdf"
EPUB = ROOT / "_build" / "epub" / "homlp.epub"
CHECKER = "/usr/share/java/epubcheck.jar"


def _made(script: str, path: Path) -> Path:
    path.unlink(missing_ok=True)
    run = subprocess.run(
        [ROOT / "scripts" / script], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout[-2000:] + run.stderr[-3000:]
    return path


def _say(*command: str | Path) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


@pytest.fixture(scope="session")
def pdf(executed: dict[str, Executed]) -> Path:
    """The PDF; the script fails on an overfull line, a missing character, a dead reference."""
    return _made("pdf", PDF)


@pytest.fixture(scope="session")
def epub(executed: dict[str, Executed]) -> Path:
    return _made("epub", EPUB)


def test_the_pdf_says_what_it_is(pdf: Path) -> None:
    facts = dict(line.split(":", 1) for line in _say("pdfinfo", pdf).splitlines())
    assert facts["Title"].strip() == "HOMLP: machine learning, executed"
    assert facts["Author"].strip() == "The HOMLP authors"
    assert facts["Page size"].split("(")[-1] == "A4)"
    assert int(facts["Pages"]) > 50


def test_every_font_is_embedded(pdf: Path) -> None:
    fonts = _say("pdffonts", pdf).splitlines()[2:]
    assert len(fonts) > 5
    # from the right: object, generation, unicode, subset, embedded
    assert [font for font in fonts if font.split()[-5] != "yes"] == []


def test_each_tutorial_counts_its_figures_from_one(pdf: Path, book: Book) -> None:
    counted = [int(n) for n in re.findall(r"^Fig\. (\d+): ", _say("pdftotext", pdf, "-"), re.M)]
    tutorials = [page for page in book.executable.values() if page.front.number is None]
    assert counted.count(1) == len(tutorials) > 1
    assert all(n in (1, before + 1) for before, n in pairwise(counted))


def test_bookmarks_lead_to_every_part_and_chapter(pdf: Path, book: Book) -> None:
    log = (ROOT / "_build/print/_build/latex/homlp.out").read_text(encoding="utf-8")
    levels = re.findall(r"\\BOOKMARK \[(-?\d)\]", log)
    assert levels.count("-1") >= 3  # parts
    assert levels.count("0") >= len(book.pages) - 1  # pages; the home page gives the book its name
    assert levels.count("1") > 50  # sections


def test_figures_are_drawn_and_not_photographed(pdf: Path, executed: dict[str, Executed]) -> None:
    drawn = {path.name for path in (ROOT / "_build/print/_build/latex").glob("*.pdf")}
    figures = sum(
        "image/png" in output.get("data", {})
        for page in executed.values()
        for cell in page.notebook["cells"]
        for output in cell["outputs"]
    )
    assert figures > 10
    assert len(drawn) >= figures  # beside them the cover and the map
    # What a figure itself holds as pixels is printed finer than a screen's picture of it would be.
    pictures = _say("pdfimages", "-list", pdf).splitlines()[2:]
    assert all(int(line.split()[12]) >= 200 for line in pictures)


def test_two_builds_of_one_commit_say_the_same(pdf: Path) -> None:
    first = _say("pdftotext", "-layout", pdf, "-")
    assert read_edition(ROOT, "", "").day in first  # of the commit, not of today
    again = _made("pdf", PDF)
    assert _say("pdftotext", "-layout", again, "-") == first


def test_the_pdf_holds_a_page_of_every_page(pdf: Path, book: Book) -> None:
    words = " ".join(_say("pdftotext", pdf, "-").split())
    missing = [
        page.title
        for page in book.pages.values()
        if page.name != "index" and " ".join(page.title.split()) not in words
    ]
    assert missing == []
    for title in ("Solutions and answers", "The code behind the figures", "Index"):
        assert title in words


def test_epubcheck_finds_neither_error_nor_warning(epub: Path) -> None:
    command = ["java", "-jar", CHECKER, "--failonwarnings", str(epub)]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)
    said = checked.stdout + checked.stderr
    assert checked.returncode == 0, said
    assert re.search(r"Messages: 0 fatals / 0 errors / 0 warnings", said), said


def test_the_epub_holds_a_page_of_every_page_and_no_script(epub: Path, book: Book) -> None:
    with ZipFile(epub) as archive:
        names = archive.namelist()
        pages = {name: archive.read(name).decode() for name in names if name.endswith(".xhtml")}
    assert [name for name in book.pages if f"book/{name}.xhtml" not in pages] == []
    assert [name for name in names if name.endswith(".js")] == []
    assert [name for name, page in pages.items() if "<script" in page or "<details" in page] == []
