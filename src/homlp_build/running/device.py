"""The class of device a page would run on, told without importing torch (which takes seconds).

``HOMLP_DEVICE`` names another: a machine without a GPU renders what one with a GPU executed.
It chooses whose outputs are read, and never where a page runs.
"""

import os
import platform
import re
import subprocess
import sys
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from ..errors import UsageError

__all__ = ["DEVICES", "chosen_device", "device_class", "require_device"]

DEVICES = ("cpu", "cuda", "mps")


def chosen_device() -> str:
    """Return what ``HOMLP_DEVICE`` names, else the class of this machine's device."""
    named = os.environ.get("HOMLP_DEVICE")
    if not named:
        return device_class()
    if named not in DEVICES:
        raise UsageError(f"HOMLP_DEVICE must be one of {', '.join(DEVICES)}, got {named!r}")
    return named


def require_device(device: str) -> None:
    """Refuse to execute pages for a class of device that this machine is not of."""
    if device != (here := device_class()):
        raise UsageError(
            f"pages for {device} must be executed on such a machine, and this one has {here} — "
            "execute them there and 'homlp join' its store, or unset HOMLP_DEVICE"
        )


def device_class() -> str:
    """Return ``cuda``, ``mps`` or ``cpu``: what ``homlp_lib.device()`` would choose."""
    spec = find_spec("torch")
    if spec is None or spec.origin is None:
        return "cpu"
    if sys.platform == "darwin":
        return "mps" if platform.machine() == "arm64" else "cpu"
    built_for_cuda = _cuda_version(Path(spec.origin).with_name("version.py"))
    return "cuda" if built_for_cuda and _sees_a_gpu() else "cpu"


def _cuda_version(file: Path) -> str | None:
    """Return the CUDA version that torch was built for, as its own file records it."""
    text = file.read_text(encoding="utf-8") if file.is_file() else ""
    found = re.search(r"^cuda[^=\n]*=\s*['\"]([\d.]+)['\"]", text, flags=re.MULTILINE)
    return found[1] if found else None


def _sees_a_gpu(devices: Path = Path("/dev")) -> bool:
    hidden = os.environ.get("CUDA_VISIBLE_DEVICES", "all") in ("", "-1", "NoDevFiles")
    if hidden or not (devices / "nvidiactl").exists():
        return False
    # The second is made when CUDA is first used after a start of the machine: ask torch, once.
    return (devices / "nvidia-uvm").exists() or _torch_sees_a_gpu()


@cache
def _torch_sees_a_gpu() -> bool:
    ask = "import torch, sys; sys.exit(not torch.cuda.is_available())"
    done = subprocess.run([sys.executable, "-c", ask], capture_output=True, check=False)
    return done.returncode == 0
