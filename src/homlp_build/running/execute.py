"""Executing a book: run the pages that lack a fresh notebook, and file what comes of it.

Pages are submitted to a ``concurrent.futures.Executor``. On one machine that is a
pool of threads, because each of them only watches a kernel, which is a process of its
own: a pool of processes would add a second process a page that can die and take the
pool along. On a cluster it is Dask's.
"""

import math
import os
from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from ..errors import StoreError, UsageError
from ..manuscript.names import check_names, missing_names
from ..manuscript.pages import Book, Page
from ..vcs import commit_facts
from .failures import Failure
from .kernel import Limits, PageResult, PageTask, run_page
from .keys import KeySettings, page_key, require_locked
from .leftovers import kill_kernels, sweep_work_folders
from .progress import Silent
from .store import Executed, Store

__all__ = ["Failure", "Limits", "Report", "default_jobs", "execute_book"]

KEEP = 4  # versions of a page that stay in the store


@dataclass
class Report:
    """What a run did, page by page."""

    fresh: list[str] = field(default_factory=list)
    executed: list[str] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether every page has its notebook."""
        return not self.failures


def execute_book(
    book: Book,
    names: Iterable[str] | None = None,
    *,
    settings: KeySettings,
    store: Store,
    jobs: int | None = None,
    limits: Limits | None = None,
    force: bool = False,
    executor: Executor | None = None,
    progress: Silent | None = None,
) -> Report:
    """Execute the pages whose notebook is not in the store, the longest first.

    Parameters
    ----------
    book : Book
    names : iterable of str, optional
        By default every page that has code.
    settings : KeySettings
    store : Store
    jobs : int, optional
        How many pages run side by side; by default one a core, and one on a GPU.
    limits : Limits, optional
        The time and memory of one page.
    force : bool, default=False
        Execute pages that are fresh, too.
    executor : Executor, optional
        Where the pages run; by default on this machine.
    progress : Silent, optional
        Hears of each page.

    Returns
    -------
    Report
        A page that fails is in ``failures`` and nothing of it is filed; the others finish.

    Raises
    ------
    BookError
        If a page pastes a name that no cell records, or records one twice.
    LockError
        If a page would run with libraries other than the locked ones.
    UsageError
        If a name is not that of a page with code.
    """
    pages = _selected(book, names)
    check_names(pages, scale=settings.scale, device=settings.device)
    run = _Run(store, settings, limits or Limits())
    waiting = [page for page in pages if force or not run.is_fresh(page)]
    _check_locked(waiting, settings)
    waiting.sort(key=lambda page: -(store.seconds(page.name) or math.inf))
    run.facts = commit_facts(book.root) if waiting else {}
    jobs = jobs or default_jobs(settings)
    sweep_work_folders()
    with _pool(executor, jobs) as pool:
        run.all(waiting, pool=pool, jobs=jobs, force=force, progress=progress or Silent())
    return run.report


def default_jobs(settings: KeySettings) -> int:
    """Return one job for each core that this process may use, or one on a GPU."""
    if settings.device != "cpu":
        return 1
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class _Run:
    """One run over some pages: the store it fills and the report it writes."""

    def __init__(self, store: Store, settings: KeySettings, limits: Limits) -> None:
        self.store = store
        self.settings = settings
        self.limits = limits
        self.report = Report()
        self.facts: dict[str, Any] = {}

    def is_fresh(self, page: Page) -> bool:
        """Say whether the page's notebook is in the store; note it and its use if so."""
        found = _intact(self.store, page.name, page_key(page, self.settings).digest)
        if found is None:
            return False
        self.store.touch(page.name, found.digest)
        self.report.fresh.append(page.name)
        self._check_records(page, found)
        return True

    def all(
        self, waiting: list[Page], *, pool: Executor, jobs: int, force: bool, progress: Silent
    ) -> None:
        """Run pages, as many at a time as there are jobs.

        One that another run has filed in the meantime is not run again.
        """
        queue, running = list(waiting), dict[Future[PageResult], tuple[Page, PageTask]]()
        progress.begin(len(queue))
        try:
            while queue or running:
                while queue and len(running) < jobs:
                    page = queue.pop(0)
                    if not force and self.is_fresh(page):
                        progress.finished(page.name, seconds=0.0, ok=True)
                        continue
                    task = self._task(page)
                    running[pool.submit(run_page, task)] = (page, task)
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    page, task = running.pop(future)
                    result = _outcome(future, page, task)
                    ok = self._file(page, task, result)
                    progress.finished(page.name, seconds=result.run.get("seconds", 0.0), ok=ok)
        finally:
            progress.end()

    def _task(self, page: Page) -> PageTask:
        return PageTask(
            page=page.name,
            path=page.path,
            cells=page.cells,
            key=page_key(page, self.settings),
            source_root=self.settings.source_root,
            limits=self.limits,
        )

    def _file(self, page: Page, task: PageTask, result: PageResult) -> bool:
        """File a notebook or note the failure; say whether there is a notebook."""
        if result.content is None:
            if result.failure is not None:
                self.report.failures.append(result.failure)
            return False
        try:
            self.store.put(page.name, task.key, result.content, result.run | self.facts)
            self.store.trim_page(page.name, KEEP)
        except (StoreError, OSError) as error:
            self.report.failures.append(Failure(page.name, page.path, 1, None, str(error)))
            return False
        self.report.executed.append(page.name)
        if found := self.store.get(page.name, task.key.digest):
            self._check_records(page, found)
        return True

    def _check_records(self, page: Page, executed: Executed) -> None:
        """Note the names that prose pastes and the page, once executed, did not record."""
        self.report.failures += [
            Failure(page.name, fault.path, fault.line, None, fault.what)
            for fault in missing_names(page, executed.meta["records"])
        ]


def _selected(book: Book, names: Iterable[str] | None) -> list[Page]:
    pages = book.executable
    if names is None:
        return list(pages.values())
    chosen = []
    for name in dict.fromkeys(names):
        if name not in pages:
            raise UsageError(f"{name!r} is not a page with code cells")
        chosen.append(pages[name])
    return chosen


def _check_locked(pages: list[Page], settings: KeySettings) -> None:
    for page in pages:
        require_locked(page, settings)


def _intact(store: Store, page: str, digest: str) -> Executed | None:
    """Return a stored notebook; a damaged one is as good as none, since it can be made again."""
    try:
        return store.get(page, digest)
    except StoreError:
        return None


@contextmanager
def _pool(executor: Executor | None, jobs: int) -> Iterator[Executor]:
    """Use the given executor as it is, or a pool of threads that leaves no kernel behind."""
    if executor is not None:
        yield executor
        return
    pool = ThreadPoolExecutor(max_workers=jobs, thread_name_prefix="homlp-page")
    try:
        yield pool
    except BaseException:  # Ctrl-C included: without their kernels the threads end at once
        pool.shutdown(wait=False, cancel_futures=True)
        kill_kernels()
        raise
    finally:
        pool.shutdown(wait=True)


def _outcome(future: "Future[PageResult]", page: Page, task: PageTask) -> PageResult:
    """Return the result of a page; a worker that died has failed its page alone."""
    try:
        return future.result()
    except Exception as error:  # whatever an executor raises concerns one page
        cause = f"the page's worker failed: {type(error).__name__}: {error}"
        return PageResult(page.name, None, {}, Failure(page.name, task.path, 1, None, cause))
