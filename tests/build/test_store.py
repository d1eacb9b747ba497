"""The store holds whole, matching notebooks or says what is wrong."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from homlp_build.errors import StoreError
from homlp_build.keys import Key
from homlp_build.store import Store, seal

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


@pytest.mark.parametrize("keep", [0, 1, 10, -1])
def test_a_truncated_notebook_is_refused(tmp_path: Path, keep: int) -> None:
    store = Store(tmp_path)
    path = _put(store, "a")
    path.write_bytes(path.read_bytes()[:keep])
    for read in (lambda: store.get("a", KEYS[0].digest), lambda: store.find(KEYS[0].digest)):
        with pytest.raises(StoreError, match="run 'homlp execute' to make it again"):
            read()


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
    with pytest.raises(StoreError, match="changed after it was filed"):
        Store(tmp_path).newest("a")


def test_a_notebook_under_another_name_is_refused(tmp_path: Path) -> None:
    store = Store(tmp_path)
    path = _put(store, "a")
    path.rename(path.with_name("1" * 64 + ".ipynb"))
    with pytest.raises(StoreError, match="belongs to page 'a' at key 000000000000"):
        store.get("a", "1" * 64)
    with pytest.raises(StoreError, match="belongs to page 'b'"):
        store.put("a", KEYS[0], _notebook("b", KEYS[0]), {})
    assert store.get("a", KEYS[0].digest) is None


def test_the_versions_last_used_stay(tmp_path: Path) -> None:
    store = Store(tmp_path)
    paths = [_put(store, "a", key) for key in KEYS]
    for age, path in enumerate(paths):
        os.utime(path, (1000 + age, 1000 + age))
    store.touch(store.get("a", KEYS[2].digest))
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
    with pytest.raises(StoreError, match=r"cannot be written: .*nothing was filed"):
        _put(Store(tmp_path / "store"), "a")
    assert Store(tmp_path / "store").get("a", KEYS[0].digest) is None


def test_a_disk_that_is_full_files_nothing_and_leaves_no_debris(tmp_path: Path) -> None:
    code = f"""
import resource, signal, sys
sys.path.insert(0, {str(Path(__file__).parent)!r})
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
from pathlib import Path
from test_store import Store, _put, KEYS
store = Store(Path({str(tmp_path)!r}))
_put(store, "a")
resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))
_put(store, "a", KEYS[1])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert "StoreError" in done.stderr, done.stderr
    assert "File too large" in done.stderr
    assert sorted(file.suffix for file in (tmp_path / "a").iterdir()) == [".ipynb", ".json"]
    assert Store(tmp_path).newest("a").digest == KEYS[0].digest
