"""The map phase on a Dask cluster that somebody runs already."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from geo.articles import Failure, Slice, SourceFile, find_slices
from geo.errors import GeoconflictError
from geo.pipeline.blocks import digest
from geo.pipeline.cluster_connection import PATIENCE_S, check_workers, connected, translated
from geo.pipeline.cluster_tasks import Assignment, measure, versions, work_on
from geo.pipeline.gathering import Findings
from geo.pipeline.ledger import Ledger
from geo.pipeline.memory import scratch_store
from geo.pipeline.packing import pack, unpack_body, unpack_head
from geo.pipeline.replay import Replay
from geo.pipeline.spread import Task
from geo.pipeline.workers import DEFAULT_TIMEOUT_S
from geo.store import Block, Store

if TYPE_CHECKING:
    from distributed import Client, Future

PARTITION_BYTES = 1_000_000
"""Some seconds of work: what is lost with a worker, and little beside what a task costs."""
_MEASURED_TOGETHER = 64


@contextmanager
def find_on_cluster(
    sources: Iterable[str | Path],
    address: str,
    *,
    task: Task,
    timeout_s: float | None = None,
    partition_bytes: int = PARTITION_BYTES,
    patience_s: float = PATIENCE_S,
    on_article: Callable[[], None] | None = None,
) -> Iterator[Findings]:
    """The findings of all articles, in their order, from the workers of a Dask scheduler.

    They are those of a run on one machine, and stay until the block ends. Sources are paths or
    patterns that the workers see as this machine does, or URLs of fsspec; see
    geo.articles.find_slices. A worker that is lost costs nothing: Dask gives its work to another.
    An article that hangs or ends its process is set aside by name, and so is a partition that no
    worker survives. Raises ClusterError where Dask is not installed, no scheduler answers or has a
    worker within `patience_s`, or a worker lacks geoconflict or has another version of it.
    """
    slices = find_slices(sources)
    assignment = Assignment(
        task=task, timeout_s=timeout_s or DEFAULT_TIMEOUT_S, versions=versions()
    )
    with scratch_store() as store:
        found = Findings(Ledger(), Replay(task.keys.corrections), store)
        with connected(address, patience_s) as client:
            check_workers(client, assignment.versions, patience_s)
            cut = _measured(client, slices, size=partition_bytes)
            found.ledger.open(_sources(cut))
            partitions = list(_partitions((each for one in cut for each in one), partition_bytes))
            for number, block in enumerate(_mapped(client, partitions, assignment)):
                for _ in range(_take(found, store, number, block)):
                    (on_article or _nothing)()
        store.commit()
        yield found


def _nothing() -> None:
    pass


def _measured(client: Client, slices: Sequence[Slice], *, size: int) -> list[list[Slice]]:
    groups = [
        list(slices[at : at + _MEASURED_TOGETHER])
        for at in range(0, len(slices), _MEASURED_TOGETHER)
    ]
    futures = client.map(measure, groups, size=size, pure=False)
    with translated():
        return [cut for group in client.gather(futures) for cut in group]


def _sources(cut: Iterable[list[Slice]]) -> Iterator[SourceFile]:
    for first, *_ in cut:
        yield SourceFile(path=first.path, sha256=first.sha256)


def _partitions(slices: Iterable[Slice], size: int) -> Iterator[list[Slice]]:
    """Neighbours together, up to `size` bytes."""
    together: list[Slice] = []
    for each in slices:
        if together and sum(each.size for each in together) + each.size > size:
            yield together
            together = []
        together.append(each)
    if together:
        yield together


def _mapped(
    client: Client, partitions: Sequence[list[Slice]], assignment: Assignment
) -> Iterator[Block]:
    """The blocks of all partitions, in order; what was collected leaves the cluster."""
    futures = deque(client.map(work_on, partitions, assignment=assignment, pure=False))
    try:
        for partition in partitions:
            yield from _result(futures.popleft(), partition)
    finally:
        client.cancel(list(futures))


def _result(future: Future, partition: list[Slice]) -> list[Block]:
    from distributed import KilledWorker

    try:
        with translated():
            blocks: list[Block] = future.result()
            return blocks
    except KilledWorker as error:
        return _set_aside(partition, f"every worker that took it died, last {error.last_worker}")
    except GeoconflictError:
        raise
    except Exception as error:  # noqa: BLE001 - one bad partition must not take the others along
        return _set_aside(partition, f"{type(error).__name__}: {error}")


def _set_aside(partition: list[Slice], reason: str) -> list[Block]:
    failures = [
        Failure(path=each.path, reason=f"{_where(each)}{reason}", sha256=each.sha256)
        for each in partition
    ]
    return [pack(failures)]


def _where(part: Slice) -> str:
    return f"from line {part.lines.first} on, {part.size:,} bytes: " if part.lines else ""


def _take(found: Findings, store: Store, number: int, block: Block) -> int:
    """Take in a block; how many of its articles are new."""
    key = digest(b"cluster", str(number).encode())
    store.keep(key, block)
    return found.add_block(key, unpack_head(block.head), unpack_body(block.body))
