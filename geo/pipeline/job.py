"""The main job: from sources to a folder with the map, the tables and the manifest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from geo.articles import Failure
from geo.events import Sketch, merge_reports, sketch_text
from geo.pipeline.context import ContextPlaces
from geo.pipeline.manifest import manifest, write_json
from geo.pipeline.memory import Memory
from geo.pipeline.reading import Reading
from geo.pipeline.sharing import Sharing
from geo.pipeline.stages import Options, Outcome, version_id
from geo.store import Store

if TYPE_CHECKING:
    import geopandas as gpd

TABLES = ("events.csv", "events.geojson", "events.parquet")


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a run did: the folder it wrote, its events, and everything that was not read."""

    out: Path
    events: gpd.GeoDataFrame
    totals: dict[str, Any]
    failures: list[Failure] = field(default_factory=list)

    def summary(self) -> str:
        """One line: how much was read, found and mapped, and where it is."""
        totals = self.totals
        return (
            f"{_count(totals['events'], 'event')} in {_count(totals['articles'], 'article')}"
            f" ({totals['failed']} not read), {totals['mapped']} mapped:"
            f" {self.out / 'index.html'}"
        )


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
    events back (geo.coarsen), by default nothing. Raises NoArticlesError where
    there is no source; a source or an article that fails is named in the report and the manifest.

    >>> geo.run("seeds/", "map/").summary()
    '1 event in 1 article (0 not read), 1 mapped: map/index.html'
    """
    from geo.pipeline.doors import draw
    from geo.render.tiles import tile_source

    if tiles:
        tile_source(tiles, tiles_attribution)
    options, sharing = options or Options(), sharing or Sharing()
    reading = Reading(listed(sources), languages=languages, stdin=stdin, today=today)
    done = _work(
        reading, options, jobs=jobs, timeout_s=article_timeout_s, cache=cache, on_article=on_article
    )
    every = _joined(merge_reports(done.rows, done.sketches))
    events = sharing.apply(every, today=today)
    totals = _totals(reading, done, events) | _held_back(every, events)
    folder = Path(out)
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder, events)
    told = sharing.coarsen is None
    page = draw(
        events,
        title=title,
        notes=_notes(reading, done) if told else (),
        language=language,
        context=done.context.frame(events) if told else None,
        tiles=tiles,
        tiles_attribution=tiles_attribution,
    )
    page.save(folder / "index.html")
    write_json(folder / "manifest.json", manifest(reading, options, totals))
    return Report(out=folder, events=events, totals=totals, failures=reading.failures)


def _held_back(every: gpd.GeoDataFrame, shown: gpd.GeoDataFrame) -> dict[str, int]:
    held = len(every) - len(shown)
    return {"held_back": held} if held else {}


def listed(sources: Iterable[str | Path] | str | Path) -> list[str | Path]:
    """One source or several, as a list."""
    return [sources] if isinstance(sources, str | Path) else list(sources)


@dataclass(slots=True)
class _Done:
    rows: list[dict[str, Any]] = field(default_factory=list)
    sketches: dict[str, Sketch] = field(default_factory=dict)
    quiet: list[tuple[str, str]] = field(default_factory=list)
    context: ContextPlaces = field(default_factory=ContextPlaces)


def _work(
    reading: Reading,
    options: Options,
    *,
    jobs: int,
    timeout_s: float | None,
    cache: str | Path | None,
    on_article: Callable[[], None] | None,
) -> _Done:
    done = _Done()
    with ExitStack() as stack:
        memory = None
        if cache:
            memory = Memory(stack.enter_context(Store(cache)), version=version_id(options))
        for outcome in reading.outcomes(options, jobs=jobs, timeout_s=timeout_s, memory=memory):
            done.rows.extend(outcome.rows)
            done.context.count(outcome.context)
            if outcome.rows:
                done.sketches[outcome.article.id] = sketch_text(outcome.article)
            else:
                done.quiet.append((_name(outcome), _reason(outcome)))
            if on_article:
                on_article()
    return done


def _name(outcome: Outcome) -> str:
    return outcome.article.title or outcome.article.path or outcome.article.id


def _reason(outcome: Outcome) -> str:
    return "no event found" if outcome.n_toponyms else "no place named"


def _joined(rows: list[dict[str, Any]]) -> gpd.GeoDataFrame:
    from geo.frames import events_frame
    from geo.pipeline.doors import with_provinces

    return with_provinces(events_frame(rows))


def _totals(reading: Reading, done: _Done, events: gpd.GeoDataFrame) -> dict[str, Any]:
    unmapped = int(events.geometry.is_empty.sum() + events.geometry.isna().sum())
    return {
        "articles": sum(count.articles for count in reading.counts),
        "failed": len(reading.failures),
        "left_out": dict(sorted(Counter(skipped.kind for skipped in reading.skipped).items())),
        "without_event": dict(sorted(Counter(reason for _, reason in done.quiet).items())),
        "toponyms": sum(count.toponyms for count in reading.counts),
        "reports": len(done.rows),
        "events": len(events),
        "mapped": len(events) - unmapped,
        "unmapped": {"no place could be chosen": unmapped} if unmapped else {},
    }


def _notes(reading: Reading, done: _Done) -> list[tuple[str, str]]:
    return done.quiet + [(failure.path, failure.reason) for failure in reading.failures]


def _write(folder: Path, events: gpd.GeoDataFrame) -> None:
    from geo.exchange import export

    for table in TABLES:
        export(events, folder / table)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
