"""`geoconflict gallery`: one page for a folder of maps."""

from __future__ import annotations

from pathlib import Path

import click

from geo.cli.choices import Existing, OneOf


@click.command()
@click.argument(
    "folder", metavar="DIR", type=Existing(exists=True, file_okay=False, path_type=Path)
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
    """Write a page with a picture of every map in a folder.

    The page is DIR/gallery.html.

    \b
    Example:
      geoconflict gallery maps/
    """
    from geo.render import save_gallery

    click.echo(save_gallery(folder, title=title, language=language))
