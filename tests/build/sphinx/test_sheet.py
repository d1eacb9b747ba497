"""How much room a piece is said to take on a sheet."""

from docutils import nodes

from homlp_build.sphinx.sheet import keep, lines_of


def test_longer_pieces_take_more_lines() -> None:
    short, long = nodes.paragraph("", "word " * 10), nodes.paragraph("", "word " * 100)
    assert lines_of(short) == 2
    assert 6 <= lines_of(long) <= 8
    assert lines_of(long) < lines_of(nodes.container("", short, long)) <= 10


def test_code_counts_its_lines_and_a_picture_is_high() -> None:
    assert 10 <= lines_of(nodes.literal_block("", "\n".join("0123456789"))) <= 11
    assert lines_of(nodes.image()) > 10
    assert lines_of(nodes.math_block("", r"a \\ b")) > lines_of(nodes.math_block("", "a"))


def test_what_is_written_for_latex_alone_takes_no_line() -> None:
    assert lines_of(nodes.raw("", "much " * 100, format="latex")) == 0


def test_room_is_asked_for_in_lines() -> None:
    assert keep(7).astext() == r"\needspace{7\baselineskip}"
