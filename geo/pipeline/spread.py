"""Articles over one process or several, results in the articles' order."""

from __future__ import annotations

import functools
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from geo.corrections import Corrections
from geo.pipeline.beyond import OFFLINE
from geo.pipeline.blocks import Articles, Piece
from geo.pipeline.findings import Entry, Finding, failed, find
from geo.pipeline.memory import Keys, Remembered
from geo.pipeline.packing import Body, Head, join, pack, unpack_body, unpack_head
from geo.pipeline.stages import UNCORRECTED, Options, Outcome, stages
from geo.pipeline.workers import DEFAULT_TIMEOUT_S, Work, Workers
from geo.records import Article
from geo.store import Block, Store

BATCH = 32
BATCH_CHARACTERS = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What decides, besides a piece, what comes of it; `remembered` is a store to look in."""

    options: Options
    keys: Keys
    today: date
    languages: tuple[str, ...] = ()
    remembered: Path | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """A block that is in the store, as the reduce phase takes it."""

    key: bytes
    head: Head
    body: Body


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a piece, and the key of each article in it by its place."""

    block: Block
    articles: tuple[tuple[bytes, int], ...]
    n_articles: int


def outcomes(
    articles: Iterable[Article], *, options: Options, corrections: Corrections = UNCORRECTED
) -> Iterator[Outcome]:
    """The outcome of each article, in order, in this process."""
    at_work = stages(options)
    at_work.begin()
    for batch in batches(articles):
        yield from at_work.process(batch, corrections)


def work_through(
    pieces: Iterable[Piece],
    store: Store,
    *,
    task: Task,
    jobs: int = 1,
    timeout_s: float | None = None,
) -> Iterator[Kept]:
    """For each piece, in order, its block, which is in `store` from the next commit on.

    What is in the store is not worked out again. An article that takes longer than `timeout_s`, or
    ends its process, fails alone; with one job and no such limit, all is done in this process.
    """
    waiting: deque[tuple[Piece, Kept | None]] = deque()

    def missing() -> Iterator[Piece | None]:
        for piece in pieces:
            kept = _kept(piece, store, task)
            waiting.append((piece, kept))
            yield None if kept else piece

    for results in _results(missing(), task=task, jobs=jobs, timeout_s=timeout_s):
        piece, kept = waiting.popleft()
        yield kept or _keep(piece, results, store, task)


def _kept(piece: Piece, store: Store, task: Task) -> Kept | None:
    told = piece.key
    if told is None:
        return None
    key = task.keys.whole(told)
    parts = store.find(key)
    if parts is None:
        key = task.keys.dated(told, piece.place, task.today)
        parts = store.find(key)
    return Kept(key, unpack_head(parts[0]), unpack_body(parts[1])) if parts else None


def _keep(piece: Piece, results: list[Result], store: Store, task: Task) -> Kept:
    block = join((result.block for result in results), hashes=piece.hashes())
    head = unpack_head(block.head)
    key = _key(piece, head, block, task)
    store.keep(key, block, _articles(results))
    return Kept(key, head, unpack_body(block.body))


def _key(piece: Piece, head: Head, block: Block, task: Task) -> bytes:
    """A piece in which an article failed is tried again next time, but not its good articles."""
    broke = any(isinstance(each, Finding) and each.unsettled for each in head.entries)
    unread = any(not isinstance(each, Finding) for each in head.entries)
    told = piece.key
    if broke or told is None:
        return task.keys.once(block)
    if unread:
        return task.keys.dated(told, piece.place, task.today)
    return task.keys.whole(told)


def _articles(results: Iterable[Result]) -> Iterator[tuple[bytes, int]]:
    before = 0
    for result in results:
        yield from ((key, before + place) for key, place in result.articles)
        before += result.n_articles


def _results(
    given: Iterator[Piece | None], *, task: Task, jobs: int, timeout_s: float | None
) -> Iterator[list[Result]]:
    if jobs == 1 and timeout_s is None:
        stages(task.options).begin()
        try:
            yield from ([work(task, piece)] if piece else [] for piece in given)
        finally:
            _remembered.cache_clear()
        return
    with Workers(map_phase(task), jobs, timeout_s or _patience_s(task.options)) as workers:
        yield from workers.results(given)


def map_phase(task: Task) -> Work[Piece, Result]:
    """The map phase as processes do it."""
    return Work(
        prepare=partial(stages, task.options),
        process=partial(work, task),
        singles=partial(_singles, task),
        failed=_failed,
    )


def _patience_s(options: Options) -> float:
    """How long a piece may take where nobody says: a service answers once a second or slower."""
    return DEFAULT_TIMEOUT_S * (12 if options.provider != OFFLINE else 1)


def work(task: Task, piece: Piece) -> Result:
    """The map phase of a piece: read it and find what its articles tell."""
    read = list(piece.read(today=task.today, languages=task.languages))
    articles = [each for each in read if isinstance(each, Article)]
    keys = [task.keys.article(each) for each in articles]
    findings = _find(task, articles, keys)
    told = iter(zip(keys, findings, strict=True))
    good: list[tuple[bytes, int]] = []
    entries: list[Entry] = []
    for place, each in enumerate(read):
        if isinstance(each, Article):
            key, finding = next(told)
            entries.append(finding)
            good += [] if finding.unsettled else [(key, place)]
        else:
            entries.append(each)
    return Result(pack(entries, hashes=piece.hashes()), tuple(good), len(entries))


def _find(task: Task, articles: list[Article], keys: list[bytes]) -> list[Finding]:
    known = _remembered(task.remembered).known(keys) if task.remembered else {}
    pairs = zip(keys, articles, strict=True)
    new = [finding for batch in batches(each for key, each in pairs if key not in known)
           for finding in find(task.options, batch, task.keys.corrections)]  # fmt: skip
    fresh = iter(new)
    return [known.get(key) or next(fresh) for key in keys]


@functools.lru_cache(maxsize=1)
def _remembered(path: Path) -> Remembered:
    """The store of earlier runs, opened once in each process that works."""
    return Remembered(Store(path))


def _singles(task: Task, piece: Piece) -> list[Piece]:
    read = piece.read(today=task.today, languages=task.languages)
    return [Articles((each,)) for each in read]


def _failed(piece: Piece, reason: str) -> Result:
    entries = [failed(each, reason) for each in piece.read(today=date.min, languages=())
               if isinstance(each, Article)]  # fmt: skip
    return Result(pack(entries), (), len(entries))


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
