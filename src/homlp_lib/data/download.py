"""Get the file of a data set: from this package, or over the network into a cache folder."""

import gzip
import hashlib
import os
from pathlib import Path
from typing import Any

from ..errors import ChecksumError, DownloadError
from ..results import note
from .registry import FILES, Dataset, find

__all__ = ["cache_folder", "fetch", "read"]


def read(name: str) -> bytes:
    """Return the content of a data set's file, checked against the registry.

    A shipped file needs no network; any other is fetched once and then kept.

    Parameters
    ----------
    name : str
        As in the registry.

    Raises
    ------
    UnknownDatasetError, DownloadError, ChecksumError
    """
    dataset = find(name)
    note(data=name)
    if not dataset.shipped:
        return fetch(dataset).read_bytes()
    path = FILES / dataset.shipped
    content = path.read_bytes()
    if path.suffix == ".gz" and not dataset.file.endswith(".gz"):
        content = gzip.decompress(content)
    if hashlib.sha256(content).hexdigest() != dataset.sha256:
        raise ChecksumError(f"{path} is damaged: reinstall homlp")
    return content


def fetch(dataset: Dataset) -> Path:
    """Return the path of a data set's file in the cache folder, downloading it if need be.

    The address is tried first, then each mirror. A file is put in place only when it is
    whole and its checksum is right, so a broken download leaves nothing behind.

    Parameters
    ----------
    dataset : Dataset

    Raises
    ------
    DownloadError
        If no address serves the file or the cache folder cannot be written.
    ChecksumError
        If what an address serves is not the file of the registry.
    """
    failures = []
    for address in (dataset.address, *dataset.mirrors):
        try:
            return _retrieve(dataset, address)
        except ChecksumError:
            raise  # another file is no reason to look elsewhere in silence
        except OSError as problem:  # requests' errors are OSErrors too
            failures.append((address, problem))
    raise _download_error(dataset, failures) from failures[-1][1]


def cache_folder() -> Path:
    """Return the folder where downloads are kept: ``HOMLP_DATA_DIR``, or the system's cache."""
    if chosen := os.environ.get("HOMLP_DATA_DIR"):
        return Path(chosen).expanduser()
    import pooch

    return Path(pooch.os_cache("homlp"))


def _retrieve(dataset: Dataset, address: str) -> Path:
    import pooch

    pooch.get_logger().setLevel("WARNING")  # the progress bar says enough
    try:
        path = pooch.retrieve(
            address,
            known_hash=f"sha256:{dataset.sha256}",
            fname=dataset.file,
            path=cache_folder(),
            downloader=pooch.HTTPDownloader(progressbar=_progress(dataset), timeout=30),
        )
    except ValueError as problem:
        raise ChecksumError(
            f"{address} serves another file than the registry's {dataset.file} "
            f"(sha256 {dataset.sha256[:12]}…): it was not used. If the file was changed on "
            "purpose, the registry needs its new address"
        ) from problem
    return Path(path)


def _progress(dataset: Dataset) -> Any:
    """Return a progress bar that leaves no trace, and shows on a terminal only."""
    from tqdm.auto import tqdm

    return tqdm(
        desc=dataset.file, total=dataset.size, unit="B", unit_scale=True, leave=False, disable=None
    )


def _download_error(dataset: Dataset, failures: list[tuple[str, OSError]]) -> DownloadError:
    tried = "\n".join(f"  {address}: {_reason(problem)}" for address, problem in failures)
    return DownloadError(
        f"could not fetch {dataset.file} ({dataset.size:,} bytes) of the data set "
        f"{dataset.name!r}:\n{tried}\n"
        f"Without a network: get this file elsewhere and put it in {cache_folder()}, or set "
        "HOMLP_DATA_DIR to a folder that has it."
    )


def _reason(problem: OSError) -> str:
    if isinstance(problem, PermissionError | NotADirectoryError | FileExistsError):
        return f"cannot write to the cache folder ({problem}); set HOMLP_DATA_DIR to one you own"
    return f"{type(problem).__name__}: {problem}"
