"""The first cell of a notebook, run for real: it installs what is missing and nothing else."""

import json
import subprocess
import sys

import nbformat
import pytest

from homlp_build.sphinx.notebooks.cells import install_cell

ADDRESS = "https://github.com/ada/copy"
ASK = """\
import json
from importlib.metadata import distribution
import homlp_lib, homlp_tiny
origin = json.loads(distribution("homlp").read_text("direct_url.json"))
print(json.dumps([homlp_lib.__file__, origin["url"], origin["vcs_info"]["commit_id"]]))"""


@pytest.fixture
def repository(readers, tmp_path):
    """A git repository with this code, and its commit."""
    folder = readers.copy_sources(tmp_path / "repository")
    git = ["git", "-C", folder, "-c", "user.name=Ada", "-c", "user.email=ada@example.org"]
    for command in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "All of it"]):
        subprocess.run([*git, *command], check=True)
    asked = [*git, "rev-parse", "HEAD"]
    commit = subprocess.run(asked, check=True, capture_output=True, text=True).stdout.strip()
    return folder, commit


@pytest.fixture
def index(tmp_path):
    """A folder with the wheel of a package that no environment has."""
    source = tmp_path / "tiny"
    source.mkdir()
    (source / "homlp_tiny.py").write_text("")
    (source / "pyproject.toml").write_text(
        '[project]\nname = "homlp-tiny"\nversion = "1"\n[build-system]\n'
        'requires = ["setuptools"]\nbuild-backend = "setuptools.build_meta"\n'
        '[tool.setuptools]\npy-modules = ["homlp_tiny"]\n'
    )
    wheels = tmp_path / "wheels"
    pip = [sys.executable, "-m", "pip", "-q", "wheel", "--no-deps", "--no-build-isolation"]
    subprocess.run([*pip, "--no-index", "-w", wheels, source], check=True, capture_output=True)
    return wheels


def test_it_installs_what_is_missing_and_the_library_at_its_commit(
    readers, repository, index, tmp_path
):
    folder, commit = repository
    packages = [*readers.runtime_packages(), "ipykernel", "pip", "setuptools"]
    python = readers.make_environment(tmp_path / "env", packages)
    [numpy] = python.parents[1].glob("lib/python*/site-packages/numpy")
    needed = {"numpy": "numpy", "homlp_tiny": "homlp-tiny"}
    cell = install_cell(needed, library=f"homlp @ git+{ADDRESS}@{commit}")
    sources = [cell, ASK]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(s) for s in sources])
    readers.run(
        notebook,
        python,
        tmp_path,
        GIT_CONFIG_COUNT="1",
        GIT_CONFIG_KEY_0=f"url.{folder.as_uri()}.insteadOf",
        GIT_CONFIG_VALUE_0=ADDRESS,
        PIP_FIND_LINKS=str(index),
        PIP_NO_INDEX="1",
        PIP_NO_BUILD_ISOLATION="0",  # pip reads this one upside down: no isolation
    )
    where, origin, pinned = json.loads(notebook.cells[-1].outputs[0].text)
    assert where.startswith(str(python.parents[1]))
    assert (origin, pinned) == (ADDRESS, commit)
    assert numpy.is_symlink()  # what was here is still the same


def test_a_page_that_needs_nothing_but_python_still_gets_a_cell_that_runs():
    cell = install_cell({}, library="homlp")
    listed = next(line for line in cell.splitlines() if line.startswith("needed"))
    space = {}
    exec(listed, space)
    assert space["needed"] == {}
