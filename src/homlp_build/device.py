"""The class of device a page would run on, told without importing torch (which takes seconds)."""

import os
import platform
import re
import sys
from importlib.util import find_spec
from pathlib import Path

__all__ = ["device_class"]


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


def _sees_a_gpu() -> bool:
    hidden = os.environ.get("CUDA_VISIBLE_DEVICES", "all") in ("", "-1", "NoDevFiles")
    return not hidden and Path("/dev/nvidiactl").exists() and Path("/dev/nvidia-uvm").exists()
