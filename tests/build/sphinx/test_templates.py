"""Templates are compiled once, and again when they change."""

from collections.abc import Callable

import jinja2
import pytest

from .conftest import Book

HALF = '{% extends "!page.html" %}{% block body %}<p>HOUSE</p>{{ super() }}{% endblock %}'


def test_a_template_is_compiled_again_only_when_it_changed(
    make_book: Callable[[], Book], monkeypatch: pytest.MonkeyPatch
) -> None:
    compiled: list[str] = []
    compile_one = jinja2.Environment.compile

    def count(self, source, name=None, *args, **kwargs):
        compiled.extend([name] if name else [])  # others are no files
        return compile_one(self, source, name, *args, **kwargs)

    monkeypatch.setattr(jinja2.Environment, "compile", count)
    book = make_book()
    folder = book.root / "templates"
    folder.mkdir()
    settings = {"templates_path": [str(folder)]}
    page = folder / "page.html"
    page.write_text(HALF.replace("HOUSE", "first"))
    book.render(**settings)
    assert "page.html" in compiled

    compiled.clear()
    page.write_text(HALF.replace("HOUSE", "second"))
    book.write("index.md", "# Another home\n")
    rendered = book.render(**settings)
    assert compiled == ["page.html"]
    assert "<p>second</p>" in (rendered.root / "_build/html/book/index.html").read_text()
