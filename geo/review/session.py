"""A review: the events of some articles, the least certain first, and the file it writes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from geo.corrections import (
    EVENT_FIELDS,
    MENTION_FIELDS,
    Corrections,
    Problem,
    append_corrections,
    place_id,
    read_corrections,
    told,
    understood,
    withdraw_corrections,
)
from geo.errors import UsageError
from geo.gazetteer import Gazetteer
from geo.pipeline import Options
from geo.records import Article
from geo.review.dossiers import Case, Dossier, is_done, open_dossier

Key = tuple[str, str]
"""An event: its article's id, and its digest."""
Cells = dict[str, str]

_LONG_SENTENCE = 60
"""Two articles do not tell two events in the same words, if these are enough."""


@dataclass(slots=True)
class Session:
    """What is being reviewed. `order` holds the events, the least certain first, reviewed last."""

    file: Path
    options: Options
    dossiers: dict[str, Dossier] = field(default_factory=dict)
    order: list[Key] = field(default_factory=list)
    _written: list[tuple[Key, list[Cells]]] = field(default_factory=list)
    who: str = ""

    @classmethod
    def open(cls, articles: Iterable[Article], file: Path, options: Options) -> Session:
        """Read the articles; those without an event are passed over.

        Raises CorrectionsError where `file` is there and no table of corrections.
        """
        session = cls(file, options)
        corrections = session.corrections()
        session.who = next((each.who for each in reversed(corrections.given) if each.who), "")
        for article in articles:
            dossier = open_dossier(article, options, corrections)
            if dossier.cases:
                session.dossiers[article.id] = dossier
        session.order = sorted(session._keys(), key=session._rank)
        return session

    def _keys(self) -> list[Key]:
        return [(id_, case.digest) for id_, each in self.dossiers.items() for case in each.cases]

    def _rank(self, key: Key) -> tuple[bool, float]:
        case = self.case(key)
        return is_done(case), -case.doubt

    def corrections(self) -> Corrections:
        """The corrections that the file holds now."""
        if not self.file.exists():
            return Corrections()
        return read_corrections([self.file], Gazetteer.open())

    def case(self, key: Key) -> Case:
        """The event of a key. Raises UsageError where there is none."""
        dossier = self.dossiers.get(key[0])
        case = dossier.case(key[1]) if dossier else None
        if case is None:
            raise UsageError("this event is told no more")
        return case

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The lines of the file that cannot be used."""
        return self.corrections().problems

    @property
    def n_written(self) -> int:
        """How many lines this review has written."""
        return sum(len(lines) for _, lines in self._written)

    def copies(self, key: Key) -> list[Key]:
        """The events that other articles tell in the same sentence and that nobody has judged."""
        sentence = self.case(key).machine["x_sentence"]
        return [
            other
            for other in self.order
            if other[0] != key[0] and len(sentence) >= _LONG_SENTENCE
            if (case := self.case(other)).machine["x_sentence"] == sentence and not is_done(case)
        ]

    def decide(
        self,
        key: Key,
        changes: Sequence[Mapping[str, str]],
        *,
        who: str,
        why: str,
        today: date,
        copies: bool = False,
    ) -> None:
        """Write corrections of an event at once, all or none, and read its article again.

        Each of `changes` is a target (mention or event), a field and a value; with `copies` they
        are made in the copies of the event's sentence too. Raises UsageError, and writes nothing,
        where one makes no sense.
        """
        keys = [key, *(self.copies(key) if copies else ())]
        said = {"who": who, "why": why, "made": today.isoformat()}
        lines = [self._line(each, change) | said for each in keys for change in changes]
        if not lines:
            raise UsageError("nothing was changed")
        append_corrections(self.file, lines)
        self._written.append((key, lines))
        self.who = who
        self._read_again(lines)

    def undo(self) -> Key | None:
        """Take back the last decision of this review; its event, None where there is none."""
        if not self._written:
            return None
        key, lines = self._written.pop()
        withdraw_corrections(self.file, lines)
        self._read_again(lines)
        return key

    def _read_again(self, lines: Iterable[Cells]) -> None:
        corrections = self.corrections()
        for id_ in dict.fromkeys(line["article"] for line in lines):
            article = self.dossiers[id_].article
            self.dossiers[id_] = open_dossier(article, self.options, corrections)
        known = set(self.order)
        self.order += [key for key in self._keys() if key not in known]
        there = set(self._keys())
        self.order = [key for key in self.order if key in there]

    def _line(self, key: Key, change: Mapping[str, Any]) -> Cells:
        case, target = self.case(key), str(change.get("target", ""))
        name, value = str(change.get("field", "")), str(change.get("value", ""))
        cells = {"article": key[0], "field": name, "value": value, "target": target}
        _check(target, name, value)
        if target == "mention":
            return cells | self._mention_cells(key, case, name)
        return cells | self._event_cells(key, case, name)

    def _mention_cells(self, key: Key, case: Case, name: str) -> Cells:
        if case.mention is None:
            raise UsageError("no words of the article name the place of this event")
        machine = self.dossiers[key[0]].machine_mention(case.mention)
        was = place_id(machine.place) if machine and name == "place" else ""
        return {"text": case.mention.toponym.text, "was": was}

    def _event_cells(self, key: Key, case: Case, name: str) -> Cells:
        alike = [each for each in self.dossiers[key[0]].cases if _words(each) == _words(case)]
        return {
            "event": case.machine["event_id_cnty"],
            "text": case.machine["x_trigger_text"] or "",
            "occurrence": str(alike.index(case) + 1) if len(alike) > 1 else "",
            "was": "" if name == "x_review_status" else told(case.machine, name),
        }


def _words(case: Case) -> str:
    return str(case.machine["x_trigger_text"] or "").casefold()


def _check(target: str, name: str, value: str) -> None:
    fields = {"mention": MENTION_FIELDS, "event": EVENT_FIELDS}.get(target, ())
    if name not in fields:
        raise UsageError(f"{target} has no field {name!r}")
    try:
        understood(name, value, Gazetteer.open())
    except ValueError as error:
        raise UsageError(str(error)) from error
