import sys

import numpy as np
import pytest

from homlp_lib.errors import InvalidDataError, InvalidParameterError
from homlp_lib.plots import ORANGE, frames
from homlp_lib.plots.frames import FRAMES_MIME


@pytest.fixture
def kept(monkeypatch):
    """What frames() emits."""
    emitted = {}
    monkeypatch.setattr(
        sys.modules["homlp_lib.plots.frames"],
        "_emit",
        lambda data, *, metadata: emitted.update(data[FRAMES_MIME]),
    )
    return emitted


def test_numbers_are_kept_to_four_digits_and_text_as_it_is(kept):
    frames("path", alphas=np.array([123456.0, 1 / 3, -2e-7]), names=("a", "b"), n=np.int64(3))
    assert kept == {"path": {"alphas": [123500, 0.3333, -2e-07], "names": ["a", "b"], "n": 3}}


def test_more_digits_can_be_asked_for(kept):
    frames("bowl", digits=12, hessian=np.array([[2 / 3, 0], [0, 1.0]]), rates={"good": 0.125})
    assert kept["bowl"] == {"hessian": [[0.666666666667, 0], [0, 1]], "rates": {"good": 0.125}}


def test_a_colour_of_the_palette_is_kept_by_its_name(kept):
    frames("path", colors={"bmi": ORANGE, "age": "#123456"}, flag=True)
    assert kept["path"] == {"colors": {"bmi": "orange", "age": "#123456"}, "flag": True}


@pytest.mark.parametrize("value", [np.array([1.0, np.nan]), float("inf"), [None], {"a": 1j}])
def test_what_no_script_could_draw_is_refused_by_its_place(kept, value):
    with pytest.raises(InvalidDataError, match=r"finite numbers.*path\.curve"):
        frames("path", curve=value)


@pytest.mark.parametrize("name", ["Path", "a path", ""])
def test_a_name_is_a_plain_identifier(name):
    with pytest.raises(InvalidParameterError, match="lower case"):
        frames(name, x=1)
