"""Joining the stores of several machines: all of it verified, nothing lost."""

import shutil

import pytest

from homlp_build.errors import StoreError, UsageError
from homlp_build.running.join import join


def test_the_slices_of_a_matrix_join_to_one_whole_store(empty_book, tmp_path) -> None:
    for number in range(3):
        empty_book.page(f"folder/p{number}", f"print({number})")
    empty_book.execute()
    expected = empty_book.content()
    empty_book.homlp("clean", "--all")
    for index in (1, 2):
        assert empty_book.homlp("execute", "--shard", f"{index}/2").returncode == 0
        shutil.move(empty_book.store.root, tmp_path / "shards" / str(index))
    done = empty_book.homlp("join", str(tmp_path / "shards"))
    assert (done.returncode, done.stdout) == (0, "3 notebooks taken\n"), done.stderr
    assert empty_book.content() == expected
    assert empty_book.reasons() == {}
    assert empty_book.store.newest("folder/p1").run["seconds"] > 0
    assert empty_book.homlp("join", str(tmp_path / "shards")).stdout == "0 notebooks taken\n"


@pytest.mark.parametrize("harm", ["changed", "truncated", "no record", "renamed"])
def test_a_damaged_notebook_is_refused(small_book, tmp_path, harm) -> None:
    small_book.execute(["bare"])
    other = tmp_path / "other"
    shutil.move(small_book.store.root, other)
    path = next(other.rglob("*.ipynb"))
    if harm == "changed":
        path.write_bytes(path.read_bytes().replace(b"print(x)", b"print(y)"))
    elif harm == "truncated":
        path.write_bytes(path.read_bytes()[:50])
    elif harm == "no record":
        path.with_name(f"{path.stem}.run.json").unlink()
    else:
        for file in path.parent.iterdir():
            file.rename(file.with_name(file.name.replace(path.stem, "0" * 64)))
    with pytest.raises(StoreError):
        join(small_book.store, [other])
    assert small_book.content() == {}


def test_a_folder_that_is_not_there_is_named(small_book, tmp_path) -> None:
    with pytest.raises(UsageError, match=r"no folder .*nowhere"):
        join(small_book.store, [tmp_path / "nowhere"])
