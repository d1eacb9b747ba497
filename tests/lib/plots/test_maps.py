import matplotlib.pyplot as plt
import numpy as np
import pytest

from homlp_lib.plots.maps import LETTER, arrow, axes_at_origin, mapped_plane, unit_circle
from homlp_lib.plots.palette import BLUE, ORANGE, PURPLE

TURN = np.array([[0.0, -1.0], [1.0, 0.0]])


@pytest.fixture
def ax():
    fig, ax = plt.subplots()
    yield ax
    plt.close(fig)


def arrows(ax):
    return [note for note in ax.texts if note.arrow_patch is not None]


def test_an_arrow_goes_from_its_tail_to_its_tip(ax):
    arrow(ax, (3, 1), tail=(1, 2))
    [drawn] = arrows(ax)
    assert drawn.xy == (3, 1)
    assert drawn.xyann == (1, 2)


@pytest.mark.parametrize(
    ("tip", "align"), [((2, 0.1), "left"), ((-2, 0.1), "right"), ((0.1, 2), "center")]
)
def test_a_name_stands_beyond_the_tip(ax, tip, align):
    arrow(ax, tip, name="a")
    [name] = [note for note in ax.texts if note.get_text()]
    assert name.get_text() == "a"
    assert name.xy == tip
    assert name.get_horizontalalignment() == align
    assert np.dot(name.xyann, tip) > 0


def test_an_arrow_of_length_zero_draws_without_a_warning(ax):
    arrow(ax, (0, 0), name="0")
    ax.figure.canvas.draw()


def test_axes_reach_equally_far_or_as_told(ax):
    axes_at_origin(ax, 2)
    assert ax.get_xlim() == ax.get_ylim() == (-2, 2)
    axes_at_origin(ax, (-1, 4, 0, 3))
    assert ax.get_xlim() == (-1, 4)
    assert ax.get_ylim() == (0, 3)
    assert ax.get_aspect() == 1


def test_the_unit_circle_closes_and_has_radius_one():
    circle = unit_circle(50)
    assert circle.shape == (2, 50)
    np.testing.assert_allclose(np.linalg.norm(circle, axis=0), 1)
    np.testing.assert_allclose(circle[:, 0], circle[:, -1], atol=1e-12)


def test_a_map_sends_arrows_letter_and_circle_where_the_matrix_does(ax):
    mapped_plane(ax, TURN, reach=2, names=("first", "second"))
    first, second = arrows(ax)
    np.testing.assert_allclose([first.xy, second.xy], TURN.T)
    [letter] = ax.patches
    np.testing.assert_allclose(letter.get_xy()[:-1], LETTER @ TURN.T)
    [circle] = [line for line in ax.lines if line.get_color() == PURPLE]
    np.testing.assert_allclose(np.hypot(*circle.get_data()), 1)
    names = {note.get_text(): note.get_color() for note in ax.texts if note.get_text()}
    assert names == {"first": BLUE, "second": ORANGE}


def test_the_letter_shows_when_it_is_mirrored():
    mirrored = LETTER * [-1, 1] + [1, 0]
    assert not any(np.allclose(LETTER, np.roll(mirrored, k, axis=0)) for k in range(len(LETTER)))
