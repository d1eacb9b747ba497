"""A Dask cluster as an executor."""

from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager

from ..errors import UsageError

__all__ = ["cluster_executor"]

_PATIENCE = 30  # seconds to wait for the scheduler


@contextmanager
def cluster_executor(address: str | None) -> Iterator[tuple[Executor | None, int | None]]:
    """Yield Dask's executor and its number of threads; nothing without an address.

    The workers need this environment and see the repository under the same path.

    Raises
    ------
    UsageError
        If no scheduler answers, or it has no workers.
    """
    if address is None:
        yield None, None
        return
    from distributed import Client

    try:
        client = Client(address, timeout=_PATIENCE, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise UsageError(f"no Dask scheduler answers at {address}: {error}") from error
    with client:
        workers = sum(client.nthreads().values())  # type: ignore[no-untyped-call]
        if not workers:
            raise UsageError(f"the Dask scheduler at {address} has no workers — start some")
        yield client.get_executor(pure=False), workers  # type: ignore[no-untyped-call]
