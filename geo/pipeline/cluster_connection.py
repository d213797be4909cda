"""The way to a Dask cluster: its scheduler, its workers, and whether they are as we are."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from geo.errors import ClusterError, UsageError
from geo.pipeline.cluster_tasks import close_guards, versions

if TYPE_CHECKING:
    from distributed import Client

PATIENCE_S = 10.0


@contextmanager
def connected(address: str, patience_s: float) -> Iterator[Client]:
    """A client of the scheduler; what the run left in the workers is tidied up at the end."""
    try:
        from distributed import Client
    except ImportError as error:
        raise ClusterError(
            "a cluster needs Dask; run `pip install geoconflict[cluster]`"
        ) from error
    _check_address(address)
    try:
        client = Client(address, timeout=patience_s, set_as_default=False)
    except OSError as error:
        raise ClusterError(
            f"no Dask scheduler answers at {address} within {patience_s:g} s;"
            " start one with `dask scheduler`, and give its address, such as tcp://host:8786"
        ) from error
    with client:
        try:
            yield client
        finally:
            with suppress(Exception):  # the run has ended, well or not
                client.run(close_guards)


def _check_address(address: str) -> None:
    from distributed.comm.addressing import parse_address, parse_host_port
    from distributed.comm.registry import get_backend

    try:
        scheme, place = parse_address(address)
        get_backend(scheme)
        host, _ = parse_host_port(place)
    except ValueError:
        host = ""
    if not host:
        raise UsageError(
            f"{address!r} is no address of a Dask scheduler; give one such as tcp://host:8786"
        )


def check_workers(client: Client, wanted: Sequence[tuple[str, str]], patience_s: float) -> None:
    """Raise ClusterError unless there are workers and all are as this machine is."""
    if not client.scheduler_info()["workers"]:
        _wait_for_a_worker(client, patience_s)
    # A function of Python's own, for a worker may have nothing of ours.
    found = client.run(_locate(), "geo.__version__", on_error="return")
    lacking = [worker for worker, version in sorted(found.items()) if not isinstance(version, str)]
    if lacking:
        version = dict(wanted)["geoconflict"]
        raise ClusterError(
            f"geoconflict is not installed on the workers {', '.join(lacking)};"
            f" run `pip install geoconflict[cluster]=={version}` there"
        )
    compare_versions(
        {worker: [("geoconflict", version)] for worker, version in found.items()}, wanted
    )
    compare_versions(client.run(versions, on_error="return"), wanted)


def _locate() -> Callable[[str], object]:
    from pydoc import locate

    return locate


def _wait_for_a_worker(client: Client, patience_s: float) -> None:
    try:
        client.wait_for_workers(1, timeout=patience_s)
    except TimeoutError as error:
        at = client.scheduler.address
        raise ClusterError(
            f"the scheduler has no workers; start some with `dask worker {at}`"
        ) from error


def compare_versions(found: Mapping[str, Any], wanted: Sequence[tuple[str, str]]) -> None:
    """Raise ClusterError for the first worker whose versions are not as `wanted`."""
    for worker, theirs in sorted(found.items()):
        if isinstance(theirs, BaseException):
            raise ClusterError(f"geoconflict does not work on the worker {worker}: {theirs}")
        for (name, want), (_, have) in zip(wanted, theirs, strict=False):
            if want != have:
                raise ClusterError(
                    f"the worker {worker} has another version of {name}: {have}, here {want};"
                    " every machine needs the same for the same rows"
                )


@contextmanager
def translated() -> Iterator[None]:
    """What Dask raises when the cluster itself fails, in our words."""
    from distributed import CancelledError
    from distributed.comm import CommClosedError

    try:
        yield
    except (CancelledError, CommClosedError) as error:
        raise ClusterError("the scheduler was lost during the run; run again") from error
    except ImportError as error:
        raise ClusterError(f"a worker lacks what it needs: {error}; install it there") from error
