"""Figures that move: their data and their place, and what is said when something is missing."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from homlp_build.sphinx.live import _SCRIPTS

HEAD = """\
---
jupytext: {text_representation: {extension: .md, format_name: myst}}
kernelspec: {name: python3, display_name: Python 3, language: python}
---
# A page

```{code-cell} python
---
mystnb:
  figure:
    name: fig-rise
    caption: A line.
---
import matplotlib.pyplot as plt
from homlp_lib import plots
fig, ax = plt.subplots(figsize=(2, 1))
ax.plot([0, 1], color=plots.BLUE)
plots.frames("line", bottom=[0, 1 / 3], tag="</script>")
plots.show(fig, alt="A line that rises")
```

"""
LIVE = "```{homlp-live} descent\n:figure: fig-rise\n:frames: line\nTry *this*.\n```\n"


def _render(make_book: Callable, text: str, builder: str = "html"):
    book = make_book()
    book.write("part1/ch05_live.md", HEAD + text)
    return book.render(builder)


def test_a_figure_holds_what_moves_before_its_caption_and_after_its_picture(make_book) -> None:
    done = _render(make_book, LIVE)
    assert done.warnings == ""
    page = done.page("part1/ch05_live")
    figure = re.search(r'<figure[^>]*id="fig-rise".*?</figure>', page, re.DOTALL)[0]
    places = [figure.index(one) for one in ("<img", 'class="homlp-live"', "<figcaption>")]
    assert places == sorted(places)
    assert '{"bottom":[0,0.3333],"tag":"<\\/script>"}' in figure
    assert "<em>this</em>" in figure
    assert "hidden" in re.search(r'<div class="homlp-live"[^>]*>', figure)[0]


def test_only_a_page_with_a_moving_figure_loads_its_scripts_and_in_order(make_book) -> None:
    done = _render(make_book, LIVE)
    scripts = re.findall(r'<script defer[^>]*src="[^"]*_static/(live/\w+\.js)', _defer(done))
    assert scripts == ["live/live.js", "live/descent.js"]
    assert not re.search(r"_static/live/\w+\.js", done.page("part1/ch04_lines"))
    assert (done.root / "_build" / "html" / "_static" / "live" / "descent.js").exists()


def _defer(done) -> str:
    return done.page("part1/ch05_live").replace('<script defer="defer"', "<script defer")


def test_what_is_printed_shows_the_picture_alone(make_book) -> None:
    done = _render(make_book, LIVE, "latex")
    [tex] = (done.root / "_build" / "latex").glob("*.tex")
    text = tex.read_text()
    assert "A line." in text
    assert "Try" not in text


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("} descent", "} descend", r":22: .*no script 'descend' — one of degree, descent, "),
        (":frames: line", ":frames: lines", r":22: .*no cell keeps frames 'lines' \(kept: line\)"),
        (":frames: line\n", "", r":22: .*:frames: is missing"),
        ("fig-rise", "fig-fall", r":22: .*no figure 'fig-fall' on this page"),
    ],
)
def test_a_mistake_is_told_with_its_line(make_book, old: str, new: str, message: str) -> None:
    done = _render(make_book, LIVE.replace(old, new))
    assert re.search(r"ch05_live\.md" + message, done.warnings), done.warnings


def test_the_style_sheet_has_the_colours_of_the_palette() -> None:
    from homlp_lib.plots.palette import DARK, NAMES

    style = (_SCRIPTS / "live.css").read_text()
    for theme, of in (("light", dict), ("dark", lambda names: names)):
        rule = re.search(rf'data-theme="{theme}"\] {{(.*?)}}', style)[1]
        found = dict(re.findall(r"--plot-(\w+): (#\w+);", rule))
        expected = {
            name: DARK[color] if theme == "dark" else color for color, name in of(NAMES).items()
        }
        assert found == expected


@pytest.mark.parametrize("script", sorted(_SCRIPTS.parent.glob("*/*.js")), ids=lambda p: p.stem)
def test_no_script_weighs_ten_kilobytes_or_asks_for_another_file(script: Path) -> None:
    text = script.read_text()
    assert len(text.encode()) < 10_000
    asks = r"\bfetch\(|XMLHttpRequest|sendBeacon|^import\b|https?://(?!www\.w3\.org/)"
    assert not re.search(asks, text, re.MULTILINE)
