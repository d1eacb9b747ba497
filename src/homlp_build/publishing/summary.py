"""What a run of the CI says of itself: Markdown for the job's summary."""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from ..running.failures import Failure

__all__ = ["execution_summary", "failure_block", "tell", "tell_error"]

_MOST = 900_000  # bytes
_FENCE = "`" * 8  # longer than any that a message holds


def tell(markdown: str, environ: Mapping[str, str] | None = None) -> None:
    """Append to the job's summary; outside of a CI there is none, and nothing happens.

    GitHub shows no summary of more than a mebibyte, so that a longer text is cut, and says so.
    """
    environ = os.environ if environ is None else environ
    if name := environ.get("GITHUB_STEP_SUMMARY"):
        text = markdown.rstrip().encode()
        if len(text) > _MOST:
            whole_lines = text[:_MOST].rpartition(b"\n")[0]
            text = whole_lines + b"\n\n**Cut here: the rest is in the log.**"
        with Path(name).open("ab") as file:
            file.write(text + b"\n\n")


def tell_error(error: Exception) -> None:
    """Put what stopped a command, such as a page that cannot be read, into the job's summary."""
    tell(f"#### Stopped\n\n{_FENCE}text\n{error}\n{_FENCE}")


def execution_summary(
    executed: Iterable[str],
    failures: Iterable[Failure],
    *,
    reasons: Mapping[str, str],
    seconds: Mapping[str, float | None],
    fresh: int,
    where: str,
) -> str:
    """Return which pages ran, why and how long; and each failure with page, cell and line.

    Parameters
    ----------
    executed : iterable of str
    failures : iterable of Failure
    reasons : mapping of str to str
        Why each page was not fresh before.
    seconds : mapping of str to float or None
    fresh : int
        How many pages had nothing to do.
    where : str
        The scale and the device, such as ``quick on cpu``.
    """
    executed, failures = list(executed), list(failures)
    head = f"### Pages executed, {where}\n\n{len(executed)} executed, {fresh} fresh"
    blocks = [f"{head}, **{len(failures)} failed**" if failures else head]
    if executed:
        rows = (_row(page, reasons.get(page, ""), seconds.get(page)) for page in executed)
        blocks.append("| page | why it ran | seconds |\n|---|---|--:|\n" + "\n".join(rows))
    return "\n\n".join([*blocks, *map(failure_block, failures)])


def failure_block(failure: Failure) -> str:
    """Return a failure as a block: the page, cell and line in its title, then what was raised."""
    cell = f"cell {failure.cell}, " if failure.cell else ""
    title = f"#### `{failure.path.name}` failed: {cell}line {failure.line}"
    return f"{title}\n\n{_FENCE}text\n{failure}\n{_FENCE}"


def _row(page: str, reason: str, seconds: float | None) -> str:
    time = "" if seconds is None else f"{seconds:.1f}"
    return f"| {page} | {_cell(reason or 'asked for')} | {time} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
