"""The page on the build, and what the site says of Colab: read from the records of the runs."""

import dataclasses
import re
from collections.abc import Callable
from typing import Any

import pytest

from homlp_build.manuscript.pages import read_book
from homlp_build.publishing.verified import Verified, write_verified
from homlp_build.running.execute import execute_book
from homlp_build.running.keys import settings_for
from homlp_build.running.store import Store
from homlp_build.sphinx.state import BookBuildError

Book = Any  # see conftest.py

CHAPTER = "part1/ch04_lines"
INDEX = "# Home\n\n```{homlp-status}\n```\n"


def _row(html: str) -> list[str]:
    body = html.split("<tbody>")[1].split("</tbody>")[0]
    cells = re.findall(r"<td[^>]*>(.*?)</td>", body, flags=re.DOTALL)
    return [re.sub(r"<[^>]+>", "", cell).strip() for cell in cells]


@pytest.fixture
def book(make_book: Callable[[], Book]) -> Book:
    book = make_book()
    book.write("index.md", INDEX)
    return book


def test_each_page_shows_what_its_run_left(book: Book) -> None:
    rendered = book.render()
    assert rendered.warnings == ""
    html = rendered.page("index")
    title, held, when, where, time, memory, cells, figures, *rest = _row(html)
    assert (title, held, figures) == ("Lines", "quick on cpu", "2")
    assert re.fullmatch(r"\d+ \w{3} \d{4}, \d\d:\d\d UTC", when)
    assert re.match(r"CPU, \d+ cores, ", where)
    assert re.fullmatch(r"\d+ s", time)
    assert re.fullmatch(r"[\d,]+ MB", memory)
    assert cells == "3 of 6"  # one needs the full scale, one a GPU, one is a stub
    exercises, recorded, size, colab = rest
    assert (exercises, recorded, colab) == ("0", "1", "not verified yet")
    assert re.fullmatch(r"\d+\.\d MB", size)
    assert "No GPU runner made this build" in html
    assert "Versions: Python 3." in html
    assert "Colab</strong> not verified yet" in rendered.page(CHAPTER)


def test_print_keeps_the_columns_that_a_sheet_has_room_for(book: Book) -> None:
    book.render("latex")
    tex = next((book.root / "_build" / "latex").glob("*.tex")).read_text()
    table = tex.split("fallback, a CPU")[1].split("Versions:")[0]
    heads = re.findall(r"\\sphinxstyletheadfamily\s+\\sphinxAtStartPar\s+(\w[\w ]*)", table)
    assert heads == ["Page", "Executed", "On", "Time", "Memory"]
    assert "not verified yet" not in table


def test_a_machine_without_a_gpu_renders_what_one_with_a_gpu_executed(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOMLP_DEVICE", "cuda")
    with pytest.raises(BookBuildError, match="pages for cuda must be executed"):
        book.render()
    settings = dataclasses.replace(settings_for(book.root), device="cuda")
    book.change(f"{CHAPTER}.md", "raise SystemError", "print('on a GPU')")
    store = Store(book.root / "_build" / "executed")
    assert execute_book(read_book(book.root), settings=settings, store=store).ok
    rendered = book.render()
    html = rendered.page("index")
    assert "A GPU runner made this build: a CUDA GPU, at the quick scale." in html
    assert _row(html)[1] == "quick on cuda"
    assert _row(html)[6] == "4 of 6"
    assert "on a GPU" in rendered.page(CHAPTER)
    monkeypatch.delenv("HOMLP_DEVICE")
    assert _row(book.render().page("index"))[1] == "quick on cpu, quick on cuda"


@pytest.mark.parametrize(
    ("ok", "last_ok", "words"),
    [
        (True, "2026-11-02", "verified 2 Nov 2026"),
        (False, "2026-10-26", "failed on 2 Nov 2026, last ran 26 Oct 2026"),
        (False, None, "failed on 2 Nov 2026"),
    ],
)
def test_what_the_weekly_run_saw_of_colab_is_shown(
    book: Book, ok: bool, last_ok: str | None, words: str
) -> None:
    book.render()
    found = Verified(ok, "2026-11-02", 30.0, "a" * 40, last_ok)
    write_verified(book.root / "_build" / "verified.json", {CHAPTER: found}, image="x")
    rendered = book.render()
    assert sorted(rendered.read) == ["book/index", f"book/{CHAPTER}"]
    assert _row(rendered.page("index"))[-1] == words
    assert f"Colab</strong> {words}" in rendered.page(CHAPTER)
