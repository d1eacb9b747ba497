"""What the benchmarks share: a copy of the repository to work in, and the tables they write."""

import os
import platform
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).parents[1]
TABLE = ROOT / "benchmarks" / "README.md"


def copy_tracked(target: Path) -> Path:
    """Copy what git tracks to a folder, and return it."""
    files = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    for file in files:
        (target / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / file, target / file)
    return target


def run_in(root: Path, *command: str | Path) -> str:
    """Run a command of the environment on a copy, with the copy's library; return its output."""
    run = subprocess.run(
        command,
        cwd=root,
        env=os.environ | {"PYTHONPATH": str(root / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
    if run.returncode:
        raise SystemExit(f"{root} failed:\n{run.stdout[-3000:]}\n{run.stderr[-3000:]}")
    return run.stdout


def measured_on() -> str:
    """Say when and on what, as the line below a table does."""
    return (
        f"{datetime.now(UTC):%Y-%m-%d}, Python {platform.python_version()}, {os.cpu_count()} cores "
        f"with a load of {os.getloadavg()[0]:.1f}"
    )


def write_table(
    mark: str, head: Sequence[str], rows: Sequence[Sequence[str]], *, note: str
) -> None:
    """Put a table between its marks in the README, and show it."""
    begin, end = f"<!-- {mark}: begin -->", f"<!-- {mark}: end -->"
    lines = [f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *rows)]
    block = "\n".join([begin, *lines, "", note, end])
    text = TABLE.read_text(encoding="utf-8")
    TABLE.write_text(
        re.sub(f"{begin}.*{end}", lambda _: block, text, flags=re.DOTALL), encoding="utf-8"
    )
    sys.stdout.write(block + "\n")
