"""What interrupted runs leave behind goes away, and nothing else does."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

from homlp_build.running.kernel import WORK_PREFIX
from homlp_build.running.leftovers import kill_kernels, sweep_work_folders


def test_only_old_folders_of_dead_processes_are_swept(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    names = {"dead": f"{dead.pid}-x", "young": f"{dead.pid}-y", "used": f"{os.getpid()}-x"}
    folders = {key: tmp_path / f"{WORK_PREFIX}{name}" for key, name in names.items()}
    for key, folder in folders.items():
        folder.mkdir()
        if key != "young":
            os.utime(folder, (time.time() - 86400, time.time() - 86400))
    sweep_work_folders()
    assert [key for key, folder in folders.items() if folder.exists()] == ["young", "used"]


def test_only_kernels_of_this_process_are_killed() -> None:
    sleep = [sys.executable, "-c", "import time; time.sleep(60)"]
    kernel = subprocess.Popen([*sleep, f"/tmp/{WORK_PREFIX}{os.getpid()}-x/k.json"])
    other = subprocess.Popen(sleep)
    try:
        while len(psutil.Process(kernel.pid).cmdline()) < 4:
            time.sleep(0.01)  # not yet executed
        kill_kernels()
        assert kernel.wait(timeout=10) == -9
        assert other.poll() is None
    finally:
        other.kill()
        other.wait()
