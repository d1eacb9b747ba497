"""What the weekly run keeps of Colab."""

import json
from pathlib import Path

import pytest

from homlp_build.errors import UsageError
from homlp_build.publishing.verified import read_results, read_verified, updated, write_verified


def test_a_page_that_fails_keeps_the_day_when_it_last_ran(tmp_path: Path) -> None:
    first = updated({}, [("a", True, 3.0), ("b", False, 4.0)], date="2026-01-05", commit="c1")
    file = tmp_path / "v" / "verified.json"
    write_verified(file, first, image="an-image")
    assert read_verified(file) == first
    second = updated(first, [("a", False, 1.0), ("b", True, 1.0)], date="2026-01-12", commit="c2")
    assert (second["a"].ok, second["a"].date, second["a"].last_ok) == (
        False,
        "2026-01-12",
        "2026-01-05",
    )
    assert (second["b"].last_ok, second["b"].commit) == ("2026-01-12", "c2")


def test_nothing_is_known_before_the_first_run_and_a_strange_file_is_refused(tmp_path) -> None:
    assert read_verified(tmp_path / "none.json") == {}
    (tmp_path / "odd.json").write_text('{"pages": {"a": {"ok": true}}}')
    with pytest.raises(UsageError, match=r"odd\.json: not a list of verified pages"):
        read_verified(tmp_path / "odd.json")
    with pytest.raises(UsageError, match="run 'make colab'"):
        read_results(tmp_path / "none")


def test_the_command_keeps_the_results_and_fails_if_a_notebook_did(small_book) -> None:
    small_book.write("_config.yml", "repository: {url: https://github.com/a/b}\n")
    small_book.write("results", "bare\ttrue\t3\ndata\tfalse\t40\n")
    done = small_book.homlp("verify", "results", "--image", "an-image")
    assert (done.returncode, done.stdout) == (1, "1 of 2 notebooks ran on Colab's image\n")
    kept = json.loads((small_book.root / "_build/verified/verified.json").read_text())
    assert kept["image"] == "an-image"
    assert kept["pages"]["data"]["last_ok"] is None
    assert kept["pages"]["bare"]["ok"] is True
