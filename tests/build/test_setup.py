"""What `make book` says when it cannot make its environment."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def setup(python: str, venv: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "scripts/setup", python, str(venv)],
        cwd=ROOT,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def a_python_that_says(version: str, folder: Path) -> Path:
    script = folder / "python"
    script.write_text(f'#!/bin/sh\n[ "$1" = -c ] && echo {version}\n')
    script.chmod(0o755)
    return script


@pytest.mark.parametrize("version", ["3.10", "3.14", "2.7"])
def test_another_python_is_refused_in_one_line_that_names_it(version, tmp_path):
    run = setup(str(a_python_that_says(version, tmp_path)), tmp_path / "venv")
    assert run.returncode == 1
    [line] = run.stderr.splitlines()
    assert f"is Python {version}; install Python 3.11, 3.12 or 3.13" in line
    assert not (tmp_path / "venv").exists()


def test_an_interpreter_that_is_not_there_is_named(tmp_path):
    run = setup("/nowhere/python", tmp_path / "venv")
    assert run.returncode == 1
    assert "/nowhere/python does not run" in run.stderr


def test_with_no_python_named_one_that_fits_is_found_on_the_path(tmp_path):
    for name, version in {"3": "3.10", "3.13": "3.10", "3.12": "3.12", "3.11": "3.10"}.items():
        a_python_that_says(version, tmp_path).rename(tmp_path / f"python{name}")
    run = setup("", tmp_path / "venv", PATH=f"{tmp_path}:/usr/bin:/bin")
    assert "python3.12 cannot make a virtual environment" in run.stderr


def test_without_network_and_wheels_the_message_says_what_to_do(tmp_path):
    nothing = {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(tmp_path), "PIP_EXTRA_INDEX_URL": ""}
    run = setup(sys.executable, tmp_path / "venv", PIP_CONFIG_FILE=os.devnull, **nothing)
    assert run.returncode == 1
    assert "No network? Fetch the wheels where there is one" in run.stderr


def _torch(folder: Path, uv: str, backend: str) -> subprocess.CompletedProcess[str]:
    """Run scripts/torch with a script of ours as the uv on the path."""
    (folder / "uv").write_text(f"#!/bin/sh\n{uv}\n")
    (folder / "uv").chmod(0o755)
    return subprocess.run(
        ["bash", "scripts/torch", "a-python"],
        cwd=ROOT,
        env=os.environ | {"PATH": f"{folder}:/usr/bin:/bin", "TORCH_BACKEND": backend},
        capture_output=True,
        text=True,
        check=False,
    )


def test_another_build_of_pytorch_is_asked_for_by_name_and_at_the_locked_version(tmp_path):
    run = _torch(tmp_path, 'echo "$@"', "cu130")
    locked = re.search(r"^torch==.*", (ROOT / "constraints.txt").read_text(), flags=re.MULTILINE)[0]
    asked = "pip install --quiet --no-config --python a-python --torch-backend cu130"
    assert run.stdout == f"{asked} --constraint constraints.txt {locked}\n"


def test_a_build_of_pytorch_that_is_none_is_named_with_ways_out(tmp_path):
    run = _torch(tmp_path, "exit 2", "gpu")
    assert run.returncode == 1
    assert "TORCH_BACKEND=gpu did not do" in run.stderr
    assert "without TORCH_BACKEND, pip takes PyPI's build" in run.stderr


def test_make_help_lists_every_documented_target():
    run = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    documented = [
        line.split(":")[0]
        for line in (ROOT / "Makefile").read_text().splitlines()
        if ":" in line and "## " in line and line[0].isalpha()
    ]
    assert {"book", "test", "check", "preview", "clean", "help"} <= set(documented)
    assert all(f"make {target} " in run.stdout for target in documented)
