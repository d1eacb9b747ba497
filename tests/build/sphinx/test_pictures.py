"""The smallest form of a picture, chosen once."""

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from homlp_build.sphinx.pictures import smallest


@pytest.fixture
def png(tmp_path: Path) -> Path:
    pixels = np.random.default_rng(0).integers(0, 255, (40, 60, 3), dtype=np.uint8)
    file = tmp_path / "picture.png"
    Image.fromarray(pixels).save(file)
    return file


def write_svg(folder: Path, *, size: int) -> Path:
    """Write lines that gzip can't make much smaller than ``size``."""
    file = folder / "lines.svg"
    file.write_bytes(np.random.default_rng(1).bytes(size))
    return file


def test_pixels_become_webp_without_a_change(png: Path, tmp_path: Path) -> None:
    chosen = smallest(png, None, cache=tmp_path / "kept")
    assert chosen.suffix == ".webp"
    assert np.array_equal(Image.open(chosen), Image.open(png))


@pytest.mark.parametrize(("size", "ending"), [(100, ".svg"), (100_000, ".webp")])
def test_the_smaller_of_lines_and_pixels_is_chosen(
    png: Path, tmp_path: Path, size: int, ending: str
) -> None:
    assert smallest(png, write_svg(tmp_path, size=size), cache=tmp_path / "kept").suffix == ending


def test_what_was_chosen_is_not_made_again(png: Path, tmp_path: Path) -> None:
    first = smallest(png, None, cache=tmp_path / "kept")
    png.unlink()
    assert smallest(png, None, cache=tmp_path / "kept") == first


def test_no_half_written_file_is_left(png: Path, tmp_path: Path) -> None:
    smallest(png, write_svg(tmp_path, size=100), cache=tmp_path / "kept")
    assert [path.name for path in (tmp_path / "kept").iterdir()] == ["picture.svg"]
