"""`geoconflict evaluate`: the scorecard against an annotated corpus."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from geo.cli import options as given
from geo.cli.choices import Existing, OneOf

if TYPE_CHECKING:
    from geo.evaluate import Scorecard
    from geo.pipeline.stages import Stages

TASKS = (
    "places", "events", "relevance", "dates", "types",
    "recognition", "resolution", "end-to-end",
)  # fmt: skip


@click.command()
@click.argument("corpus", type=Existing(exists=True, path_type=Path))
@click.option(
    "--task",
    "tasks",
    multiple=True,
    type=OneOf(TASKS),
    help="What to measure; may be given several times (default: places; types of snippets).",
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
    tasks: tuple[str, ...],
    as_json: bool,
    errors: int,
    weights: str | None,
    recognizer: str,
    home: str | None,
) -> None:
    """Score place names and events against an annotated corpus.

    CORPUS is a file or a folder; its form tells what can be measured.

    Place names with offsets: JSON Lines with toponyms, the published XML of LGL, TR-News or
    GeoVirus, a folder of brat files (GeoWebNews). Tasks: places, which is recognition, resolution
    and end-to-end.

    News with event templates: JSON Lines as MUC-4's. Tasks: places (the annotated names found
    and resolved), relevance (articles with an event), events (place, date, deaths and type in
    articles with exactly one event), dates and types alone.

    Snippets with sub-types: a table as CASE 2021's. Task: types.

    \b
    Example:
      geoconflict evaluate lgl.jsonl --errors 20
      geoconflict evaluate muc4.jsonl --task events --task relevance
    """
    from geo.evaluate import chosen_tasks, corpus_form, errors_text, evaluate_events, scorecard_text
    from geo.exchange import json_line
    from geo.pipeline import Options, stages

    form = corpus_form(corpus)
    chosen = chosen_tasks(corpus, form, tasks)
    parts = stages(Options(recognizer=recognizer, home=home, weights=weights))
    if form == "names":
        card = _score_names(corpus, chosen, parts)
    else:
        card = evaluate_events(corpus, task=chosen, read=parts.resolve, gazetteer=parts.gazetteer)
    click.echo(json_line(card.as_dict()) if as_json else scorecard_text(card))
    if errors:
        click.echo(errors_text(card.errors(errors)), err=as_json)


def _score_names(corpus: Path, tasks: tuple[str, ...], parts: Stages) -> Scorecard:
    from geo.evaluate import TASKS as PARTS
    from geo.evaluate import evaluate as score

    return score(
        corpus,
        task=PARTS if "places" in tasks else tuple(each for each in PARTS if each in tasks),
        recognizer=parts.recognizer,
        resolver=parts.resolver,
        gazetteer=parts.gazetteer,
    )
