"""Code has no more marks than its colours need, and looks as it did."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar

import pytest
from pygments import highlight
from pygments.lexers import get_lexer_by_name
from pygments.style import Style
from pygments.styles import get_style_by_name
from pygments.token import Comment, Generic, Name, Number, Text

from homlp_build.memory import close_memory, open_memory
from homlp_build.sphinx.highlight import Bridge, Looks, MergingFormatter

STYLES = [get_style_by_name("a11y-high-contrast-light"), get_style_by_name("a11y-dark")]
CODE = 'def half(x):  # (m, n)\n    return f"{x / 2:.1f}" if x is not None else np.nan\n'


@pytest.fixture
def looks() -> Looks:
    return Looks(STYLES)


def colours(tokens):
    """Return what each visible letter looks like in each style."""
    return [
        (letter, [style.style_for_token(kind) for style in STYLES])
        for kind, text in tokens
        for letter in text
        if not letter.isspace()
    ]


def test_every_letter_keeps_its_looks_in_both_themes_with_fewer_marks(looks: Looks) -> None:
    tokens = list(get_lexer_by_name("python").get_tokens(CODE))
    merged = list(looks.merge(tokens))
    assert colours(merged) == colours(tokens)
    assert "".join(text for _, text in merged) == "".join(text for _, text in tokens)
    assert len(merged) < len(tokens) / 2


def test_plain_names_and_white_space_have_no_mark(looks: Looks) -> None:
    code = "half\n"
    formatter = MergingFormatter(looks=looks)
    html = highlight(code, get_lexer_by_name("python"), formatter)
    assert html == '<div class="highlight"><pre><span></span>half\n</pre></div>\n'


def test_prompts_and_outputs_stay_told_apart(looks: Looks) -> None:
    tokens = [(Generic.Prompt, ">>> "), (Text, "\n"), (Generic.Output, "1\n"), (Text, "\n")]
    assert list(looks.merge(tokens)) == tokens


def test_a_kind_of_ours_that_no_style_knows_stays(looks: Looks) -> None:
    shape = (Comment.Single.Shape, "# (m, n)")
    assert list(looks.merge([shape])) == [shape]


class Grey(Style):
    styles: ClassVar = {Name: "#777777", Number: "#777777"}


class Coloured(Style):
    styles: ClassVar = {Name: "#770000", Number: "#000077"}


def test_what_differs_in_one_of_the_styles_is_not_merged() -> None:
    tokens = [(Name, "x"), (Number, "1")]
    assert len(list(Looks([Grey]).merge(tokens))) == 1
    assert len(list(Looks([Grey, Coloured]).merge(tokens))) == 2


NAMES = ("a11y-high-contrast-light", "a11y-dark")


@pytest.fixture
def coloured(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What Pygments was given to colour, in turn."""
    given: list[str] = []

    def count(code: str, *args: object) -> str:
        given.append(code)
        return highlight(code, *args)

    monkeypatch.setattr("homlp_build.sphinx.highlight.highlight", count)
    return given


def test_code_is_coloured_once_for_all_builds(tmp_path: Path, coloured: list[str]) -> None:
    found = []
    for _ in range(2):
        open_memory(tmp_path)
        found.append(Bridge(NAMES).highlight_block(CODE, "python", force=True, location="x:1"))
        close_memory()
    assert found[0] == found[1]
    assert "np.nan" in re.sub("<[^>]+>", "", found[0])
    assert coloured == [CODE]


def test_other_styles_and_options_are_other_colours(tmp_path: Path, coloured: list[str]) -> None:
    open_memory(tmp_path)
    numbered = Bridge(NAMES).highlight_block(CODE, "python", linenos="inline")
    plain = Bridge(NAMES).highlight_block(CODE, "python")
    Bridge(NAMES[:1]).highlight_block(CODE, "python")
    close_memory()
    assert "linenos" in numbered
    assert "linenos" not in plain
    assert coloured == [CODE] * 3


def test_code_that_its_lexer_cannot_read_is_told_in_every_build(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(2):
        open_memory(tmp_path)
        Bridge(NAMES).highlight_block("1 ? 2", "python")
        close_memory()
    told = [record for record in caplog.records if "Lexing literal_block" in record.getMessage()]
    assert len(told) == 2


def test_a_page_whose_prose_changed_colours_no_code_again(
    make_book: Callable[[], Any], coloured: list[str]
) -> None:
    book = make_book()
    options = {"pygments_light_style": NAMES[0], "pygments_dark_style": NAMES[1]}
    book.render(html_theme_options=options)
    assert any("plots.show" in code for code in coloured)
    coloured.clear()
    chapter = (book.root / "book/part1/ch04_lines.md").read_text()
    book.write("part1/ch04_lines.md", f"{chapter}\nOne sentence more.\n")
    rendered = book.render(html_theme_options=options)
    assert rendered.read == ["book/part1/ch04_lines"]
    assert coloured == []
    assert "plots.show" in re.sub("<[^>]+>", "", rendered.page("part1/ch04_lines"))
