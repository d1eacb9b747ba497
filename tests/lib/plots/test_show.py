import base64
import io
import sys

import matplotlib as mpl
import matplotlib.pyplot as plt
import numpy as np
import pytest
from matplotlib.colors import to_rgb, to_rgba_array

from homlp_lib.errors import InvalidParameterError
from homlp_lib.plots import BLUE, GREY, GRID, INK, ORANGE, PALETTE, PAPER, PURPLE, house_style, show
from homlp_lib.plots.palette import DARK
from homlp_lib.plots.show import DARK_MIME, DARK_SVG_MIME, PRINT_MIME, SVG_MIME, _dark


@pytest.fixture(autouse=True)
def style():
    with mpl.rc_context():
        mpl.use("agg")
        house_style()
        yield
    plt.close("all")


@pytest.fixture
def outputs(monkeypatch):
    """What show() emits; a real kernel is asked in test_results."""
    emitted = []
    monkeypatch.setattr(
        sys.modules["homlp_lib.plots.show"],
        "_emit",
        lambda data, *, metadata: emitted.append((data, metadata)),
    )
    return emitted


def pixels(png):
    return plt.imread(io.BytesIO(base64.b64decode(png)), format="png")


def test_a_figure_comes_with_both_themes_and_its_text(outputs):
    fig, ax = plt.subplots()
    ax.plot([0, 1], [0, 1])
    show(fig, alt="A line that rises.")
    [(data, metadata)] = outputs
    assert set(data) == {"image/png", DARK_MIME, PRINT_MIME, SVG_MIME, DARK_SVG_MIME, "text/plain"}
    assert metadata == {"image/png": {"alt": "A line that rises."}}
    assert "A line that rises." in data["text/plain"]
    light, dark = pixels(data["image/png"]), pixels(data[DARK_MIME])
    assert light.shape == dark.shape
    np.testing.assert_allclose(light[0, 0, :3], to_rgb(PAPER), atol=0.01)
    np.testing.assert_allclose(dark[0, 0, :3], to_rgb(DARK[PAPER]), atol=0.01)
    assert not plt.fignum_exists(fig.number)


def test_a_line_plot_for_print_is_lines_with_its_fonts_and_light(outputs):
    fig, ax = plt.subplots()
    ax.plot([0, 1], [0, 1])
    show(fig, alt="A line that rises.")
    [(data, _)] = outputs
    printed = base64.b64decode(data[PRINT_MIME])
    assert printed.startswith(b"%PDF")
    assert b"/Subtype /Image" not in printed
    assert b"/FontFile2" in printed  # TrueType, embedded
    assert len(printed) < 60_000


def test_the_same_figure_gives_the_same_bytes(outputs):
    for _ in range(2):
        fig, ax = plt.subplots()
        ax.plot([0, 1], [0, 1])
        show(fig, alt="A line.")
    assert outputs[0] == outputs[1]


@pytest.mark.parametrize("alt", ["", "  \n"])
def test_a_figure_without_text_is_refused(alt):
    with pytest.raises(InvalidParameterError, match="show\\(\\) needs alt="):
        show(plt.figure(), alt=alt)


def rich_figure():
    fig, ax = plt.subplots()
    ax.plot([0, 1], [0, 1], "o-", color=BLUE, label="line")
    ax.scatter([0, 1], [1, 0], c=[ORANGE, PURPLE], label="dots")
    ax.bar([0.5], [0.5], color=GREY)
    ax.fill_between([0, 1], [0, 0], [0.1, 0.2], color=PURPLE, alpha=0.3)
    ax.annotate(
        "here",
        (0.5, 0.5),
        (0.2, 0.8),
        color=ORANGE,
        arrowprops={"color": ORANGE},
        bbox={"facecolor": PAPER, "edgecolor": GRID},
    )
    ax.set_title("title")
    ax.set_xlabel("x")
    ax.legend(frameon=True)
    return fig, ax


def colours(fig):
    """Every colour that an artist of the figure wears, as text."""
    found = set()
    for artist in fig.findobj():
        for part in (
            artist,
            getattr(artist, "arrow_patch", None),
            getattr(artist, "_bbox_patch", None),
        ):
            for prop in ("color", "facecolor", "edgecolor", "markerfacecolor", "markeredgecolor"):
                value = getattr(part, f"get_{prop}", lambda: None)()
                if value is not None:
                    rgba = to_rgba_array(value)
                    found |= {mpl.colors.to_hex(row) for row in rgba if row[3] > 0}
    return found


def test_in_the_dark_theme_no_artist_keeps_a_light_colour():
    fig, _ = rich_figure()
    fig.draw_without_rendering()
    light = colours(fig)
    assert {BLUE, ORANGE, PURPLE, GREY, INK, PAPER, GRID} <= light
    with _dark(fig):
        dark = colours(fig)
        assert not dark & set(DARK)
        assert {DARK[c] for c in light & set(DARK)} <= dark
    assert colours(fig) == light


def test_ticks_legend_and_annotation_change_colour():
    fig, ax = rich_figure()
    annotation = next(t for t in ax.texts if t.get_text() == "here")
    with _dark(fig):
        assert to_hex(ax.get_xticklabels()[0].get_color()) == DARK[INK]
        assert to_hex(ax.get_legend().get_texts()[0].get_color()) == DARK[INK]
        assert to_hex(annotation.arrow_patch.get_facecolor()) == DARK[ORANGE]
        assert to_hex(annotation.get_bbox_patch().get_edgecolor()) == DARK[GRID]
        assert to_hex(ax.get_title and ax._left_title.get_color()) == DARK[INK]
    assert to_hex(ax.get_xticklabels()[0].get_color()) == INK


def test_each_point_of_a_scatter_changes_by_itself_and_keeps_its_transparency():
    fig, ax = plt.subplots()
    dots = ax.scatter([0, 1, 2], [0, 1, 2], c=[BLUE, ORANGE, "#123456"], alpha=0.5)
    with _dark(fig):
        got = dots.get_facecolor()
        assert [to_hex(row) for row in got] == [DARK[BLUE], DARK[ORANGE], "#123456"]
        assert (got[:, 3] == 0.5).all()
    assert [to_hex(row) for row in dots.get_facecolor()] == [BLUE, ORANGE, "#123456"]


def test_an_error_while_drawing_gives_the_colours_back():
    fig, ax = plt.subplots()
    (line,) = ax.plot([0, 1], color=BLUE)
    with pytest.raises(RuntimeError), _dark(fig):
        raise RuntimeError
    assert line.get_color() == BLUE


def test_the_house_style_cycles_through_the_palette():
    _, ax = plt.subplots()
    lines = [ax.plot([0, 1])[0].get_color() for _ in PALETTE]
    assert lines == list(PALETTE)
    assert mpl.rcParams["figure.facecolor"] == PAPER


def to_hex(colour):
    return mpl.colors.to_hex(colour)


def test_lines_that_weigh_less_than_pixels_come_as_lines_in_both_themes(outputs):
    fig, ax = plt.subplots()
    ax.plot([0, 1], [0, 1])
    show(fig, alt="A line that rises.")
    [(data, _)] = outputs
    for mime, paper in ((SVG_MIME, PAPER), (DARK_SVG_MIME, DARK[PAPER])):
        assert data[mime].lstrip().startswith("<?xml")
        assert f"fill: {paper.lower()}" in data[mime]


def test_lines_that_weigh_more_than_pixels_are_left_out(outputs):
    fig, ax = plt.subplots(figsize=(2, 2))
    ax.plot(*np.random.default_rng(0).random((2, 20_000)), ".", markersize=1)
    show(fig, alt="Noise.")
    [(data, _)] = outputs
    assert not {SVG_MIME, DARK_SVG_MIME} & set(data)
