"""Progress: a bar on a terminal, plain lines elsewhere, nothing for who does not ask."""

import sys
from typing import Any, TextIO

from tqdm import tqdm

__all__ = ["Bar", "Lines", "Silent", "progress_for"]


class Silent:
    """Say nothing; what others override."""

    def begin(self, total: int) -> None:
        """Hear how many pages there are to run."""

    def finished(self, page: str, *, seconds: float, ok: bool) -> None:
        """Hear that a page is done."""

    def end(self) -> None:
        """Hear that the run is over."""


class Lines(Silent):
    """One line a page."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._done = self._total = 0

    def begin(self, total: int) -> None:
        """Remember how many there are."""
        self._total = total

    def finished(self, page: str, *, seconds: float, ok: bool) -> None:
        """Show that a page is done."""
        self._done += 1
        word = "executed" if ok else "FAILED"
        print(
            f"[{self._done}/{self._total}] {word} {page} in {seconds:.1f} s",
            file=self._stream,
            flush=True,
        )


class Bar(Silent):
    """A bar that is gone when the run is over."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._bar: tqdm[Any] | None = None

    def begin(self, total: int) -> None:
        """Remember how many there are."""
        self._bar = tqdm(total=total, unit="page", file=self._stream, leave=False)

    def finished(self, page: str, *, seconds: float, ok: bool) -> None:
        """Show that a page is done."""
        if self._bar is not None:
            self._bar.update()
            self._bar.set_postfix_str(page if ok else f"{page} FAILED")

    def end(self) -> None:
        """Take the bar away."""
        if self._bar is not None:
            self._bar.close()


def progress_for(stream: TextIO | None = None) -> Silent:
    """Return a bar if the stream (standard error) is a terminal, else plain lines."""
    stream = stream or sys.stderr
    return Bar(stream) if stream.isatty() else Lines(stream)
