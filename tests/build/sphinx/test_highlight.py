"""Code has no more marks than its colours need, and looks as it did."""

from typing import ClassVar

import pytest
from pygments import highlight
from pygments.lexers import get_lexer_by_name
from pygments.style import Style
from pygments.styles import get_style_by_name
from pygments.token import Comment, Generic, Name, Number, Text

from homlp_build.sphinx.highlight import Looks, MergingFormatter

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
