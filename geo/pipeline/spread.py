"""Articles in batches, over one process or several, outcomes in the articles' order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import ExitStack
from multiprocessing import get_context

from geo.pipeline.memory import Memory
from geo.pipeline.stages import Options, Outcome, stages
from geo.records import Article

BATCH = 32
BATCH_CHARACTERS = 1_000_000

Results = Callable[[], list[Outcome]]


def outcomes(
    articles: Iterable[Article],
    *,
    options: Options,
    jobs: int = 1,
    memory: Memory | None = None,
) -> Iterator[Outcome]:
    """The outcome of each article, in order, from `jobs` processes.

    What `memory` holds from an earlier run is not worked out again. At most two batches a process
    wait at any time, however many articles there are.
    """
    with ExitStack() as stack:
        start = _starter(options, jobs, stack)
        waiting: deque[tuple[list[Article], dict[str, Outcome], Results]] = deque()
        for batch in batches(articles):
            known = memory.known(batch) if memory else {}
            missing = [article for article in batch if article.id not in known]
            waiting.append((batch, known, start(missing)))
            if len(waiting) >= 2 * jobs:
                yield from _finish(*waiting.popleft(), memory)
        while waiting:
            yield from _finish(*waiting.popleft(), memory)


def _finish(
    batch: list[Article], known: dict[str, Outcome], results: Results, memory: Memory | None
) -> Iterator[Outcome]:
    new = results()
    if memory:
        memory.keep(new)
    every = known | {outcome.article.id: outcome for outcome in new}
    return (every[article.id] for article in batch)


def _starter(options: Options, jobs: int, stack: ExitStack) -> Callable[[list[Article]], Results]:
    if jobs == 1:
        return lambda batch: lambda: _process(options, batch)
    # A forked child would inherit open files and threads; a spawned one starts clean.
    pool = stack.enter_context(ProcessPoolExecutor(jobs, mp_context=get_context("spawn")))

    def start(batch: list[Article]) -> Results:
        future: Future[list[Outcome]] = pool.submit(_process, options, batch)
        return future.result

    return start


def _process(options: Options, batch: list[Article]) -> list[Outcome]:
    return stages(options).process(batch) if batch else []


def batches(articles: Iterable[Article]) -> Iterator[list[Article]]:
    """Lists of at most 32 articles and about a million characters."""
    batch: list[Article] = []
    size = 0
    for article in articles:
        batch.append(article)
        size += len(article.text)
        if len(batch) == BATCH or size > BATCH_CHARACTERS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
