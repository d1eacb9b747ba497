"""One style sheet out of many keeps what a page can use, and its addresses."""

from pathlib import Path

import pytest

from homlp_build.errors import AssetError
from homlp_build.sphinx.stylesheet import join_sheets, purge, words_of_page, words_of_script


@pytest.mark.parametrize(
    "rule",
    [
        ".a .b>.c{color:red}",
        '#place:hover::before{content:"}"}',
        "div.a[data-x=y]{color:red}",
        ".a:not(.absent,.gone){color:red}",
        ":is(.absent) .a{color:red}",
        'html[data-theme="dark"] .a{color:red!important}',
        "@media (max-width:480px){.a{color:red}}",
        "*,::after{margin:0}",
        "@keyframes turn{from{top:0}to{top:1px}}",
    ],
)
def test_a_rule_that_may_apply_stays_as_it_is(rule: str) -> None:
    assert purge(rule, {"html", "div", "a", "b", "c", "place"}) == rule


@pytest.mark.parametrize(
    "rule",
    [
        ".absent{color:red}",
        ".a .absent{color:red}",
        ".a.absent:hover{color:red}",
        "#absent .a{color:red}",
        "video{color:red}",
        "@media print{.absent{color:red}}",
        "/* only words */",
        ".a{}",
    ],
)
def test_a_rule_that_cannot_apply_goes(rule: str) -> None:
    assert purge(rule, {"a", "div"}) == ""


def test_of_several_selectors_the_used_ones_stay() -> None:
    assert purge(".absent, .a, .gone .a { color: red; }", {"a"}) == ".a{color:red}"


def test_a_variable_goes_when_nothing_reads_it_any_more() -> None:
    css = (
        ':root{--one:red;--two:var(--one);--three:blue;--four:url("data:;x")}.a{color:var(--three)}'
    )
    assert purge(css, {"a"}) == ":root{--three:blue;}.a{color:var(--three)}"


def test_a_variable_that_a_script_reads_stays() -> None:
    assert purge(":root{--one:red}", {"--one"}) == ":root{--one:red}"


def test_css_that_cannot_be_read_is_an_error() -> None:
    with pytest.raises(AssetError, match="line 2"):
        purge(".a{color:red}\n}", {"a"})


def test_a_page_gives_its_classes_ids_elements_and_the_words_of_its_scripts() -> None:
    html = "<Main class=\"a b\" id='c'><script>add('d-e')</script></Main>"
    assert words_of_page(html) >= {"main", "a", "b", "c", "script", "d-e"}


def test_a_script_gives_its_words_and_its_variables() -> None:
    assert words_of_script('x.classList.add(`is-${on}`, "--ink")') >= {"is-", "on", "--ink"}


def test_addresses_hold_where_the_sheets_are_joined(tmp_path: Path) -> None:
    for name, text in {
        "a/b/one.css": "@import \"../two.css\";.x{background:url(../p.png)}.y{mask:url('data:,x')}",
        "a/two.css": ".z{background:url(q.png)}",
        "three.css": ".w{top:0}",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    assert join_sheets(tmp_path, ["a/b/one.css", "three.css"]) == (
        '.z{background:url("a/q.png")}.x{background:url("a/p.png")}.y{mask:url(\'data:,x\')}\n.w{top:0}'
    )
