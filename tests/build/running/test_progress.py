"""Progress fits its stream."""

import io

from homlp_build.running.progress import progress_for


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def _two_pages(stream: io.StringIO) -> str:
    progress = progress_for(stream)
    progress.begin(2)
    progress.finished("a", seconds=1.23, ok=True)
    progress.finished("b", seconds=4.56, ok=False)
    progress.end()
    return stream.getvalue()


def test_a_stream_that_is_no_terminal_gets_plain_lines() -> None:
    assert _two_pages(io.StringIO()) == ("[1/2] executed a in 1.2 s\n[2/2] FAILED b in 4.6 s\n")


def test_a_terminal_gets_a_bar_that_leaves_no_debris() -> None:
    text = _two_pages(_Terminal())
    assert "2/2" in text
    assert text.rpartition("\r")[0].rpartition("\r")[2].strip() == ""
