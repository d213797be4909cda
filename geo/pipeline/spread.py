"""Articles in batches, over one process or several, results in the articles' order."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from functools import partial

from geo.corrections import Corrections
from geo.pipeline.beyond import OFFLINE
from geo.pipeline.findings import Finding, failed, find
from geo.pipeline.memory import Memory
from geo.pipeline.stages import UNCORRECTED, Options, Outcome, stages
from geo.pipeline.workers import DEFAULT_TIMEOUT_S, Work, Workers
from geo.records import Article

BATCH = 32
BATCH_CHARACTERS = 1_000_000


def outcomes(
    articles: Iterable[Article], *, options: Options, corrections: Corrections = UNCORRECTED
) -> Iterator[Outcome]:
    """The outcome of each article, in order, in this process."""
    at_work = stages(options)
    at_work.begin()
    for batch in batches(articles):
        yield from at_work.process(batch, corrections)


def findings(
    articles: Iterable[Article],
    *,
    options: Options,
    jobs: int = 1,
    timeout_s: float | None = None,
    memory: Memory | None = None,
    corrections: Corrections = UNCORRECTED,
) -> Iterator[Finding]:
    """The finding of each article, in order, from `jobs` processes.

    What `memory` holds from an earlier run is not worked out again. An article that takes longer
    than `timeout_s`, or ends its process, fails alone; with one job and no such limit, all is done
    in this process.
    """
    waiting: deque[tuple[list[Article], dict[str, Finding]]] = deque()

    def missing() -> Iterator[list[Article]]:
        for batch in batches(articles):
            known = memory.known(batch) if memory else {}
            waiting.append((batch, known))
            yield [article for article in batch if article.id not in known]

    work = map_phase(options, corrections)
    for new in _results(missing(), work, options=options, jobs=jobs, timeout_s=timeout_s):
        batch, known = waiting.popleft()
        if memory:
            memory.keep(batch, new)
        every = known | {finding.id: finding for finding in new}
        yield from (every[article.id] for article in batch)


def _results(
    given: Iterator[list[Article]],
    work: Work[list[Finding]],
    *,
    options: Options,
    jobs: int,
    timeout_s: float | None,
) -> Iterator[list[Finding]]:
    if jobs == 1 and timeout_s is None:
        stages(options).begin()
        yield from map(work.process, given)
        return
    with Workers(work, jobs, timeout_s or _patience_s(options)) as workers:
        for parts in workers.results(given):
            yield [finding for part in parts for finding in part]


def map_phase(options: Options, corrections: Corrections) -> Work[list[Finding]]:
    """The map phase as processes do it."""
    process = partial(find, options, corrections=corrections)
    return Work(partial(stages, options), process, _failed)


def _patience_s(options: Options) -> float:
    """How long a batch may take where nobody says: a service answers once a second or slower."""
    return DEFAULT_TIMEOUT_S * (12 if options.provider != OFFLINE else 1)


def _failed(article: Article, reason: str) -> list[Finding]:
    return [failed(article, reason)]


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
