"""The library as a whole: what importing costs, what is documented, what a wheel holds."""

import importlib
import inspect
import os
import pkgutil
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

import homlp_lib

ROOT = Path(__file__).parents[2]
MODULES = [m.name for m in pkgutil.walk_packages(homlp_lib.__path__, "homlp_lib.")]
EXPORTED = sorted(
    {
        f"{value.__module__}.{value.__qualname__}"
        for module in map(importlib.import_module, ["homlp_lib", *MODULES])
        for name in getattr(module, "__all__", ())
        if callable(value := getattr(module, name)) and hasattr(value, "__qualname__")
        if value.__module__.startswith("homlp_lib")
    }
)


def test_importing_the_library_imports_nothing_heavy():
    heavy = {"numpy", "torch", "sklearn", "pandas", "matplotlib", "IPython"}
    code = f"import sys, homlp_lib; print(*{heavy} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


@pytest.mark.parametrize("room", ["scratch", "checks", "training"])
def test_a_room_imports_none_of_its_modules(room):
    name = f"homlp_lib.{room}"
    code = f"import sys, {name}; print(sum(m.startswith('{name}') for m in sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "1"


@pytest.mark.parametrize("module", [m for m in MODULES if m.startswith("homlp_lib.scratch.")])
def test_scratch_imports_numpy_or_torch_and_nothing_else_of_ours(module):
    source = Path(importlib.import_module(module).__file__).read_text()
    imported = re.findall(r"^from (\S+) import|^import (\S+)", source, re.MULTILINE)
    names = {a or b for a, b in imported}
    ours = {n for n in names if n.startswith(".")}
    assert all(n == "..errors" or not n.startswith("..") for n in ours)
    if module.endswith("._base"):
        return
    assert {n.split(".")[0] for n in names - ours} <= {
        "numpy",
        "torch",
        "collections",
        "typing",
        "itertools",
        "dataclasses",
        "math",
    }


@pytest.mark.parametrize("name", EXPORTED)
def test_an_exported_name_is_documented_with_every_parameter(name):
    module, _, attribute = name.rpartition(".")
    value = getattr(importlib.import_module(module), attribute)
    doc = inspect.getdoc(value)
    assert doc
    assert doc.splitlines()[0].strip()
    if inspect.isclass(value) and (
        issubclass(value, Exception) or value.__init__ is object.__init__
    ):
        return
    parameters = [
        p.name
        for p in inspect.signature(value).parameters.values()
        if p.name not in ("self", "cls")
    ]
    inherited = inspect.isclass(value) and "__init__" not in vars(value)
    if not parameters or inherited:
        return
    section = re.search(r"Parameters\n-+\n(.*?)(\n\w[\w ]*\n-+\n|\Z)", doc, re.DOTALL)
    assert section, f"{name} has no section Parameters"
    entries = re.findall(r"^\*{0,2}(\w[\w, *]*?)(?: :|$)", section[1], re.MULTILINE)
    documented = {word.strip(" *") for entry in entries for word in entry.split(",")}
    assert set(parameters) <= documented


@pytest.mark.parametrize("module", MODULES)
def test_every_module_says_what_it_is_for(module):
    assert importlib.import_module(module).__doc__


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """The wheel, built and unpacked by pip into a folder of its own."""
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    source.mkdir()
    for name in ("pyproject.toml", "README.md", "LICENSE", "LICENSE-text"):
        shutil.copy(ROOT / name, source / name)
    shutil.copytree(
        ROOT / "src", source / "src", ignore=shutil.ignore_patterns("*.egg-info", "__pycache__")
    )
    pip = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check"]
    subprocess.run(
        [*pip, "wheel", "--no-deps", "--no-build-isolation", "--no-index", "-w", folder, source],
        check=True,
        capture_output=True,
        text=True,
    )
    [wheel] = folder.glob("homlp-*.whl")
    target = folder / "site"
    subprocess.run([*pip, "install", "--no-deps", "--no-index", "-t", target, wheel], check=True)
    return target


def only_for_the_build():
    """The import names of the build and test extras that no runtime dependency brings."""
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"][
        "optional-dependencies"
    ]
    wanted = {Requirement(r).name for extra in ("build", "test") for r in extras[extra]}
    names = {n.lower().replace("-", "_") for n in wanted} - {"tqdm", "psutil"}
    return sorted(names | {"myst_nb", "sphinx", "jupyter_book", "nbformat", "homlp_build", "yaml"})


USE = """
import importlib, pkgutil, sys
from importlib.abc import MetaPathFinder

class Absent(MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in BLOCKED:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Absent())
sys.path.insert(0, SITE)
import homlp_lib
assert homlp_lib.__file__.startswith(SITE), homlp_lib.__file__
for module in pkgutil.walk_packages(homlp_lib.__path__, "homlp_lib."):
    importlib.import_module(module.name)
from homlp_lib import data
assert len(data.load_housing()) == 20640
assert len(data.load_names()) == 32033
from homlp_lib.checks._base import check_value, passed
check_value(2.0, 2.0)
passed("it works")
"""


def test_the_wheel_works_without_the_build_extra(installed, tmp_path):
    code = f"SITE = {str(installed)!r}\nBLOCKED = {only_for_the_build()!r}\n{USE}"
    done = subprocess.run(
        [sys.executable, "-W", "error::DeprecationWarning:homlp_lib", "-c", code],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        env=os.environ | {"MPLCONFIGDIR": str(tmp_path), "PYTHONPATH": ""},
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == "Correct: it works.\n"


def test_the_wheel_holds_types_registry_and_data(installed):
    package = installed / "homlp_lib"
    assert (package / "py.typed").exists()
    assert (package / "data" / "registry.toml").exists()
    shipped = {p.name for p in (package / "data" / "files").iterdir()}
    assert shipped == {p.name for p in (ROOT / "src/homlp_lib/data/files").iterdir()}
