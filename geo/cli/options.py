"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

Command = Callable[..., Any]

sources = click.argument("sources", nargs=-1, metavar="[SOURCE]...")

recognizer = click.option(
    "--recognizer",
    default="builtin",
    show_default=True,
    metavar="NAME",
    help="Who finds the place names: builtin, or spacy:MODEL where spaCy is installed.",
)

home = click.option(
    "--home",
    metavar="CC",
    help="Where the readers are (ISO 3166-1 alpha-2): names that many places bear mean one there.",
)

languages = click.option(
    "--languages",
    metavar="CODES",
    help="Keep only articles in these languages, such as en,es (default: all).",
)

strict = click.option("--strict", is_flag=True, help="End with status 1 if any article failed.")


def reading(command: Command) -> Command:
    """Add what every command that reads articles takes."""
    for option in (strict, languages, home, recognizer, sources):
        command = option(command)
    return command


def default_sources(given: tuple[str, ...]) -> tuple[str, ...]:
    """The sources given, or the folder seeds/."""
    return given or ("seeds/",)


def split_languages(given: str | None) -> tuple[str, ...] | None:
    """The codes of "en,es" as a tuple; None stays None, for all."""
    if given is None:
        return None
    return tuple(code.strip().lower() for code in given.split(",") if code.strip())
