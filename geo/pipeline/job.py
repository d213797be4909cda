"""The main job: from sources to a folder with the map, the tables and the manifest."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import IO

from geo.corrections import Corrections
from geo.pipeline.memory import Memory
from geo.pipeline.reading import Reading
from geo.pipeline.reducing import Findings, Page, Report, write_results
from geo.pipeline.replay import Given
from geo.pipeline.sharing import Sharing
from geo.pipeline.spread import findings
from geo.pipeline.stages import Options, version_id
from geo.replacing import made_folder
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
    on_article: Callable[[], None] | None = None,
) -> Report:
    """Read `sources`, extract their events and write map, tables and manifest into `out`.

    The reports of several articles on one event become one row (geo.events.merge_reports).
    Writes index.html, events.csv, events.geojson, events.parquet and manifest.json, each whole
    or not at all. `languages` keeps articles in these (ISO 639-1), `jobs` is the number of
    processes; an article that takes longer than `article_timeout_s`, or ends its process, is set
    aside and named (300 s with several jobs; with one, only where a limit is given). `cache` is a
    file that remembers results between runs; `language`,
    `tiles` and `tiles_attribution` are those of geo.map; `sharing` makes places coarser and holds
    events back (geo.coarsen), by default nothing; `corrections` is a file of what persons decided
    (geo.corrections), by default corrections.csv beside the sources, False for none.
    Raises NoArticlesError where there is no source; a
    source or an article that fails is named in the report and the manifest.

    >>> geo.run("seeds/", "map/").summary()
    '1 event in 1 article (0 not read), 1 mapped: map/index.html'
    """
    from geo.render.tiles import tile_source

    if tiles:
        tile_source(tiles, tiles_attribution)
    options = _keeping_answers(options or Options(), cache)
    reading = Reading(
        listed(sources), languages=languages, stdin=stdin, today=today, corrections=corrections
    )
    found = Findings(reading.ledger, reading.replay)
    folder = made_folder(out)
    with _memory(cache, options, reading.replay.corrections) as memory:
        for finding in findings(
            reading.articles(), options=options, jobs=jobs, timeout_s=article_timeout_s,
            memory=memory, corrections=reading.replay.corrections,
        ):  # fmt: skip
            found.add(finding)
            if on_article and not finding.failure:
                on_article()
    page = Page(title=title, language=language, tiles=tiles, tiles_attribution=tiles_attribution)
    return write_results(found, folder, options=options, page=page, sharing=sharing, today=today)


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
