"""What is remembered comes back as it was, and is forgotten when it may have changed."""

from collections.abc import Callable
from pathlib import Path

import pytest

from homlp_build import memory
from homlp_build.memory import close_memory, open_memory, remembered


@pytest.fixture
def calls() -> list[tuple[str, int]]:
    return []


@pytest.fixture
def double(calls: list[tuple[str, int]]) -> Callable[..., list[str]]:
    @remembered
    def double(text: str, times: int = 2) -> list[str]:
        calls.append((text, times))
        if times < 0:
            raise ValueError(times)
        return [text] * times

    return double


@pytest.fixture
def run(tmp_path: Path, double: Callable[..., list[str]]) -> Callable[..., list[str]]:
    """Call the function in a run of its own."""

    def run(*args: object, **kwargs: object) -> list[str]:
        open_memory(tmp_path)
        try:
            return double(*args, **kwargs)
        finally:
            close_memory()

    return run


def test_a_second_run_calls_nothing(run, calls):
    assert run("a") == run("a") == ["a", "a"]
    assert calls == [("a", 2)]


def test_other_arguments_are_other_results(run, calls):
    assert [run("a"), run("b"), run("a", times=1), run("a", 1)] == [
        ["a"] * 2,
        ["b"] * 2,
        ["a"],
        ["a"],
    ]
    assert len(calls) == 4


def test_functions_do_not_share_results(tmp_path, double):
    @remembered
    def other(text: str) -> str:
        return text.upper()

    open_memory(tmp_path)
    assert (double("a"), other("a")) == (["a", "a"], "A")
    close_memory()


def test_an_error_is_raised_again_and_not_remembered(run, calls):
    for _ in range(2):
        with pytest.raises(ValueError, match="-1"):
            run("a", times=-1)
    assert len(calls) == 2


def test_a_caller_cannot_spoil_what_is_kept(tmp_path, double):
    open_memory(tmp_path)
    double("a").append("spoilt")
    assert double("a") == ["a", "a"]
    close_memory()


def test_code_that_changed_forgets(run, calls, monkeypatch):
    run("a")
    monkeypatch.setattr(memory, "_stamp", lambda: b"other code")
    run("a")
    assert len(calls) == 2


@pytest.mark.parametrize("content", [b"", b"no pickle", b"\x80\x05}."])
def test_a_damaged_file_costs_only_time(run, calls, tmp_path, content):
    run("a")
    (tmp_path / "_build" / "memory.pickle").write_bytes(content)
    assert run("a") == ["a", "a"]
    assert len(calls) == 2
    run("a")
    assert len(calls) == 2


def test_a_folder_that_cannot_be_made_is_no_fault(run, tmp_path):
    (tmp_path / "_build").write_text("a file where the folder should be")
    assert run("a") == ["a", "a"]


def test_without_a_book_nothing_is_remembered(double, calls):
    assert double("a") == double("a")
    assert len(calls) == 2


def test_what_was_last_used_is_kept_longest(run, calls, monkeypatch):
    monkeypatch.setattr(memory, "_KEPT", 2)
    for text in ("a", "b", "c", "a"):  # c drives out a
        run(text)
    assert [text for text, _ in calls] == ["a", "b", "c", "a"]
    run("c")
    assert len(calls) == 4


def test_a_page_that_changed_is_read_anew(small_book):
    small_book.page("a", "x = 1")
    small_book.homlp("execute", check=True)
    small_book.replace("book/a.md", "x = 1", "x = 2")
    assert small_book.homlp("execute").stdout == "1 executed, 3 fresh\n"
    assert small_book.homlp("execute").stdout == "0 executed, 4 fresh\n"
