import hashlib
import re

import pytest

from homlp_lib import data
from homlp_lib.data.registry import FILES, KINDS, Dataset, find, read_registry, registry
from homlp_lib.errors import DataError, UnknownDatasetError

DATASETS = list(registry().values())


@pytest.mark.parametrize("dataset", DATASETS, ids=lambda d: d.name)
def test_a_data_set_says_whose_it_is_and_on_what_terms(dataset):
    for words in (dataset.title, dataset.what, dataset.source, dataset.terms, dataset.citation):
        assert words.strip()
    assert dataset.rows > 0
    assert dataset.kind in KINDS


@pytest.mark.parametrize("dataset", [d for d in DATASETS if d.file], ids=lambda d: d.name)
def test_a_file_is_at_a_fixed_commit_and_known_by_its_checksum(dataset):
    assert re.fullmatch(r"[0-9a-f]{64}", dataset.sha256)
    for address in (dataset.address, *dataset.mirrors):
        assert re.match(r"https://github\.com/[\w-]+/[\w-]+/raw/[0-9a-f]{8,40}/", address)


@pytest.mark.parametrize("dataset", [d for d in DATASETS if d.file], ids=lambda d: d.name)
def test_a_shipped_file_is_the_one_that_the_registry_describes(dataset):
    content = data.read(dataset.name)
    assert len(content) == dataset.size
    assert hashlib.sha256(content).hexdigest() == dataset.sha256


def test_what_is_shipped_stays_under_three_megabytes_and_has_nothing_unlisted():
    files = list(FILES.iterdir())
    assert sum(file.stat().st_size for file in files) < 3e6
    assert {file.name for file in files} == {d.shipped for d in DATASETS if d.shipped}


def test_every_data_set_has_a_loader_and_every_loader_a_data_set():
    loaders = {name.removeprefix("load_") for name in data.__all__ if name.startswith("load_")}
    assert loaders == registry().keys()


def test_an_unknown_name_is_answered_with_near_ones():
    with pytest.raises(UnknownDatasetError, match=r"'pinguins'; did you mean penguins\?"):
        find("pinguins")


def test_a_name_that_resembles_none_is_answered_with_all():
    with pytest.raises(UnknownDatasetError, match=r"'zzz'.*chorales.*sunspots"):
        find("zzz")


def test_what_registry_returns_can_be_changed_without_harm():
    registry().clear()
    assert "penguins" in registry()


ENTRY = """
[toy]
title = "t"
what = "w"
rows = 1
kind = "downloaded"
source = "s"
terms = "free"
citation = "c"
file = "toy.csv"
sha256 = "00"
size = 3
address = "http://localhost/toy.csv"
"""


def test_a_registry_file_is_read_into_data_sets(tmp_path):
    path = tmp_path / "registry.toml"
    path.write_text(ENTRY + 'mirrors = ["http://localhost/b"]\n')
    toy = read_registry(path)["toy"]
    assert toy == Dataset(
        name="toy",
        title="t",
        what="w",
        rows=1,
        kind="downloaded",
        source="s",
        terms="free",
        citation="c",
        file="toy.csv",
        sha256="00",
        size=3,
        address="http://localhost/toy.csv",
        mirrors=("http://localhost/b",),
    )


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (('kind = "downloaded"', 'kind = "found"'), "kind must be one of.*got 'found'"),
        (('kind = "downloaded"', ""), "kind must be one of.*got None"),
        (('sha256 = "00"', ""), r"\[toy\] lacks \['sha256'\]"),
        (('terms = "free"', ""), r"\[toy\] lacks \['terms'\]"),
        (("rows = 1", "rows = 1\ncolour = 3"), r"unknown fields \['colour'\]"),
        (('kind = "downloaded"', 'kind = "bundled"'), r"lacks \['package'\]"),
    ],
)
def test_a_faulty_table_is_refused_with_file_and_name(change, words, tmp_path):
    path = tmp_path / "registry.toml"
    path.write_text(ENTRY.replace(*change))
    with pytest.raises(DataError, match=words) as caught:
        read_registry(path)
    assert str(path) in str(caught.value)
