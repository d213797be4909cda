"""The reduce phase: from the findings of all articles to one folder of results."""

from __future__ import annotations

import functools
from collections import Counter
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.articles import Failure
from geo.boundaries import Boundaries
from geo.pipeline.beyond import NOT_ASKED, Asked
from geo.pipeline.bounds import Chosen, choose_boundaries
from geo.pipeline.gathering import MOST_NOTES, Findings
from geo.pipeline.manifest import manifest, write_manifest
from geo.pipeline.sharing import Sharing
from geo.pipeline.stages import Options
from geo.pipeline.workers import beside

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

TABLES = ("events.csv", "events.geojson", "events.parquet")


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a run did: the folder it wrote, its events, and everything that was not read."""

    out: Path
    events: gpd.GeoDataFrame
    totals: dict[str, Any]
    failures: list[Failure] = field(default_factory=list)
    corrections: dict[str, Any] = field(default_factory=dict)
    asked: Asked = NOT_ASKED

    def summary(self) -> str:
        """One line: how much was read, found and mapped, and where it is."""
        totals = self.totals
        return (
            f"{_count(totals['events'], 'event')} in {_count(totals['articles'], 'article')}"
            f" ({totals['failed']} not read), {totals['mapped']} mapped:"
            f" {self.out / 'index.html'}"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """How the map's page is made: those of geo.map."""

    title: str | None = None
    language: str = "en"
    tiles: str = ""
    tiles_attribution: str = ""


def write_results(
    found: Findings,
    out: str | Path,
    *,
    options: Options,
    page: Page | None = None,
    sharing: Sharing | None = None,
    today: date | None = None,
    boundaries: Chosen = None,
    apart: bool = False,
) -> Report:
    """The reduce phase: merge the reports, join the provinces, write map, tables and manifest.

    `apart` draws the map in a process of its own while the tables are written.
    """
    sharing, chosen = sharing or Sharing(), choose_boundaries(boundaries)
    found.ledger.close()
    every = _joined(found.merged(), chosen)
    events = sharing.apply(every, today=today, boundaries=chosen)
    account = found.replay.account()
    totals = _totals(found, events) | _held_back(every, events)
    folder = Path(out)
    folder.mkdir(parents=True, exist_ok=True)
    told = sharing.coarsen is None
    draw_page = functools.partial(
        _write_page,
        folder / "index.html",
        events,
        page=page or Page(),
        notes=_notes(found) if told else [],
        context=found.context.frame(events) if told else None,
        boundaries=chosen,
    )
    with beside(draw_page) if apart else nullcontext():
        _write_tables(folder, events)
    if not apart:
        draw_page()
    about = manifest(
        options,
        totals,
        asked=found.asked,
        corrections=account,
        boundaries=[each.id for each in chosen.own],
    )
    write_manifest(folder / "manifest.json", about, found.ledger)
    return Report(
        out=folder,
        events=events,
        totals=totals,
        failures=found.ledger.failures,
        corrections=account,
        asked=found.asked,
    )


def _joined(columns: dict[str, list[Any]], boundaries: Boundaries) -> gpd.GeoDataFrame:
    from geo.frames import columns_frame
    from geo.pipeline.doors import with_provinces

    return with_provinces(columns_frame(columns), boundaries)


def _totals(found: Findings, events: gpd.GeoDataFrame) -> dict[str, Any]:
    unmapped = int(events.geometry.is_empty.sum() + events.geometry.isna().sum())
    ledger = found.ledger
    return {
        "articles": sum(count.articles for count in ledger.counts),
        "failed": len(ledger.failures),
        "left_out": dict(sorted(Counter(skipped.kind for skipped in ledger.skipped).items())),
        "without_event": dict(sorted(found.without_event.items())),
        "toponyms": sum(count.toponyms for count in ledger.counts),
        "reports": found.reports,
        "events": len(events),
        "mapped": len(events) - unmapped,
        "unmapped": {"no place could be chosen": unmapped} if unmapped else {},
    }


def _held_back(every: gpd.GeoDataFrame, shown: gpd.GeoDataFrame) -> dict[str, int]:
    held = len(every) - len(shown)
    return {"held_back": held} if held else {}


def _write_tables(folder: Path, events: gpd.GeoDataFrame) -> None:
    from geo.exchange import export

    for table in TABLES:
        export(events, folder / table)


def _write_page(
    path: Path,
    events: gpd.GeoDataFrame,
    *,
    page: Page,
    notes: list[tuple[str, str]],
    context: pd.DataFrame | None,
    boundaries: Boundaries,
) -> None:
    from geo.pipeline.doors import draw

    drawn = draw(
        events,
        title=page.title,
        notes=notes,
        language=page.language,
        context=context,
        tiles=page.tiles,
        tiles_attribution=page.tiles_attribution,
        boundaries=boundaries,
    )
    drawn.save(path)


def _notes(found: Findings) -> list[tuple[str, str]]:
    """Articles without an event and failures, so many of each that the page stays small."""
    rest = found.without_event.total() - len(found.quiet)
    failures = found.ledger.failures
    notes = [*found.quiet, *_more(rest, "no event found or no place named")]
    notes += [(failure.path, failure.reason) for failure in failures[:MOST_NOTES]]
    return notes + _more(len(failures) - MOST_NOTES, "not read: see manifest.json")


def _more(number: int, reason: str) -> list[tuple[str, str]]:
    return [(f"{_count(number, 'more article')}", reason)] if number > 0 else []


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
