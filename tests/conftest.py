"""What every test may rely on."""

import random
from pathlib import Path
from types import ModuleType

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


@pytest.fixture(scope="session")
def readers() -> ModuleType:
    """What makes a reader's environment and runs notebooks in it."""
    from . import readers

    return readers


@pytest.fixture(scope="session")
def wheel(readers: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the wheel of this repository."""
    built: Path = readers.build_wheel(tmp_path_factory.mktemp("wheel"))
    return built
