"""`geoconflict data`: the reference data that ships."""

from __future__ import annotations

import sys

import click

from geo import datasets


@click.group()
def data() -> None:
    """List and verify the reference data that ships.

    \b
    Example:
      geoconflict data verify
    """


@data.command("list")
def list_data() -> None:
    """List every file with its rows, licence and whom to credit.

    \b
    Example:
      geoconflict data list
    """
    for dataset in datasets.datasets():
        click.echo(f"{dataset.file}\t{dataset.rows:,} rows\t{dataset.licence}\t{dataset.title}")
        click.echo(f"\t{dataset.attribution}")


@data.command()
def verify() -> None:
    """Compare every file with the hash in data/manifest.json.

    \b
    Example:
      geoconflict data verify
    """
    faults = 0
    for dataset, fault in datasets.verify():
        click.echo(f"{dataset.file}: {fault or 'ok'}")
        faults += bool(fault)
    if faults:
        click.echo(f"geoconflict: {faults} files are damaged; reinstall geoconflict", err=True)
        sys.exit(1)
