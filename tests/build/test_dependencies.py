"""pyproject.toml, constraints.txt and environment.yml tell one story."""

import re
import tomllib
from pathlib import Path

import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
RUNTIME = [Requirement(line) for line in PROJECT["dependencies"]]
EXTRAS = [Requirement(line) for e in PROJECT["optional-dependencies"].values() for line in e]
CONDA_NAMES = {"matplotlib": "matplotlib-base", "torch": "pytorch-cpu"}


def locked() -> dict[str, Version]:
    lines = (ROOT / "constraints.txt").read_text().split()
    pairs = (line.split("==") for line in lines)
    return {canonicalize_name(name): Version(version) for name, version in pairs}


def conda() -> dict[str, str]:
    entries = yaml.safe_load((ROOT / "environment.yml").read_text())["dependencies"]
    wanted = [e for e in entries if isinstance(e, str) and not e.startswith("python=")]
    requirements = map(Requirement, wanted)
    return {one.name: str(one.specifier) for one in requirements}


def test_every_version_is_locked_once_and_exactly():
    lines = (ROOT / "constraints.txt").read_text().splitlines()
    assert all(line.count("==") == 1 and ";" not in line for line in lines)
    assert len(locked()) == len(lines)


def test_every_requirement_is_locked_at_a_version_that_it_allows():
    versions = locked()
    here = [one for one in RUNTIME + EXTRAS if one.marker is None or one.marker.evaluate()]
    wrong = [str(one) for one in here if versions[canonicalize_name(one.name)] not in one.specifier]
    assert wrong == []


def test_conda_gets_what_running_the_pages_needs_with_the_same_lower_bounds():
    expected = {CONDA_NAMES.get(one.name, one.name): str(one.specifier) for one in RUNTIME}
    around = {"jupyterlab": ">=4.3", "pip": ""}
    around |= {"git": "", "nbgitpuller": ">=1.2"}  # what opens and completes a notebook on Binder
    assert {name: set(spec.split(",")) for name, spec in conda().items()} == {
        name: set(spec.split(",")) for name, spec in (expected | around).items()
    }


def test_conda_makes_one_python_that_the_project_allows_and_binder_can_read_which():
    entries = yaml.safe_load((ROOT / "environment.yml").read_text())["dependencies"]
    # repo2docker's own pattern; where it finds none, it begins with another Python and replaces it.
    [found] = filter(None, (re.match(r"python\s*=+\s*([\d\.]*)", entry) for entry in entries))
    assert found[1] in SpecifierSet(PROJECT["requires-python"])


def test_the_locked_environment_is_for_the_cpu():
    assert [name for name in locked() if name.startswith(("nvidia", "cuda", "triton"))] == []


def test_the_environment_of_binder_needs_no_file_but_itself():
    entries = yaml.safe_load((ROOT / "environment.yml").read_text())["dependencies"]
    assert [entry for entry in entries if not isinstance(entry, str)] == []  # no pip: section
