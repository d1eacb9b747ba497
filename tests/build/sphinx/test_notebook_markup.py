"""Markdown as text, and nodes that no page of the small book has."""

import pytest
from docutils import nodes

from homlp_build.publishing.repository import Repository
from homlp_build.sphinx.notebooks.boxes import WRITERS as BOXES
from homlp_build.sphinx.notebooks.export import WRITERS
from homlp_build.sphinx.notebooks.inline import Inline
from homlp_build.sphinx.notebooks.markup import (
    Code,
    around,
    escaped,
    fenced,
    folded,
    quoted,
    safe_tex,
)
from homlp_build.sphinx.notebooks.translator import Page, Translator

PNG = "iVBORw0KGgo="


@pytest.fixture
def translator():
    """A translator of a page whose only cell prints and draws."""
    outputs = [{"text": "printed\n"}, {"data": {"image/png": PNG, "text/plain": "Figure: A [dot]"}}]
    page = Page(
        number=lambda node: "",
        cell=lambda node: [Code("draw()", outputs)],
        library=lambda node: Code("def f(): ..."),
    )
    inline = Inline(
        page_url="https://x/p.html",
        site_url="https://x/",
        repository=Repository("ada", "copy", "abc123", "main", "https://x/"),
        image_url=lambda uri: uri,
    )
    return Translator(page, inline, WRITERS)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a_b", "a_b"),
        ("_a", r"\_a"),
        ("a_ b", r"a\_ b"),
        ("2 * 3 < 7", r"2 \* 3 \< 7"),
        ("$5 and `x`", r"\$5 and \`x\`"),
        ("[4, 7]", "[4, 7]"),
        ("~~no~~", r"\~\~no\~\~"),
    ],
)
def test_what_markdown_would_read_is_escaped(text, expected):
    assert escaped(text) == expected


def test_a_fence_is_longer_than_any_in_the_text():
    assert fenced("```\na\n```", "text") == "````text\n```\na\n```\n````"


def test_marks_stand_inside_the_spaces_around_the_words():
    assert around("**", " a b ", "**") == " **a b** "
    assert around("**", "  ", "**") == "  "


def test_tex_keeps_no_remark_and_nothing_like_a_tag():
    assert safe_tex("a<b % smaller\n\n  c \\% d") == "a< b\n  c \\% d"


def test_a_cell_stands_between_quotes_and_keeps_a_fold_open():
    cell = Code("1 + 1")
    assert quoted(["a", "b", cell, "c"]) == ["> a\n>\n> b", cell, "> c"]
    assert folded("Title", ["a", cell]) == ["**Title**", "a", cell]


def test_a_summary_holds_words_alone():
    [text] = folded("See [the *page*](https://x/) of `a`, $b$", ["in"])
    assert "<summary>See the page of a, b</summary>" in text


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("# no heading", r"\# no heading"),
        ("> no quote", r"\> no quote"),
        ("- no item", r"\- no item"),
        ("1. no item", r"1\. no item"),
        ("12) no item", r"12\) no item"),
        ("-5 degrees", "-5 degrees"),
        ("3.5 metres", "3.5 metres"),
        ("first\n7. second", "first\n7\\. second"),
    ],
)
def test_a_paragraph_stays_a_paragraph(translator, words, expected):
    assert translator.block(nodes.paragraph("", words)) == [expected]


def test_an_equation_in_a_box_stands_on_one_line(translator):
    box = nodes.block_quote("", nodes.math_block("", "a\n= b"))
    assert translator.block(box) == ["> $$ a = b $$"]


def test_a_solution_shows_what_its_code_prints_and_draws(translator):
    cell = nodes.container(nb_element="cell_code")
    solution = nodes.container("", cell)
    [text] = BOXES["solution_node"](translator, solution)
    assert "```python\ndraw()\n```\n\nOutput:\n\n```text\nprinted\n```" in text
    assert f"![A [dot\\]](data:image/png;base64,{PNG})" in text


def test_a_cell_in_a_list_stands_after_its_item(translator):
    item = nodes.list_item("", nodes.paragraph("", "see"), nodes.container(nb_element="cell_code"))
    assert translator.block(nodes.bullet_list("", item))[0] == "- see"
    assert isinstance(translator.block(nodes.bullet_list("", item))[1], Code)


def test_lines_of_verse_and_fields_keep_their_form(translator):
    verse = nodes.line_block("", nodes.line("", "one"), nodes.line("", "two"))
    assert translator.block(verse) == ["one  \ntwo"]
    body = nodes.field_body("", nodes.paragraph("", "x"))
    fields = nodes.field_list("", nodes.field("", nodes.field_name("", "name"), body))
    assert translator.block(fields) == ["- **name**: x"]


def test_a_relative_link_leads_to_the_site_and_one_without_words_is_none(translator):
    there = nodes.reference("", "there", refuri="../a b.html")
    assert translator.inline.text(there) == "[there](https://x/a%20b.html)"
    here = nodes.reference("", "here", refid="sec")
    assert translator.inline.text(here) == "[here](https://x/p.html#sec)"
    assert translator.inline.text(nodes.reference("", "", refuri="https://x")) == ""


def test_a_line_of_the_repository_is_linked_as_it_was_at_the_commit(translator):
    blob = "https://github.com/ada/copy/blob"
    there = nodes.reference("", "here", refuri=f"{blob}/main/src/a.py#L3-L9")
    assert translator.inline.text(there) == f"[here]({blob}/abc123/src/a.py#L3-L9)"
    other = nodes.reference("", "there", refuri="https://github.com/bob/copy/blob/main/a.py")
    assert translator.inline.text(other).endswith("/blob/main/a.py)")


def test_a_node_that_nothing_writes_is_a_warning(translator, caplog):
    class marvel(nodes.General, nodes.Element):  # noqa: N801
        pass

    assert "marvel" not in WRITERS
    with caplog.at_level("WARNING"):
        blocks = translator.block(marvel("", nodes.paragraph("", "kept")))
    assert blocks == ["kept"]
    assert "no form in a notebook for a node marvel" in caplog.text
