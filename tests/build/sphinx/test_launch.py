"""The launch menu: each button names a file that is published, and pages without code have none."""

import json
from html import unescape

import pytest

from homlp_build.manuscript.pages import read_book
from homlp_build.publishing.publish_tree import lay_out_notebooks
from homlp_build.publishing.repository import read_repository
from homlp_build.sphinx.state import BookBuildError

from ...buttons import Menu, named_file
from .conftest import REPOSITORY, Book

EXTENSIONS = [
    "sphinx_external_toc",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinx_book_theme",
    "homlp_build.sphinx",
]
THEMED = {
    "extensions": EXTENSIONS,
    "html_theme": "sphinx_book_theme",
    "html_theme_options": {},  # its own: the theme fills it in
    "html_static_path": [str(REPOSITORY / "book" / "_static")],
}
PAGE = "part1/ch04_lines"


@pytest.fixture(scope="module")
def book(tmp_path_factory):
    """A fork of a small book, rendered as a site and as notebooks, and its commit."""
    book = Book(tmp_path_factory.mktemp("launch"))
    (book.root / "environment.yml").write_text("name: homlp\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("GITHUB_REPOSITORY", "me/fork")
        patch.setenv("GITHUB_SHA", "abc123")
        for builder in ("html", "notebooks"):
            done = book.render(builder, **THEMED)
            assert done.warnings == ""
        repository = read_repository(book.root)
    tree = book.root / "tree"
    notebooks = book.root / "_build" / "notebooks"
    lay_out_notebooks(tree, read_book(book.root), notebooks=notebooks, repository=repository)
    return book


def html(book):
    return {
        file.relative_to(book.root / "_build" / "html" / "book").with_suffix("").as_posix(): file
        for file in (book.root / "_build" / "html" / "book").rglob("*.html")
    }


def test_every_button_names_a_file_of_the_published_tree(book):
    seen = 0
    for page, file in html(book).items():
        for kind, address in Menu(file.read_text()).links.items():
            if kind == "download":
                path = (file.parent / address).resolve()
                published = book.root / "tree" / f"{page}.ipynb"
                assert path.read_bytes() == published.read_bytes()
            else:
                repository, ref, path = named_file(kind, address)
                assert (repository, ref) == ("me/fork", "notebooks-abc123")
                assert path == f"{page}.ipynb"
                assert (book.root / "tree" / path).is_file()
            seen += 1
    assert seen == 4 * len(read_book(book.root).executable)


def test_a_page_with_code_has_every_button_and_one_without_has_none(book):
    pages = html(book)
    assert set(Menu(pages[PAGE].read_text()).links) == {"colab", "kaggle", "binder", "download"}
    for page, file in pages.items():
        text = file.read_text()
        assert ("dropdown-launch-buttons" in text) == (page == PAGE)
        assert ("homlp-local" in text) == (page == PAGE)


def test_the_lines_to_paste_name_the_commit_and_the_page(book):
    text = unescape(html(book)[PAGE].read_text())
    assert '\npip install jupyterlab "homlp @ git+https://github.com/me/fork@abc123"\n' in text
    assert "\nhomlp open ch04</pre>" in text


def test_what_the_page_costs_stands_beside_the_buttons(book):
    [run] = (book.root / "_build" / "executed" / PAGE).glob("*.run.json")
    seconds = max(round(json.loads(run.read_text())["seconds"]), 1)
    assert f">{seconds} s, no GPU</span>" in html(book)[PAGE].read_text()


def test_a_new_commit_writes_the_page_again_though_no_text_changed(make_book, monkeypatch):
    book = make_book()
    monkeypatch.delenv("GITHUB_REPOSITORY", raising=False)
    for commit in ("abc123", "def456"):
        monkeypatch.setenv("GITHUB_SHA", commit)
        read = book.render(**THEMED).read
        text = html(book)[PAGE].read_text()
        assert f"/someone/book/blob/notebooks-{commit}/" in text
        notebook = book.root / "_build" / "html" / "_notebooks" / f"{PAGE}.ipynb"
        assert f"book@{commit}" in notebook.read_text()
    assert read == []


def test_another_builder_may_read_what_new_code_reads_anew(make_book, monkeypatch):
    book = make_book()
    monkeypatch.setattr("homlp_build.sphinx._version", lambda: 1)
    assert book.render().warnings == ""
    monkeypatch.setattr("homlp_build.sphinx._version", lambda: 2)
    assert book.render("notebooks").read != []
    assert book.render().warnings == ""  # the index of the search would be half of one


def test_a_repository_that_nothing_names_stops_the_build(make_book, monkeypatch):
    monkeypatch.delenv("GITHUB_REPOSITORY", raising=False)
    book = make_book()
    (book.root / "_config.yml").unlink()
    with pytest.raises(BookBuildError, match="set GITHUB_REPOSITORY"):
        book.render(**THEMED)
