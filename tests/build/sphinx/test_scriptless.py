"""Rules for the two themes become rules that ask the reader's system."""

import pytest

from homlp_build.sphinx.scriptless import rules_for_system

DARK = "@media screen and (prefers-color-scheme:dark)"
LIGHT = "@media (prefers-color-scheme:light),print"


@pytest.mark.parametrize(
    ("css", "expected"),
    [
        ("html[data-theme=dark]{--a:1}", f"{DARK}{{html[data-theme]{{--a:1}}}}"),
        ('html[data-theme="light"] p{--a:1}', f"{LIGHT}{{html[data-theme] p{{--a:1}}}}"),
        ("p{color:red}", ""),
        ('@charset "utf-8";[data-theme=dark] p{a:b}', f"{DARK}{{[data-theme] p{{a:b}}}}"),
        (
            "p,html[data-theme=dark] :is(a,b),i{a:b}",
            f"{DARK}{{html[data-theme] :is(a,b){{a:b}}}}",
        ),
        (
            "@media print{p{a:b}[data-theme=dark] p{c:d}}",
            f"@media print{{{DARK}{{[data-theme] p{{c:d}}}}}}",
        ),
        ("/* [data-theme=dark] {} */ @font-face{a:b}", ""),
    ],
)
def test_only_rules_for_a_theme_are_kept_and_ask_the_system(css: str, expected: str) -> None:
    assert rules_for_system(css) == expected
