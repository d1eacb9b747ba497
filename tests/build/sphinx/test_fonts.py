"""Fonts with just what is shown."""

import io
import re
from base64 import b64decode
from pathlib import Path

import pydata_sphinx_theme
import pytest
from fontTools.ttLib import TTFont

from homlp_build.errors import AssetError
from homlp_build.sphinx.fonts import letters_of_formulas, subset_fonts

KATEX = Path(__file__).parents[3] / "book" / "_static" / "katex"
THEME = Path(pydata_sphinx_theme.__file__).parent / "theme/pydata_sphinx_theme/static"
ICONS = (
    "@font-face{font-family:Icons;src:"
    'url("vendor/fontawesome/webfonts/fa-solid-900.woff2") format("woff2")}'
)


def face(name: str) -> str:
    return f'@font-face{{font-family:{name};src:url("fonts/{name}.woff2") format("woff2")}}'


@pytest.fixture
def static(tmp_path: Path) -> Path:
    (tmp_path / "fonts").mkdir()
    for file in (KATEX / "fonts").iterdir():
        (tmp_path / "fonts" / file.name).write_bytes(file.read_bytes())
    return tmp_path


def formula(*letters: tuple[str, str]) -> str:
    """Return a formula as KaTeX writes it, of classes and the letters in them."""
    spans = "".join(f'<span class="mord {name}">{letter}</span>' for name, letter in letters)
    return f'<i><span class="katex-html" aria-hidden="true"><span>{spans}</span></span> after</i>'


def kept(css: str, root: Path) -> set[str]:
    """Return the characters of the one font of a sheet, which holds it or names its file."""
    [address] = re.findall(r'url\("([^"]+)"\)', css)
    data = address.partition("base64,")[2]
    font = io.BytesIO(b64decode(data)) if data else root / address
    return set(map(chr, TTFont(font).getBestCmap()))


def test_letters_of_formulas_are_sorted_by_the_class_that_asks_for_their_alphabet() -> None:
    html = formula(("mathbf", "X"), ("", "&lt;")) + "<b>Text</b>" + formula(("mathbf", "w"))
    assert letters_of_formulas(html) == {"": "<Xw", "mathbf": "Xw", "mord": "<Xw"}


def test_a_font_keeps_the_characters_that_ask_for_it_and_no_other(static: Path) -> None:
    shown = {"": "Γabx", "mathbf": "a", "mathnormal": "x"}
    css = {
        name: subset_fonts(face(f"KaTeX_{name}"), static, shown=shown)
        for name in ("Main-Regular", "Main-Bold", "Math-Italic")
    }
    assert kept(css["Main-Regular"], static) == set("Γabx")
    assert kept(css["Main-Bold"], static) == {"a"}
    assert kept(css["Math-Italic"], static) == {"x"}


def test_a_font_of_which_nothing_is_shown_goes(static: Path) -> None:
    assert subset_fonts(face("KaTeX_Size4-Regular"), static, shown={"": "x"}) == ""
    assert subset_fonts(face("KaTeX_Main-Bold"), static, shown={"": "x"}) == ""


def test_icons_stand_in_the_sheet_itself() -> None:
    css = subset_fonts(ICONS + '.fa-bars::before{content:"\\f0c9"}', THEME, shown={"": "A"})
    assert "base64" in css
    assert kept(css, THEME) == {"\uf0c9"}


def test_a_font_of_many_characters_is_a_file_and_one_of_few_stands_in_the_sheet(
    static: Path,
) -> None:
    rule, many = face("KaTeX_Main-Regular"), "abcdefghijklmnopqrstuvwxyz"
    assert "base64" in subset_fonts(rule, static, shown={"": "x"})
    css = subset_fonts(rule, static, shown={"": many})
    assert 'url("fonts/KaTeX_Main-Regular-' in css
    assert kept(css, static) == set(many)


def test_the_same_characters_give_the_same_file(static: Path) -> None:
    rule, shown = face("KaTeX_Math-Italic"), {"mathnormal": "x"}
    assert subset_fonts(rule, static, shown=shown) == subset_fonts(rule, static, shown=shown)


def test_a_rule_without_a_font_that_can_be_read_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(AssetError, match="url"):
        subset_fonts('@font-face{src:url("x.eot")}', tmp_path, shown={"": "x", "mathnormal": "x"})
