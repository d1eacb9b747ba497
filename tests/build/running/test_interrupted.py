"""Killed and concurrent runs: the store is whole at every moment."""

import os
import random
import signal
import subprocess
import time

import psutil

from homlp_build.running.kernel import WORK_PREFIX
from homlp_build.running.keys import page_key


def _start(command_line, book, *arguments: str):
    return subprocess.Popen(
        command_line("execute", *arguments),
        cwd=book.root,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def _assert_whole(book) -> None:
    """Every notebook in the store is intact, and is what its name says."""
    for path in book.store.root.rglob("*.ipynb"):
        assert book.store.get(path.parent.relative_to(book.store.root).as_posix(), path.stem)


def _kernels(pid: int) -> list[psutil.Process]:
    marker = f"{WORK_PREFIX}{pid}-"
    return [
        process
        for process in psutil.process_iter(["cmdline"])
        if any(marker in part for part in process.info["cmdline"] or ())
    ]


def test_a_build_killed_twenty_times_leaves_no_half_written_notebook(
    empty_book, command_line
) -> None:
    chance, pids = random.Random(4), []
    for number in range(4):
        empty_book.page(f"p{number}", f"print({number} * 'x' * 1000)")
    for _ in range(20):
        process = _start(command_line, empty_book, "--force")
        pids.append(process.pid)
        time.sleep(chance.uniform(0.3, 2.5))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        _assert_whole(empty_book)
    assert empty_book.homlp("execute").returncode == 0
    _assert_whole(empty_book)
    assert empty_book.reasons() == {}
    _, left = psutil.wait_procs([one for pid in pids for one in _kernels(pid)], timeout=10)
    assert left == []


def test_two_runs_on_one_store_both_succeed(empty_book, command_line, tmp_path) -> None:
    log = tmp_path / "log"
    for number in range(4):
        empty_book.page(
            f"p{number}", f"with open({str(log)!r}, 'a') as f:\n    f.write('{number} ')"
        )
    runs = [_start(command_line, empty_book, "--jobs", "1") for _ in range(2)]
    outputs = [run.communicate()[0] for run in runs]
    assert [run.returncode for run in runs] == [0, 0], outputs
    counts = [log.read_text().split().count(str(number)) for number in range(4)]
    assert set(counts) <= {1, 2}
    _assert_whole(empty_book)
    settings = empty_book.settings()
    for page in empty_book.read().pages.values():
        assert empty_book.store.get(page.name, page_key(page, settings).digest)


def test_an_interrupted_run_stops_at_once_and_leaves_no_kernel(
    empty_book, command_line, tmp_path
) -> None:
    mark = tmp_path / "started"
    empty_book.page("a", f"import time\nopen({str(mark)!r}, 'w').close()\ntime.sleep(120)")
    process = _start(command_line, empty_book)
    deadline = time.monotonic() + 30
    while not mark.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    os.kill(process.pid, signal.SIGINT)
    output, _ = process.communicate(timeout=20)
    assert process.returncode == 130, output
    assert "interrupted; what was finished is filed" in output
    assert "Traceback" not in output
    assert _kernels(process.pid) == []
    assert empty_book.content() == {}
