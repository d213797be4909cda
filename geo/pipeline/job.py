"""The main job: from sources to a folder with the map, the tables and the manifest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import IO

from geo.corrections import Corrections
from geo.errors import UsageError
from geo.exchange import PARTS, write_parts
from geo.pipeline.beyond import OFFLINE
from geo.pipeline.bounds import Chosen, choose_boundaries
from geo.pipeline.cluster import find_on_cluster
from geo.pipeline.memory import Memory
from geo.pipeline.reading import Reading
from geo.pipeline.reducing import Findings, Page, Report, write_results
from geo.pipeline.replay import Given
from geo.pipeline.sharing import Sharing
from geo.pipeline.spread import findings
from geo.pipeline.stages import Options, version_id
from geo.store import Store


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
    (geo.open_cluster_events). Raises NoArticlesError where there is no source; a source or an
    article that fails is named in the report and the manifest.

    >>> geo.run("seeds/", "map/").summary()
    '1 event in 1 article (0 not read), 1 mapped: map/index.html'
    """
    from geo.render.tiles import tile_source

    if tiles:
        tile_source(tiles, tiles_attribution)
    options = _keeping_answers(options or Options(), cache)
    chosen = choose_boundaries(boundaries)
    sources = listed(sources)
    if cluster:
        _refuse_on_cluster(options, jobs=jobs, cache=cache)
        found = find_on_cluster(
            sources, cluster, options=options, languages=languages, today=today,
            timeout_s=article_timeout_s, corrections=corrections, on_article=on_article,
        )  # fmt: skip
    else:
        reading = Reading(
            sources, languages=languages, stdin=stdin, today=today, corrections=corrections
        )
        found = _find_here(
            reading, options, jobs=jobs, timeout_s=article_timeout_s, cache=cache,
            on_article=on_article,
        )  # fmt: skip
    page = Page(title=title, language=language, tiles=tiles, tiles_attribution=tiles_attribution)
    report = write_results(
        found, out, options=options, page=page, sharing=sharing, today=today, boundaries=chosen
    )
    if cluster:
        write_parts(report.events, Path(out) / PARTS)
    return report


def _find_here(
    reading: Reading,
    options: Options,
    *,
    jobs: int,
    timeout_s: float | None,
    cache: str | Path | None,
    on_article: Callable[[], None] | None,
) -> Findings:
    found = Findings(reading.ledger, reading.replay)
    corrections = reading.replay.corrections
    with _memory(cache, options, corrections) as memory:
        for finding in findings(
            reading.articles(), options=options, jobs=jobs, timeout_s=timeout_s, memory=memory,
            corrections=corrections,
        ):  # fmt: skip
            found.add(finding)
            if on_article and not finding.failure:
                on_article()
    return found


def _refuse_on_cluster(options: Options, *, jobs: int, cache: str | Path | None) -> None:
    if jobs > 1:
        raise UsageError("--jobs is for one machine; how much a cluster does at once is its own")
    if cache:
        raise UsageError("--cache is for one machine; leave it out with --cluster")
    if options.provider != OFFLINE:
        raise UsageError(
            f"--provider {options.provider} is for one machine: a cluster would ask it too often"
        )


def _keeping_answers(options: Options, cache: str | Path | None) -> Options:
    """The options with services' answers kept in `cache` too, where nothing else is said."""
    if cache is None or options.geocodes is not None:
        return options
    return replace(options, geocodes=str(cache))


@contextmanager
def _memory(
    cache: str | Path | None, options: Options, corrections: Corrections
) -> Iterator[Memory | None]:
    if cache is None:
        yield None
        return
    with Store(cache) as store:
        yield Memory(store, version=version_id(options), corrections=corrections)


def listed(sources: Iterable[str | Path] | str | Path) -> list[str | Path]:
    """One source or several, as a list."""
    return [sources] if isinstance(sources, str | Path) else list(sources)
