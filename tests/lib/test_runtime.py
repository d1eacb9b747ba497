import random

import numpy as np
import pytest
import torch

from homlp_lib import at_scale, device, environment, scale, seed_all
from homlp_lib.errors import InvalidParameterError


def test_the_scale_is_quick_unless_the_variable_says_full(monkeypatch):
    monkeypatch.delenv("HOMLP_SCALE", raising=False)
    assert scale() == "quick"
    assert at_scale(quick=3, full=30) == 3
    monkeypatch.setenv("HOMLP_SCALE", "full")
    assert scale() == "full"
    assert at_scale(quick=3, full=30) == 30


@pytest.mark.parametrize("value", ["", "FULL", "medium"])
def test_another_scale_is_refused_with_its_name(value, monkeypatch):
    monkeypatch.setenv("HOMLP_SCALE", value)
    with pytest.raises(InvalidParameterError, match=f"'quick' or 'full', got '{value}'"):
        scale()


def test_the_device_can_hold_a_tensor():
    assert torch.ones(1, device=device()).sum() == 1
    assert device().type in ("cuda", "mps", "cpu")


def test_one_seed_fixes_every_generator():
    def draw():
        return random.random(), np.random.rand(), torch.rand(1).item()  # noqa: NPY002

    seed_all(7)
    first = draw()
    seed_all(7)
    assert draw() == first
    seed_all(8)
    assert all(a != b for a, b in zip(draw(), first, strict=True))


@pytest.mark.parametrize("seed", [0, 2**32 - 1])
def test_the_seeds_at_the_edges_are_accepted(seed):
    seed_all(seed)


@pytest.mark.parametrize("seed", [-1, 2**32])
def test_a_seed_that_numpy_would_refuse_is_refused(seed):
    with pytest.raises(InvalidParameterError, match=f"got {seed}"):
        seed_all(seed)


def test_the_environment_names_versions_and_what_is_missing():
    found = environment("numpy", "no-such-distribution")
    assert found["numpy"] == np.__version__
    assert found["no-such-distribution"] == "not installed"
    assert found["python"].startswith("3.")
    assert found["platform"]
