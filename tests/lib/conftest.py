"""What all tests of the library share."""

import numpy as np
import pytest


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(20)


@pytest.fixture
def table(rng):
    """A table of 60 rows and 4 features of different scales, and targets with noise."""
    X = rng.normal(size=(60, 4)) * [1, 2, 5, 0.5] + [0, 3, -1, 10]
    y = X @ [1.5, -2.0, 0.0, 3.0] + 4 + rng.normal(size=60)
    return X, y


@pytest.fixture
def two_classes(rng):
    """A table of 120 rows whose two classes overlap."""
    X = rng.normal(size=(120, 3))
    y = (X @ [1.0, -2.0, 0.5] + rng.logistic(size=120) > 0.3).astype(int)
    return X, y
