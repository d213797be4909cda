"""What the workers of a cluster do: measure sources, read slices of them, work on the articles."""

from __future__ import annotations

import hashlib
import multiprocessing
import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from geo import __version__
from geo.articles import Failure, Slice
from geo.articles.content import describe_os_error
from geo.datasets import data_dir
from geo.errors import GeoconflictError
from geo.events import RULES_ID
from geo.gazetteer import place_layers
from geo.pipeline.blocks import Articles, Piece, line_pieces, pieces
from geo.pipeline.spread import Result, Task, map_phase
from geo.pipeline.workers import Workers
from geo.store import Block


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """What decides the results of a run besides its articles, and the versions it was given by."""

    task: Task
    timeout_s: float
    versions: tuple[tuple[str, str], ...]


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


def check_versions(wanted: Sequence[tuple[str, str]]) -> None:
    """Raise GeoconflictError where this machine is not as the one that gave the work."""
    for (name, want), (_, have) in zip(wanted, versions(), strict=True):
        if want != have:
            raise GeoconflictError(f"{name}: {have} here, {want} where the run was started")


def measure(slices: Sequence[Slice], *, size: int) -> list[list[Slice]]:
    """Each source in slices of about `size` bytes."""
    return [each.cut(size) for each in slices]


def work_on(slices: Sequence[Slice], assignment: Assignment) -> list[Block]:
    """The map phase for some slices: what became of each article, in order.

    The articles are worked on in a process beside this one, as with `--jobs`: one that hangs or
    ends it is set aside, and the cluster keeps its worker.
    """
    check_versions(assignment.versions)
    with ExitStack() as files, _guard(assignment) as guard:
        results = guard.results(pieces_of(slices, assignment.task, files))
        return [part.block for parts in results for part in parts]


def pieces_of(slices: Sequence[Slice], task: Task, files: ExitStack) -> Iterator[Piece]:
    """The articles of slices, in runs; `files` holds copies, which must last until all are read."""
    for each in slices:
        try:
            source, lines = files.enter_context(each.on_disk())
            if lines is None:
                yield from pieces([source], today=task.today, languages=task.languages)
            elif source.file is not None:
                yield from line_pieces(each.path, lines.read(source.file), first=lines.first)
        except OSError as error:
            failure = Failure(path=each.path, reason=describe_os_error(error), sha256=each.sha256)
            yield Articles((failure,))


_Guard = Workers[Piece, Result]
_idle: list[tuple[Assignment, _Guard]] = []
_idle_lock = threading.Lock()


@contextmanager
def _guard(assignment: Assignment) -> Iterator[_Guard]:
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


def _new_guard(assignment: Assignment) -> _Guard:
    # Dask starts its workers as daemons, which multiprocessing forbids children of their own lest
    # they stay behind; ours leave when their parent is gone.
    multiprocessing.current_process()._config["daemon"] = False  # type: ignore[attr-defined] # noqa: SLF001
    return Workers(map_phase(assignment.task), 1, assignment.timeout_s)


def close_guards() -> None:
    """End the processes beside this one that no task has."""
    with _idle_lock:
        while _idle:
            _, guard = _idle.pop()
            guard.__exit__(None, None, None)
