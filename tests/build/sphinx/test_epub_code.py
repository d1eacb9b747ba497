"""Lines of code and names in tables, as an e-reader gets them."""

import re

from homlp_build.sphinx.epub_code import break_names, hang


def test_each_line_is_a_block_that_knows_its_indentation() -> None:
    code = "<pre><span></span>def f():\n    <b>return</b> 1\n\n        deep\n</pre>"
    lines = re.findall('<span class="line in-(.)">(.*?)\n</span>', hang(code), re.DOTALL)
    assert lines == [
        ("0", "<span></span>def f():"),
        ("1", "    <b>return</b> 1"),
        ("0", ""),
        ("2", "        deep"),
    ]


def test_the_text_of_code_stays_as_it_was() -> None:
    code = "<pre>a = <span>1</span>\n\n    b = 2\n</pre>"
    assert re.sub("<[^>]*>", "", hang(code)) == re.sub("<[^>]*>", "", code)


def test_deep_indentation_leaves_room_for_what_is_wrapped() -> None:
    assert 'class="line in-4"' in hang(f"<pre>{' ' * 60}far</pre>")


def test_a_block_whose_elements_span_lines_is_left_alone() -> None:
    code = "<pre><span>one\ntwo</span>\n</pre>"
    assert hang(code) == code


def test_names_in_tables_may_break_behind_their_joints() -> None:
    table = "<table><tr><th>bed_rooms</th><td><code>model.predict(X)</code></td></tr></table>"
    assert break_names(table) == (
        "<table><tr><th>bed_<wbr/>rooms</th>"
        "<td><code>model.<wbr/>predict(<wbr/>X)</code></td></tr></table>"
    )


def test_numbers_links_and_code_in_the_text_do_not_break() -> None:
    for html in (
        "<code>model.predict(X)</code>",
        "<table><td>0.33</td><th>1.5</th><th>a</th></table>",
        '<table><td><code><a href="a.b/c_d">x</a></code></td></table>',
        "<table><td><annotation>a_i</annotation></td></table>",
    ):
        assert break_names(html) == html
