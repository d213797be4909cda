"""`geoconflict map`: a map from a table of events."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geo.cli.choices import Existing
from geo.cli.options import drawing, sharing, split_types
from geo.cli.talk import Progress, tell_notes
from geo.errors import FrameError

if TYPE_CHECKING:
    import geopandas as gpd

    from geo.coarsen import Level
    from geo.exchange import Imported

_SHOWN = 20


@click.command(name="map")
@click.argument(
    "table", metavar="EVENTS", type=Existing(exists=True, dir_okay=False, path_type=Path)
)
@click.option(
    "--out",
    "-o",
    required=True,
    metavar="OUT.html",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file that gets the map.",
)
@drawing
@sharing
def draw_table(
    *,
    table: Path,
    out: Path,
    title: str | None,
    language: str,
    tiles: str,
    tiles_attribution: str,
    boundaries: tuple[str, ...],
    coarsen: Level | None,
    delay_days: int,
    hide_types: str,
) -> None:
    """Draw a map from a table of events.

    EVENTS is a table of our own, or an export of ACLED, UCDP GED or GDELT, recognised by its
    columns: CSV, GeoJSON, Parquet, JSON Lines, GeoPackage, FlatGeobuf or KML. Rows that
    cannot stand on a map are listed in OUT.unmapped.csv, each with the reason.

    \b
    Example:
      geoconflict map ged241.csv -o ged.html --title "UCDP GED 24.1"
    """
    from geo.exchange import import_events
    from geo.pipeline import Sharing, choose_boundaries, draw, with_provinces

    asked = Sharing.asked(
        coarsen=coarsen, delay_days=delay_days, hide_types=split_types(hide_types)
    )
    with Progress("rows") as progress:
        imported = import_events(table, on_rows=progress.step)
    if not imported.mapped:
        raise FrameError(f"{table}: none of {imported.rows:,} rows can be mapped:{_few(imported)}")
    chosen = choose_boundaries(boundaries)
    tell_notes(chosen.notes)
    events = with_provinces(imported.events, chosen)
    page = draw(
        asked.apply(events, boundaries=chosen),
        title=title or table.stem,
        language=language,
        tiles=tiles,
        tiles_attribution=tiles_attribution,
        boundaries=chosen,
    )
    page.save(out)
    tell_problems(imported)
    _list_unmapped(imported, out.with_suffix(".unmapped.csv"))
    click.echo(f"{imported.summary()}{_agreement(events)}: {out}", err=True)


def _agreement(events: gpd.GeoDataFrame) -> str:
    """How often the province that holds a point is the one that its row names."""
    checks = events["x_province_check"].value_counts()
    agrees, differs = int(checks.get("agrees", 0)), int(checks.get("differs", 0))
    if not agrees + differs:
        return ""
    share = agrees / (agrees + differs)
    return f"; in the province that the row names: {share:.1%} of {agrees + differs:,} that tell it"


def _few(imported: Imported) -> str:
    return "".join(f"\n  {problem}" for problem in imported.unmapped[:_SHOWN])


def tell_problems(imported: Imported) -> None:
    """Name the first rows that are not on the map, and the first that were mended."""
    mended = [problem for problem in imported.problems if problem.mapped]
    for what, problems in (("not mapped", imported.unmapped), ("note", mended)):
        for problem in problems[:_SHOWN]:
            click.echo(f"{what}: {problem}", err=True)
        if len(problems) > _SHOWN:
            click.echo(f"{what}: {len(problems) - _SHOWN:,} more rows", err=True)


def _list_unmapped(imported: Imported, path: Path) -> None:
    """Write the rows that are not on the map, each with the reason; no row, no file."""
    from geo.exchange import write_table

    path.unlink(missing_ok=True)
    rows = imported.unmapped
    if not rows:
        return
    columns: dict[str, list[Any]] = {
        "row": [problem.row for problem in rows],
        "column": [problem.column for problem in rows],
        "found": [problem.found for problem in rows],
        "reason": [problem.done for problem in rows],
    }
    write_table(path, columns)
    click.echo(f"{len(rows):,} rows are not on the map, listed in {path}", err=True)
