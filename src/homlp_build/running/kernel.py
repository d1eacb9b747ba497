"""Running one page: a pure function from a task to the bytes of a notebook.

Each page has a kernel of its own in a fresh working folder. A watcher beside it
holds the page to its time and memory, and notices when the kernel dies. The kernel
ends itself within a second of losing the process that started it (ipykernel polls
its parent), so a killed build leaves none behind.
"""

import asyncio
import os
import platform
import shutil
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import nbformat
import psutil
from jupyter_client.kernelspec import KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, DeadKernelError

from ..manuscript.pages import Cell
from .failures import Failure, cell_failure, died
from .keys import Key
from .notebook import blank_cells, finished

__all__ = ["WORK_PREFIX", "Limits", "PageResult", "PageTask", "run_page", "work_folder"]

WORK_PREFIX = "homlp-"
_POLL = 0.1  # seconds between two looks of the watcher
_STARTUP = 120  # seconds: a kernel on a busy machine may take its time


@dataclass(frozen=True)
class Limits:
    """What one page may use: seconds, and gigabytes of memory with all its processes."""

    seconds: float = 600.0
    memory_gb: float = 4.0


@dataclass(frozen=True)
class PageTask:
    """All that running a page needs; it travels to other processes and machines.

    Attributes
    ----------
    page : str
    path : Path
        The page's file, as messages should name it.
    cells : tuple of Cell
    key : Key
    source_root : Path
        Put first on the kernel's path, so that what was hashed is what runs.
    limits : Limits
    """

    page: str
    path: Path
    cells: tuple[Cell, ...]
    key: Key
    source_root: Path
    limits: Limits


@dataclass(frozen=True)
class PageResult:
    """What came of a task: a notebook, or a failure; and the record of the run."""

    page: str
    content: bytes | None
    run: dict[str, Any]
    failure: Failure | None = None


class _PageStopError(Exception):
    """The page must end here; the failure says why."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure)
        self.failure = failure


def run_page(task: PageTask) -> PageResult:
    """Run the cells of a page in a new kernel."""
    started, watcher = time.monotonic(), _Watcher(task.limits)
    cells = [
        nbformat.from_dict(cell)  # type: ignore[no-untyped-call]
        for cell in blank_cells(
            task.cells, scale=task.key.parts["scale"], device=task.key.parts["device"]
        )
    ]
    failure = content = None
    with work_folder() as folder:
        try:
            asyncio.run(_run_cells(task, cells, folder=folder, watcher=watcher))
            content = finished(cells, page=task.page, key=task.key)
        except _PageStopError as stop:
            failure = stop.failure
    run = _run_record(task, seconds=time.monotonic() - started, peak=watcher.peak)
    return PageResult(task.page, content, run, failure)


class work_folder:  # noqa: N801
    """A fresh folder for one page, removed at the end.

    Its name is short, because the kernel's sockets lie in it and their paths may take
    some hundred bytes only; it holds our process id, so that what a killed run left
    can be told from what is in use.
    """

    def __enter__(self) -> Path:
        base = tempfile.gettempdir()
        base = base if len(base) < 50 or not Path("/tmp").is_dir() else "/tmp"  # noqa: S108
        self.path = Path(tempfile.mkdtemp(prefix=f"{WORK_PREFIX}{os.getpid()}-", dir=base))
        return self.path

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self.path, ignore_errors=True)


async def _run_cells(
    task: PageTask, cells: list[Any], *, folder: Path, watcher: "_Watcher"
) -> None:
    notebook = nbformat.v4.new_notebook(cells=cells)  # type: ignore[no-untyped-call]
    async with _kernel(task, notebook, folder=folder) as client:
        watch = asyncio.create_task(watcher.watch(client.km))
        try:
            for index, cell in enumerate(cells):
                if "homlp" not in cell.metadata:
                    await _run_cell(task, client, index, watch=watch)
        finally:
            watch.cancel()
            await asyncio.gather(watch, return_exceptions=True)


async def _run_cell(
    task: PageTask, client: NotebookClient, index: int, *, watch: "asyncio.Task[str]"
) -> None:
    cell = client.nb.cells[index]
    run = asyncio.create_task(client.async_execute_cell(cell, index))
    await asyncio.wait({run, watch}, return_when=asyncio.FIRST_COMPLETED)
    if not run.done():
        run.cancel()
    (outcome,) = await asyncio.gather(run, return_exceptions=True)
    source = task.cells[index]
    if isinstance(outcome, CellExecutionError) and not watch.done():
        raise _PageStopError(cell_failure(task.page, task.path, index + 1, source, cell.outputs))
    if isinstance(outcome, BaseException):
        cause = await watch if watch.done() else str(outcome)
        if isinstance(outcome, DeadKernelError) and not watch.done():
            cause = await watch  # nbclient was quicker to see it; the watcher knows more
        raise _PageStopError(Failure(task.page, task.path, source.code_line, index + 1, cause))


class _Watcher:
    """Looks at a kernel until it must end, and says why; remembers the peak of its memory."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.peak = 0

    async def watch(self, manager: Any) -> str:
        process, started = psutil.Process(manager.provisioner.pid), time.monotonic()
        while True:
            await asyncio.sleep(_POLL)
            if (code := await manager.provisioner.poll()) is not None:
                return died(code)
            self.peak = max(self.peak, _memory(process))
            if self.peak > self.limits.memory_gb * 2**30:
                _kill_tree(process)
                return (
                    f"the page needs more than {self.limits.memory_gb:g} GB of memory "
                    "— make it smaller, or raise --memory"
                )
            if time.monotonic() - started > self.limits.seconds:
                _kill_tree(process)
                return (
                    f"the page ran over its time limit of {self.limits.seconds:g} s in this "
                    "cell — make it faster, or raise --timeout"
                )


def _memory(process: psutil.Process) -> int:
    """Return the bytes that a process and its descendants hold."""
    total = 0
    for one in _tree(process):
        with suppress(psutil.Error):
            total += one.memory_info().rss
    return total


def _kill_tree(process: psutil.Process) -> None:
    for one in _tree(process):
        with suppress(psutil.Error):
            one.kill()


def _tree(process: psutil.Process) -> list[psutil.Process]:
    try:
        return [process, *process.children(recursive=True)]
    except psutil.Error:
        return []  # gone in this moment


@asynccontextmanager
async def _kernel(task: PageTask, notebook: Any, *, folder: Path) -> AsyncIterator[NotebookClient]:
    work = folder / "work"
    work.mkdir()
    manager = AsyncKernelManager(
        kernel_name="python3",
        # This interpreter's kernel, whatever else is called python3 in a person's home.
        kernel_spec_manager=KernelSpecManager(kernel_dirs=[]),
        connection_file=str(folder / "k.json"),
        transport="tcp" if sys.platform == "win32" else "ipc",
    )
    client = NotebookClient(
        notebook, km=manager, timeout=None, startup_timeout=_STARTUP, record_timing=False
    )
    log = folder / "kernel.log"
    try:
        with log.open("wb") as sink:
            env = _environment(task, folder=folder)
            await client.async_start_new_kernel(cwd=str(work), env=env, stdout=sink, stderr=sink)
            try:
                await client.async_start_new_kernel_client()
            except (RuntimeError, DeadKernelError) as error:
                cause = f"the kernel did not start: {_last_line(log) or error}"
                raise _PageStopError(_at_start(task, cause)) from error
        yield client
    finally:
        if (pid := getattr(manager.provisioner, "pid", None)) is not None:
            with suppress(psutil.Error):
                _kill_tree(psutil.Process(pid))
        if client.kc is not None:
            client.kc.stop_channels()
        await manager.shutdown_kernel(now=True)


def _environment(task: PageTask, *, folder: Path) -> dict[str, str]:
    """Return what the kernel sees: the machine's own settings must not change a page."""
    dropped = ("MPLBACKEND", "PYTHONSTARTUP", "PYTHONOPTIMIZE")
    env = {name: value for name, value in os.environ.items() if name not in dropped}
    path = [str(task.source_root.resolve()), env.get("PYTHONPATH", "")]
    env |= {
        "HOMLP_SCALE": task.key.parts["scale"],
        "PYTHONPATH": os.pathsep.join(filter(None, path)),
        "PYTHONHASHSEED": "0",
        "IPYTHONDIR": str(folder / "ipython"),  # no start-up files, no history
        "MATPLOTLIBRC": os.devnull,
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
    }
    if task.key.parts["device"] == "cpu":
        # How a sum is split among threads changes its last digits: a page must not
        # depend on how many run beside it.
        env |= dict.fromkeys(_THREAD_COUNTS, "1")
    return env


_THREAD_COUNTS = (
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
    "NUMEXPR_NUM_THREADS",
)


def _at_start(task: PageTask, cause: str) -> Failure:
    return Failure(task.page, task.path, task.cells[0].line, 1, cause)


def _last_line(log: Path) -> str:
    lines = log.read_text(encoding="utf-8", errors="replace").split("\n")
    return next((line.strip() for line in reversed(lines) if line.strip()), "")


def _run_record(task: PageTask, *, seconds: float, peak: int) -> dict[str, Any]:
    packages = (part for part in task.key.parts if part.startswith("package "))
    return {
        "when": datetime.now(UTC).isoformat(timespec="seconds"),
        "seconds": round(seconds, 2),
        "peak_mb": peak // 2**20,
        "versions": {part.split()[1]: task.key.parts[part] for part in packages},
        "host": {
            "system": platform.system(),
            "machine": platform.machine(),
            "cores": os.cpu_count(),
            "device": task.key.parts["device"],
            "python": platform.python_version(),
        },
    }
