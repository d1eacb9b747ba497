"""The command ``homlp``: execute the book, ask for its state, trim its store, start new files."""

import argparse
import json
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from .errors import BookError, BuildError, UsageError
from .keys import SCALES, KeySettings, settings_for
from .opening import add_arguments
from .pages import Book, read_book
from .shards import Shard, parse_shard, select
from .short_names import full_name
from .status import book_status
from .store import Store

__all__ = ["main"]

_DESCRIPTION = """\
Execute the pages of the book, and see which of them need it.

A page's notebook belongs to its code, the library code it reaches, the locked
versions, the data and the scale. 'homlp execute' runs the pages for which one of
these has changed, and files their notebooks in _build/executed/."""

_EPILOG = """\
examples:
  homlp status                       what is fresh, and why the rest is not
  homlp execute                      run what is not
  homlp execute ch04 --scale full    one page, on the large data or a GPU
  homlp execute --shard 2/3          the second of three slices, for a CI matrix
  homlp execute --scheduler tcp://10.0.0.5:8786    on a Dask cluster
  homlp check                        front matter, recorded names, prose and links
  homlp clean --keep 1               keep the newest notebook of each page
  homlp open ch04                    a page's notebook, in JupyterLab
  homlp new page tutorials/numpy     start a page
  homlp new algorithm ridge          start an algorithm and its test

A page is named by its path under book/, by its file, or by a part of its name
that no other page has.

exit status: 0 all is well; 1 a page failed or is wrong; 2 the command is wrong;
130 interrupted."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit status."""
    options = _parser().parse_args(arguments)
    try:
        return int(options.run(options))
    except UsageError as error:
        print(f"homlp: {error}", file=sys.stderr)
        return 2
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("homlp: interrupted; what was finished is filed", file=sys.stderr)
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="homlp",
        description=_DESCRIPTION,
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--root", type=Path, default=None, help="the repository (default: found from here upwards)"
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_execute(commands)
    _add_status(commands)
    _add_check(commands)
    _add_clean(commands)
    _add_new(commands)
    command = commands.add_parser("open", help="fetch a page's notebook and open it in JupyterLab")
    add_arguments(command)
    return parser


_Commands = argparse._SubParsersAction  # the type that argparse gives no public name


def _add_execute(commands: "_Commands[argparse.ArgumentParser]") -> None:
    command = commands.add_parser("execute", help="run the pages that are not fresh")
    command.set_defaults(run=_execute)
    _add_pages_and_scale(command)
    command.add_argument("--jobs", type=_positive, help="pages side by side (default: one a core)")
    command.add_argument("--shard", type=str, metavar="I/N", help="only the I-th of N slices")
    command.add_argument("--scheduler", metavar="ADDRESS", help="run on this Dask cluster")
    command.add_argument(
        "--timeout", type=float, default=600.0, metavar="S", help="seconds a page (default: 600)"
    )
    command.add_argument(
        "--memory", type=float, default=4.0, metavar="GB", help="memory a page (default: 4)"
    )
    command.add_argument("--force", action="store_true", help="run pages that are fresh, too")


def _add_status(commands: "_Commands[argparse.ArgumentParser]") -> None:
    command = commands.add_parser("status", help="say which pages are fresh, and why the rest not")
    command.set_defaults(run=_status)
    _add_pages_and_scale(command)
    command.add_argument("--json", action="store_true", help="a list of page, fresh, reason")


def _add_check(commands: "_Commands[argparse.ArgumentParser]") -> None:
    command = commands.add_parser(
        "check", help="check front matter, recorded names, prose and links"
    )
    command.set_defaults(run=_check)
    _add_pages_and_scale(command)


def _add_clean(commands: "_Commands[argparse.ArgumentParser]") -> None:
    command = commands.add_parser("clean", help="trim the store of executed notebooks")
    command.set_defaults(run=_clean)
    command.add_argument(
        "--keep", type=_positive, default=4, metavar="N", help="versions of a page (default: 4)"
    )
    command.add_argument("--all", action="store_true", help="remove the whole store")


def _add_new(commands: "_Commands[argparse.ArgumentParser]") -> None:
    command = commands.add_parser("new", help="start a page or an algorithm from a template")
    command.set_defaults(run=_new)
    command.add_argument("kind", choices=("page", "algorithm"))
    command.add_argument("name", help="tutorials/numpy, or ridge_regression")


def _add_pages_and_scale(command: argparse.ArgumentParser) -> None:
    command.add_argument("pages", nargs="*", metavar="PAGE", help="by default every page with code")
    command.add_argument(
        "--scale", choices=SCALES, help="default: what HOMLP_SCALE says, else quick"
    )
    command.add_argument(
        "--unlocked", action="store_true", help="key on what is installed, not on constraints.txt"
    )


def _execute(options: argparse.Namespace) -> int:
    # Imported here: the kernels' libraries take half a second.
    from .cluster import cluster_executor
    from .execute import Limits, execute_book
    from .progress import progress_for

    root, book, settings = _open(options)
    shard = parse_shard(options.shard) if options.shard else Shard(1, 1)
    wanted = set(_names(options.pages, book))
    names = [name for name in select(book.executable, shard) if name in wanted]
    with cluster_executor(options.scheduler) as (executor, workers):
        report = execute_book(
            book,
            names,
            settings=settings,
            store=_store(root),
            jobs=options.jobs or workers,
            limits=Limits(seconds=options.timeout, memory_gb=options.memory),
            force=options.force,
            executor=executor,
            progress=progress_for(),
        )
    for failure in report.failures:
        print(failure, file=sys.stderr)
    counts = f"{len(report.executed)} executed, {len(report.fresh)} fresh"
    print(f"{counts}, {len(report.failures)} failed" if report.failures else counts)
    return 0 if report.ok else 1


def _status(options: argparse.Namespace) -> int:
    root, book, settings = _open(options)
    found = book_status(
        book, settings=settings, store=_store(root), names=_names(options.pages, book)
    )
    if options.json:
        print(json.dumps([vars(status) for status in found], indent=1))
        return 0
    for status in found:
        print(f"{'fresh' if status.fresh else 'STALE'}  {status.page}  {status.reason}".rstrip())
    print(f"{sum(status.fresh for status in found)} of {len(found)} pages are fresh")
    return 0


def _check(options: argparse.Namespace) -> int:
    from .review import review

    _, book, settings = _open(options)
    names = [full_name(text, book.pages) for text in options.pages] or list(book.pages)
    if faults := review(book, [book.pages[name] for name in names], scale=settings.scale):
        raise BookError(faults)
    print(f"{len(names)} pages are well, {len(book.planned)} are planned")
    return 0


def _clean(options: argparse.Namespace) -> int:
    store = _store(_root(options.root))
    if options.all:
        shutil.rmtree(store.root, ignore_errors=True)
        print(f"removed {store.root}")
        return 0
    print(f"removed {len(store.trim(options.keep))} notebooks")
    return 0


def _new(options: argparse.Namespace) -> int:
    from .scaffold import new_algorithm, new_page

    make = new_page if options.kind == "page" else new_algorithm
    for path in make(_root(options.root), options.name):
        print(f"wrote {path}")
    return 0


def _open(options: argparse.Namespace) -> tuple[Path, Book, KeySettings]:
    root = _root(options.root)
    return root, read_book(root), settings_for(root, options.scale, unlocked=options.unlocked)


def _root(given: Path | None) -> Path:
    """Return the repository: the nearest folder upwards with a book and locked versions."""
    start = (given or Path.cwd()).resolve()
    for folder in (start, *start.parents) if given is None else (start,):
        if (folder / "book").is_dir() and (folder / "constraints.txt").is_file():
            return folder
    raise UsageError(f"no book/ with constraints.txt in {start} — go there, or pass --root")


def _store(root: Path) -> Store:
    return Store(root / "_build" / "executed")


def _names(given: Sequence[str], book: Book) -> list[str]:
    """Return the names of the pages asked for; of all that have code by default."""
    if not given:
        return list(book.executable)
    names = [full_name(text, book.pages) for text in given]
    if idle := [name for name in names if name not in book.executable]:
        raise UsageError(f"{idle[0]!r} has no code cells")
    return names


def _positive(text: str) -> int:
    if text.isdecimal() and int(text) > 0:
        return int(text)
    raise argparse.ArgumentTypeError(f"must be a whole number above 0, got {text!r}")
