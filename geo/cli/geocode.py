"""`geoconflict geocode`: which places bear a name."""

from __future__ import annotations

import json

import click

from geo.cli.choices import CountryCode, OneOf
from geo.geocode import SERVICES


@click.command()
@click.argument("name")
@click.option(
    "--country",
    metavar="CC",
    type=CountryCode(),
    help="Only places there: an ISO 3166-1 code, or a name.",
)
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

    if not name.strip():
        raise click.UsageError("NAME is empty: give the name of a place.")
    places = find_places(name, country=country, provider=provider)
    for place in places[:limit]:
        click.echo(json.dumps(place, ensure_ascii=False))
    if not places:
        _tell_unknown(name, country, provider)


def _tell_unknown(name: str, country: str | None, provider: str) -> None:
    from geo.pipeline import near_places

    near = near_places(name)
    who = "the gazetteer" if provider == "offline" else provider
    where = f" in {country}" if country else ""
    meant = f"; did you mean {' or '.join(near)}?" if near else ""
    click.echo(f"geoconflict: no place named {name!r}{where} is known to {who}{meant}", err=True)
