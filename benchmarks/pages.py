"""How long each page runs alone, from an empty store, and the whole book.

    .venv/bin/python benchmarks/pages.py /tmp/an-empty-folder

In a copy of the repository every page is executed by itself, one after the other; then the
store is emptied and the whole book is executed, as many pages side by side as there are cores.
Times and memory are those that ``homlp status`` shows. The table goes to
``benchmarks/README.md``, with the budgets.
"""

import argparse
import json
import shutil
import sys
import time
from pathlib import Path

from common import copy_tracked, measured_on, run_in, write_table

HOMLP = Path(sys.executable).with_name("homlp")
PAGE_SECONDS, PAGE_MB, BOOK_MINUTES = 90, 4_000, 20


def main() -> None:
    """Execute the pages in turn, then all of them, and write the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder", type=Path, help="an empty folder to work in")
    root = copy_tracked(parser.parse_args().folder)
    alone = [execute_alone(root, page) for page in names(root)]
    shutil.rmtree(root / "_build")
    start = time.perf_counter()
    run_in(root, HOMLP, "execute")
    minutes = (time.perf_counter() - start) / 60
    write_table(
        "pages",
        ["page", "alone", "memory"],
        [*alone, ["all of them", f"{minutes:.1f} min", ""]],
        note=f"Budgets: {PAGE_SECONDS} s and {PAGE_MB:,} MB a page, {BOOK_MINUTES} min the book. "
        f"{measured_on()}.",
    )


def names(root: Path) -> list[str]:
    """Return the pages with code."""
    return [page["page"] for page in json.loads(run_in(root, HOMLP, "status", "--json"))]


def execute_alone(root: Path, page: str) -> list[str]:
    """Execute a page and return its row."""
    run_in(root, HOMLP, "execute", page)
    (status,) = json.loads(run_in(root, HOMLP, "status", page, "--json"))
    return [page, f"{status['seconds']:.0f} s", f"{status['peak_mb']:,} MB"]


if __name__ == "__main__":
    main()
