"""`geoconflict evaluate`: the scorecard against an annotated corpus."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from geo.cli import options as given

if TYPE_CHECKING:
    from geo.evaluate import Task

TASKS: tuple[Task, ...] = ("recognition", "resolution", "end-to-end")


@click.command()
@click.argument("corpus", type=click.Path(exists=True, path_type=Path))
@click.option(
    "--task",
    "tasks",
    multiple=True,
    type=click.Choice(TASKS),
    help="What to measure; may be given several times (default: all).",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of a table.")
@click.option(
    "--errors", default=0, metavar="N", type=click.IntRange(0), help="List the N worst mistakes."
)
@click.option(
    "--weights",
    metavar="FILE",
    help="Weights of the resolver, such as those that leave CORPUS out (data/build/resolver.py).",
)
@given.recognizer
@given.home
def evaluate(
    *,
    corpus: Path,
    tasks: tuple[Task, ...],
    as_json: bool,
    errors: int,
    weights: str | None,
    recognizer: str,
    home: str | None,
) -> None:
    """Score recognition, resolution and both together against an annotated corpus.

    CORPUS is JSON Lines with toponyms, the published XML of LGL, TR-News or GeoVirus, or a folder
    of brat files (GeoWebNews).

    \b
    Example:
      geoconflict evaluate lgl.jsonl --errors 20
    """
    from geo.evaluate import errors_text, scorecard_text
    from geo.evaluate import evaluate as score
    from geo.exchange import json_line
    from geo.pipeline import Options, stages

    parts = stages(Options(recognizer=recognizer, home=home, weights=weights))
    card = score(
        corpus,
        task=tasks or TASKS,
        recognizer=parts.recognizer,
        resolver=parts.resolver,
        gazetteer=parts.gazetteer,
    )
    click.echo(json_line(card.as_dict()) if as_json else scorecard_text(card))
    if errors:
        click.echo(errors_text(card.errors(errors)), err=as_json)
