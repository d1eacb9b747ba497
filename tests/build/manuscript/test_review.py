from pathlib import Path

import pytest

from homlp_build.manuscript.pages import read_book
from homlp_build.manuscript.review import review

FRONT = "---\nkernelspec: {name: python3}\nhomlp: {part: 1, reading_minutes: 1}\n---\n"


@pytest.fixture
def faults(tmp_path: Path):
    def run(text: str) -> list[str]:
        (tmp_path / "book").mkdir(exist_ok=True)
        (tmp_path / "book" / "page.md").write_text(FRONT + text)
        book = read_book(tmp_path)
        return [
            f"{one.line}: {one.what}" for one in review(book, book.pages.values(), scale="quick")
        ]

    return run


def test_a_page_without_faults_passes(faults):
    assert faults("# A\n\nFine.\n\n```{code-cell} python\n1\n```\n") == []


def test_every_kind_of_fault_is_found_in_the_order_of_the_lines(faults):
    text = (
        "# A\n\nIt is simply 0.5 here.\n\n[x](gone.md)\n\n{glue:text}`never`\n\n"
        "```{code-cell} python\n1\n```\n"
    )
    found = faults(text)
    assert [line.split(":")[0] for line in found] == ["7", "7", "9", "11"]
    expected = ("simply", "typed by hand", "no file 'gone.md'", "never")
    assert all(word in line for word, line in zip(expected, found, strict=True))
