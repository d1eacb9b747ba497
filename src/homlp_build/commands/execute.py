"""``homlp execute``: run the pages that are not fresh."""

import argparse
import sys

from ..manuscript.names import check_names
from ..publishing.summary import execution_summary, tell
from ..running.device import require_device
from ..running.shards import Shard, parse_shard, select
from ..running.status import book_status
from ._common import Commands, add_pages_and_scale, open_book, pages_with_code, positive, store_of

__all__ = ["add"]


def add(commands: "Commands[argparse.ArgumentParser]") -> None:
    """Add the command."""
    command = commands.add_parser("execute", help="run the pages that are not fresh")
    command.set_defaults(run=_execute)
    add_pages_and_scale(command)
    command.add_argument("--jobs", type=positive, help="pages side by side (default: one a core)")
    command.add_argument("--shard", type=str, metavar="I/N", help="only the I-th of N slices")
    command.add_argument("--scheduler", metavar="ADDRESS", help="run on this Dask cluster")
    command.add_argument(
        "--timeout", type=float, default=600.0, metavar="S", help="seconds a page (default: 600)"
    )
    command.add_argument(
        "--memory", type=float, default=4.0, metavar="GB", help="memory a page (default: 4)"
    )
    command.add_argument("--force", action="store_true", help="run pages that are fresh, too")


def _execute(options: argparse.Namespace) -> int:
    root, book, settings = open_book(options)
    shard = parse_shard(options.shard) if options.shard else Shard(1, 1)
    wanted = set(pages_with_code(options.pages, book))
    names = [name for name in select(book.executable, shard) if name in wanted]
    store = store_of(root)
    before = book_status(book, settings=settings, store=store, names=names)
    where = f"{settings.scale} on {settings.device}"
    if all(status.fresh for status in before) and not options.force:
        check_names(
            [book.pages[name] for name in names], scale=settings.scale, device=settings.device
        )
        tell(execution_summary([], [], reasons={}, seconds={}, fresh=len(names), where=where))
        print(f"0 executed, {len(names)} fresh")
        return 0
    # Imported here: the kernels' libraries take half a second, and mostly nothing is to run.
    from ..running.cluster import cluster_executor
    from ..running.execute import Limits, execute_book
    from ..running.progress import progress_for

    require_device(settings.device)
    with cluster_executor(options.scheduler) as (executor, workers):
        report = execute_book(
            book,
            names,
            settings=settings,
            store=store,
            jobs=options.jobs or workers,
            limits=Limits(seconds=options.timeout, memory_gb=options.memory),
            force=options.force,
            executor=executor,
            progress=progress_for(),
        )
    tell(
        execution_summary(
            report.executed,
            report.failures,
            reasons={status.page: status.reason for status in before},
            seconds={page: store.seconds(page) for page in report.executed},
            fresh=len(report.fresh),
            where=where,
        )
    )
    for failure in report.failures:
        print(failure, file=sys.stderr)
    counts = f"{len(report.executed)} executed, {len(report.fresh)} fresh"
    print(f"{counts}, {len(report.failures)} failed" if report.failures else counts)
    return 0 if report.ok else 1
