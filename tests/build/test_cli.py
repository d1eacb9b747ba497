"""The command line, in processes of its own; shards and Dask."""

import json
import subprocess
import sys

import pytest

from homlp_build.cli import main
from homlp_build.errors import UsageError
from homlp_build.running.shards import Shard, parse_shard, select


@pytest.fixture
def run(small_book, monkeypatch, capsys):
    """Run a command in this process, in the small book."""
    monkeypatch.chdir(small_book.root)

    def run(*arguments: str) -> tuple[int, str, str]:
        status = main(list(arguments))
        captured = capsys.readouterr()
        return status, captured.out, captured.err

    return run


def test_execute_then_status_then_clean(run, small_book) -> None:
    status, out, err = run("execute", "bare", "book/data.md", "--jobs", "1")
    assert (status, out) == (0, "2 executed, 0 fresh\n")
    assert [line.split(" in ")[0] for line in err.splitlines()] == [
        "[1/2] executed bare",
        "[2/2] executed data",
    ]
    status, out, _ = run("status", "--json")
    pages = json.loads(out)
    runs = [(page.pop("seconds"), page.pop("peak_mb")) for page in pages]
    measured = [small_book.store.newest(name).run for name in ("bare", "data")]
    assert runs == [*((run["seconds"], run["peak_mb"]) for run in measured), (None, None)]
    assert (status, pages) == (
        0,
        [
            {"page": "bare", "fresh": True, "reason": "", "held": ["quick on cpu"]},
            {"page": "data", "fresh": True, "reason": "", "held": ["quick on cpu"]},
            {"page": "library", "fresh": False, "reason": "never executed", "held": []},
        ],
    )
    assert run("status")[1].splitlines()[2:] == [
        "STALE  library  never executed",
        "2 of 3 pages are fresh",
    ]
    assert run("clean", "--keep", "1")[1] == "removed 0 notebooks\n"
    assert run("clean", "--all")[0] == 0
    assert small_book.content() == {}


def test_a_failing_page_is_told_and_the_status_is_one(run, small_book) -> None:
    small_book.page("broken", "1 / 0")
    status, out, err = run("execute", "broken")
    assert (status, out) == (1, "0 executed, 0 fresh, 1 failed\n")
    assert "[1/1] FAILED broken in " in err
    assert "book/broken.md:12: cell 1 of broken: ZeroDivisionError: division by zero" in err


def test_check_says_what_is_wrong_without_running(run, small_book) -> None:
    assert run("check")[:2] == (0, "3 pages are well, 0 are planned\n")
    small_book.page("wrong", "1", prose="{glue:text}`x`")
    status, _, err = run("check")
    assert (status, err) == (
        1,
        "book/wrong.md:9: no cell records 'x' — record() it, or mend the name\n",
    )
    assert small_book.content() == {}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("execute", "nothing"), "no page is named 'nothing'"),
        (("execute", "a"), "may be any of bare, data, library"),
        (("execute", "prose"), "has no code cells"),
        (("execute", "--shard", "4/3"), "i/n with 1 <= i <= n"),
        (("execute", "--scheduler", "nowhere://x"), "no Dask scheduler answers"),
        (("new", "page", "Bad Name"), "folder/name in lower case"),
        (("new", "algorithm", "Bad Name"), "named after its idea"),
        (("--root", "/", "status"), "no book/ with constraints.txt"),
    ],
)
def test_a_wrong_command_says_what_is_wrong(run, small_book, arguments, words) -> None:
    small_book.write("book/prose.md", "# Prose\n")
    status, _, err = run(*arguments)
    assert (status, words in err) == (2, True), err


def test_a_number_that_is_none_is_refused(run) -> None:
    with pytest.raises(SystemExit):
        run("execute", "--jobs", "0")


def test_new_files_are_well_formed_and_never_overwrite(run, small_book) -> None:
    assert run("new", "page", "tutorials/first_steps")[0] == 0
    assert small_book.read().pages["tutorials/first_steps"].title == "First steps"
    assert run("check")[0] == 0
    assert run("new", "algorithm", "ridge_regression")[0] == 0
    code = (small_book.root / "src/homlp_lib/scratch/ridge_regression.py").read_text()
    assert "class RidgeRegression:" in code
    compile(code, "ridge_regression.py", "exec")
    status, _, err = run("new", "algorithm", "ridge_regression")
    assert (status, "exists already" in err) == (2, True)


def test_a_planned_page_starts_with_its_plan_and_is_planned_no_longer(run, small_book) -> None:
    planned = "# Planned.\n- name: part1/ch05_trees\n  title: Decision trees\n  part: 1\n"
    planned += "  number: 5\n  requires: [bare]\n  reading_minutes: 50\n"
    planned += "- name: part1/ch06_more\n  title: More\n  part: 1\n"
    small_book.write("book/planned.yml", planned)
    assert run("new", "page", "part1/ch05_trees")[0] == 0
    book = small_book.read()
    page = book.pages["part1/ch05_trees"]
    assert page.title == "Decision trees"
    front = page.front
    assert (front.part, front.number, front.requires) == (1, 5, ("bare",))
    assert front.reading_minutes == 50
    assert "(ch05)=\n" in page.text
    assert list(book.planned) == ["part1/ch06_more"]
    assert (
        (small_book.root / "book/planned.yml")
        .read_text()
        .startswith("# Planned.\n- name: part1/ch06")
    )


def test_help_shows_every_command_and_examples(small_book) -> None:
    out = small_book.homlp("--help").stdout
    for word in ("execute", "status", "check", "clean", "new", "examples:", "exit status:"):
        assert word in out


def test_the_status_imports_neither_sphinx_nor_kernels_nor_torch(small_book) -> None:
    code = (
        "import sys; from homlp_build.cli import main; main(['status'])\n"
        "print([m for m in ('sphinx', 'torch', 'nbclient', 'dask', 'zmq') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=small_book.root, capture_output=True, text=True
    )
    assert done.stdout.endswith("[]\n"), done.stdout + done.stderr


def test_shards_joined_equal_one_whole_run(empty_book, tmp_path) -> None:
    for number in range(5):
        empty_book.page(f"p{number}", f"print({number})")
    whole = empty_book
    whole.execute()
    expected = whole.content()
    assert whole.homlp("clean", "--all").returncode == 0
    parts = []
    for index in (1, 2, 3):
        done = whole.homlp("execute", "--shard", f"{index}/3")
        assert done.returncode == 0, done.stderr
        parts.append(whole.content())
        whole.homlp("clean", "--all")
    assert sum(map(len, parts)) == len(expected)
    assert parts[0] | parts[1] | parts[2] == expected


def test_each_page_is_in_exactly_one_shard(small_book) -> None:
    pages = small_book.read().pages
    for count in (1, 2, 3, 7):
        slices = [select(pages, Shard(index, count)) for index in range(1, count + 1)]
        assert sorted(name for names in slices for name in names) == sorted(pages)
    for text in ("0/3", "1", "1/0", "a/b", "-1/2"):
        with pytest.raises(UsageError):
            parse_shard(text)


def test_dask_gives_the_same_bytes_as_this_machine(small_book) -> None:
    small_book.page("broken", "1 / 0")
    here = small_book.execute()
    expected = small_book.content()
    small_book.homlp("clean", "--all")
    code = """
from distributed import LocalCluster
from homlp_build.cli import main
if __name__ == "__main__":
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        raise SystemExit(main(["execute", "--scheduler", cluster.scheduler_address]))
"""
    script = small_book.write("dask_run.py", code)
    done = subprocess.run(
        [sys.executable, str(script)], cwd=small_book.root, capture_output=True, text=True
    )
    assert done.stdout == "3 executed, 0 fresh, 1 failed\n", done.stderr
    assert "ZeroDivisionError" in done.stderr
    assert len(here.failures) == 1
    assert small_book.content() == expected
