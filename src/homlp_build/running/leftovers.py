"""What interrupted runs leave behind: kernels of this process, folders of dead ones."""

import os
import shutil
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import psutil

from .kernel import WORK_PREFIX

__all__ = ["kill_kernels", "sweep_work_folders"]

_OLD = 3600  # seconds: a process id may be in use in another container that shares /tmp


def kill_kernels() -> None:
    """Kill the kernels that this process started."""
    marker = f"{WORK_PREFIX}{os.getpid()}-"
    for process in psutil.Process().children(recursive=True):
        with suppress(psutil.Error):
            if any(marker in argument for argument in process.cmdline()):
                process.kill()


def sweep_work_folders() -> None:
    """Remove the working folders of processes that are gone."""
    for folder in Path(tempfile.gettempdir()).glob(f"{WORK_PREFIX}*-*"):
        owner = folder.name.removeprefix(WORK_PREFIX).partition("-")[0]
        with suppress(OSError):
            old = time.time() - folder.stat().st_mtime > _OLD
            if old and owner.isdigit() and not psutil.pid_exists(int(owner)):
                shutil.rmtree(folder, ignore_errors=True)
