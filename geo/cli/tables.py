"""`geoconflict tables`: events and deaths counted by province and month."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from geo.cli.choices import Existing, OneOf
from geo.cli.map import tell_problems
from geo.cli.options import boundaries as boundaries_option
from geo.cli.options import split_types
from geo.cli.talk import Progress, tell_notes

if TYPE_CHECKING:
    import pandas as pd

    from geo.tables import By


@click.command()
@click.argument(
    "table", metavar="EVENTS", type=Existing(exists=True, dir_okay=False, path_type=Path)
)
@click.option(
    "--by",
    default="province-month",
    show_default=True,
    type=OneOf(("province-month", "province", "month")),
    help="What a row stands for.",
)
@click.option(
    "--countries",
    metavar="CODES",
    help="The countries whose provinces have rows, such as CO,VE (default: all with an event).",
)
@click.option(
    "--out",
    "-o",
    metavar="OUT.csv",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file that gets the table (default: stdout).",
)
@boundaries_option
def tables(
    *,
    table: Path,
    by: By,
    countries: str | None,
    out: Path | None,
    boundaries: tuple[str, ...],
) -> None:
    """Count events and deaths by province and month.

    EVENTS is any table that `geoconflict map` draws. Every province of a country with an event has
    a row for every month from the first to the last, with zeros. Events known by
    country alone have rows of their own, with the level "country";
    deaths_unknown counts events that state no number.

    \b
    Example:
      geoconflict tables ged241.csv --by province-month -o counts.csv
    """
    from geo.exchange import import_events
    from geo.pipeline import choose_boundaries, count_events

    with Progress("rows") as progress:
        imported = import_events(table, on_rows=progress.step)
    tell_problems(imported)
    chosen = choose_boundaries(boundaries)
    tell_notes(chosen.notes)
    wanted = split_types(countries) if countries else None
    counts = count_events(imported.events, by=by, countries=wanted, boundaries=chosen)
    _write(counts, out)
    apart = counts.loc[counts["level"] == "country", "events"].sum() if "level" in counts else 0
    click.echo(
        f"{len(counts):,} rows, {counts['events'].sum():,} events"
        f"{f', {apart:,} of them known by country alone' if apart else ''}",
        err=True,
    )


def _write(counts: pd.DataFrame, out: Path | None) -> None:
    from geo.exchange import write_table

    columns = {str(name): counts[name].tolist() for name in counts.columns}
    if out:
        write_table(out, columns)
        return
    with TemporaryDirectory() as folder:
        write_table(Path(folder) / "counts.csv", columns)
        click.echo((Path(folder) / "counts.csv").read_text("utf-8"), nl=False)
