"""What changes a key, and what does not; each change is named by the status."""

import hashlib
import json
import platform
import subprocess
import sys
from dataclasses import replace
from importlib import metadata
from pathlib import Path

import pytest
from packaging.utils import canonicalize_name

from homlp_build.errors import LibraryError, LockError, UsageError
from homlp_build.manuscript.imports import parse_cell, reach
from homlp_build.running.device import device_class
from homlp_build.running.keys import changes, page_key, require_locked, settings_for
from homlp_build.running.registry import read_registry
from homlp_build.running.versions import (
    distributions_for,
    distributions_offering,
    installed_versions,
    read_lock,
)


@pytest.fixture
def executed_book(small_book):
    assert sorted(small_book.execute().executed) == ["bare", "data", "library"]
    return small_book


def _runs_again(book, **reasons: str) -> None:
    """Exactly these pages are stale, for these reasons; executing runs exactly them."""
    assert book.reasons() == reasons
    assert sorted(book.execute().executed) == sorted(reasons)
    assert book.reasons() == {}


def test_after_a_change_exactly_the_pages_concerned_run_and_the_status_says_why(
    executed_book,
) -> None:
    book = executed_book
    book.replace("book/bare.md", "Prose.", "Other prose, and more of it.\n\n## With a section")
    book.replace("book/data.md", "part: tutorial", "part: 1\n  reading_minutes: 5")
    _runs_again(book)
    book.replace("book/bare.md", "x = 3", "x = 4")
    _runs_again(book, bare="cell 1 changed")
    book.replace("book/bare.md", "[hide-input]", "[hide-output]")
    _runs_again(book, bare="cell 1 changed")
    book.replace("book/bare.md", ":tags: [hide-output]", ":tags: [hide-output]\n:name: prose")
    _runs_again(book)
    book.replace("src/homlp_lib/inner.py", "2 * x", "x + x")
    _runs_again(book, library="homlp_lib.inner changed")
    book.replace("src/homlp_lib/unreached.py", "1", "2")
    _runs_again(book)
    book.replace("src/homlp_lib/data/registry.toml", "sha256:00", "sha256:11")
    _runs_again(book, data="data toy changed")


def test_another_scale_runs_every_page_and_keeps_the_first(executed_book) -> None:
    reason = "scale quick -> full"
    assert executed_book.reasons("full") == dict.fromkeys(["bare", "data", "library"], reason)
    assert len(executed_book.execute(scale="full").executed) == 3
    assert executed_book.reasons("full") == executed_book.reasons("quick") == {}


def test_a_locked_version_concerns_the_pages_that_import_it(empty_book) -> None:
    book = empty_book
    book.write("src/homlp_lib/uses_yaml.py", "def f():\n    import yaml\n")
    book.page("direct", "import yaml")
    book.page("through", "from homlp_lib import uses_yaml")
    book.page("none", "1")
    book.execute()
    locked = read_lock(book.root / "constraints.txt")["pyyaml"]
    book.replace("constraints.txt", f"pyyaml=={locked}", "pyyaml==99.1")
    reason = f"pyyaml {locked} -> 99.1"
    assert book.reasons() == {"direct": reason, "through": reason}
    with pytest.raises(LockError, match=rf"pyyaml {locked} \(locked: 99\.1\) — run 'make book'"):
        book.execute()
    assert book.execute(["none"]).fresh == ["none"]
    unlocked = settings_for(book.root, unlocked=True)
    key = page_key(book.read().pages["direct"], unlocked)
    assert key.parts["package pyyaml"] == locked


def _sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def test_a_key_is_the_hash_of_its_parts_and_these_are_all_parts(small_book) -> None:
    """The parts, and the digest, are computed here a second time."""
    book = small_book
    book.write("src/homlp_lib/data/registry.toml", "[toy]\nwhen = 2024-01-02\nfiles = 1\n")
    front = "---\nkernelspec: {name: python3}\nhomlp: {part: tutorial, data: [toy, gone]}\n---\n"
    book.page("all", "import homlp_lib.inner, yaml", ":tags: [y, x]\n\n1", front=front)
    settings = replace(book.settings(), device="cuda")
    key = page_key(book.read().pages["all"], settings)
    library = book.root / "src" / "homlp_lib"
    assert key.parts == {
        "format": "1",
        "python": f"{sys.version_info[0]}.{sys.version_info[1]}",
        "scale": "quick",
        "device": "cuda",
        "cell 1": _sha(b'["import homlp_lib.inner, yaml", []]'),
        "cell 2": _sha(b'["1", ["x", "y"]]'),
        "module homlp_lib": _sha((library / "__init__.py").read_bytes()),
        "module homlp_lib.inner": _sha((library / "inner.py").read_bytes()),
        "data toy": _sha(b'{"files": 1, "when": "2024-01-02"}'),
        "data gone": _sha(b'"not in the registry"'),
        "package pyyaml": settings.lock["pyyaml"],
    }
    assert key.digest == _sha(json.dumps(dict(sorted(key.parts.items()))).encode())


def test_a_library_that_is_not_locked_is_a_part_all_the_same(empty_book) -> None:
    book = empty_book
    book.page("a", "import yaml, no_such_module")
    page, settings = book.read().pages["a"], book.settings()
    installed = installed_versions(frozenset({"pyyaml"}))["pyyaml"]

    def packages(lock: dict[str, str] | None) -> list[str]:
        parts = page_key(page, replace(settings, lock=lock)).parts
        return [parts[f"package {name}"] for name in ("no-such-module", "pyyaml")]

    assert packages({}) == ["not locked", "not locked"]
    assert packages({"pyyaml": "1"}) == ["not locked", "1"]
    assert packages(None) == ["absent", installed]


def test_a_page_runs_with_the_locked_libraries_or_not_at_all(empty_book) -> None:
    book = empty_book
    path = book.page("a", "import yaml, packaging, no_such_module")
    page, settings = book.read().pages["a"], book.settings()
    have = installed_versions(frozenset({"pyyaml", "packaging"}))
    for lock in (None, have):
        require_locked(page, replace(settings, lock=lock))
    with pytest.raises(LockError) as caught:
        require_locked(page, replace(settings, lock={"packaging": "0.1"}))
    assert str(caught.value) == (
        f"{path}: the page uses libraries that are not the locked ones: "
        f"packaging {have['packaging']} (locked: 0.1), "
        f"pyyaml {have['pyyaml']} (locked: not at all) — run 'make book' to install "
        "constraints.txt, or pass --unlocked to take what is installed"
    )


def test_settings_are_those_of_the_repository_and_this_machine(empty_book) -> None:
    settings, root = settings_for(empty_book.root), empty_book.root
    assert (settings.scale, settings.device) == ("quick", device_class())
    assert settings.lock == read_lock(root / "constraints.txt")
    assert settings.source_root == root / "src"
    assert settings.registry == root / "src/homlp_lib/data/registry.toml"
    assert settings_for(root, unlocked=True).lock is None


@pytest.mark.parametrize(
    "code",
    [
        "def f():\n    import homlp_lib.deep.leaf",
        "from homlp_lib.deep import leaf",
        "from homlp_lib.deep.leaf import X",
        "import homlp_lib.deep.leaf as l",
        "if False:\n    from homlp_lib.deep import leaf",
        "try:\n    import homlp_lib.deep.leaf\nexcept ImportError:\n    pass",
        "from homlp_lib.deep import sibling",
        "from homlp_lib.deep import *",
        "import importlib\nimportlib.import_module('homlp_lib.deep.leaf')",
        "class A:\n    from homlp_lib.deep.leaf import X",
        "%matplotlib inline\nfrom homlp_lib.deep import leaf",
        "%%time\nfrom homlp_lib.deep import leaf",
        "!ls\nfiles = !ls\nlen?\nfrom homlp_lib.deep import leaf",
    ],
)
def test_imports_are_followed_wherever_they_stand(tmp_path: Path, code: str) -> None:
    deep = tmp_path / "homlp_lib" / "deep"
    deep.mkdir(parents=True)
    (tmp_path / "homlp_lib" / "__init__.py").write_text("")
    (deep / "__init__.py").write_text("from . import leaf\n" if "*" in code else "")
    (deep / "leaf.py").write_text("X = 1\n")
    (deep / "sibling.py").write_text("def f():\n    from .leaf import X\n")
    reached = reach([code], source_root=tmp_path)
    assert {"homlp_lib", "homlp_lib.deep", "homlp_lib.deep.leaf"} <= set(reached.modules)


def test_relative_imports_climb_to_parent_packages(tmp_path: Path) -> None:
    package = tmp_path / "homlp_lib"
    (package / "a" / "b").mkdir(parents=True)
    for folder in (package, package / "a", package / "a" / "b"):
        (folder / "__init__.py").write_text("")
    (package / "top.py").write_text("from .a.b import c\n")
    (package / "a" / "b" / "c.py").write_text("from ... import other\nfrom ..near import y\n")
    (package / "other.py").write_text("import numpy.linalg, os\n")
    (package / "a" / "near.py").write_text("y = 1\n")
    reached = reach(["import homlp_lib.top"], source_root=tmp_path)
    assert {"homlp_lib.other", "homlp_lib.a.near"} <= set(reached.modules)
    assert reached.libraries == {"numpy"}


def test_modules_that_import_each_other_are_followed_once(tmp_path: Path) -> None:
    (tmp_path / "one.py").write_text("import two\n")
    (tmp_path / "two.py").write_text("import one\n")
    assert set(reach(["import one"], source_root=tmp_path).modules) == {"one", "two"}


def test_a_file_beside_a_packages_modules_counts_and_the_registry_does_not(small_book) -> None:
    book = small_book
    book.page("plots", "import homlp_lib.plots, homlp_lib.data")
    book.write("src/homlp_lib/plots/__init__.py", "")
    book.write("src/homlp_lib/plots/house.mplstyle", "a: 1")
    for name in ("py.typed", "unreached.py", "stale.pyc", "types.pyi", ".hidden"):
        book.write(f"src/homlp_lib/plots/{name}", "")
    before = page_key(book.read().pages["plots"], book.settings())
    assert [part for part in before.parts if "(" in part] == [
        "module homlp_lib.plots (house.mplstyle)"
    ]
    book.write("src/homlp_lib/plots/house.mplstyle", "a: 2")
    book.replace("src/homlp_lib/data/registry.toml", "00", "22")
    after = page_key(book.read().pages["plots"], book.settings())
    assert changes(before.parts, after.parts) == ["homlp_lib.plots (house.mplstyle) changed"]


def test_a_library_module_that_is_not_python_is_an_error_with_its_line(small_book) -> None:
    small_book.write("src/homlp_lib/inner.py", "def twice(:\n")
    with pytest.raises(LibraryError, match=r"inner\.py:1: not valid Python"):
        small_book.reasons()


def test_a_registry_that_is_not_toml_is_an_error(small_book) -> None:
    small_book.write("src/homlp_lib/data/registry.toml", "[toy\n")
    with pytest.raises(LibraryError, match=r"registry\.toml: not TOML"):
        small_book.reasons()


def test_a_registry_may_group_its_tables(tmp_path: Path) -> None:
    file = tmp_path / "registry.toml"
    file.write_text("[downloads.housing]\nsize = 1\n")
    assert read_registry(file)["housing"] == {"size": 1}
    assert read_registry(tmp_path / "none.toml") == {}


def test_code_that_is_not_python_has_no_tree() -> None:
    assert parse_cell("x = (") is None
    assert parse_cell("%%bash\nls (") is not None


def test_the_order_of_tags_does_not_matter(empty_book) -> None:
    empty_book.page("a", ":tags: [x, y]\n\n1")
    before = page_key(empty_book.read().pages["a"], empty_book.settings())
    empty_book.replace("book/a.md", "[x, y]", "[y, x]")
    assert page_key(empty_book.read().pages["a"], empty_book.settings()) == before


def test_the_name_of_a_page_is_not_in_its_key(empty_book) -> None:
    empty_book.page("a", "1")
    empty_book.page("b", "1")
    pages, settings = empty_book.read().pages, empty_book.settings()
    assert page_key(pages["a"], settings) == page_key(pages["b"], settings)


def test_changes_are_told_in_a_fixed_order() -> None:
    old = {"cell 2": "a", "cell 10": "a", "package b": "1", "python": "3.11", "module m": "a"}
    new = {"cell 2": "b", "cell 10": "b", "package c": "2", "python": "3.12", "cell 11": "x"}
    assert changes(old, new) == [
        "cell 2 changed",
        "cell 10 changed",
        "cell 11 is new",
        "m is gone",
        "python 3.11 -> 3.12",
        "b 1 -> none",
        "c none -> 2",
    ]
    parts = "package p|python|device|scale|data d|module b (a)|module a (z)|cell 1|format"
    old, new = (dict.fromkeys(parts.split("|"), value) for value in "xy")
    assert changes(old, old) == []
    assert changes(old, new) == [
        "format x -> y",
        "cell 1 changed",
        "a (z) changed",
        "b (a) changed",
        "data d changed",
        "scale x -> y",
        "device x -> y",
        "python x -> y",
        "p x -> y",
    ]


def test_an_import_belongs_to_the_distribution_that_the_standard_library_names():
    expected = {  # from 3.12 on it also names folders such as pandas-stubs
        name: owners
        for name, owners in metadata.packages_distributions().items()
        if name.isidentifier()
    }
    assert len(expected) > 100
    found = distributions_offering(frozenset(expected))
    assert found == {name: min(map(canonicalize_name, owners)) for name, owners in expected.items()}


def test_a_distribution_brings_what_it_requires() -> None:
    found = distributions_for(frozenset({"sklearn", "no_such_module"}))
    assert {"scikit-learn", "numpy", "scipy", "joblib", "no-such-module"} <= found
    assert "sphinx" not in found


def test_a_lock_that_locks_nothing_is_an_error_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "constraints.txt"
    file.write_text("# words\nnumpy==1.0 ; python_version > '3'\nscipy>=1\n")
    with pytest.raises(LockError, match=r"constraints\.txt:3: not a locked version"):
        read_lock(file)
    with pytest.raises(LockError, match="cannot be read"):
        read_lock(tmp_path / "none.txt")


def test_the_scale_comes_from_the_environment_and_must_be_known(small_book, monkeypatch) -> None:
    monkeypatch.setenv("HOMLP_SCALE", "full")
    assert settings_for(small_book.root).scale == "full"
    assert settings_for(small_book.root, "quick").scale == "quick"
    monkeypatch.setenv("HOMLP_SCALE", "huge")
    with pytest.raises(UsageError, match="'huge'"):
        settings_for(small_book.root)


def test_the_class_of_device_is_what_torch_would_choose() -> None:
    code = "from homlp_lib import device; print(device().type)"
    chosen = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert device_class() == chosen.stdout.strip()


def _other_torch(monkeypatch, folder: Path, cuda: str) -> None:
    """Put a torch of our own first on the path; nothing of it is ever imported."""
    (folder / "torch").mkdir(exist_ok=True)
    (folder / "torch" / "__init__.py").write_text("raise AssertionError('imported')\n")
    (folder / "torch" / "version.py").write_text(f"cuda: Optional[str] = {cuda}\n")
    monkeypatch.delitem(sys.modules, "torch", raising=False)
    monkeypatch.syspath_prepend(str(folder))


def test_a_torch_built_for_cuda_counts_where_a_gpu_is_seen(monkeypatch, tmp_path: Path) -> None:
    monkeypatch.delenv("CUDA_VISIBLE_DEVICES", raising=False)
    nodes = [Path("/dev/nvidiactl"), Path("/dev/nvidia-uvm")]
    gpu = "cuda" if all(node.exists() for node in nodes) else "cpu"
    _other_torch(monkeypatch, tmp_path, "'12.8'")
    assert device_class() == gpu
    monkeypatch.setattr(Path, "exists", lambda path: path in nodes)
    assert device_class() == "cuda"
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "-1")
    assert device_class() == "cpu"
    monkeypatch.delenv("CUDA_VISIBLE_DEVICES")
    _other_torch(monkeypatch, tmp_path, "None")
    assert device_class() == "cpu"


def test_the_class_of_device_on_a_mac_and_without_torch(monkeypatch, tmp_path: Path) -> None:
    _other_torch(monkeypatch, tmp_path, "None")
    monkeypatch.setattr(sys, "platform", "darwin")
    for machine, expected in (("arm64", "mps"), ("x86_64", "cpu")):
        monkeypatch.setattr(platform, "machine", lambda machine=machine: machine)
        assert device_class() == expected
    monkeypatch.setattr(platform, "machine", lambda: "arm64")
    monkeypatch.setitem(sys.modules, "torch", None)
    assert device_class() == "cpu"
