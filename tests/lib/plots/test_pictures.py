import matplotlib.pyplot as plt
import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from homlp_lib import plots
from homlp_lib.plots.boundaries import class_points, class_regions
from homlp_lib.plots.curves import named, spread
from homlp_lib.plots.descent import level_curves, path
from homlp_lib.plots.penalties import budget


@pytest.fixture
def ax():
    fig, ax = plt.subplots()
    yield ax
    plt.close(fig)


def test_level_curves_surround_the_minimum(ax):
    level_curves(ax, lambda w: (w[0] - 1) ** 2 + w[1] ** 2, x=(-2, 4), y=(-3, 3), levels=5)
    (contours,) = ax.collections
    assert len(contours.get_paths()) == 5
    innermost = contours.get_paths()[0].vertices
    assert np.allclose(innermost.mean(axis=0), [1, 0], atol=0.05)


def test_a_path_passes_through_every_point_and_rings_its_start(ax):
    points = np.array([[0.0, 0.0], [1.0, 2.0], [3.0, 1.0]])
    path(ax, points, color=plots.BLUE)
    walked, start = ax.lines
    assert np.array_equal(walked.get_xydata(), points)
    assert np.array_equal(start.get_xydata(), points[:1])


def test_class_points_give_each_class_its_own_colour_and_shape(ax):
    X = np.arange(12.0).reshape(6, 2)
    class_points(ax, X, ["b", "a", "b", "c", "a", "c"])
    assert [line.get_color() for line in ax.lines] == list(plots.PALETTE[:3])
    assert len({line.get_marker() for line in ax.lines}) == 3
    assert np.array_equal(ax.lines[0].get_xydata(), X[[1, 4]])


def test_class_regions_draw_the_boundary_where_the_prediction_changes(ax):
    X = np.array([[0.0, 0.0], [0.0, 1.0], [2.0, 0.0], [2.0, 1.0]])
    model = LogisticRegression().fit(X, [0, 0, 1, 1])
    class_regions(ax, model, x=(-1, 3), y=(0, 1))
    boundary = ax.collections[-1].get_paths()[0].vertices
    assert np.allclose(boundary[:, 0], 1, atol=0.02)


def test_spread_draws_the_mean_and_a_band_of_one_standard_deviation(ax):
    spread(ax, [1, 2], [[1, 3], [4, 8]], color=plots.BLUE, label="name")
    assert np.array_equal(ax.lines[0].get_ydata(), [2, 6])
    band = ax.collections[0].get_paths()[0].vertices
    assert band[:, 1].min() == 1
    assert band[:, 1].max() == 8
    assert [text.get_text() for text in ax.texts] == ["name"]


def test_named_writes_in_the_colour_of_its_curve(ax):
    named(ax, 1, 2, "ridge", color=plots.ORANGE)
    assert ax.texts[0].get_color() == plots.ORANGE


@pytest.mark.parametrize(("l1_ratio", "diagonal"), [(0, 2**0.5), (1, 1.0)])
def test_a_budget_is_a_disc_for_l2_and_a_diamond_for_l1(ax, l1_ratio, diagonal):
    budget(ax, 2.0, l1_ratio=l1_ratio)
    corners = ax.patches[0].get_xy()
    assert corners.max() == pytest.approx(2.0)
    eighth = corners[90]  # at 45 degrees
    assert eighth[0] == pytest.approx(diagonal)


def test_a_mixed_budget_lies_between_the_diamond_and_the_disc(ax):
    budget(ax, 1.0, l1_ratio=0.5)
    corners = ax.patches[0].get_xy()
    assert corners[0, 0] == pytest.approx(1.0)
    assert 0.5 < corners[90, 0] < 0.5**0.5
