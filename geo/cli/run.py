"""`geoconflict run`: the main job."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from geo.cli.options import (
    chosen_corrections,
    default_sources,
    drawing,
    reading,
    sharing,
    split_types,
)
from geo.cli.talk import (
    Progress,
    no_articles,
    tell_corrections,
    tell_failures,
    tell_notes,
    tell_trouble,
)

if TYPE_CHECKING:
    from geo.coarsen import Level


@click.command()
@reading
@click.option(
    "--out",
    default="maps/",
    show_default=True,
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder that gets index.html, events.csv, .geojson, .parquet and manifest.json.",
)
@click.option(
    "--cache",
    type=click.Path(dir_okay=False, path_type=Path),
    help="A file that remembers results: a second run works out only what changed.",
)
@click.option(
    "--jobs",
    default=1,
    show_default=True,
    type=click.IntRange(1),
    metavar="N",
    help="How many processes work at once.",
)
@click.option(
    "--article-timeout",
    "article_timeout_s",
    type=click.FloatRange(min=0, min_open=True),
    metavar="SECONDS",
    help="Set an article aside that takes longer, or ends its process, and go on with the rest "
    "(default: 300 with several jobs; with one, articles are worked on without a guard).",
)
@click.option(
    "--cluster",
    metavar="ADDRESS",
    help="Let the workers of a Dask scheduler do the work, such as tcp://host:8786; SOURCE may then"
    " be a pattern or a URL (s3://...) that they see as this machine does.",
)
@drawing
@sharing
def run(
    *,
    sources: tuple[str, ...],
    recognizer: str,
    home: str | None,
    corrections: Path | None,
    no_corrections: bool,
    provider: str,
    languages: tuple[str, ...] | None,
    out: Path,
    cache: Path | None,
    jobs: int,
    article_timeout_s: float | None,
    cluster: str | None,
    title: str | None,
    language: str,
    tiles: str,
    tiles_attribution: str,
    boundaries: tuple[str, ...],
    coarsen: Level | None,
    delay_days: int,
    hide_types: str,
    strict: bool,
) -> None:
    """Read articles, extract events, and draw them: the main job.

    SOURCE is a file, a folder or - for JSON Lines on stdin; without one, seeds/.

    \b
    Example:
      geoconflict run articles/ --out map/ --cache geoconflict.sqlite
      geoconflict run "news/*.jsonl" --out map/ --cluster tcp://scheduler:8786
    """
    from geo.pipeline import Options, Sharing, choose_boundaries
    from geo.pipeline import run as run_pipeline

    asked = Sharing.asked(
        coarsen=coarsen, delay_days=delay_days, hide_types=split_types(hide_types)
    )
    chosen = choose_boundaries(boundaries)
    tell_notes(chosen.notes)
    with Progress("articles") as progress:
        report = run_pipeline(
            default_sources(sources),
            out=out,
            options=Options(recognizer=recognizer, home=home, provider=provider),
            languages=languages,
            jobs=jobs,
            article_timeout_s=article_timeout_s,
            cache=cache,
            cluster=cluster,
            title=title,
            language=language,
            tiles=tiles,
            tiles_attribution=tiles_attribution,
            sharing=asked,
            boundaries=chosen,
            corrections=chosen_corrections(corrections, none=no_corrections),
            stdin=sys.stdin.buffer,
            apart=True,
            on_article=progress.step,
        )
    tell_failures(report.failures)
    tell_corrections(report.corrections)
    tell_trouble(report.asked)
    if not report.totals["articles"]:
        raise no_articles(default_sources(sources), left_out=report.totals["left_out"])
    click.echo(report.summary(), err=True)
    if strict and report.failures:
        sys.exit(1)
