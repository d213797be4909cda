"""What the workers of a cluster do: measure sources, read pieces of them, work on the articles."""

from __future__ import annotations

import hashlib
import multiprocessing
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from geo import __version__
from geo.articles import Failure, Mark, Piece, Skipped
from geo.articles.content import describe_os_error
from geo.corrections import Corrections
from geo.datasets import data_dir
from geo.errors import GeoconflictError
from geo.events import RULES_ID
from geo.gazetteer import place_layers
from geo.pipeline.findings import Finding
from geo.pipeline.spread import batches, map_phase
from geo.pipeline.stages import Options
from geo.pipeline.workers import Workers
from geo.records import Article


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """What decides the results of a run besides its articles, and the versions it was given by."""

    options: Options
    corrections: Corrections
    languages: tuple[str, ...]
    today: date
    timeout_s: float
    versions: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What one article told, and its mark, by which the same article is known elsewhere."""

    mark: Mark
    finding: Finding


Entry = Told | Failure | Skipped
"""What stands for one article of a piece, in its order."""


def versions() -> tuple[tuple[str, str], ...]:
    """What must be the same on every machine for their rows to be the same, with names."""
    data = hashlib.sha256((data_dir() / "manifest.json").read_bytes()).hexdigest()[:12]
    layers = sorted(f"{layer.name} {layer.sha256[:12]}" for layer in place_layers())
    return (
        ("geoconflict", __version__),
        ("its rules", RULES_ID),
        ("its reference data", data),
        ("its layers of places", ", ".join(layers) or "none"),
    )


def measure(pieces: Sequence[Piece], *, size: int) -> list[list[Piece]]:
    """Each source in pieces of about `size` bytes."""
    return [piece.cut(size) for piece in pieces]


def work_on(pieces: Sequence[Piece], assignment: Assignment) -> list[Entry]:
    """The map phase for some pieces: an entry for each article, in order.

    The articles are worked on in a process beside this one, as with `--jobs`: one that hangs or
    ends it is set aside, and the cluster keeps its worker.
    """
    check_versions(assignment.versions)
    marks: list[Mark | Failure | Skipped] = []

    def articles() -> Iterator[Article]:
        for found in _read(pieces, assignment):
            marks.append(Mark.of(found) if isinstance(found, Article) else found)
            if isinstance(found, Article):
                yield found

    with _guard(assignment) as guard:
        answers = guard.results(batches(articles()))
        findings = iter([each for parts in answers for part in parts for each in part])
    return [Told(mark=each, finding=next(findings)) if isinstance(each, Mark) else each
            for each in marks]  # fmt: skip


def check_versions(wanted: Sequence[tuple[str, str]]) -> None:
    """Raise GeoconflictError where this machine is not as the one that gave the work."""
    for (name, want), (_, have) in zip(wanted, versions(), strict=True):
        if want != have:
            raise GeoconflictError(f"{name}: {have} here, {want} where the run was started")


def _read(pieces: Sequence[Piece], assignment: Assignment) -> Iterator[Article | Failure | Skipped]:
    for piece in pieces:
        try:
            yield from piece.read(today=assignment.today, languages=assignment.languages)
        except OSError as error:
            reason = describe_os_error(error)
            yield Failure(path=piece.path, reason=reason, sha256=piece.sha256)


_idle: list[tuple[Assignment, Workers[list[Finding]]]] = []
_idle_lock = threading.Lock()


@contextmanager
def _guard(assignment: Assignment) -> Iterator[Workers[list[Finding]]]:
    """A process of its own for one task at a time, kept for the next, for it takes a second."""
    with _idle_lock:
        kept = next((each for each in _idle if each[0] == assignment), None)
        if kept:
            _idle.remove(kept)
    guard = kept[1] if kept else _new_guard(assignment)
    try:
        yield guard
    except BaseException:
        guard.__exit__(None, None, None)
        raise
    with _idle_lock:
        _idle.append((assignment, guard))


def _new_guard(assignment: Assignment) -> Workers[list[Finding]]:
    # Dask starts its workers as daemons, which multiprocessing forbids children of their own lest
    # they stay behind; ours leave when their parent is gone.
    multiprocessing.current_process()._config["daemon"] = False  # type: ignore[attr-defined] # noqa: SLF001
    return Workers(map_phase(assignment.options, assignment.corrections), 1, assignment.timeout_s)


def close_guards() -> None:
    """End the processes beside this one that no task has."""
    with _idle_lock:
        while _idle:
            _, guard = _idle.pop()
            guard.__exit__(None, None, None)
