"""The commands that read articles and answer in JSON Lines: geoparse, resolve, extract, explain."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from geo.cli import options as given
from geo.cli.choices import Existing
from geo.cli.talk import no_articles, tell_corrections, tell_failures, tell_trouble

if TYPE_CHECKING:
    from geo.pipeline import Outcome


@click.command()
@given.reading
def geoparse(**arguments: Any) -> None:
    """Print the place names of articles and the place each means.

    One JSON object a line, one for every article.
    SOURCE is a file, a folder or - for JSON Lines on stdin; without one, seeds/.

    \b
    Example:
      geoconflict geoparse seeds/ | head -1
    """
    from geo.frames import geoparse_object

    _print_each(
        arguments,
        lambda outcome: iter([geoparse_object(outcome.article, outcome.resolutions)]),
    )


@click.command()
@given.reading
def extract(**arguments: Any) -> None:
    """Print every event with ACLED's columns.

    One JSON object a line, one for every event that an article reports.
    SOURCE is a file, a folder or - for JSON Lines on stdin; without one, seeds/.

    \b
    Example:
      geoconflict extract seeds/
    """
    _print_each(arguments, lambda outcome: iter(outcome.rows))


@click.command()
@click.option(
    "--spans",
    required=True,
    metavar="FILE",
    type=Existing(exists=True, dir_okay=False, allow_dash=True),
    help='JSON Lines: {"id", "text", "source"?, "spans": [[start, end], ...]}; - reads stdin.',
)
@given.home
def resolve(spans: str, home: str | None) -> None:
    """Choose the place that each given span means.

    The names are given, and not looked for.

    \b
    Example:
      geoconflict resolve --spans spans.jsonl
    """
    from geo.articles import Failure
    from geo.frames import geoparse_object
    from geo.pipeline import Options, resolve_spans

    with _opened(spans) as lines:
        for found in resolve_spans(lines, name=spans, options=Options(home=home)):
            if isinstance(found, Failure):
                tell_failures([found])
            else:
                _print_json(geoparse_object(*found))


@click.command()
@click.argument("article", type=Existing(exists=True, dir_okay=False, path_type=Path))
@given.corrections
@given.no_corrections
@given.recognizer
@given.home
@given.provider
def explain(
    *,
    article: Path,
    corrections: Path | None,
    no_corrections: bool,
    recognizer: str,
    home: str | None,
    provider: str,
) -> None:
    """Print every decision taken for one article, in order.

    ARTICLE is a file of any form that `run` reads.

    \b
    Example:
      geoconflict explain seeds/000_3cbc6066d2084c96.txt
    """
    from geo.pipeline import Options
    from geo.pipeline import explain as explain_article

    options = Options(recognizer=recognizer, home=home, provider=provider)
    chosen = given.chosen_corrections(corrections, none=no_corrections)
    for line in explain_article(article, options=options, corrections=chosen):
        click.echo(line)


def _print_each(
    arguments: dict[str, Any], objects: Callable[[Outcome], Iterator[dict[str, Any]]]
) -> None:
    from geo.pipeline import Asked, Options, Reading

    sources = given.default_sources(arguments["sources"])
    reading = Reading(
        sources,
        languages=arguments["languages"],
        stdin=sys.stdin.buffer,
        corrections=given.chosen_corrections(
            arguments["corrections"], none=arguments["no_corrections"]
        ),
    )
    options = Options(
        recognizer=arguments["recognizer"],
        home=arguments["home"],
        provider=arguments["provider"],
    )
    asked, read = Asked(), 0
    for outcome in reading.outcomes(options):
        asked, read = asked + outcome.asked, read + 1
        for value in objects(outcome):
            _print_json(value)
    tell_failures(reading.failures)
    tell_corrections(reading.replay.account())
    tell_trouble(asked)
    if not read:
        left_out: Counter[str] = Counter(skipped.kind for skipped in reading.skipped)
        raise no_articles(sources, left_out=left_out)
    if arguments["strict"] and reading.failures:
        sys.exit(1)


def _print_json(value: dict[str, Any]) -> None:
    from geo.exchange import json_line

    click.echo(json_line(value))


def _opened(name: str) -> Any:
    return click.open_file(name, "rb")
