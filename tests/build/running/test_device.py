"""Classes of device and the full scale: real kernels, with the class of device named."""

import dataclasses
import re
from itertools import pairwise

import pytest

from homlp_build.errors import LockError, UsageError
from homlp_build.running import device
from homlp_build.running.device import device_class, require_device
from homlp_build.running.execute import default_jobs, execute_book
from homlp_build.running.keys import page_key, require_locked, settings_for
from homlp_build.running.versions import distributions_for

CELLS = (
    "print('everywhere')",
    ":tags: [full]\n\nprint('network')",
    ":tags: [gpu]\n\nprint('gpu')",
    ":tags: [full, gpu]\n\nprint('both')",
)


def _printed(book, scale: str, device: str) -> list[str]:
    settings = dataclasses.replace(book.settings(scale), device=device)
    assert execute_book(book.read(), settings=settings, store=book.store).ok
    key = page_key(book.read().pages["a"], settings)
    cells = book.store.get("a", key.digest).notebook["cells"]
    return [
        cell["metadata"].get("homlp", {}).get("skipped") or cell["outputs"][0]["text"].strip()
        for cell in cells
    ]


@pytest.mark.parametrize(
    ("scale", "device", "expected"),
    [
        ("quick", "cpu", ["everywhere", "full", "gpu", "full"]),
        ("full", "cpu", ["everywhere", "network", "gpu", "gpu"]),
        ("quick", "cuda", ["everywhere", "full", "gpu", "full"]),
        ("full", "cuda", ["everywhere", "network", "gpu", "both"]),
    ],
)
def test_a_cell_runs_where_what_it_needs_is(empty_book, scale, device, expected) -> None:
    empty_book.page("a", *CELLS)
    assert _printed(empty_book, scale, device) == expected


@pytest.mark.parametrize(
    ("present", "asked", "expected"),
    [
        ([], 0, False),
        (["nvidiactl", "nvidia-uvm"], 0, True),
        (["nvidiactl"], 1, True),  # the second is made when CUDA is first used
    ],
)
def test_torch_is_asked_for_a_gpu_only_where_the_files_do_not_tell(
    tmp_path, monkeypatch, present, asked, expected
) -> None:
    monkeypatch.delenv("CUDA_VISIBLE_DEVICES", raising=False)
    questions = []
    monkeypatch.setattr(device, "_torch_sees_a_gpu", lambda: questions.append(1) or True)
    for name in present:
        (tmp_path / name).touch()
    assert device._sees_a_gpu(tmp_path) is expected
    assert len(questions) == asked
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "")
    assert device._sees_a_gpu(tmp_path) is False


def test_torch_says_what_it_sees() -> None:
    import torch

    assert device._torch_sees_a_gpu() is torch.cuda.is_available()


def test_one_page_at_a_time_runs_on_a_gpu(small_book) -> None:
    settings = small_book.settings()
    assert default_jobs(dataclasses.replace(settings, device="cuda")) == 1
    for number in range(3):
        small_book.page(f"p{number}", "import time\nstart = time.time(); time.sleep(0.3)\nstart")
    cuda = dataclasses.replace(settings, device="cuda")
    names = ["p0", "p1", "p2"]
    execute_book(small_book.read(), names, settings=cuda, store=small_book.store)
    starts = sorted(
        float(
            small_book.store.newest(name).notebook["cells"][0]["outputs"][0]["data"]["text/plain"]
        )
        for name in names
    )
    assert min(b - a for a, b in pairwise(starts)) > 0.3


def test_the_status_tells_quick_from_full_and_device_from_device(small_book) -> None:
    small_book.execute(["bare"])
    full = dataclasses.replace(small_book.settings("full"), device="cuda")
    execute_book(small_book.read(), ["bare", "data"], settings=full, store=small_book.store)
    lines = small_book.homlp("status").stdout.splitlines()
    held = "fresh  bare  held: quick on cpu, full on cuda"
    assert re.fullmatch(rf"{held}  \d+ s, [\d,]+ MB", lines[0])
    assert lines[1].startswith("STALE  data  scale full -> quick; device cuda -> cpu")
    assert lines[1].endswith("held: full on cuda")


def test_another_device_is_read_and_never_executed_for(small_book, monkeypatch) -> None:
    monkeypatch.setenv("HOMLP_DEVICE", "cuda")
    assert settings_for(small_book.root).device == "cuda"
    if device_class() != "cuda":
        with pytest.raises(UsageError, match="this one has cpu"):
            require_device("cuda")
        done = small_book.homlp("execute")
        assert (done.returncode, small_book.content()) == (2, {})
        cuda = dataclasses.replace(small_book.settings(), device="cuda")
        execute_book(small_book.read(), settings=cuda, store=small_book.store)
        assert small_book.homlp("execute").stdout == "0 executed, 3 fresh\n"
    monkeypatch.setenv("HOMLP_DEVICE", "abacus")
    with pytest.raises(UsageError, match="'abacus'"):
        settings_for(small_book.root)


def test_what_torch_for_cuda_brings_is_no_part_of_the_key(small_book, monkeypatch) -> None:
    page, settings = small_book.read().pages["bare"], small_book.settings()
    before = page_key(page, settings)
    found = frozenset({"nvidia-cublas-cu12", "triton", "cuda-toolkit"})
    monkeypatch.setattr("homlp_build.running.keys.distributions_for", lambda imports: found)
    assert page_key(page, settings) == before
    monkeypatch.setattr(
        "homlp_build.running.keys.distributions_for", lambda imports: found | {"numpy"}
    )
    assert page_key(page, settings) != before


def test_a_lock_without_the_packages_of_cuda_fits_a_torch_that_brings_them(
    small_book, tmp_path, monkeypatch
) -> None:
    """As PyPI's torch for Linux does; distributions as pip leaves them, found as any are."""
    site = tmp_path / "site"
    for name, needs in [("burner", "nvidia-toy"), ("nvidia-toy", "triton-toy"), ("triton-toy", "")]:
        info = site / f"{name.replace('-', '_')}-1.dist-info"
        info.mkdir(parents=True)
        required = f"Requires-Dist: {needs}\n" if needs else ""
        metadata = f"Metadata-Version: 2.1\nName: {name}\nVersion: 1\n{required}"
        (info / "METADATA").write_text(metadata)
        (info / "RECORD").write_text(f"{name.replace('-', '_')}.py,,\n")
    monkeypatch.syspath_prepend(str(site))
    small_book.page("burns", "import burner")
    page = small_book.read().pages["burns"]
    settings = dataclasses.replace(small_book.settings(), lock={"burner": "1"})
    assert distributions_for(frozenset({"burner"})) == {"burner", "nvidia-toy", "triton-toy"}
    require_locked(page, settings)
    with pytest.raises(LockError, match=r"burner 1 \(locked: 2\) — run"):
        require_locked(page, dataclasses.replace(settings, lock={"burner": "2"}))
