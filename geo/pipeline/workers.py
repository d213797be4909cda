"""Processes that work on pieces; one that dies or hangs takes nothing along but its article."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing import connection, get_context, parent_process
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

from geo.errors import GeoconflictError

Item = TypeVar("Item")
Result = TypeVar("Result")

DEFAULT_TIMEOUT_S = 300.0
"""Many times what ten megabytes of text take."""

_AHEAD = 2
_MOST_HELD = 8
_FALSE_STARTS = 3

# A forked child would inherit open files and threads; a spawned one starts clean.
_SPAWN = get_context("spawn")


@dataclass(frozen=True, slots=True, kw_only=True)
class Work(Generic[Item, Result]):
    """What workers do: a function of an item, and what stands for an article that broke it.

    What travels to other processes is a function of a module, or a partial of such. `prepare` is
    called once in each process, before the clock runs; `singles` gives an item's articles as an
    item each, and `failed` what stands for one of them, in this process.
    """

    prepare: Callable[[], object]
    process: Callable[[Item], Result]
    singles: Callable[[Item], list[Item]]
    failed: Callable[[Item, str], Result]


@dataclass(slots=True, eq=False)
class _Slot(Generic[Result]):
    """An item on its way, and its results so far: one, or one an article after a mishap."""

    parts: list[Result | None]

    @property
    def done(self) -> bool:
        return None not in self.parts


@dataclass(slots=True, eq=False)
class _Task(Generic[Item, Result]):
    """An item to be worked on, and where in a slot its result belongs."""

    slot: _Slot[Result]
    item: Item
    part: int = 0
    single: bool = False
    deaths: int = 0


@dataclass(slots=True, eq=False)
class _Worker(Generic[Item, Result]):
    """One process, seen from outside."""

    process: SpawnProcess
    connection: Connection
    ready: bool = False
    task: _Task[Item, Result] | None = None
    deadline: float = 0.0


@dataclass(slots=True)
class Workers(Generic[Item, Result]):
    """`jobs` processes; use as a context manager, which leaves none of them behind.

    An article that takes longer than `timeout_s`, or whose process dies, is set aside: it gets
    `work.failed` with the reason. To find it, the item that met the mishap is tried again article
    by article in a fresh process, so that its neighbours lose nothing.
    """

    work: Work[Item, Result]
    jobs: int
    timeout_s: float = DEFAULT_TIMEOUT_S
    _workers: list[_Worker[Item, Result]] = field(default_factory=list)
    _tasks: deque[_Task[Item, Result]] = field(default_factory=deque)
    _false_starts: int = 0

    def results(self, items: Iterable[Item | None]) -> Iterator[list[Result]]:
        """The results of each item, in order: a single one, or one an article after a mishap.

        None has no result. At most eight items a process are held at any time, however many come.
        """
        slots: deque[_Slot[Result]] = deque()
        for item in items:
            slots.append(self._submit(item))
            yield from _finished(slots)
            while len(self._tasks) >= _AHEAD * self.jobs or len(slots) >= _MOST_HELD * self.jobs:
                self._turn()
                yield from _finished(slots)
        while slots:
            if not slots[0].done:
                self._turn()
            yield from _finished(slots)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for worker in self._workers:
            worker.process.kill()
        for worker in self._workers:
            _bury(worker)
        self._workers.clear()

    def _submit(self, item: Item | None) -> _Slot[Result]:
        slot: _Slot[Result] = _Slot([] if item is None else [None])
        if item is not None:
            self._tasks.append(_Task(slot, item))
        return slot

    def _turn(self) -> None:
        """Give out what waits, then take in what comes, until something has come."""
        self._give_out()
        busy = {worker.connection: worker for worker in self._workers}
        wait_s = min((worker.deadline for worker in self._workers if worker.task), default=None)
        patience = None if wait_s is None else max(0.0, wait_s - time.monotonic())
        heard = connection.wait(list(busy), timeout=patience)
        for each in heard:
            self._listen(busy[each])  # type: ignore[index]
        self._end_late()

    def _give_out(self) -> None:
        missing = min(self.jobs, len(self._tasks) + self._n_busy()) - len(self._workers)
        self._workers += [self._start() for _ in range(missing)]
        for worker in list(self._workers):
            if self._tasks and worker.ready and worker.task is None:
                self._assign(worker, self._tasks.popleft())

    def _n_busy(self) -> int:
        return sum(worker.task is not None for worker in self._workers)

    def _start(self) -> _Worker[Item, Result]:
        ours, theirs = _SPAWN.Pipe()
        process = _SPAWN.Process(target=_serve, args=(theirs, self.work), daemon=True)
        with _interrupts_held():
            process.start()
        theirs.close()
        return _Worker(process, ours)

    def _assign(self, worker: _Worker[Item, Result], task: _Task[Item, Result]) -> None:
        worker.task = task
        worker.deadline = time.monotonic() + self.timeout_s
        # A process that died idle is heard of at the next turn.
        with suppress(OSError):
            worker.connection.send(task.item)

    def _listen(self, worker: _Worker[Item, Result]) -> None:
        try:
            message = worker.connection.recv()
        except (EOFError, OSError):
            self._mourn(worker)
            return
        if isinstance(message, Exception):
            raise message
        if worker.task is None:
            worker.ready = True
            self._false_starts = 0
        else:
            worker.task.slot.parts[worker.task.part] = message
            worker.task = None

    def _mourn(self, worker: _Worker[Item, Result]) -> None:
        """A process died: of its article, or for a reason of its own."""
        self._remove(worker)
        task = worker.task
        if task is None:
            self._false_starts += not worker.ready
            if self._false_starts >= _FALSE_STARTS:
                raise GeoconflictError(
                    f"worker processes die as they start: {_death(worker.process)}; try --jobs 1"
                )
        elif not task.single:
            self._try_singly(task)
        elif task.deaths:
            self._set_aside(task, f"its process died: {_death(worker.process)}")
        else:
            # Somebody else may have ended the process: only a second death is the article's.
            task.deaths += 1
            self._tasks.appendleft(task)

    def _end_late(self) -> None:
        now = time.monotonic()
        late = [each for each in self._workers if each.task and each.deadline <= now]
        for worker in late:
            if worker.connection.poll():
                continue
            worker.process.kill()
            self._remove(worker)
            task = worker.task
            if task is not None and not task.single:
                self._try_singly(task)
            elif task is not None:
                self._set_aside(task, f"took longer than {self.timeout_s:g} s (--article-timeout)")

    def _try_singly(self, task: _Task[Item, Result]) -> None:
        singles = self.work.singles(task.item)
        task.slot.parts = [None] * len(singles)
        tasks = [_Task(task.slot, each, part, single=True) for part, each in enumerate(singles)]
        self._tasks.extendleft(reversed(tasks))

    def _set_aside(self, task: _Task[Item, Result], reason: str) -> None:
        task.slot.parts[task.part] = self.work.failed(task.item, reason)

    def _remove(self, worker: _Worker[Item, Result]) -> None:
        self._workers.remove(worker)
        _bury(worker)


@contextmanager
def beside(work: Callable[[], object]) -> Iterator[None]:
    """Do some work in a process of its own while the block runs; raises at its end what it raised.

    `work` travels to the other process: a partial of a function of a module.
    """
    ours, theirs = _SPAWN.Pipe()
    process = _SPAWN.Process(target=_answer_once, args=(theirs, work), daemon=True)
    with _interrupts_held():
        process.start()
    theirs.close()
    try:
        yield
        error = _outcome(ours, process)
        if error is not None:
            raise error
    finally:
        process.kill()
        process.join()
        ours.close()


def _outcome(answer: Connection, process: SpawnProcess) -> Exception | None:
    try:
        error: Exception | None = answer.recv()
    except (EOFError, OSError):
        process.join()
        return GeoconflictError(f"a process ended before its work: {_death(process)}; try --jobs 1")
    return error


def _answer_once(parent: Connection, work: Callable[[], object]) -> None:
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    try:
        work()
    except Exception as error:  # noqa: BLE001 - raised again in the parent
        parent.send(error if isinstance(error, GeoconflictError) else GeoconflictError(str(error)))
    else:
        parent.send(None)


def _finished(slots: deque[_Slot[Result]]) -> Iterator[list[Result]]:
    while slots and slots[0].done:
        yield [part for part in slots.popleft().parts if part is not None]


def _bury(worker: _Worker[Any, Any]) -> None:
    worker.process.join()
    worker.connection.close()


def _death(process: SpawnProcess) -> str:
    code = process.exitcode or 0
    if code >= 0:
        return f"exit status {code}"
    with suppress(ValueError):
        return f"killed by {signal.Signals(-code).name}"
    return f"killed by signal {-code}"


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Ctrl-C reaches every process of a terminal; one started in here leaves it to its parent."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _serve(parent: Connection, work: Work[Any, Any]) -> None:
    """Answer items until the parent closes its end."""
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    _volunteer()
    try:
        work.prepare()
    except Exception as error:  # noqa: BLE001 - raised again in the parent
        parent.send(GeoconflictError(str(error)))
        return
    parent.send(None)
    with suppress(EOFError, BrokenPipeError):
        while True:
            parent.send(work.process(parent.recv()))


def _leave_with_parent() -> None:
    """End this process when its parent is gone, even in the middle of an article."""
    if parent := parent_process():
        connection.wait([parent.sentinel])
        os._exit(1)


def _volunteer() -> None:
    """Where memory runs out, let the kernel end this process and not its parent (Linux)."""
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")
