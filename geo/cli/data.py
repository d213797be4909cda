"""`geoconflict data`: the reference data that ships, and layers of a user's own."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geo import datasets
from geo.cli.choices import Existing
from geo.cli.options import split_columns
from geo.cli.talk import Progress, tell_notes

if TYPE_CHECKING:
    from geo.gazetteer import Import


@click.group()
def data() -> None:
    """List, verify and extend the reference data.

    \b
    Example:
      geoconflict data verify
    """


@data.command("list")
def list_data() -> None:
    """List every file and layer, its licence and whom to credit.

    \b
    Example:
      geoconflict data list
    """
    from geo.layers import list_layers, user_dir

    for dataset in datasets.datasets():
        click.echo(f"{dataset.file}\t{dataset.rows:,} rows\t{dataset.licence}\t{dataset.title}")
        click.echo(f"\t{dataset.attribution}")
    for layer in list_layers():
        folder = user_dir() / layer.folder
        about = datasets.read_manifest(folder)[0]
        click.echo(f"layer {layer.name}\t{layer.rows:,} rows\t{about.licence}\t{layer.file}")
        click.echo(f"\t{about.attribution}\t{folder}")


@data.command()
def verify() -> None:
    """Compare every file with its hash in the manifest.

    \b
    Example:
      geoconflict data verify
    """
    from geo.gazetteer import verify_layers

    shipped = _tell((dataset.file, fault) for dataset, fault in datasets.verify())
    layers = _tell(verify_layers())
    if shipped:
        click.echo(f"geoconflict: {shipped} files are damaged; reinstall geoconflict", err=True)
    if layers:
        click.echo(
            f"geoconflict: {layers} files of layers are damaged; import what stands in layers/ "
            "anew, then run `geoconflict data merge`",
            err=True,
        )
    if shipped or layers:
        sys.exit(1)


@data.group("import")
def import_data() -> None:
    """Add a layer of places or boundaries to what ships.

    \b
    Example:
      geoconflict data import geonames SD.zip
    """


def _importing(command: Any) -> Any:
    """Add what every kind of import takes."""
    name = click.option("--name", metavar="NAME", help="Of the layer (default: the file's name).")
    file = click.argument("file", type=Existing(exists=True, dir_okay=False, path_type=Path))
    return name(file(command))


@import_data.command("geonames")
@_importing
def import_geonames(file: Path, name: str | None) -> None:
    """Add places from GeoNames: rivers, camps, villages.

    FILE is GeoNames' table of a country or of all, plain text or the .zip that GeoNames
    publishes. Places that ship already are not doubled. A layer of the same name is replaced.

    \b
    Example:
      geoconflict data import geonames SD.zip
    """
    from geo import gazetteer

    with Progress("thousand lines") as progress:
        _tell_import(gazetteer.import_geonames(file, name=name, step=progress.step))


@import_data.command("places")
@_importing
def import_places(file: Path, name: str | None) -> None:
    """Add your own places from a CSV table.

    They come before all others of their name. FILE has the columns name, lat and lon; if you like
    kind, country, admin1_iso, alternates (with semicolons between), population and id.

    \b
    Example:
      geoconflict data import places camps.csv
    """
    from geo import gazetteer

    with Progress("thousand lines") as progress:
        _tell_import(gazetteer.import_places(file, name=name, step=progress.step))


@import_data.command("boundaries")
@_importing
@click.option("--level", type=click.IntRange(1, 2), help="1 provinces, 2 districts.")
@click.option("--country", metavar="CC", help="The ISO code of the country of all rows.")
@click.option("--crs", metavar="CRS", help="What the file is in, such as EPSG:4326.")
@click.option(
    "--columns",
    metavar="ROLE=COLUMN,...",
    help="Which column says what; roles: name, code, iso, country, parent.",
)
@click.option("--layer", metavar="LAYER", help="Of a file that holds several.")
@click.option("--credit", default="", metavar="TEXT", help="Whom to credit on the map.")
def import_boundaries(file: Path, name: str | None, columns: str | None, **options: Any) -> None:
    """Add provinces or districts of your own, for --boundaries.

    FILE is any that GeoPandas reads. Columns of OCHA's datasets (with P-codes), geoBoundaries,
    GADM and Natural Earth are found. What was repaired or looks wrong, such
    as a name that the towns inside contradict, is told.

    \b
    Example:
      geoconflict data import boundaries sdn_admin1.shp --country SD --credit "OCHA"
    """
    from geo import pipeline

    given = split_columns(columns)
    read = pipeline.read_boundaries(file, columns=given, **options)
    tell_notes(read.notes)
    layer = pipeline.import_boundaries(read, file, name=name)
    kind = "provinces" if read.level == 1 else "districts"
    click.echo(f"layer {layer.name}: {layer.rows:,} {kind}", err=True)


@data.command()
@click.argument("name")
def remove(name: str) -> None:
    """Remove the layer NAME.

    \b
    Example:
      geoconflict data remove sd
    """
    from geo.gazetteer import remove_layer

    remove_layer(name)
    click.echo(f"removed {name}", err=True)


@data.command()
def merge() -> None:
    """Merge the layers anew, as is needed after an update.

    \b
    Example:
      geoconflict data merge
    """
    from geo import gazetteer

    click.echo(f"merged {len(gazetteer.merge())} layers", err=True)


def _tell(files: Iterable[tuple[str, str]]) -> int:
    """Print each file with its fault; how many have one comes back."""
    faults = 0
    for file, fault in files:
        click.echo(f"{file}: {fault or 'ok'}")
        faults += bool(fault)
    return faults


def _tell_import(done: Import) -> None:
    for fault in done.faults.first:
        click.echo(f"not read: {fault}", err=True)
    rest = done.faults.count - len(done.faults.first)
    if rest:
        click.echo(f"... and {rest:,} more lines", err=True)
    click.echo(f"layer {done.layer.name}: {done.layer.rows:,} places", err=True)
