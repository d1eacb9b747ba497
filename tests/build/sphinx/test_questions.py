"""Multiple-choice questions: how they are read, and what they become in each form of the book."""

import json
import re
from collections.abc import Callable

import pytest

QUESTION = """\
```{homlp-question} q-sky
Which colour has the *sky*?

[ ] Green.
: You think of `grass`.

[x] Blue.
: Short waves scatter more.

[ ] Red, with $x$.
: At dusk.
```
"""
PAGE = "# A page\n\n" + QUESTION


def _render(make_book: Callable, text: str = PAGE, builder: str = "html", **settings):
    book = make_book()
    book.write("part1/ch05_ask.md", text)
    return book.render(builder, **settings)


def test_on_the_site_a_question_is_a_box_with_its_answer_folded(make_book) -> None:
    done = _render(make_book)
    assert done.warnings == ""
    box = re.search(r"<fieldset.*?</fieldset>", done.page("part1/ch05_ask"), re.DOTALL)[0]
    assert 'id="q-sky"' in box
    assert 'data-right="B"' in box
    assert 'aria-labelledby="q-sky-stem"' in box
    assert 'id="q-sky-stem"' in box
    radios = re.findall(r'<input type="radio" name="([^"]+)" value="(\w)">', box)
    assert radios == [("q-sky", "A"), ("q-sky", "B"), ("q-sky", "C")]
    folded = box[box.index("<details") :]
    assert [one in folded for one in ("A is wrong.", "B is right.", "grass")] == [True] * 3
    assert "is right" not in box[: box.index("<details")]
    assert "[x]" not in box


def test_a_question_keeps_its_version_until_it_changes(make_book) -> None:
    book = make_book()

    def version(text: str) -> str:
        book.write("part1/ch05_ask.md", text)
        page = book.render().page("part1/ch05_ask")
        return re.search(r'data-version="(\w+)"', page)[1]

    first = version(PAGE)
    assert version(PAGE + "\nMore prose.\n") == first
    assert version(PAGE.replace("At dusk", "At dawn")) == first  # explained anew, asked the same
    assert version(PAGE.replace("Green", "Grey")) != first


def test_only_a_page_that_asks_loads_the_scripts(make_book) -> None:
    done = _render(make_book)
    assert "questions/questions.js" in done.page("part1/ch05_ask")
    assert "questions.js" not in done.page("tutorials/numpy")


def test_in_print_the_answer_stands_at_the_back_with_links_both_ways(make_book) -> None:
    done = _render(make_book, builder="latex")
    [tex] = (done.root / "_build" / "latex").glob("*.tex")
    text = tex.read_text()
    asked, answered = text.index("Which colour"), text.index("Short waves")
    assert asked < text.index(r"\chapter{Solutions and answers}") < answered
    back = text.index(r"\chapter{Solutions and answers}")
    label = r"\label{\detokenize{book/part1/ch05_ask:%s-0-q-sky}}"
    link = r"\hyperref[\detokenize{book/part1/ch05_ask:%s-0-q-sky}]"
    assert label % "at" in text[:asked]
    assert link % "back" in text[asked:back]
    assert label % "back" in text[back:answered]
    assert link % "at" in text[back:answered]
    assert text[asked:answered].count("Blue.") == 1


def test_in_a_notebook_the_options_are_listed_and_the_answer_is_folded(make_book) -> None:
    code = (
        "---\njupytext: {text_representation: {extension: .md, format_name: myst}}\n"
        "kernelspec: {name: python3, display_name: Python 3, language: python}\n---\n"
    )
    cell = "\n```{code-cell} python\n1\n```\n"
    settings = {"repository_url": "https://github.com/a/b"}
    book = make_book()
    book.write("part1/ch05_ask.md", code + PAGE + cell)
    (book.root / "_config.yml").write_text("repository: {url: https://github.com/a/b}\n")
    done = book.render("notebooks", html_context=settings)
    assert done.warnings == ""
    path = done.root / "_build" / "notebooks" / "part1" / "ch05_ask.ipynb"
    cells = json.loads(path.read_text())["cells"]
    text = "\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "markdown")
    assert "- **A** Green.\n- **B** Blue.\n" in text
    fold = re.search(r"<details>\n<summary>Answer</summary>(.*?)</details>", text, re.DOTALL)[1]
    assert "- **B is right.** Short waves scatter more." in fold


def _without(text: str, *pieces: str) -> str:
    for piece in pieces:
        assert piece in text
        text = text.replace(piece, "")
    return text


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        (PAGE.replace("[x]", "[ ]"), 3, r"exactly one right option, marked \[x\], got 0"),
        (PAGE.replace("[ ] Red", "[x] Red"), 3, r"exactly one right option, marked \[x\], got 2"),
        (_without(PAGE, ": You think of `grass`.\n"), 6, "'Green.' has no explanation"),
        (PAGE.replace("Green", "Blue"), 9, "'Blue.' stands twice"),
        (_without(PAGE, "Which colour has the *sky*?\n"), 3, "nothing is asked"),
        (PAGE.replace("[ ] Green", "Green"), 6, r"must begin with \[x\].*got 'Green.'"),
        (PAGE.replace("At dusk.\n", "At dusk.\n\nMore.\n"), 15, "text after the options"),
        (PAGE.replace("q-sky", "Sky"), 3, "a label is like q-ch04-border"),
        (PAGE.replace("[ ] Green.\n: You think of `grass`.\n\n", "[ ] Green.\n"), 6, "stand apart"),
    ],
)
def test_a_mistake_is_told_with_its_line(make_book, text: str, line: int, message: str) -> None:
    done = _render(make_book, text)
    assert re.search(rf"ch05_ask\.md:{line}: .*{message}", done.warnings), done.warnings


def test_a_label_that_two_pages_use_is_told(make_book) -> None:
    book = make_book()
    book.write("part1/ch05_ask.md", PAGE)
    book.write("part1/ch06_ask.md", PAGE.replace("# A page", "# Another"))
    assert re.search(r"q-sky is asked on .*ch05_ask, .*ch06_ask", book.render().warnings)


def test_the_panel_lists_every_page_with_something_to_check(make_book) -> None:
    book = make_book()
    book.write("part1/ch05_ask.md", PAGE)
    book.write("part1/panel.md", "# Mine\n\n```{homlp-progress}\n```\n")
    page = book.render().page("part1/panel")
    assert page.count("<tr data-checks=") == 1
    assert "<td>0 of 1</td><td>0</td><td>0 of 0</td>" in page
    book.change("part1/ch05_ask.md", "q-sky", "q-heaven")  # the panel itself is not read again
    assert "q-heaven" in book.render().page("part1/panel")
    book.change("part1/ch05_ask.md", PAGE[10:].replace("q-sky", "q-heaven"), "")
    assert "data-checks" not in book.render().page("part1/panel")
