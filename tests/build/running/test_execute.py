"""Executing real pages with real kernels: what fails says where and why, the rest finishes."""

import json
import subprocess
import sys
from pathlib import Path

import nbformat
import psutil
import pytest

from homlp_build.errors import UsageError
from homlp_build.running.execute import Limits

FAST = Limits(seconds=60, memory_gb=2)


# CAP_DAC_OVERRIDE (1) leaves the bounding set (24): after exec, permissions bind root too.
_WITHOUT_ROOTS_RIGHTS = """
import ctypes, os, sys
if os.geteuid() == 0:
    assert ctypes.CDLL(None).prctl(24, 1, 0, 0, 0) == 0
os.execv(sys.executable, [sys.executable, "-m", "homlp_build", "execute"])
"""


def _blocks(report) -> list[str]:
    return sorted(str(failure).partition("book/")[2] for failure in report.failures)


def test_an_executed_page_holds_its_outputs_facts_and_records(empty_book) -> None:
    book = empty_book
    book.page(
        "a",
        "from IPython.display import display\n"
        "facts = {'at_scale': {'chosen': '3'}}\n"
        "display({'application/vnd.homlp.provenance+json': facts}, raw=True)\n"
        "display({'application/vnd.homlp.frames+json': {'f': {'x': [1, 2]}}}, raw=True)\n"
        "meta = {'scrapbook': {'name': 'x', 'mime_prefix': 'p/'}, 'homlp': {'volatile': True}}\n"
        "display({'p/text/plain': '42'}, metadata=meta, raw=True)",
        "import sys\nfor i in range(3):\n    print(i, flush=True)\n    print('e', file=sys.stderr)",
        ":tags: [full]\n\n1 / 0",
        ":tags: [skip-execution]\n\n1 / 0",
        ":tags: [raises-exception]\n\n1 / 0",
        "import os\nos.environ['HOMLP_SCALE'], os.listdir()",
    )
    assert book.execute().executed == ["a"]
    found = book.store.newest("a")
    nbformat.validate(nbformat.reads(found.content.decode(), as_version=4))
    assert found.meta["at_scale"] == [{"chosen": "3"}]
    assert found.meta["records"] == {"x": {"value": "42", "volatile": True}}
    assert found.meta["frames"] == {"f": {"x": [1, 2]}}
    first, streams, full, skipped, raised, last = found.notebook["cells"]
    assert [output["output_type"] for output in first["outputs"]] == ["display_data"]
    assert [output["text"] for output in streams["outputs"]] == ["0\n1\n2\n", "e\ne\ne\n"]
    assert (full["metadata"]["homlp"], full["outputs"]) == ({"skipped": "full"}, [])
    assert skipped["metadata"]["homlp"] == {"skipped": "skip-execution"}
    assert raised["outputs"][0]["ename"] == "ZeroDivisionError"
    assert last["outputs"][0]["data"]["text/plain"] == "('quick', [])"
    assert b"iopub" not in found.content
    assert {"when", "seconds", "peak_mb", "commit", "dirty", "versions", "host"} == set(found.run)


def test_executing_again_gives_the_same_bytes(small_book) -> None:
    small_book.execute()
    before = small_book.content()
    assert sorted(small_book.execute(force=True, jobs=1).executed) == ["bare", "data", "library"]
    assert small_book.content() == before


def test_each_way_to_fail_names_page_cell_line_and_cause_and_the_others_finish(empty_book) -> None:
    book = empty_book
    book.write("src/homlp_lib/broken.py", "def f(x):\n    return 1 / x\n")
    book.page("good", "print('fine')")
    book.page("fails", "x = 0", "from homlp_lib.broken import f\n\nf(x)")
    book.page("syntax", "x = 1\ny = (")
    book.page("exits", "import os\nos._exit(3)")
    book.page("killed", "1", "import os\nos.kill(os.getpid(), 9)")
    report = book.execute(limits=FAST)
    assert (report.executed, report.ok, next(iter(book.content()))[:5]) == (
        ["good"],
        False,
        "good/",
    )
    assert len(book.content()) == 1
    exits, fails, killed, syntax = _blocks(report)
    assert fails.startswith(
        "fails.md:18: cell 2 of fails: ZeroDivisionError: division by zero\n    f(x)\n"
        "    raised in f, "
    )
    assert fails.endswith("homlp_lib/broken.py:2")
    assert syntax.startswith("syntax.md:13: cell 1 of syntax: SyntaxError: ")
    assert exits.startswith("exits.md:12: cell 1 of exits: the kernel ended with exit code 3")
    assert killed.startswith("killed.md:16: cell 2 of killed: the kernel died of SIGKILL")


def test_a_page_over_its_time_is_stopped(empty_book) -> None:
    empty_book.page("slow", "import time", "while True:\n    time.sleep(1)")
    report = empty_book.execute(limits=Limits(seconds=2))
    assert _blocks(report)[0].startswith(
        "slow.md:16: cell 2 of slow: the page ran over its time limit of 2 s"
    )


def test_a_page_that_needs_too_much_memory_is_stopped_with_its_children(empty_book) -> None:
    child = "import time; x = b'1' * 400_000_000; time.sleep(60)"
    empty_book.page(
        "greedy", f"import subprocess, sys\nsubprocess.run([sys.executable, '-c', {child!r}])"
    )
    report = empty_book.execute(limits=Limits(seconds=60, memory_gb=0.3))
    assert "cell 1 of greedy: the page needs more than 0.3 GB of memory" in _blocks(report)[0]
    assert psutil.Process().children(recursive=True) == []


def test_a_kernel_that_does_not_start_says_why(empty_book) -> None:
    empty_book.write("src/homlp_lib/__init__.py", "")
    empty_book.write("src/ipykernel_launcher.py", "raise SystemExit('no kernel today')")
    empty_book.page("a", "1")
    assert (
        "cell 1 of a: the kernel did not start: no kernel today" in _blocks(empty_book.execute())[0]
    )


def test_a_damaged_notebook_is_reported_and_made_again(small_book) -> None:
    small_book.execute()
    before = small_book.content()
    path = small_book.store.newest("bare").path
    path.write_bytes(path.read_bytes()[:100])
    assert small_book.reasons()["bare"].startswith("damaged: ")
    report = small_book.execute()
    assert (report.executed, sorted(report.fresh)) == (["bare"], ["data", "library"])
    assert small_book.content() == before


def test_the_longest_page_starts_first_and_the_unknown_before_it(empty_book) -> None:
    for name, seconds in {"short": 0.0, "long": 1.0}.items():
        empty_book.page(name, f"import time\ntime.sleep({seconds})")
    empty_book.execute()
    empty_book.page("new", "1")
    assert empty_book.execute(force=True, jobs=1).executed == ["new", "long", "short"]


def test_the_store_keeps_the_newest_four_versions_so_that_switching_back_is_free(
    empty_book,
) -> None:
    for number in range(5):
        empty_book.page("a", f"{number}")
        empty_book.execute()
    assert len(empty_book.content()) == 4
    empty_book.page("a", "1")
    assert empty_book.execute().fresh == ["a"]
    empty_book.page("a", "0")
    assert empty_book.execute().executed == ["a"]


def test_an_unknown_page_is_refused(small_book) -> None:
    with pytest.raises(UsageError, match="'nothing' is not a page with code"):
        small_book.execute(["nothing"])


def test_a_store_that_cannot_be_written_fails_each_page_and_loses_nothing(empty_book) -> None:
    """Root may write anywhere, so where we are root the command gives up that right."""
    book = empty_book
    book.page("a", "1")
    book.execute()
    before = book.content()
    book.page("b", "2")
    book.page("c", "3")
    folder = book.store.root
    folder.chmod(0o555)
    done = subprocess.run(
        [sys.executable, "-c", _WITHOUT_ROOTS_RIGHTS], cwd=book.root, capture_output=True, text=True
    )
    folder.chmod(0o755)
    assert done.returncode == 1, done.stderr
    assert done.stdout == "0 executed, 1 fresh, 2 failed\n"
    for page in "bc":
        assert f"book/{page}.md:1: {page}: {folder}/{page}" in done.stderr
    assert "Permission denied" in done.stderr
    assert "Traceback" not in done.stderr
    assert book.content() == before


def test_a_full_disk_fails_each_page_and_loses_nothing(empty_book) -> None:
    """A limit on the size of files stands in for a full disk: the same call fails."""
    book = empty_book
    book.page("a", "1")
    book.execute()
    before = book.content()
    book.page("b", "print('x' * 100_000)")
    code = (
        "import resource, signal, sys\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))\n"
        "from homlp_build.cli import main\n"
        "sys.exit(main(['execute']))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=book.root, capture_output=True, text=True
    )
    assert (done.returncode, done.stdout) == (1, "0 executed, 1 fresh, 1 failed\n"), done.stderr
    assert "cannot be written: File too large — free space" in done.stderr
    assert "Traceback" not in done.stderr
    assert book.content() == before


def test_facts_of_the_run_name_the_commit(empty_book) -> None:
    book = empty_book
    book.page("a", "1")
    git = ["git", "-c", "user.name=x", "-c", "user.email=x@example.org"]
    for arguments in (["init", "-q"], ["add", "."], ["commit", "-qm", "first"]):
        subprocess.run([*git, *arguments], cwd=book.root, check=True)
    book.execute()
    run = json.loads(next(book.store.root.rglob("*.run.json")).read_text())
    assert (len(run["commit"]), run["dirty"]) == (40, False)


def test_a_users_own_settings_do_not_reach_the_page(
    empty_book, monkeypatch, tmp_path: Path
) -> None:
    startup = tmp_path / "ipython" / "profile_default" / "startup" / "00.py"
    startup.parent.mkdir(parents=True)
    startup.write_text("print('hello')")
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    monkeypatch.setenv("MPLBACKEND", "Agg")
    empty_book.page("a", "import os\nos.environ.get('MPLBACKEND'), os.environ['OMP_NUM_THREADS']")
    empty_book.execute()
    (cell,) = empty_book.store.newest("a").notebook["cells"]
    text = cell["outputs"][0]["data"]["text/plain"]
    assert text == "('module://matplotlib_inline.backend_inline', '1')"
