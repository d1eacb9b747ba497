"""Pictures of tables: everything is drawn, in place, and legible at the sheet's size."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import same_color

from homlp_lib import plots
from homlp_lib.plots.tables import draw_table, sheet

FRAME = pd.DataFrame({"name": ["a", "longest"], "n": [1.5, np.nan]}, index=["x", "y"])


@pytest.fixture
def ax():
    fig, ax = sheet(characters=60, lines=6)
    yield ax
    plt.close(fig)


def _tinted(ax):
    return [box for box in ax.patches if box.get_alpha() is not None]


def test_every_label_name_and_value_is_written(ax):
    draw_table(ax, FRAME, title="a table")
    written = {text.get_text() for text in ax.texts}
    assert {"a table", "x", "y", "name", "n", "a", "longest", "1.5", "NaN"} <= written


def test_a_column_is_as_wide_as_its_longest_text(ax):
    drawn = draw_table(ax, FRAME, at=(5, 1))
    assert drawn.left == 5
    assert drawn.right == 5 + (1 + 2) + (7 + 2) + (3 + 2)


def test_rows_say_where_their_middle_is(ax):
    drawn = draw_table(ax, FRAME, at=(0, 1))
    heights = {text.get_text(): text.get_position()[1] for text in ax.texts}
    assert drawn.rows == (heights["x"], heights["y"])


@pytest.mark.parametrize(
    ("tints", "expected"),
    [
        (plots.BLUE, [plots.BLUE] * 4),
        ([plots.BLUE, plots.ORANGE], [plots.BLUE, plots.BLUE, plots.ORANGE, plots.ORANGE]),
        ([[plots.BLUE], [plots.ORANGE]], [plots.BLUE, plots.ORANGE] * 2),
        (["", plots.GREEN], [plots.GREEN] * 2),
    ],
    ids=["one for all", "by column", "by row", "none for the first column"],
)
def test_tints_stretch_to_the_shape_of_the_frame(ax, tints, expected):
    draw_table(ax, FRAME, tints=tints)
    values = _tinted(ax)[len(FRAME) :]  # the index comes first, in grey
    assert len(values) == len(expected)
    assert all(
        same_color(box.get_facecolor()[:3], c) for box, c in zip(values, expected, strict=True)
    )


def test_a_full_line_fits_the_sheet(ax):
    line = pd.DataFrame({"n": ["m" * 50]}, index=["i" * 6])
    drawn = draw_table(ax, line)
    ax.figure.canvas.draw()
    for text in ax.texts:
        box = text.get_window_extent().transformed(ax.transData.inverted())
        assert box.x0 >= -0.01
        assert box.x1 <= drawn.right + 0.01


def test_a_frame_without_rows_has_its_head(ax):
    drawn = draw_table(ax, FRAME.iloc[:0])
    assert drawn.rows == ()
    assert "name" in {text.get_text() for text in ax.texts}
