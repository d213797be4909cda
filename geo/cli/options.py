"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import click

from geo.cli.choices import CountryCode, Existing, LanguageCodes, OneOf
from geo.errors import NoArticlesError, UsageError
from geo.geocode import SERVICES

Command = Callable[..., Any]

sources = click.argument("sources", nargs=-1, metavar="[SOURCE]...")

recognizer = click.option(
    "--recognizer",
    default="builtin",
    show_default=True,
    metavar="NAME",
    help="Who finds the place names: builtin, spacy:MODEL where spaCy is installed, or "
    "python:MODULE:NAME for one of your own.",
)

home = click.option(
    "--home",
    metavar="CC",
    type=CountryCode(provinces=True),
    help="Where the readers are (ISO 3166-1 alpha-2): names that many places bear mean one there.",
)

provider = click.option(
    "--provider",
    default="offline",
    show_default=True,
    type=OneOf(("offline", *SERVICES)),
    metavar="NAME",
    help=f"A service to ask for names that the gazetteer lacks: {', '.join(SERVICES)}.",
)

languages = click.option(
    "--languages",
    metavar="CODES",
    type=LanguageCodes(),
    help="Keep only articles in these languages, such as en,es (default: all).",
)

strict = click.option("--strict", is_flag=True, help="End with status 1 if any article failed.")

title = click.option("--title", help="The title of the map (default: Conflict events).")

language = click.option(
    "--language",
    default="en",
    show_default=True,
    type=OneOf(("en", "es", "fr")),
    help="The language in which the map opens; its reader can choose another.",
)

tiles = click.option(
    "--tiles",
    default="",
    metavar="NAME|URL",
    help="Tiles of a server under the events, such as OpenStreetMap.Mapnik: the map needs a"
    " network then. Default: none.",
)

tiles_attribution = click.option(
    "--tiles-attribution",
    default="",
    metavar="TEXT",
    help="Whom to credit for the tiles of a URL.",
)

boundaries = click.option(
    "--boundaries",
    multiple=True,
    metavar="FILE|NAME",
    help="Provinces or districts of your own in place of those that ship: a file, or a layer that "
    "`data import boundaries` made. May be given twice.",
)

coarsen = click.option(
    "--coarsen",
    type=OneOf(("province", "district")),
    help="Put every event at its province or district, and drop all text: for sharing.",
)

delay_days = click.option(
    "--delay-days",
    default=0,
    type=click.IntRange(0),
    metavar="N",
    help="Hold back the events of the last N days.",
)

hide_types = click.option(
    "--hide-types",
    default="",
    metavar="TYPES",
    help='Hold back event types or sub-types, such as "Arrests,Abduction/forced disappearance".',
)


no_corrections = click.option(
    "--no-corrections", is_flag=True, help="Show what the machine says, uncorrected."
)

corrections = click.option(
    "--corrections",
    type=Existing(exists=True, dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Decisions of persons to replay (default: corrections.csv beside the sources, if there).",
)


def sharing(command: Command) -> Command:
    """Add what every command takes that can make its result safe to share."""
    for option in (hide_types, delay_days, coarsen):
        command = option(command)
    return command


def drawing(command: Command) -> Command:
    """Add what every command that draws a map takes."""
    for option in (boundaries, tiles_attribution, tiles, language, title):
        command = option(command)
    return command


def reading(command: Command) -> Command:
    """Add what every command that reads articles takes."""
    for option in (
        strict, languages, provider, home, recognizer, no_corrections, corrections, sources,
    ):  # fmt: skip
        command = option(command)
    return command


def chosen_corrections(file: Path | None, *, none: bool) -> Path | Literal[False] | None:
    """The file of corrections that was named; False for none, None for those beside the sources.

    Raises UsageError where both were asked for.
    """
    if none and file:
        raise UsageError("--corrections and --no-corrections exclude each other")
    return False if none else file


def default_sources(given: tuple[str, ...]) -> tuple[str, ...]:
    """The sources given, or the folder seeds/. Raises NoArticlesError where it is not there."""
    if not given and not Path("seeds").is_dir():
        raise NoArticlesError(
            "no SOURCE is given, and there is no folder seeds/ here; name a file or a folder of "
            "articles, or - for JSON Lines on stdin"
        )
    return given or ("seeds/",)


def split_types(given: str) -> tuple[str, ...]:
    """The types of "Arrests, Riots" as a tuple."""
    return tuple(name.strip() for name in given.split(",") if name.strip())


def split_columns(given: str | None) -> dict[str, str]:
    """The columns of "name=NOM,code=CODE" by role. Raises UsageError where a part has no =."""
    parts = [part.strip() for part in (given or "").split(",") if part.strip()]
    for part in parts:
        if "=" not in part:
            raise UsageError(f"--columns {part} is not ROLE=COLUMN, such as name={part}")
    return dict(part.split("=", 1) for part in parts)
