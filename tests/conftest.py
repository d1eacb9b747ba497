"""What every test may rely on."""

import gzip
import hashlib
import json
import os
import random
from pathlib import Path
from types import ModuleType

import hypothesis
import numpy as np
import pytest

hypothesis.settings.register_profile("homlp", deadline=None)  # a test is right on a slow day too
hypothesis.settings.load_profile("homlp")
for _name in ("GITHUB_REPOSITORY", "GITHUB_SHA", "GITHUB_STEP_SUMMARY"):
    os.environ.pop(_name, None)  # small books have names of their own, and no place in a summary


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


@pytest.fixture(scope="session")
def openml_cache(tmp_path_factory):
    """A cache folder with small tables of the same form as those of OpenML that pages load."""
    from sklearn.datasets import load_digits

    folder = tmp_path_factory.mktemp("openml_cache")
    digits = load_digits()
    pixels = np.kron(digits.images[:600], np.ones((1, 3, 3))) * 15  # 24 by 24
    pixels = np.pad(pixels, ((0, 0), (2, 2), (2, 2))).reshape(600, -1).astype(int)
    names = [f"pixel{i}" for i in range(1, 785)]
    write_openml(folder, 554, names, pixels, digits.target[:600])
    rng = np.random.default_rng(0)
    spam = rng.integers(0, 2, size=400)
    counts = rng.poisson(1 + spam[:, None] * rng.uniform(0, 1, size=57), size=(400, 57)) / 10
    write_openml(folder, 44, [f"word_freq_{i}" for i in range(57)], counts, spam)
    return folder


def write_openml(folder, number, names, X, y, *, url="https://www.openml.org/data/v1/{}/t.arff"):
    """Write a table as scikit-learn caches it, and return the bytes of its ARFF file."""
    classes = [str(k) for k in np.unique(y)]
    head = [f"@ATTRIBUTE {name} REAL" for name in names]
    rows = [",".join(map(str, [*x, k])) for x, k in zip(X.tolist(), y, strict=True)]
    lines = ["@RELATION t", *head, f"@ATTRIBUTE class {{{','.join(classes)}}}", "@DATA", *rows]
    content = "\n".join(lines).encode()
    url = url.format(number)
    about = {"name": "t", "version": "1", "status": "active", "format": "ARFF", "url": url}
    about |= {"description": "", "md5_checksum": hashlib.md5(content).hexdigest()}
    common = {"is_ignore": "false", "is_row_identifier": "false", "number_of_missing_values": "0"}
    features = [{"name": n, "data_type": "numeric", "is_target": "false"} | common for n in names]
    target = {"name": "class", "data_type": "nominal", "nominal_value": classes}
    features.append(target | {"is_target": "true"} | common)
    for index, feature in enumerate(features):
        feature["index"] = str(index)
    qualities = [{"name": "NumberOfInstances", "value": str(len(y))}]
    files = {
        f"api/v1/json/data/{number}": {"data_set_description": about},
        f"api/v1/json/data/features/{number}": {"data_features": {"feature": features}},
        f"api/v1/json/data/qualities/{number}": {"data_qualities": {"quality": qualities}},
    }
    for place, value in files.items():
        _cache(folder, place, json.dumps(value).encode())
    if url.startswith("https://www.openml.org/"):
        _cache(folder, url.removeprefix("https://www.openml.org/"), content)
    return content


def _cache(folder: Path, place: str, content: bytes) -> None:
    path = folder / "openml" / "openml.org" / f"{place}.gz"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(content))


@pytest.fixture(name="write_openml")
def _write_openml():
    return write_openml
