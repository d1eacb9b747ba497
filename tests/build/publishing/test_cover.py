"""The cover, and the edition that it names."""

import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PIL import Image

from homlp_build.publishing.cover import draw_cover, write_cover
from homlp_build.publishing.edition import Edition, read_edition

EDITION = Edition("Name: a subtitle", "Somebody", datetime(2026, 3, 4, tzinfo=UTC), "Commit 1a2b")


def _words(edition: Edition) -> list[str]:
    return [text.get_text() for text in draw_cover(edition).texts]


def test_the_cover_names_title_author_date_and_commit() -> None:
    assert _words(EDITION) == [
        "Name",
        "a subtitle",
        "with Scikit-Learn and PyTorch",
        "Somebody",
        "4 March 2026 · Commit 1a2b",
    ]


def test_the_descent_on_the_cover_ends_at_the_star() -> None:
    [axes] = draw_cover(EDITION).axes
    walk, star = axes.lines
    assert walk.get_xydata()[-1] == pytest.approx(star.get_xydata()[0], abs=1e-3)


@pytest.mark.parametrize("ending", ["pdf", "png"])
def test_the_same_edition_has_the_same_cover(tmp_path: Path, ending: str) -> None:
    covers = [tmp_path / f"{name}.{ending}" for name in "ab"]
    for cover in covers:
        write_cover(EDITION, cover)
    assert covers[0].read_bytes() == covers[1].read_bytes()


def test_the_png_is_large_enough_for_a_shop_window(tmp_path: Path) -> None:
    write_cover(EDITION, tmp_path / "cover.png")
    with Image.open(tmp_path / "cover.png") as image:
        width, height = image.size
    assert width >= 1200
    assert height / width == pytest.approx(2**0.5, rel=0.01)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    def git(*arguments: str) -> None:
        who = ("-c", "user.name=A", "-c", "user.email=a@example.org")
        subprocess.run(["git", *who, *arguments], cwd=tmp_path, check=True, capture_output=True)

    (tmp_path / "file").write_text("one")
    git("init")
    git("add", "file")
    git("commit", "--message", "one", "--date", "2001-01-01T00:00:00Z")
    return tmp_path


def test_an_edition_has_the_date_of_its_commit_and_says_when_files_differ(
    repository: Path,
) -> None:
    made = read_edition(repository, "T", "A", environ={})
    shown = subprocess.run(
        ["git", "show", "-s", "--format=%ct %H"], cwd=repository, capture_output=True, check=True
    )
    seconds, commit = shown.stdout.decode().split()
    assert made.date == datetime.fromtimestamp(int(seconds), UTC)
    assert made.commit == f"Commit {commit[:12]}"
    (repository / "file").write_text("two")
    changed = read_edition(repository, "T", "A", environ={"SOURCE_DATE_EPOCH": "86400"})
    assert changed.commit == f"Commit {commit[:12]} with local changes"
    assert changed.day == "2 January 1970"


def test_outside_git_an_edition_has_no_commit(tmp_path: Path) -> None:
    assert read_edition(tmp_path, "T", "A", environ={}).commit == ""
