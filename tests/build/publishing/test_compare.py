"""The outputs of a commit held against those of the working tree, on a small book in git."""

import subprocess

import pytest

from homlp_build.errors import UsageError
from homlp_build.publishing.compare import compare
from homlp_build.publishing.compare_report import as_html, as_markdown

RECORD = """\
from IPython.display import display
value, times = 1, 5
for name, number, volatile in [("score", value, False), ("took", times, True)]:
    meta = {"scrapbook": {"name": name, "mime_prefix": "p/"}, "homlp": {"volatile": volatile}}
    display({"p/text/plain": str(number)}, metadata=meta, raw=True)
"""
FIGURE = """\
from IPython.display import display
display({"image/png": "QUJD", "text/plain": "x"}, metadata={"image/png": {"alt": "<A>"}}, raw=True)
"""


@pytest.fixture
def committed(small_book):
    """The small book with a page of numbers and a figure, executed and committed."""
    small_book.page("numbers", RECORD, "print('one')\nprint('two')", FIGURE)
    small_book.execute()
    git = ["git", "-c", "user.name=x", "-c", "user.email=x@example.org"]
    for arguments in (["init", "-q"], ["add", "book", "src", "*.txt"], ["commit", "-qm", "first"]):
        subprocess.run([*git, *arguments], cwd=small_book.root, check=True)
    return small_book


def _compare(book):
    return compare(book.read(), "HEAD", settings=book.settings(), store=book.store)


def test_nothing_changed_is_nothing_to_tell(committed) -> None:
    found = _compare(committed)
    assert found.untouched == ["bare", "data", "library", "numbers"]
    assert (found.changed, found.unknown, found.new) == ([], [], [])


def test_numbers_texts_and_figures_that_changed_are_shown_old_and_new(committed) -> None:
    committed.replace("book/numbers.md", "value, times = 1, 5", "value, times = 2, 6")
    committed.replace("book/numbers.md", "print('two')", "print('three')")
    committed.replace("book/numbers.md", "QUJD", "REVG")
    committed.replace("src/homlp_lib/inner.py", "2 * x", "x + x")
    committed.execute()
    found = _compare(committed)
    assert found.same == ["library"]
    markdown = as_markdown(found)
    assert "| score | 1 | 2 |" in markdown
    assert "took" not in markdown
    assert "cell 2\n@@ -1,2 +1,2 @@\n one\n-two\n+three\n" in markdown
    assert "Figures that changed: in cells 3" in markdown
    assert "Executed again, with the same outputs: library." in markdown
    html = as_html(found)
    assert 'alt="Before: &lt;A&gt;" src="data:image/png;base64,QUJD"' in html
    assert 'alt="Now: &lt;A&gt;" src="data:image/png;base64,REVG"' in html


def test_an_inserted_cell_does_not_shift_the_others(committed) -> None:
    committed.replace(
        "book/numbers.md",
        "```{code-cell} python\nprint('one')",
        "```{code-cell} python\nprint('zero')\n```\n\n```{code-cell} python\nprint('one')",
    )
    committed.execute()
    (page,) = _compare(committed).changed
    assert page.texts == ["cell 2\n@@ -0,0 +1 @@\n+zero"]
    assert page.figures == page.numbers == []


def test_what_the_store_lacks_is_said_and_pages_come_and_go(committed) -> None:
    committed.page("bare", "print(4)")
    committed.page("added", "5")
    (committed.root / "book" / "data.md").unlink()
    found = _compare(committed)
    assert (found.unknown, found.new, found.gone) == (["bare"], ["added"], ["data"])
    assert "Not in the store, so not compared: bare." in as_markdown(found)


def test_an_unknown_commit_is_refused_and_none_is_no_error(committed) -> None:
    with pytest.raises(UsageError, match="no commit 'nowhere'"):
        compare(committed.read(), "nowhere", settings=committed.settings(), store=committed.store)
    first = committed.homlp("compare", "0" * 40)
    assert (first.returncode, first.stdout) == (0, "there is no commit to compare with\n")


def test_the_command_writes_a_page_and_the_summary(committed, tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    committed.page("bare", ":tags: [hide-input]\n\nx = 4", "print(x)")
    committed.execute()
    done = committed.homlp("compare", "HEAD")
    assert done.returncode == 0, done.stderr
    assert "-3\n+4" in (tmp_path / "summary.md").read_text()
    assert "<h2>bare</h2>" in (committed.root / "_build/compare/index.html").read_text()
