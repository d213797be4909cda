"""What the command says on stderr while and after it works."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar

import click

from geo.errors import NoArticlesError

if TYPE_CHECKING:
    from geo.articles import Failure
    from geo.pipeline import Asked

_SHOWN = 20
Item = TypeVar("Item")


class Progress:
    """A count on stderr that moves, on a terminal only."""

    def __init__(self, noun: str) -> None:
        self._noun = noun
        self._count = 0
        self._shown = sys.stderr.isatty()

    def step(self, count: int = 1) -> None:
        """One more is done, or several."""
        self._count += count
        if self._shown:
            click.echo(f"\r{self._count:,} {self._noun}", nl=False, err=True)

    def each(self, items: Iterable[Item]) -> Iterator[Item]:
        """The items, each counted as it goes by."""
        for item in items:
            yield item
            self.step()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._shown and self._count:
            click.echo(err=True)


def tell_notes(notes: Iterable[str]) -> None:
    """Say what was repaired or looks wrong, a line each."""
    for note in notes:
        click.echo(f"note: {note}", err=True)


def tell_failures(failures: Iterable[Failure]) -> None:
    """Name what could not be read, the first twenty in full."""
    listed = list(failures)
    for failure in listed[:_SHOWN]:
        click.echo(f"not read: {failure.path}: {failure.reason}", err=True)
    if len(listed) > _SHOWN:
        click.echo(f"... and {len(listed) - _SHOWN} more, all in manifest.json", err=True)


def tell_trouble(asked: Asked) -> None:
    """Say for which names a service could not be asked."""
    if trouble := asked.trouble():
        click.echo(f"geoconflict: {trouble}", err=True)


def tell_corrections(account: dict[str, Any]) -> None:
    """Say how many corrections were applied, and name those that are stale or cannot be used."""
    if not account:
        return
    names = ", ".join(each["path"] for each in account["files"])
    click.echo(
        f"corrections of {names}: {account['applied']:,} applied, {len(account['stale']):,} stale,"
        f" {account['of_other_articles']:,} of articles not read here",
        err=True,
    )
    tell_unusable(account["unusable"])
    _tell("correction stale", account["stale"])


def tell_unusable(problems: Iterable[object]) -> None:
    """Name the lines of a file of corrections that cannot be used."""
    _tell("correction not used", list(map(str, problems)))


def _tell(what: str, listed: list[str]) -> None:
    for each in listed[:_SHOWN]:
        click.echo(f"{what}: {each}", err=True)
    if len(listed) > _SHOWN:
        click.echo(f"... and {len(listed) - _SHOWN} more", err=True)


def no_articles(sources: Iterable[str], *, left_out: Mapping[str, int]) -> NoArticlesError:
    """What to raise where nothing was read: each reason was told, or here is how many were left."""
    where = " ".join(sources)
    if not left_out:
        return NoArticlesError(f"no article could be read from {where}")
    kinds = ", ".join(f"{number:,} for {_LEFT_OUT[kind]}" for kind, number in left_out.items())
    return NoArticlesError(f"every article of {where} was left out: {kinds}")


_LEFT_OUT = {"language": "its language (--languages)", "duplicate": "being a duplicate"}
