"""Fonts with just what is shown."""

import io
import re
from base64 import b64decode
from pathlib import Path

import pydata_sphinx_theme
import pytest
from fontTools.ttLib import TTFont

from homlp_build.errors import AssetError
from homlp_build.sphinx.fonts import subset_fonts

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


def test_a_font_keeps_the_characters_that_are_shown_and_no_other(static: Path) -> None:
    css = subset_fonts(face("KaTeX_Main-Regular"), static, shown={"Γ", "x"})
    file = re.search(r'url\("(fonts/KaTeX_Main-Regular-\w+\.woff2)"\)', css)
    assert file
    kept = set(TTFont(static / file[1]).getBestCmap())
    assert {ord("Γ"), ord("x")} <= kept
    assert ord("Δ") not in kept
    assert (static / file[1]).stat().st_size < 8000


def test_a_font_of_which_nothing_is_shown_goes(static: Path) -> None:
    assert subset_fonts(face("KaTeX_Size4-Regular"), static, shown={"x"}) == ""


def test_icons_stand_in_the_sheet_itself() -> None:
    css = subset_fonts(ICONS + '.fa-bars::before{content:"\\f0c9"}', THEME, shown={"A"})
    data = re.search(r"base64,([^\"]+)", css)
    assert data
    assert set(TTFont(io.BytesIO(b64decode(data[1]))).getBestCmap()) == {0xF0C9}


def test_the_same_characters_give_the_same_file(static: Path) -> None:
    rule = face("KaTeX_Math-Italic")
    assert subset_fonts(rule, static, shown={"x"}) == subset_fonts(rule, static, shown={"x"})


def test_a_rule_without_a_font_that_can_be_read_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(AssetError, match="url"):
        subset_fonts('@font-face{src:url("x.eot")}', tmp_path, shown={"x"})
