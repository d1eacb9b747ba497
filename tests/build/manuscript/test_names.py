"""Recorded and pasted names meet, or the line that is wrong is named."""

import pytest

from homlp_build.errors import BookError
from homlp_build.manuscript.names import name_faults, unused_names
from homlp_build.manuscript.pages import parse_page

RECORD = "from homlp_lib import record\n"


def _page(*cells: str, prose: str = ""):
    fences = "".join(f"```{{code-cell}}\n{cell}\n```\n" for cell in cells)
    return parse_page(f"---\nkernelspec: {{name: python3}}\n---\n{prose}\n{fences}")


def _faults(page, scale: str = "quick") -> list[str]:
    return [str(fault) for fault in name_faults(page, scale=scale)]


def test_a_name_recorded_twice_is_an_error_with_both_lines() -> None:
    page = _page('record("a", 1)\nrecord("b", 2)', 'x = record("a", 3)')
    assert _faults(page) == [
        "page.md:10: the name 'a' is recorded twice, first on line 6 "
        "— give each result its own name"
    ]


def test_a_name_that_no_cell_records_is_an_error_with_its_line() -> None:
    page = _page('record("a", 1)', prose="{glue:text}`a:.2f`\n\n{glue:text}`b:.1%` and {glue}`c`")
    assert _faults(page) == [
        "page.md:6: no cell records 'b' — record() it, or mend the name",
        "page.md:6: no cell records 'c' — record() it, or mend the name",
    ]


def test_a_name_in_a_caption_counts() -> None:
    cell = "---\nmystnb:\n  figure:\n    caption: |\n      See {glue:text}`nothing`.\n---\nx = 1"
    assert _faults(_page(cell))[0].startswith("page.md:10: no cell records 'nothing'")


def test_a_name_made_of_a_pattern_may_match() -> None:
    page = _page('for m in ms:\n    record(f"{m}_rmse", 1)', prose="{glue:text}`ridge_rmse`")
    assert _faults(page) == []
    page = _page('record(f"{m}_rmse", 1)', prose="{glue:text}`ridge_r2`")
    assert len(_faults(page)) == 1
    assert _faults(_page("results.record(name, 1)", prose="{glue:text}`any`")) == []


def test_a_cell_that_does_not_run_records_nothing() -> None:
    page = _page(':tags: [full]\n\nrecord("a", 1)', prose="{glue:text}`a`")
    assert len(_faults(page)) == 1
    assert _faults(page, "full") == []


def test_shown_code_and_examples_paste_nothing() -> None:
    assert _faults(_page(prose="````md\n{glue:text}`x`\n````\n\n`` {glue:text}`y` ``")) == []


def test_names_that_nothing_pastes_are_listed() -> None:
    page = _page('record("a", 1)', prose="```{glue:figure} b\n```")
    assert unused_names(page, ["a", "b"]) == ["a"]


def test_a_missing_name_stops_the_run_before_anything_is_executed(empty_book) -> None:
    empty_book.page("a", "1", prose="{glue:text}`x`")
    with pytest.raises(BookError, match=r"a\.md:9: no cell records 'x'"):
        empty_book.execute()
    assert empty_book.content() == {}


def test_a_name_that_was_not_recorded_in_the_run_is_a_failure(empty_book) -> None:
    name = "from IPython.display import display\ndef record(n, v):\n    pass\nrecord('x' + 'y', 1)"
    empty_book.page("a", name, prose="{glue:text}`xy`")
    first, second = empty_book.execute(), empty_book.execute()
    for report in (first, second):
        assert [str(f).partition("book/")[2] for f in report.failures] == [
            "a.md:9: a: no cell records 'xy' — record() it, or mend the name"
        ]
    assert (first.executed, second.fresh) == (["a"], ["a"])  # prose is wrong, not the run
