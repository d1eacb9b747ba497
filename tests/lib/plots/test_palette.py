"""The palette against contrast and colour blindness, by published formulas."""

from itertools import combinations

import numpy as np
import pytest
from matplotlib.colors import to_rgb

from homlp_lib.plots.palette import DARK, GRID, INK, PALETTE, PAPER

# Machado, Oliveira and Fernandes (2009), severity 1.0; they act on linear RGB.
DEFICIENCY = {
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
    "none": np.eye(3),
}
THEMES = {
    "light": (PALETTE, PAPER, INK),
    "dark": ([DARK[c] for c in PALETTE], DARK[PAPER], DARK[INK]),
}


def linear(colour):
    c = np.array(to_rgb(colour))
    return np.where(c <= 0.04045, c / 12.92, ((c + 0.055) / 1.055) ** 2.4)


def contrast(a, b):
    """The contrast ratio of WCAG 2."""
    lighter, darker = sorted((linear(c) @ [0.2126, 0.7152, 0.0722] for c in (a, b)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def lab(rgb):
    """CIE L*a*b* of a linear RGB colour, for the white D65."""
    to_xyz = [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    t = np.clip(to_xyz @ rgb, 0, None) / [0.9505, 1.0, 1.089]
    f = np.where(t > (6 / 29) ** 3, np.cbrt(t), t / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def seen(colour, deficiency):
    return lab(np.clip(np.array(DEFICIENCY[deficiency]) @ linear(colour), 0, 1))


def test_the_formulas_give_the_known_values():
    assert contrast("#ffffff", "#000000") == pytest.approx(21)
    assert lab(linear("#ffffff")) == pytest.approx([100, 0, 0], abs=0.1)
    assert lab(linear("#ff0000")) == pytest.approx([53.24, 80.09, 67.20], abs=0.1)


@pytest.mark.parametrize("theme", THEMES)
def test_every_colour_stands_out_from_the_paper(theme):
    colours, paper, ink = THEMES[theme]
    assert min(contrast(colour, paper) for colour in colours) >= 3
    assert contrast(ink, paper) >= 7


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("deficiency", DEFICIENCY)
@pytest.mark.parametrize("pair", list(combinations(range(len(PALETTE)), 2)), ids=str)
def test_two_colours_can_be_told_apart_by_everyone(theme, deficiency, pair):
    a, b = (seen(THEMES[theme][0][i], deficiency) for i in pair)
    assert np.linalg.norm(a - b) > 10


def test_the_dark_theme_has_a_counterpart_for_every_colour():
    assert set(DARK) == {*PALETTE, INK, PAPER, GRID}
    assert len(set(DARK.values())) == len(DARK)
