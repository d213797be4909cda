"""Decide whether two reports tell of one event.

What weakens the likeness (a wider place, a vaguer day, another sub-type) asks for evidence, and
what two reports share beyond place and day (the number of dead, an actor known by name, telling
words) gives it. What cannot be one event (another day, tolls far apart) ends the question.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from geo.events.sites import distance_km
from geo.events.types import (
    ABDUCTION,
    BATTLES,
    CIVILIANS,
    EXPLOSIONS,
    PROTESTS,
    RIOTS,
    SEXUAL,
    STRATEGIC,
)
from geo.events.wordlists import read_sets
from geo.names import fold

Row = Mapping[str, Any]

_COMMON = read_sets("reports")["common"]
_WORD = re.compile(r"[^\W\d_]{4,}")
_STEM = 6
_VIOLENCE = frozenset([BATTLES, EXPLOSIONS, CIVILIANS])
_CROWD = frozenset([PROTESTS, RIOTS])
_APART = frozenset([ABDUCTION, SEXUAL])
_NOBODY = ("Unidentified", "Civilians", "Protesters", "Rioters")
_POINTS = frozenset(["town", "near"])
_CLOSE_KM = 25.0
_FAR_TIMES, _FAR_MORE = 10, 10
_SAME_TOLL, _SAME_ACTOR, _OTHER_ACTOR = 2, 1, -2
_FEW_WORDS, _MANY_WORDS = 2, 4


@dataclass(slots=True)
class Telling:
    """One report of an event: what its row says, in the form that comparing needs."""

    row: Row
    language: str
    start: date | None
    end: date | None
    stated: bool
    named: frozenset[str]
    _words: frozenset[str] | None = field(default=None)

    @property
    def article(self) -> str:
        """The id of the article."""
        return str(self.row["x_article_ids"][0])

    @property
    def dead(self) -> int | None:
        """How many died; None where no number is told."""
        best: int | None = self.row["x_fat_best"]
        return best

    @property
    def is_day(self) -> bool:
        """Whether the date is a single day."""
        return bool(self.row["time_precision"] == 1)

    @property
    def words(self) -> frozenset[str]:
        """The stems of the sentence's telling words, without those of its place."""
        if self._words is None:
            place = _stems(f"{self.row['location'] or ''} {self.row['admin1'] or ''}")
            self._words = _stems(self.row["x_sentence"] or "") - place
        return self._words


def read_telling(row: Row, language: str = "") -> Telling:
    """The telling of an event row of one article."""
    start, end = row["x_date_start"], row["x_date_end"]
    names = (row["actor1"], row["actor2"], *(row["assoc_actor_1"] or "").split("; "),
             *(row["assoc_actor_2"] or "").split("; "))  # fmt: skip
    return Telling(
        row=row,
        language=language,
        start=date.fromisoformat(start) if start else None,
        end=date.fromisoformat(end) if end else None,
        stated=bool(row["x_date_text"]),
        named=frozenset(name for name in names if name and not name.startswith(_NOBODY)),
    )


def likeness(one: Telling, two: Telling) -> int | None:
    """How far the evidence exceeds what is asked for; None where the events are two."""
    asked = [_kinds(one, two), _days(one, two), _places(one, two)]
    if any(each is None for each in asked) or _tolls_conflict(one, two):
        return None
    over = _evidence(one, two) - sum(each for each in asked if each is not None)
    return over if over >= 0 else None


def _kinds(one: Telling, two: Telling) -> int | None:
    first, second = one.row["event_type"], two.row["event_type"]
    vague = first in _CROWD or first == STRATEGIC
    # Several crowds may march through a city on one day; only their words tell them apart.
    asked = 1 if vague and one.language == two.language else 0
    if one.row["sub_event_type"] == two.row["sub_event_type"]:
        return asked
    if {first, second} <= _CROWD:
        return asked + 1 if asked else 0
    if {first, second} <= _VIOLENCE:
        apart = {one.row["sub_event_type"], two.row["sub_event_type"]} & _APART
        return 2 if apart else 1
    return 2 if {first, second} <= _CROWD | {CIVILIANS} else None


def _days(one: Telling, two: Telling) -> int | None:
    if not (one.start and one.end and two.start and two.end):
        return None
    if one.is_day and two.is_day:
        return _single_days(one, two, one.start - two.start)
    overlaps = one.start <= two.end and two.start <= one.end
    return 1 if overlaps else None


def _single_days(one: Telling, two: Telling, gap: timedelta) -> int | None:
    """Nothing asked on the same day; a report without a date may be of the day before."""
    if not gap:
        return 0
    later = one if gap > timedelta(0) else two
    return 2 if abs(gap) == timedelta(1) and not later.stated else None


def _places(one: Telling, two: Telling) -> int | None:
    first, second = one.row, two.row
    if first["x_place_id"] is None or second["x_place_id"] is None:
        return None
    if first["x_country_iso2"] != second["x_country_iso2"]:
        return None
    kinds = {first["x_precision"], second["x_precision"]}
    if first["x_place_id"] == second["x_place_id"]:
        return {"country": 2, "province": 1}.get(max(kinds, key=_WIDTH.index), 0)
    if "country" in kinds:
        return 2
    if kinds <= _POINTS:
        return 1 if _distance_km(first, second) <= _reach_km(first, second) else None
    same_province = first["x_admin1_iso"] == second["x_admin1_iso"] is not None
    return 1 if same_province else None


_WIDTH = ("town", "near", "district", "province", "country")


def _reach_km(one: Row, two: Row) -> float:
    return min(_CLOSE_KM, 3.0 + (one["x_radius_km"] or 0.0) + (two["x_radius_km"] or 0.0))


def _distance_km(one: Row, two: Row) -> float:
    return distance_km(*((row["latitude"], row["longitude"]) for row in (one, two)))


def _tolls_conflict(one: Telling, two: Telling) -> bool:
    if not one.dead or not two.dead:
        return False
    low, high = sorted([one.dead, two.dead])
    return high >= _FAR_TIMES * low and high - low > _FAR_MORE


def _evidence(one: Telling, two: Telling) -> int:
    points = 0
    if one.dead and one.dead == two.dead:
        points += _SAME_TOLL
    if one.named and two.named:
        points += _SAME_ACTOR if one.named & two.named else _OTHER_ACTOR
    shared = len(one.words & two.words)
    return points + (shared >= _FEW_WORDS) + (shared >= _MANY_WORDS)


def _stems(text: str) -> frozenset[str]:
    words = _WORD.findall(fold(text))
    return frozenset(word[:_STEM] for word in words if word not in _COMMON)
