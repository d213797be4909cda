"""The map phase on a Dask cluster that somebody runs already."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from geo.articles import Failure, Piece, SeenArticles, Skipped, SourceFile, find_pieces
from geo.errors import GeoconflictError
from geo.pipeline.cluster_connection import PATIENCE_S, check_workers, connected, translated
from geo.pipeline.cluster_tasks import (
    Assignment,
    Entry,
    Told,
    measure,
    versions,
    work_on,
)
from geo.pipeline.ledger import Ledger
from geo.pipeline.reducing import Findings
from geo.pipeline.replay import Given, Replay, load_corrections
from geo.pipeline.stages import Options
from geo.pipeline.workers import DEFAULT_TIMEOUT_S

if TYPE_CHECKING:
    from distributed import Client, Future

PARTITION_BYTES = 2_000_000
"""Some seconds of work: what is lost with a worker, and little beside what a task costs."""
_MEASURED_TOGETHER = 64


def find_on_cluster(
    sources: Iterable[str | Path],
    address: str,
    *,
    options: Options,
    languages: Iterable[str] | None = None,
    timeout_s: float | None = None,
    today: date | None = None,
    corrections: Given = None,
    partition_bytes: int = PARTITION_BYTES,
    patience_s: float = PATIENCE_S,
    on_article: Callable[[], None] | None = None,
) -> Findings:
    """The findings of all articles, in their order, from the workers of a Dask scheduler.

    Sources are paths or patterns that the workers see as this machine does, or URLs of fsspec; see
    geo.articles.find_pieces. Findings are those of a run on one machine. A worker that is lost
    costs nothing: Dask gives its work to another. An article that hangs or ends its process is set
    aside by name, and so is a partition that no worker survives. Raises ClusterError where Dask is
    not installed, no scheduler answers or has a worker within `patience_s`, or a worker lacks
    geoconflict or has another version of it.
    """
    sources = list(sources)
    pieces = find_pieces(sources)
    replay = Replay(load_corrections(corrections, sources))
    assignment = Assignment(
        options=options,
        corrections=replay.corrections,
        languages=tuple(languages or ()),
        today=today or datetime.now(tz=UTC).date(),
        timeout_s=timeout_s or DEFAULT_TIMEOUT_S,
        versions=versions(),
    )
    with connected(address, patience_s) as client:
        check_workers(client, assignment.versions, patience_s)
        cut = _measured(client, pieces, size=partition_bytes)
        found = Findings(_ledger(cut), replay)
        partitions = list(_partitions((each for parts in cut for each in parts), partition_bytes))
        seen = SeenArticles()
        for entries in _mapped(client, partitions, assignment):
            for entry in entries:
                _take(found, seen, entry, on_article)
    return found


def _measured(client: Client, pieces: Sequence[Piece], *, size: int) -> list[list[Piece]]:
    groups = [
        list(pieces[at : at + _MEASURED_TOGETHER])
        for at in range(0, len(pieces), _MEASURED_TOGETHER)
    ]
    futures = client.map(measure, groups, size=size, pure=False)
    with translated():
        return [parts for group in client.gather(futures) for parts in group]


def _ledger(cut: Iterable[list[Piece]]) -> Ledger:
    ledger = Ledger()
    ledger.open(SourceFile(path=parts[0].path, sha256=parts[0].sha256) for parts in cut)
    return ledger


def _partitions(pieces: Iterable[Piece], size: int) -> Iterator[list[Piece]]:
    """Neighbours together, up to `size` bytes."""
    together: list[Piece] = []
    for piece in pieces:
        if together and sum(each.size for each in together) + piece.size > size:
            yield together
            together = []
        together.append(piece)
    if together:
        yield together


def _mapped(
    client: Client, partitions: Sequence[list[Piece]], assignment: Assignment
) -> Iterator[list[Entry]]:
    """The entries of each partition, in order; what was collected leaves the cluster."""
    futures = deque(client.map(work_on, partitions, assignment=assignment, pure=False))
    try:
        for partition in partitions:
            yield _result(futures.popleft(), partition)
    finally:
        client.cancel(list(futures))


def _result(future: Future, partition: list[Piece]) -> list[Entry]:
    from distributed import KilledWorker

    try:
        with translated():
            entries: list[Entry] = future.result()
            return entries
    except KilledWorker as error:
        return _set_aside(
            partition, f"every worker that took it died, the last {error.last_worker}"
        )
    except GeoconflictError:
        raise
    except Exception as error:  # noqa: BLE001 - one bad partition must not take the others along
        return _set_aside(partition, f"{type(error).__name__}: {error}")


def _set_aside(partition: list[Piece], reason: str) -> list[Entry]:
    return [
        Failure(path=each.path, reason=f"{_where(each)}{reason}", sha256=each.sha256)
        for each in partition
    ]


def _where(piece: Piece) -> str:
    return f"from line {piece.lines.first} on, {piece.size:,} bytes: " if piece.lines else ""


def _take(
    found: Findings, seen: SeenArticles, entry: Entry, on_article: Callable[[], None] | None
) -> None:
    known = seen.judge(entry.mark) if isinstance(entry, Told) else entry
    if isinstance(known, Failure):
        found.ledger.failures.append(known)
    elif isinstance(known, Skipped):
        found.ledger.skipped.append(known)
    elif isinstance(entry, Told):
        found.add(entry.finding)
        if on_article and not entry.finding.failure:
            on_article()
