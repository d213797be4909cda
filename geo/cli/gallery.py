"""`geoconflict gallery`: one page for a folder of maps."""

from __future__ import annotations

from pathlib import Path

import click

from geo.cli.choices import OneOf


@click.command()
@click.argument(
    "folder", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path)
)
@click.option("--title", help="The heading of the page.")
@click.option(
    "--language",
    default="en",
    show_default=True,
    type=OneOf(("en", "es", "fr")),
    help="The language of the page.",
)
def gallery(*, folder: Path, title: str | None, language: str) -> None:
    """Write DIR/gallery.html: a card and a picture of every map in a folder.

    \b
    Example:
      geoconflict gallery maps/
    """
    from geo.render import save_gallery

    click.echo(save_gallery(folder, title=title, language=language))
