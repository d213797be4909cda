"""`geoconflict review`: a page on this computer for correcting what the machine read."""

from __future__ import annotations

from pathlib import Path

import click

from geo.cli import options as given
from geo.cli.talk import Progress, tell_failures, tell_unusable
from geo.errors import UsageError


@click.command()
@given.sources
@click.option(
    "--corrections",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="The file that is read and written (default: corrections.csv beside the sources).",
)
@given.recognizer
@given.home
@given.languages
@click.option(
    "--port",
    default=0,
    type=click.IntRange(0, 65535),
    metavar="N",
    help="The port of 127.0.0.1 to listen on (default: a free one).",
)
@click.option("--open", "in_browser", is_flag=True, help="Open the page in the browser, too.")
def review(
    *,
    sources: tuple[str, ...],
    corrections: Path | None,
    recognizer: str,
    home: str | None,
    languages: tuple[str, ...] | None,
    port: int,
    in_browser: bool,
) -> None:
    """Correct the events of articles on a page of this computer.

    The events of SOURCE come with the least certain first; Ctrl-C ends it. The address on stdout is
    secret and works on this computer alone. Each decision is written to the file of corrections at
    once, and holds in every later run.

    \b
    Example:
      geoconflict review articles/
    """
    from geo.pipeline import Options, Reading
    from geo.review import Session, serve

    named = given.default_sources(sources)
    file = corrections or _beside(named)
    reading = Reading(named, languages=languages, corrections=False)
    options = Options(recognizer=recognizer, home=home)
    with Progress("articles") as progress:
        session = Session.open(progress.each(reading.articles()), file, options)
    tell_failures(reading.failures)
    tell_unusable(session.problems)
    with serve(session, port=port) as server:
        click.echo(server.url)
        click.echo(f"{len(session.order):,} events to review; Ctrl-C ends it", err=True)
        if in_browser:
            click.launch(server.url)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            click.echo(f"{session.n_written:,} corrections written to {file}", err=True)


def _beside(sources: tuple[str, ...]) -> Path:
    """The file corrections.csv beside the sources, whether it is there or not."""
    from geo.corrections import NAME

    if "-" in sources:
        raise UsageError("articles on stdin cannot be reviewed; name their file")
    folders = {path if path.is_dir() else path.parent for path in map(Path, sources)}
    if len(folders) > 1:
        raise UsageError("the sources lie in several folders; name a file with --corrections")
    return folders.pop() / NAME
