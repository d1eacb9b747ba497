"""The job's summary: which pages ran and why, and what failed, by page, cell and line."""

import os
from pathlib import Path

from homlp_build.publishing.summary import tell


def test_the_summary_names_the_pages_that_ran_and_why(small_book, tmp_path) -> None:
    small_book.execute()
    small_book.replace("src/homlp_lib/inner.py", "2 * x", "x + x")
    summary = tmp_path / "summary.md"
    done = small_book.homlp("execute", env=_env(summary))
    assert done.returncode == 0, done.stderr
    text = summary.read_text()
    assert "### Pages executed, quick on cpu\n\n1 executed, 2 fresh\n" in text
    assert "| library | homlp_lib.inner changed | " in text
    assert "| bare |" not in text


def test_a_failing_page_is_named_with_its_cell_line_and_error(small_book, tmp_path) -> None:
    small_book.page("broken", "x = 0", "y = 1\n1 / x")
    summary = tmp_path / "summary.md"
    done = small_book.homlp("execute", "broken", "bare", env=_env(summary))
    assert done.returncode == 1
    text = summary.read_text()
    assert "1 executed, 0 fresh, **1 failed**" in text
    assert "#### `broken.md` failed: cell 2, line 17\n" in text
    assert "cell 2 of broken: ZeroDivisionError: division by zero\n    1 / x" in text


def test_a_summary_is_appended_and_outside_a_ci_there_is_none(tmp_path) -> None:
    file = tmp_path / "summary.md"
    for words in ("one", "two"):
        tell(words, {"GITHUB_STEP_SUMMARY": str(file)})
        tell(words, {})
    assert file.read_text() == "one\n\ntwo\n\n"


def test_a_summary_that_github_would_not_show_is_cut_at_a_line_and_says_so(tmp_path) -> None:
    file = tmp_path / "summary.md"
    tell("words\n" * 300_000, {"GITHUB_STEP_SUMMARY": str(file)})
    assert file.stat().st_size < 2**20
    assert file.read_text().endswith("words\n\n**Cut here: the rest is in the log.**\n\n")


def test_what_stops_the_command_before_a_page_runs_is_in_the_summary(small_book, tmp_path) -> None:
    small_book.page("pasted", "1", prose="Two is {glue:text}`nobody_records_it`.\n")
    summary = tmp_path / "summary.md"
    done = small_book.homlp("execute", env=_env(summary))
    assert done.returncode == 1
    assert "#### Stopped\n" in summary.read_text()
    assert "pasted.md:9: " in summary.read_text()
    assert "nobody_records_it" in summary.read_text()


def _env(summary: Path) -> dict[str, str]:
    return {**os.environ, "GITHUB_STEP_SUMMARY": str(summary)}
