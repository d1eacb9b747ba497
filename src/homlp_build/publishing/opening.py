"""``homlp open ch04``: fetch a page's notebook and open it in JupyterLab.

It works with the library's wheel and JupyterLab alone. The notebook is the one of the
installed commit, else the newest; in a copy of the repository it is the one that ``make
notebooks`` wrote. What a reader has changed is never overwritten.
"""

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import quote
from urllib.request import urlopen

from ..errors import BuildError, FetchError, UsageError
from ..manuscript.short_names import full_name
from .installed import installed_place, source_folder
from .published import INDEX, RAW_HOST, Place, notebook_path

__all__ = ["add_arguments", "fetch_notebook", "main"]

_Read = Callable[[str], bytes]  # from a path in the published tree to the file


def main(arguments: Sequence[str]) -> int:
    """Run the command line and return its exit status."""
    parser = argparse.ArgumentParser(
        prog="homlp open", description="Fetch a page's notebook and open it in JupyterLab."
    )
    add_arguments(parser)
    options = parser.parse_args(arguments)
    try:
        return int(options.run(options))
    except BuildError as error:
        print(f"homlp: {error}", file=sys.stderr)
        return 2 if isinstance(error, UsageError) else 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of the command to a parser."""
    parser.set_defaults(run=_open)
    parser.add_argument("page", help="a page, or a part of its name: ch04")
    parser.add_argument("--no-browser", action="store_true", help="only start JupyterLab")


def _open(options: argparse.Namespace) -> int:
    path = fetch_notebook(options.page, Path.cwd())
    if find_spec("jupyterlab") is None:
        raise UsageError(f"{path.name} is here, JupyterLab is not: pip install jupyterlab")
    extra = ["--no-browser"] if options.no_browser else []
    # As the default address rather than as a file: so it is in the line that JupyterLab prints.
    where = f"--LabApp.default_url=/lab/tree/{quote(path.name)}"
    command = [sys.executable, "-m", "jupyterlab", where, *extra]
    try:
        return subprocess.run(command, check=False).returncode
    except KeyboardInterrupt:  # how one leaves JupyterLab
        return 0


def fetch_notebook(text: str, folder: Path) -> Path:
    """Put a page's notebook into a folder and return its path.

    Raises
    ------
    UsageError
        If no page, or more than one, has this name.
    FetchError
        If there is no network or no such file; it names the address.
    """
    read = _reader()
    page = full_name(text, json.loads(read(INDEX))["pages"])
    path = folder / Path(notebook_path(page)).name
    return _keep(path, read(notebook_path(page)))


def _reader() -> _Read:
    """Return what reads the notebooks: of a copy of the repository, or of the web."""
    if root := _checkout():
        notebooks = root / "_build" / "notebooks"
        if not (notebooks / INDEX).is_file():
            raise UsageError(f"{notebooks} is empty — run 'make notebooks' in {root} first")
        return lambda path: (notebooks / path).read_bytes()
    place = installed_place()
    if place.commit and not _is_published(place):
        print(f"No notebooks were published for commit {place.commit[:12]}: taking the newest.")
        place = Place(place.owner, place.name)
    return lambda path: _get(place, path)


def _checkout() -> Path | None:
    """Return the copy of the repository that we are in, or that was installed."""
    here = Path.cwd()
    candidates = [here, *here.parents, *filter(None, [source_folder()])]
    marks = ("book", "constraints.txt")
    return next((one for one in candidates if all((one / m).exists() for m in marks)), None)


def _is_published(place: Place) -> bool:
    try:
        _get(place, INDEX)
    except FetchError as error:
        if isinstance(error.__cause__, HTTPError) and error.__cause__.code == 404:
            return False
        raise
    return True


def _get(place: Place, path: str) -> bytes:
    # HOMLP_NOTEBOOKS_HOST names another host with the same paths, where GitHub is out of reach.
    address = place.raw(path, host=os.environ.get("HOMLP_NOTEBOOKS_HOST", RAW_HOST))
    try:
        with urlopen(address, timeout=30) as answer:  # noqa: S310 - https, or what the reader names
            content: bytes = answer.read()
    except HTTPError as error:
        raise FetchError(f"{address}: {error.code} {error.reason}") from error
    except (URLError, TimeoutError) as error:
        reason = getattr(error, "reason", error)
        raise FetchError(f"{address} cannot be reached ({reason}) — is there a network?") from error
    return content


def _keep(path: Path, content: bytes) -> Path:
    """Write a file, under another name where one of this name holds something else."""
    for candidate in _names(path):
        if not candidate.exists():
            candidate.write_bytes(content)
        elif candidate.read_bytes() != content:
            continue
        if candidate != path:
            print(f"{path.name} was changed and stays as it is; this is {candidate.name}.")
        return candidate
    raise AssertionError("the names never end")


def _names(path: Path) -> Iterator[Path]:
    yield path
    yield from (path.with_stem(f"{path.stem}-{number}") for number in count(2))
