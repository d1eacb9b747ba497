"""What every test may rely on."""

import random

import pytest


@pytest.fixture(autouse=True)
def _seeded() -> None:
    """Seed Python's, NumPy's and torch's global generators, those that are loaded."""
    import sys

    random.seed(0)
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed(0)
    if "torch" in sys.modules:
        sys.modules["torch"].manual_seed(0)
