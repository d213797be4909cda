"""`geoconflict geocode`: which places bear a name."""

from __future__ import annotations

import json

import click

from geo.cli.choices import OneOf
from geo.geocode import SERVICES


@click.command()
@click.argument("name")
@click.option("--country", metavar="CC", help="Only places there (ISO 3166-1 alpha-2).")
@click.option(
    "--provider",
    default="offline",
    show_default=True,
    type=OneOf(("offline", *SERVICES)),
    metavar="NAME",
    help=f"offline, or a service: {', '.join(SERVICES)}.",
)
@click.option(
    "--limit",
    default=5,
    show_default=True,
    type=click.IntRange(1),
    metavar="N",
    help="How many places at most.",
)
def geocode(name: str, country: str | None, provider: str, limit: int) -> None:
    """Print the places that NAME can mean, best first, as JSON Lines.

    \b
    Example:
      geoconflict geocode Esmeraldas --country EC
    """
    from geo.pipeline import find_places

    places = find_places(name, country=country, provider=provider)
    for place in places[:limit]:
        click.echo(json.dumps(place, ensure_ascii=False))
    if not places:
        click.echo(f"geoconflict: no place named {name!r} is known to {provider}", err=True)
