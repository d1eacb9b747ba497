"""What a log of LaTeX says against a book: ``python -m homlp_build.publishing.latex_log FILE``.

LaTeX succeeds with text that runs off the page, characters that no font has and references
that lead nowhere. Here they are faults.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

__all__ = ["WIDEST", "faults", "main"]

WIDEST = 10.0  # points that a line may run into the margin

_OVERFULL = re.compile(r"Overfull \\hbox \(([\d.]+)pt too wide\)(.*)")
_OTHERS = (
    re.compile(r"Missing character: .*"),
    re.compile(r"LaTeX Warning: (?i:(?:hyper )?reference .* undefined).*"),
    re.compile(r"LaTeX Warning: There were undefined references.*"),
    re.compile(r"LaTeX Warning: Label .* multiply defined.*"),
    re.compile(r"^! .*"),
)


def faults(log: str) -> list[str]:
    """Return what a reader of the book would see, each once and in order.

    Parameters
    ----------
    log : str
        The log of the last run.
    """
    return list(dict.fromkeys(_found(_unwrapped(log))))


def _unwrapped(log: str) -> list[str]:
    """Join the lines that TeX broke at column 79."""
    lines = [""]
    for line in log.splitlines():
        lines[-1] += line
        if len(line) != 79:
            lines.append("")
    return lines


def _found(lines: list[str]) -> Iterator[str]:
    for line in lines:
        overfull = _OVERFULL.search(line)
        if overfull and float(overfull[1]) > WIDEST:
            yield overfull[0]
        yield from (found[0] for pattern in _OTHERS if (found := pattern.search(line)))


def main(arguments: list[str]) -> int:
    """Write the faults of a log and return 1 if there is one.

    Parameters
    ----------
    arguments : list of str
        The path of the log.
    """
    if len(arguments) != 1:
        sys.stderr.write("usage: python -m homlp_build.publishing.latex_log FILE\n")
        return 2
    found = faults(Path(arguments[0]).read_text(encoding="utf-8", errors="replace"))
    for fault in found:
        sys.stderr.write(f"{arguments[0]}: {fault}\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
