"""The main job: from sources to a folder with the map, the tables and the manifest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import IO

from geo.articles import SourceFile, find_sources
from geo.errors import DamagedStoreError, StoreError, UsageError
from geo.exchange import PARTS, write_parts
from geo.pipeline.beyond import OFFLINE
from geo.pipeline.blocks import pieces
from geo.pipeline.bounds import Chosen, choose_boundaries
from geo.pipeline.cluster import find_on_cluster
from geo.pipeline.gathering import Findings
from geo.pipeline.ledger import Ledger
from geo.pipeline.memory import Keys, scratch_store
from geo.pipeline.reducing import Page, Report, write_results
from geo.pipeline.replay import Given, Replay, load_corrections
from geo.pipeline.sharing import Sharing
from geo.pipeline.spread import Task, work_through
from geo.pipeline.stages import Options, version_id
from geo.replacing import made_folder
from geo.store import Store, set_aside

_MANY_REPORTS = 1_000


def run(
    sources: Iterable[str | Path] | str | Path,
    out: str | Path = "maps/",
    *,
    options: Options | None = None,
    languages: Iterable[str] | None = None,
    jobs: int = 1,
    article_timeout_s: float | None = None,
    cache: str | Path | None = None,
    title: str | None = None,
    language: str = "en",
    tiles: str = "",
    tiles_attribution: str = "",
    stdin: IO[bytes] | None = None,
    today: date | None = None,
    sharing: Sharing | None = None,
    corrections: Given = None,
    boundaries: Chosen = None,
    cluster: str | None = None,
    apart: bool | None = None,
    on_article: Callable[[], None] | None = None,
) -> Report:
    """Read `sources`, extract their events and write map, tables and manifest into `out`.

    The reports of several articles on one event become one row (geo.events.merge_reports).
    Writes index.html, events.csv, events.geojson, events.parquet and manifest.json, each whole
    or not at all. `languages` keeps articles in these (ISO 639-1), `jobs` is the number of
    processes; an article that takes longer than `article_timeout_s`, or ends its process, is set
    aside and named (300 s with several jobs; with one, only where a limit is given). `cache` is a
    file that remembers results between runs; `language`, `tiles` and `tiles_attribution` are those
    of geo.map; `sharing` makes places coarser and holds events back (geo.coarsen), by default
    nothing; `corrections` is a file of what persons decided (geo.corrections), by default
    corrections.csv beside the sources, False for none; `boundaries` are those of geo.map. `cluster`
    is the address of a Dask scheduler whose workers do the work; the table then comes in parts, too
    (geo.open_cluster_events). `apart` draws a large map in a process of its own, by default with
    several jobs. Raises NoArticlesError where there is no source; a source or an article that fails
    is named in the report and the manifest.

    >>> geo.run("seeds/", "map/").summary()
    '1 event in 1 article (0 not read), 1 mapped: map/index.html'
    """
    from geo.render.tiles import tile_source

    if tiles:
        tile_source(tiles, tiles_attribution)
    options = _keeping_answers(options or Options(), cache)
    chosen = choose_boundaries(boundaries)
    sources = listed(sources)
    task = Task(
        options=options,
        keys=Keys.of(version_id(options), languages or (), load_corrections(corrections, sources)),
        today=today or datetime.now(tz=UTC).date(),
        languages=tuple(languages or ()),
    )
    page = Page(title=title, language=language, tiles=tiles, tiles_attribution=tiles_attribution)
    with ExitStack() as stack:
        if cluster is not None:
            _refuse_on_cluster(options, jobs=jobs, cache=cache)
            on_cluster = find_on_cluster(
                sources, cluster, task=task, timeout_s=article_timeout_s, on_article=on_article
            )
            found = stack.enter_context(on_cluster)
        else:
            work = _Work(
                sources=find_sources(sources, stdin=stdin), task=task, jobs=jobs,
                timeout_s=article_timeout_s, on_article=on_article or _nothing,
            )  # fmt: skip
            made_folder(out)
            found = stack.enter_context(work.findings(cache))
        many = found.reports > _MANY_REPORTS
        report = write_results(
            found, out, options=options, page=page, sharing=sharing, today=today,
            boundaries=chosen, apart=many and (jobs > 1 if apart is None else apart),
        )  # fmt: skip
    if cluster is not None:
        write_parts(report.events, Path(out) / PARTS)
    return report


def _refuse_on_cluster(options: Options, *, jobs: int, cache: str | Path | None) -> None:
    if jobs > 1:
        raise UsageError("--jobs is for one machine; how much a cluster does at once is its own")
    if cache:
        raise UsageError("--cache is for one machine; leave it out with --cluster")
    if options.provider != OFFLINE:
        raise UsageError(
            f"--provider {options.provider} is for one machine: a cluster would ask it too often"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Work:
    """The map phase of a run, and how it is done."""

    sources: list[SourceFile]
    task: Task
    jobs: int
    timeout_s: float | None
    on_article: Callable[[], None]

    @contextmanager
    def findings(self, cache: str | Path | None) -> Iterator[Findings]:
        """What all articles told; the store that it is kept in stays open in the block.

        A store that turns out to be damaged is set aside, and the work done once more. Where that
        cannot be, because the reduce phase has begun or a stream is read only once, StoreError
        asks for another run.
        """
        with ExitStack() as stack:
            if cache is None:
                yield self._gathered(stack.enter_context(scratch_store()))
                return
            try:
                yield self._from_cache(cache, stack)
            except DamagedStoreError as error:
                stack.close()
                aside = set_aside(cache)
                raise StoreError(
                    f"{cache} was damaged and is set aside as {aside}; run again to build it anew"
                ) from error

    def _from_cache(self, cache: str | Path, stack: ExitStack) -> Findings:
        try:
            return self._gathered(stack.enter_context(Store(cache)))
        except DamagedStoreError:
            if any(source.is_stream for source in self.sources):
                raise
        stack.close()
        set_aside(cache)
        return self._gathered(stack.enter_context(Store(cache)))

    def _gathered(self, store: Store) -> Findings:
        found = Findings(Ledger(), Replay(self.task.keys.corrections), store)
        found.ledger.open(self.sources)
        task = replace(self.task, remembered=None if store.empty() else store.path)
        blocks = work_through(
            pieces(self.sources, today=task.today, languages=task.languages),
            store,
            task=task,
            jobs=self.jobs,
            timeout_s=self.timeout_s,
        )
        for kept in blocks:
            for _ in range(found.add_block(kept.key, kept.head, kept.body)):
                self.on_article()
        store.commit()
        return found


def _keeping_answers(options: Options, cache: str | Path | None) -> Options:
    """The options with services' answers kept in `cache` too, where nothing else is said."""
    if cache is None or options.provider == OFFLINE or options.geocodes is not None:
        return options
    return replace(options, geocodes=str(cache))


def _nothing() -> None:
    pass


def listed(sources: Iterable[str | Path] | str | Path) -> list[str | Path]:
    """One source or several, as a list."""
    return [sources] if isinstance(sources, str | Path) else list(sources)
