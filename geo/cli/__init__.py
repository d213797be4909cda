"""The command `geoconflict`: options, messages and exit codes. The only room that prints."""

from __future__ import annotations

import os
import sys
from io import TextIOWrapper

import click

import geo
from geo.cli.articles import explain, extract, geoparse, resolve
from geo.cli.data import data
from geo.cli.evaluate import evaluate
from geo.cli.gallery import gallery
from geo.cli.geocode import geocode
from geo.cli.map import draw_table
from geo.cli.review import review
from geo.cli.run import run
from geo.cli.tables import tables
from geo.cli.terminal import shielded
from geo.errors import GeoconflictError, UsageError

_SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}


@click.group(context_settings=_SETTINGS)
@click.version_option(geo.__version__, prog_name="geoconflict")
def cli() -> None:
    """From a folder of news articles to a conflict map you can trust, offline.

    \b
    Example:
      geoconflict run articles/ --out map/
    """


COMMANDS = (
    run, review, geoparse, resolve, extract, draw_table, tables, explain, geocode, gallery,
    evaluate, data,
)  # fmt: skip

for command in COMMANDS:
    cli.add_command(command)


def main() -> None:
    """Run the command and leave: 0 done, 1 the run failed, 2 wrong usage."""
    _prepare_streams()
    try:
        cli.main(prog_name="geoconflict", standalone_mode=False)
        sys.stdout.flush()
    except click.exceptions.Exit as error:
        sys.exit(error.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except UsageError as error:
        _fail(str(error), status=2)
    except GeoconflictError as error:
        _fail(str(error), status=1)
    except (KeyboardInterrupt, click.Abort):
        _fail("stopped", status=1)
    except OSError as error:
        _end_output(error)


def _prepare_streams() -> None:
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
        if sys.stdout.isatty():
            sys.stdout = shielded(sys.stdout)
    if isinstance(sys.stderr, TextIOWrapper):
        sys.stderr = shielded(sys.stderr)


def _end_output(error: OSError) -> None:
    """Leave, and say nothing more on stdout, not even at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if isinstance(error, BrokenPipeError):
        # The reader of our output left (`| head`).
        sys.exit(1)
    _fail(f"cannot go on: {error}", status=1)


def _fail(message: str, *, status: int) -> None:
    click.echo(f"geoconflict: {message}", err=True)
    sys.exit(status)
