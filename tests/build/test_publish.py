"""What publishing pushes, pushed for real to a bare repository beside the book."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from homlp_build.errors import UsageError
from homlp_build.publishing.publish_tree import lay_out_binder, lay_out_notebooks
from homlp_build.publishing.published import Place, notebooks_tag
from homlp_build.publishing.repository import Repository

ROOT = Path(__file__).parents[2]
SCRIPT = ROOT / "scripts" / "push-branch"
COMMIT = "a" * 40


def _repository(commit: str | None = COMMIT) -> Repository:
    return Repository("someone", "a-fork", commit, "main", "https://example.org/book/")


@pytest.fixture
def notebooks(small_book) -> Path:
    folder = small_book.root / "_build" / "notebooks"
    for name in small_book.read().executable:
        small_book.write(f"_build/notebooks/{name}.ipynb", "{}\n")
    small_book.write("environment.yml", "name: x\n")
    return folder


@pytest.fixture
def remote(small_book, tmp_path) -> Path:
    """A bare repository, which the small book's own pushes to."""
    bare = tmp_path / "remote.git"
    _git(tmp_path, "init", "--quiet", "--bare", str(bare))
    _git(small_book.root, "init", "--quiet")
    _git(small_book.root, "remote", "add", "origin", str(bare))
    return bare


def _git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def _push(book, *arguments: str, **environ: str) -> "subprocess.CompletedProcess[str]":
    env = {k: v for k, v in os.environ.items() if not k.startswith(("GITHUB_", "GIT_"))} | environ
    return subprocess.run(
        [SCRIPT, *arguments], cwd=book.root, capture_output=True, text=True, env=env
    )


def test_the_tree_holds_each_notebook_where_its_address_says(small_book, notebooks) -> None:
    folder = small_book.root / "tree"
    pages = lay_out_notebooks(
        folder, small_book.read(), notebooks=notebooks, repository=_repository()
    )
    assert pages == list(small_book.read().executable)
    place = Place("someone", "a-fork", COMMIT)
    for page in pages:
        path = place.colab(page).partition(f"/{notebooks_tag(COMMIT)}/")[2]
        assert (folder / path).is_file()
    index = json.loads((folder / "index.json").read_text())
    assert index == {"commit": COMMIT, "pages": {name: name for name in pages}}
    readme = (folder / "README.md").read_text()
    assert f"https://github.com/someone/a-fork/tree/{COMMIT}/book" in readme
    assert "(bare.ipynb)" in readme
    assert sorted(path.name for path in folder.iterdir() if path.is_file()) == sorted(
        ["README.md", "environment.yml", "index.json", *(f"{page}.ipynb" for page in pages)]
    )


def test_a_page_without_its_notebook_stops_publishing(small_book, notebooks) -> None:
    (notebooks / "data.ipynb").unlink()
    with pytest.raises(UsageError, match="lacks data — run 'make notebooks'"):
        lay_out_notebooks(
            small_book.root / "t",
            small_book.read(),
            notebooks=notebooks,
            repository=_repository(),
        )
    with pytest.raises(UsageError, match="belong to a commit"):
        lay_out_notebooks(
            small_book.root / "t",
            small_book.read(),
            notebooks=notebooks,
            repository=_repository(None),
        )


def test_binder_gets_its_environment_and_nothing_else(small_book, notebooks) -> None:
    folder = small_book.root / "b"
    lay_out_binder(folder, small_book.root)
    assert [path.name for path in folder.iterdir()] == ["environment.yml"]
    (small_book.root / "environment.yml").unlink()
    with pytest.raises(UsageError, match=r"environment\.yml is missing"):
        lay_out_binder(folder, small_book.root)


def test_a_push_makes_the_branch_hold_the_folder_and_tags_it(small_book, remote) -> None:
    small_book.write("tree/part/a.ipynb", "1")
    small_book.write("tree/.gitignore", "*.ipynb")
    first = _push(small_book, "notebooks", "tree", "First", "notebooks-1")
    assert first.returncode == 0, first.stderr
    assert _git(remote, "ls-tree", "-r", "--name-only", "notebooks") == ".gitignore\npart/a.ipynb"
    assert _git(remote, "rev-parse", "notebooks-1") == _git(remote, "rev-parse", "notebooks")
    small_book.write("tree/part/a.ipynb", "2")
    (small_book.root / "tree" / ".gitignore").unlink()
    assert _push(small_book, "notebooks", "tree", "Second", "notebooks-2").returncode == 0
    assert _git(remote, "show", "notebooks-1:part/a.ipynb") == "1"
    assert _git(remote, "show", "notebooks-2:part/a.ipynb") == "2"
    assert _git(remote, "ls-tree", "-r", "--name-only", "notebooks") == "part/a.ipynb"
    assert _git(remote, "log", "--format=%s", "notebooks") == "Second\nFirst"


def test_a_commit_published_again_as_it_was_changes_nothing(small_book, remote) -> None:
    small_book.write("tree/a", "1")
    _push(small_book, "notebooks", "tree", "First", "notebooks-1")
    small_book.write("later/a", "2")
    _push(small_book, "notebooks", "later", "Second", "notebooks-2")
    again = _push(small_book, "notebooks", "tree", "Again", "notebooks-1")
    assert (again.returncode, again.stdout) == (0, "notebooks-1 is published already\n")
    assert _git(remote, "show", "notebooks:a") == "2"


def test_a_tag_moves_only_with_other_outputs_of_its_commit(small_book, remote) -> None:
    small_book.write("tree/a", "from a CPU")
    _push(small_book, "notebooks", "tree", "First", "notebooks-1")
    small_book.write("tree/a", "from a GPU")
    again = _push(small_book, "notebooks", "tree", "Again", "notebooks-1")
    assert (again.returncode, again.stderr) == (0, "")
    assert _git(remote, "show", "notebooks-1:a") == _git(remote, "show", "notebooks:a")
    assert _git(remote, "show", "notebooks:a") == "from a GPU"


def test_a_branch_that_holds_it_already_does_not_move(small_book, remote) -> None:
    small_book.write("binder/environment.yml", "name: x\n")
    _push(small_book, "binder", "binder", "First")
    before = _git(remote, "rev-parse", "binder")
    again = _push(small_book, "binder", "binder", "Again")
    assert (again.returncode, again.stdout) == (0, "binder holds it already\n")
    assert _git(remote, "rev-parse", "binder") == before
    tagged = _push(small_book, "binder", "binder", "Again", "v1")
    assert tagged.returncode == 0
    assert _git(remote, "rev-parse", "v1") == before


def test_an_empty_folder_is_never_published(small_book, remote) -> None:
    (small_book.root / "tree").mkdir()
    done = _push(small_book, "notebooks", "tree", "Empty")
    assert (done.returncode, "tree is empty" in done.stderr) == (1, True)
    assert _git(remote, "branch") == ""


def test_the_token_reaches_neither_gits_settings_nor_what_is_printed(small_book, remote) -> None:
    small_book.write("tree/a", "1")
    done = _push(small_book, "notebooks", "tree", "First", GITHUB_TOKEN="secret-word")
    assert done.returncode == 0, done.stderr
    assert "secret" not in done.stdout + done.stderr
    assert "extraheader" not in (small_book.root / ".git" / "config").read_text()
