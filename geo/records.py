"""The records that flow through the house, in order of appearance."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import date
from typing import Literal

PlaceKind = Literal["country", "admin1", "admin2", "populated", "region", "water", "other"]
Role = Literal["event", "context", "actor", "dateline"]
Status = Literal["reported", "claimed", "planned", "denied", "historical"]


class Precision(enum.IntEnum):
    """How exactly a place is known, finest first."""

    TOWN = 1
    NEAR = 2
    DISTRICT = 3
    PROVINCE = 4
    COUNTRY = 5

    @property
    def label(self) -> str:
        """The word that stands in tables: "town"."""
        return self.name.lower()


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article. Offsets everywhere count in `text`, which begins with the title."""

    id: str
    text: str
    source: str = ""
    url: str = ""
    title: str = ""
    published: date | None = None
    language: str | None = None
    path: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Toponym:
    """A place name as it stands in an article: `article.text[start:end] == text`."""

    text: str
    start: int
    end: int
    score: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Country:
    """A country or territory of ISO 3166-1, with ACLED's spelling and region."""

    iso2: str
    iso3: str
    iso_numeric: int
    name: str
    region: str
    lat: float
    lon: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A place of a gazetteer; `lat` and `lon` in degrees, EPSG:4326.

    `country` is ISO 3166-1 alpha-2, "" where a place lies in none (a sea) or in several.
    `admin1` and `admin1_iso` name the province ("Esmeraldas", "EC-E").
    `countries` and `provinces` list what an informal region is made of.
    """

    id: str
    name: str
    kind: PlaceKind
    lat: float
    lon: float
    country: str = ""
    admin1: str = ""
    admin1_iso: str = ""
    admin2: str = ""
    population: int = 0
    source: str = ""
    capital: bool = False
    countries: tuple[str, ...] = ()
    provinces: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """The place that a toponym means, or None, with the reason and what else it could be.

    `decided_by` is "" where the machine chose, else the person who did, and why: "Ana: it says so".
    """

    toponym: Toponym
    place: Place | None
    score: float
    reason: str
    alternatives: tuple[tuple[Place, float], ...] = ()
    role: Role = "context"
    decided_by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DateSpan:
    """When: first and last possible day, the words, and ACLED's time precision.

    1 is a day, 2 a week, 3 a month or more. `day` is the best single day.
    """

    start: date
    end: date
    text: str
    precision: Literal[1, 2, 3]
    best: date | None = None

    @property
    def day(self) -> date:
        """The best single day: `best`, or else the first."""
        return self.best or self.start


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who, in ACLED's manner: "Military Forces of Ecuador", "State Forces"."""

    name: str
    kind: str
    country: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Casualties:
    """How many died and were injured, with the words; None where nothing is stated."""

    low: int | None = None
    best: int | None = None
    high: int | None = None
    injured: int | None = None
    text: str = ""

    @property
    def reported(self) -> bool:
        """Whether a number of deaths is stated, zero included."""
        return self.best is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The sentence an event came from; all offsets count in the article's text."""

    sentence: str
    start: int
    end: int
    trigger: str
    trigger_start: int
    trigger_end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What happened, when, where, to whom: one row of the event table, before its frame.

    `dates` is None where neither the text nor the publication gives a date.
    """

    id: str
    article: Article
    type: str
    sub_type: str
    type_score: float
    dates: DateSpan | None
    resolution: Resolution
    country: Country | None
    precision: Precision
    radius_km: float
    side1: tuple[Actor, ...]
    side2: tuple[Actor, ...]
    casualties: Casualties
    evidence: Evidence
    status: Status = "reported"
    civilian_targeting: bool = False
