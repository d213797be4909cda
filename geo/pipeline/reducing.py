"""The reduce phase: from the findings of all articles to one folder of results."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.articles import Failure
from geo.boundaries import Boundaries
from geo.events import Sketch, merge_reports
from geo.frames import Row
from geo.pipeline.beyond import NOT_ASKED, Asked
from geo.pipeline.bounds import Chosen, choose_boundaries
from geo.pipeline.context import ContextPlaces
from geo.pipeline.findings import Finding
from geo.pipeline.ledger import Ledger
from geo.pipeline.manifest import manifest, write_json
from geo.pipeline.replay import Replay
from geo.pipeline.sharing import Sharing
from geo.pipeline.stages import Options

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


@dataclass(slots=True)
class Findings:
    """The findings of a run put together, in the articles' order."""

    ledger: Ledger
    replay: Replay = field(default_factory=Replay)
    rows: list[Row] = field(default_factory=list)
    sketches: dict[str, Sketch] = field(default_factory=dict)
    quiet: list[tuple[str, str]] = field(default_factory=list)
    context: ContextPlaces = field(default_factory=ContextPlaces)
    asked: Asked = NOT_ASKED

    def add(self, finding: Finding) -> None:
        """Take in what one more article told."""
        finding = self.replay.of_finding(finding)
        if not self._entered(finding):
            return
        self.rows.extend(finding.rows)
        self.context.count(finding.context)
        self.asked += finding.asked
        if finding.sketch:
            self.sketches[finding.id] = finding.sketch
        if finding.quiet:
            self.quiet.append((finding.title, finding.quiet))

    def _entered(self, finding: Finding) -> bool:
        return self.ledger.enter(
            finding.path,
            finding.id,
            toponyms=finding.n_toponyms,
            events=len(finding.rows),
            failure=finding.failure,
        )

    def add_all(self, findings: Iterable[Finding]) -> None:
        """Take in what many articles told."""
        for finding in findings:
            self.add(finding)


def write_results(
    found: Findings,
    out: str | Path,
    *,
    options: Options,
    page: Page | None = None,
    sharing: Sharing | None = None,
    today: date | None = None,
    boundaries: Chosen = None,
) -> Report:
    """The reduce phase: merge the reports, join the provinces, write map, tables and manifest."""
    sharing, chosen = sharing or Sharing(), choose_boundaries(boundaries)
    every = _joined(merge_reports(found.rows, found.sketches), chosen)
    events = sharing.apply(every, today=today, boundaries=chosen)
    account = found.replay.account()
    totals = _totals(found, events) | _held_back(every, events)
    folder = Path(out)
    folder.mkdir(parents=True, exist_ok=True)
    _write_tables(folder, events)
    _write_page(folder, found, events, page or Page(), chosen, told=sharing.coarsen is None)
    about = manifest(
        found.ledger,
        options,
        totals,
        asked=found.asked,
        corrections=account,
        boundaries=[each.id for each in chosen.own],
    )
    write_json(folder / "manifest.json", about)
    return Report(
        out=folder,
        events=events,
        totals=totals,
        failures=found.ledger.failures,
        corrections=account,
        asked=found.asked,
    )


def _joined(rows: list[Row], boundaries: Boundaries) -> gpd.GeoDataFrame:
    from geo.frames import events_frame
    from geo.pipeline.doors import with_provinces

    return with_provinces(events_frame(rows), boundaries)


def _totals(found: Findings, events: gpd.GeoDataFrame) -> dict[str, Any]:
    unmapped = int(events.geometry.is_empty.sum() + events.geometry.isna().sum())
    ledger = found.ledger
    return {
        "articles": sum(count.articles for count in ledger.counts),
        "failed": len(ledger.failures),
        "left_out": dict(sorted(Counter(skipped.kind for skipped in ledger.skipped).items())),
        "without_event": dict(sorted(Counter(reason for _, reason in found.quiet).items())),
        "toponyms": sum(count.toponyms for count in ledger.counts),
        "reports": len(found.rows),
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
    folder: Path,
    found: Findings,
    events: gpd.GeoDataFrame,
    page: Page,
    boundaries: Boundaries,
    *,
    told: bool,
) -> None:
    from geo.pipeline.doors import draw

    drawn = draw(
        events,
        title=page.title,
        notes=_notes(found) if told else (),
        language=page.language,
        context=found.context.frame(events) if told else None,
        tiles=page.tiles,
        tiles_attribution=page.tiles_attribution,
        boundaries=boundaries,
    )
    drawn.save(folder / "index.html")


def _notes(found: Findings) -> list[tuple[str, str]]:
    return found.quiet + [(failure.path, failure.reason) for failure in found.ledger.failures]


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
