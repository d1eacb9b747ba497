"""What a reader has: the wheel, and environments that hold nothing of the build."""

import asyncio
import json
import os
import shutil
import subprocess
import sys
import sysconfig
import tomllib
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path
from typing import Any

from jupyter_client.kernelspec import KernelSpecManager
from nbclient import NotebookClient
from packaging.requirements import Requirement

from homlp_build.running.versions import distributions_for

ROOT = Path(__file__).parents[1]
_PIP = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
_SOURCES = ("pyproject.toml", "README.md", "LICENSE", "LICENSE-text")


def copy_sources(folder: Path) -> Path:
    """Copy what a wheel is built from."""
    folder.mkdir(parents=True)
    for name in _SOURCES:
        shutil.copy(ROOT / name, folder / name)
    ignored = shutil.ignore_patterns("*.egg-info", "__pycache__")
    shutil.copytree(ROOT / "src", folder / "src", ignore=ignored)
    return folder


def build_wheel(folder: Path) -> Path:
    """Build the wheel of this repository, from a copy, without a network."""
    sources = copy_sources(folder / "sources")
    command = ["wheel", "--no-deps", "--no-build-isolation", "--no-index", "-w", folder, sources]
    subprocess.run([*_PIP, *command], check=True, capture_output=True, text=True)
    [wheel] = folder.glob("homlp-*.whl")
    return wheel


def runtime_packages() -> list[str]:
    """Return what running the pages needs, as pyproject.toml names it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    return [Requirement(line).name for line in project["dependencies"]]


def make_environment(folder: Path, packages: Iterable[str], *, wheel: Path | None = None) -> Path:
    """Make a fresh environment with some packages of ours and what they require.

    They are links into this environment, so that it takes a second; neither this repository
    nor any package of the build is in it.

    Returns
    -------
    Path
        Its Python.
    """
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    python = folder / "bin" / "python"
    ours = sysconfig.get_path("purelib")
    theirs = folder / Path(ours).relative_to(sys.prefix)
    for name in distributions_for(frozenset(packages)):
        for entry in _entries(name):
            link, target = theirs / entry, Path(ours) / entry
            if target.exists() and not link.exists():
                link.parent.mkdir(parents=True, exist_ok=True)
                link.symlink_to(target)
    if wheel:
        install = [*_PIP, "--python", python, "install", "--no-deps", "--no-index", wheel]
        subprocess.run(install, check=True, capture_output=True, text=True)
    return python


def _entries(name: str) -> set[Path]:
    """Return the files and folders of a distribution, beside the packages and in ``share``."""
    try:
        files = metadata.files(name) or []
    except metadata.PackageNotFoundError:  # for another platform
        return set()
    shared = {Path(*path.parts[:6]) for path in files if path.parts[3:4] == ("share",)}
    tops = {Path(path.parts[0]) for path in files if path.parts[0] not in ("..", "__pycache__")}
    return shared | tops


def clean_environ(**more: str) -> dict[str, str]:
    """Return this process's environment without what would reach into Python."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "COV", "HOMLP"))}
    return kept | {"OMP_NUM_THREADS": "1"} | more


def kernels_of(python: Path, folder: Path) -> KernelSpecManager:
    """Write a kernel's specification for an environment, and return what finds it by "reader"."""
    spec = folder / "reader" / "kernel.json"
    spec.parent.mkdir(parents=True)
    argv = [str(python), "-m", "ipykernel_launcher", "-f", "{connection_file}"]
    spec.write_text(json.dumps({"argv": argv, "display_name": "Reader", "language": "python"}))
    return KernelSpecManager(kernel_dirs=[str(folder)])


def run(notebook: Any, python: Path, folder: Path, **environ: str) -> None:
    """Run a notebook in an environment, in a folder of its own."""
    (folder / "work").mkdir()
    client = NotebookClient(
        notebook,
        timeout=300,
        kernel_name="reader",
        resources={"metadata": {"path": str(folder / "work")}},
    )
    client.km = client.create_kernel_manager()
    client.km.kernel_spec_manager = kernels_of(python, folder / "kernels")
    client.km.transport = "ipc"
    client.km.ip = str(folder / "kernel")
    asyncio.run(client.async_execute(env=clean_environ(**environ)))  # closes its loop in any thread
