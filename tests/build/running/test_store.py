"""The store holds whole, matching notebooks or says what is wrong."""

import contextlib
import hashlib
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from homlp_build.errors import StoreError
from homlp_build.running.keys import Key
from homlp_build.running.store import Store, seal

KEYS = [Key(character * 64, {"cell 1": character}) for character in "0123456789"]


def _notebook(page: str, key: Key) -> bytes:
    meta = {"page": page, "key": key.digest, "parts": key.parts, "records": {}}
    return seal({"cells": [], "metadata": {"homlp": meta}, "nbformat": 4, "nbformat_minor": 5})


def _put(store: Store, page: str, key: Key = KEYS[0]) -> Path:
    return store.put(page, key, _notebook(page, key), {"seconds": 1.5})


def test_what_is_put_is_found_again(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    assert store.get("p/a", KEYS[0].digest) is store.newest("p/a") is store.find("0" * 64) is None
    path = _put(store, "p/a")
    found = store.get("p/a", KEYS[0].digest)
    assert found == store.find(KEYS[0].digest) == store.newest("p/a")
    assert (found.page, found.digest) == ("p/a", KEYS[0].digest)
    assert (found.path, found.content) == (path, path.read_bytes())
    assert (found.meta["parts"], found.run) == ({"cell 1": "0"}, {"seconds": 1.5})
    assert (store.seconds("p/a"), store.seconds("other")) == (1.5, None)
    assert path.stat().st_mode & 0o777 == 0o644


def test_sealing_gives_the_same_bytes_whatever_the_order_of_keys() -> None:
    assert _notebook("a", KEYS[0]) == seal(
        {
            "nbformat_minor": 5,
            "nbformat": 4,
            "metadata": {
                "homlp": {"records": {}, "parts": KEYS[0].parts, "key": "0" * 64, "page": "a"}
            },
            "cells": [],
        }
    )


def test_a_sealed_notebook_is_indented_utf8_with_the_hash_of_all_the_rest() -> None:
    bare = '{\n "cells": [\n  "é"\n ],\n "metadata": {\n  "homlp": {%s\n   "key": "k"\n  }\n }\n}\n'
    digest = hashlib.sha256((bare % "").encode()).hexdigest()
    sealed = seal({"cells": ["é"], "metadata": {"homlp": {"key": "k"}}})
    assert sealed == (bare % f'\n   "digest": "{digest}",').encode()


def test_the_record_of_a_run_is_readable_and_sorted(tmp_path: Path) -> None:
    path = Store(tmp_path).put("a", KEYS[0], _notebook("a", KEYS[0]), {"b": 2, "a": 1})
    assert path.with_suffix(".run.json").read_bytes() == b'{\n "a": 1,\n "b": 2\n}\n'


@pytest.mark.parametrize(
    ("keep", "how"),
    [(keep, "is truncated or not a notebook of ours") for keep in (0, 1, 10)]
    + [(-1, "was changed after it was filed")],
)
def test_a_truncated_notebook_is_refused(tmp_path: Path, keep: int, how: str) -> None:
    store = Store(tmp_path)
    path = _put(store, "a")
    path.write_bytes(path.read_bytes()[:keep])
    for read in (lambda: store.get("a", KEYS[0].digest), lambda: store.find(KEYS[0].digest)):
        with pytest.raises(StoreError) as caught:
            read()
        assert str(caught.value) == (
            f"{path}: {how} — run 'homlp execute' to make it again, or delete the file"
        )


@pytest.mark.parametrize("content", [b"[]", b"{}", b'{"metadata": 1}', b"\xff", b"null"])
def test_what_is_no_notebook_is_refused(tmp_path: Path, content: bytes) -> None:
    path = _put(Store(tmp_path), "a")
    path.write_bytes(content)
    with pytest.raises(StoreError, match="truncated or not a notebook"):
        Store(tmp_path).newest("a")


@pytest.mark.parametrize(("old", "new"), [(b'"cells": []', b'"cells": [1]'), (b'"1"', b'"2"')])
def test_a_tampered_notebook_is_refused(tmp_path: Path, old: bytes, new: bytes) -> None:
    path = _put(Store(tmp_path), "a", KEYS[1])
    assert old in path.read_bytes()
    path.write_bytes(path.read_bytes().replace(old, new))
    with pytest.raises(StoreError) as caught:
        Store(tmp_path).newest("a")
    assert str(caught.value).startswith(f"{path}: was changed after it was filed — run 'homlp")


def test_a_notebook_under_another_name_is_refused(tmp_path: Path) -> None:
    store = Store(tmp_path)
    path = _put(store, "a")
    renamed = path.rename(path.with_name("1" * 64 + ".ipynb"))
    with pytest.raises(StoreError) as caught:
        store.get("a", "1" * 64)
    assert str(caught.value).startswith(f"{renamed}: belongs to page 'a' at key 000000000000… — ")
    with pytest.raises(StoreError, match=r"0\.ipynb: belongs to page 'b'"):
        store.put("a", KEYS[0], _notebook("b", KEYS[0]), {})
    assert store.get("a", KEYS[0].digest) is None


def test_the_versions_last_used_stay(tmp_path: Path) -> None:
    store = Store(tmp_path)
    paths = [_put(store, "a", key) for key in KEYS]
    for age, path in enumerate(paths):
        os.utime(path, (1000 + age, 1000 + age))
    store.touch("a", KEYS[2].digest)
    assert store.newest("a").digest == KEYS[2].digest
    assert len(store.trim(3)) == 7
    left = sorted(path.name[0] for path in tmp_path.glob("a/*.ipynb"))
    assert left == ["2", "8", "9"] == sorted(path.name[0] for path in tmp_path.glob("a/*.json"))
    assert len(store.trim_page("a", 1)) == 2
    assert store.newest("a").digest == KEYS[2].digest


def test_trimming_sweeps_what_killed_writers_left(tmp_path: Path) -> None:
    store = Store(tmp_path)
    path = _put(store, "a")
    old, young = path.with_name(".old.tmp"), path.with_name(".young.tmp")
    for file in (old, young):
        file.write_text("half")
    os.utime(old, (time.time() - 86400, time.time() - 86400))
    assert store.trim() == []
    assert (old.exists(), young.exists(), path.exists()) == (False, True, True)


def test_four_versions_of_each_page_stay_unless_told_otherwise(tmp_path: Path) -> None:
    store = Store(tmp_path)
    gone = []
    for page in ("a", "b"):
        paths = [_put(store, page, key) for key in KEYS[:6]]
        for age, path in enumerate(paths):
            os.utime(path, (1000 + age, 1000 + age))
        gone += [paths[1], paths[0]]
        paths[0].with_suffix(".run.json").unlink()  # a version without a record goes, too
    assert store.trim() == gone
    again = _put(store, "a", KEYS[9])
    assert store.trim_page("a") == [tmp_path / "a" / f"{KEYS[2].digest}.ipynb"]
    assert store.newest("a").path == again


def test_a_file_that_another_process_takes_away_is_passed_over(tmp_path: Path) -> None:
    """A link to nothing is such a file: it is listed, and is not there when looked at."""
    store = Store(tmp_path)
    path, old = tmp_path / "a" / f"{KEYS[0].digest}.ipynb", tmp_path / "a" / ".old.tmp"
    path.parent.mkdir()
    for number in range(20):  # in whatever order a folder is listed, some come first
        if number == 10:
            _put(store, "a")
            old.write_text("half")
            os.utime(old, (1000, 1000))
        (path.parent / f".{number}.tmp").symlink_to("nothing")
        (path.parent / f"{number:064x}.ipynb").unlink(missing_ok=True)
        (path.parent / f"{number + 1:064x}.ipynb").symlink_to("nothing")
    assert store.newest("a").path == path
    store.trim()
    assert (path.exists(), old.exists()) == (True, False)


def test_a_version_that_is_gone_can_be_touched(tmp_path: Path) -> None:
    store = Store(tmp_path)
    _put(store, "a")
    found = store.newest("a")
    found.path.unlink()
    store.touch(found.page, found.digest)
    assert store.newest("a") is None


def test_a_version_that_cannot_be_trimmed_is_an_error(tmp_path: Path) -> None:
    store = Store(tmp_path)
    _put(store, "a", KEYS[1])
    (tmp_path / "a" / f"{KEYS[0].digest}.ipynb").mkdir()
    with pytest.raises(StoreError) as caught:
        store.trim(0)
    assert str(caught.value).startswith(f"{tmp_path}: cannot be trimmed: ")


def test_a_writer_killed_before_the_end_leaves_only_what_the_next_one_sweeps(
    tmp_path: Path,
) -> None:
    code = f"""
import os, sys
sys.path.insert(0, {str(Path(__file__).parent)!r})
from test_store import Path, Store, _put
os.fsync = lambda handle: os.kill(os.getpid(), 9)
_put(Store(Path({str(tmp_path)!r})), "a")
"""
    assert subprocess.run([sys.executable, "-c", code]).returncode == -9
    (left,) = (tmp_path / "a").iterdir()
    store = Store(tmp_path)
    assert store.newest("a") is store.find(KEYS[0].digest) is None
    path = _put(store, "a")
    assert left.exists()  # it is young: its writer may be at work
    os.utime(left, (1000, 1000))
    _put(store, "a")
    assert sorted((tmp_path / "a").iterdir()) == [path, path.with_suffix(".run.json")]


def test_temporary_files_are_hidden_beside_their_target(tmp_path: Path, monkeypatch) -> None:
    seen = []
    monkeypatch.setattr(os, "fsync", lambda handle: seen.extend((tmp_path / "a").glob(".*.tmp")))
    path = _put(Store(tmp_path), "a")
    assert len(seen) == 2
    assert sorted((tmp_path / "a").iterdir()) == [path, path.with_suffix(".run.json")]


def test_a_damaged_record_of_a_run_does_no_harm(tmp_path: Path) -> None:
    path = _put(Store(tmp_path), "a")
    for text in ("{", "[]"):
        path.with_name(f"{path.stem}.run.json").write_text(text)
        assert Store(tmp_path).newest("a").run == {}
        assert Store(tmp_path).seconds("a") is None


def test_a_path_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a" / f"{KEYS[0].digest}.ipynb").mkdir(parents=True)
    with pytest.raises(StoreError, match="cannot be read"):
        Store(tmp_path).get("a", KEYS[0].digest)


def test_a_store_where_a_file_is_in_the_way_says_so(tmp_path: Path) -> None:
    (tmp_path / "store").write_text("")
    with pytest.raises(StoreError) as caught:
        _put(Store(tmp_path / "store"), "a")
    assert str(caught.value) == (
        f"{tmp_path}/store/a/{KEYS[0].digest}.ipynb: cannot be written: Not a directory — "
        "free space or permission for the store is needed; nothing was filed"
    )
    assert Store(tmp_path / "store").get("a", KEYS[0].digest) is None


@contextlib.contextmanager
def _small_files(size: int) -> Iterator[None]:
    """Let no file grow past a size; Python ignores the signal, so the writing fails."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_notebook_that_may_not_be_written_files_nothing_and_leaves_no_debris(
    tmp_path: Path,
) -> None:
    store = Store(tmp_path)
    first = _put(store, "a")
    for key in (KEYS[1], KEYS[0]):  # a record of its own goes away; that of a notebook stays
        with _small_files(100), pytest.raises(StoreError, match="File too large — free space"):
            _put(store, "a", key)
    assert sorted((tmp_path / "a").iterdir()) == [first, first.with_suffix(".run.json")]
    assert store.newest("a").run == {"seconds": 1.5}


_ON_A_FULL_DISK = """
import contextlib, resource, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from test_store import KEYS, Store, StoreError, _put
root, is_tiny = Path(sys.argv[2]), sys.argv[3] == "tiny"
store = Store(root)
_put(store, "a")
if is_tiny:
    with contextlib.suppress(OSError), open(root / "filler", "wb", buffering=0) as filler:
        while True:
            filler.write(bytes(4096))
else:
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, resource.RLIM_INFINITY))
before = sorted(root.rglob("*"))
try:
    _put(store, "a", KEYS[1])
except StoreError as error:
    print(error)
assert sorted(root.rglob("*")) == before, sorted(root.rglob("*"))
assert store.newest("a").digest == KEYS[0].digest
if is_tiny:
    (root / "filler").unlink()
else:
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
_put(store, "a", KEYS[1])
"""


def _can_mount(folder: Path) -> bool:
    """Say whether this process may mount a disk that no other process sees."""
    command = ["unshare", "-m", "mount", "-t", "tmpfs", "none", str(folder)]
    with contextlib.suppress(FileNotFoundError):
        return os.geteuid() == 0 and subprocess.run(command, capture_output=True).returncode == 0
    return False


def test_a_disk_that_is_full_files_nothing_and_works_again_once_there_is_room(
    tmp_path: Path,
) -> None:
    """On a tiny disk of its own where we may mount one; else a limit on files stands in."""
    here, root = str(Path(__file__).parent), str(tmp_path)
    command = [sys.executable, "-c", _ON_A_FULL_DISK, here, root]
    if _can_mount(tmp_path):
        mount = 'mount -t tmpfs -o size=64k none "$0" && exec "$@"'
        command, cause = ["unshare", "-m", "sh", "-c", mount, root, *command, "tiny"], "No space"
    else:
        command, cause = [*command, "limit"], "File too large"
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert f"cannot be written: {cause}" in done.stdout
    assert done.stdout.endswith("nothing was filed\n")
