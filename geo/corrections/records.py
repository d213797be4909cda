"""Decisions of persons about what the machine read, and what became of each in a run."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import Any, Literal

from geo.records import Article

Target = Literal["mention", "event"]

COLUMNS = (
    "target", "article", "event", "text", "occurrence", "field", "value", "who", "why", "made",
    "was",
)  # fmt: skip
"""The columns of a file of corrections."""

UNNAMED = "an unnamed reviewer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """One line of a file of corrections; `meaning` is `value` understood: a Place, a number, ...

    A mention is found by article, words and occurrence, an event by its id, else by article and
    trigger words. `was` is what the machine said when the correction was made, "" if not noted.
    """

    target: Target
    field: str
    value: str
    meaning: Any = None
    article: str = ""
    event: str = ""
    text: str = ""
    occurrence: int | None = None
    who: str = ""
    why: str = ""
    made: str = ""
    was: str = ""
    path: str = ""
    line: int = 0
    order: int = 0

    @property
    def subject(self) -> tuple[Any, ...]:
        """What is decided; of two lines with equal subjects the later one holds."""
        words = () if self.event else (self.article, self.text.casefold(), self.occurrence)
        return (self.target, event_digest(self.event), *words, self.field)

    @property
    def key(self) -> str:
        """A name made of what is decided and how, whatever line it stands in."""
        said = "\x1f".join((repr(self.subject), self.value, self.decided_by, self.was))
        return hashlib.blake2b(said.encode("utf-8", "backslashreplace"), digest_size=8).hexdigest()

    @property
    def where(self) -> str:
        """The file and the line that it stands in."""
        return f"{self.path}:{self.line}"

    @property
    def decided_by(self) -> str:
        """Who decided, and why: "Ana: the second sentence says so"."""
        return ": ".join(part for part in (self.who or UNNAMED, self.why) if part)


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of the correction with a key: whether it was applied, and why it looks stale."""

    key: str
    applied: bool
    stale: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A line that cannot be used, and what to do about it."""

    path: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Corrections:
    """All corrections of a run, found by the article or the event that they are about."""

    given: tuple[Correction, ...] = ()
    problems: tuple[Problem, ...] = ()
    files: tuple[str, ...] = ()
    _mentions: dict[str, list[Correction]] = field(default_factory=lambda: defaultdict(list))
    _events: dict[str, list[Correction]] = field(default_factory=lambda: defaultdict(list))
    _by_digest: dict[str, list[Correction]] = field(default_factory=lambda: defaultdict(list))

    def __post_init__(self) -> None:
        latest = {each.subject: each for each in self.given}
        for each in latest.values():
            if each.target == "mention":
                self._mentions[each.article].append(each)
            elif each.article:
                self._events[each.article].append(each)
            else:
                self._by_digest[event_digest(each.event)].append(each)

    def __bool__(self) -> bool:
        return bool(self.given)

    @property
    def held(self) -> Iterator[Correction]:
        """Those that no later line takes the place of."""
        for index in (self._mentions, self._events, self._by_digest):
            for found in index.values():
                yield from found

    def of_mentions(self, article: Article) -> list[Correction]:
        """The corrections of an article's place names, in the order of the file."""
        if not self._mentions:
            return []
        names = _names((article.id, article.url, article.path))
        return _in_order(each for name in names for each in self._mentions.get(name, ()))

    def of_events(self, names: Iterable[str], ids: Iterable[str]) -> list[Correction]:
        """The corrections of the events with these ids, or of an article's, in file order.

        `names` are what it may be called by: its id, its address, its file.
        """
        named = [each for name in _names(names) for each in self._events.get(name, ())]
        told = [each for id_ in ids for each in self._by_digest.get(event_digest(id_), ())]
        return _in_order([*named, *told])


def event_digest(event_id: str) -> str:
    """An event's id without its country, which a corrected place may change."""
    return event_id.rpartition("-")[2].lower()


def _names(names: Iterable[str]) -> list[str]:
    """What a correction may call an article by; a file's name will do for its path."""
    given = [name for name in names if name]
    return list(dict.fromkeys([*given, *(PurePath(name).name for name in given[-1:])]))


def _in_order(found: Iterable[Correction]) -> list[Correction]:
    return sorted(found, key=lambda each: each.order)
