"""What the value of a correction means, by its field; the unknown is named with a suggestion."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from datetime import date
from typing import Any, Protocol

from geo.corrections.points import place_at
from geo.events import SUB_TYPES, TYPE_OF
from geo.frames import DATE_COLUMNS, EVENT_COLUMNS, INTER_ORDER, LIST_COLUMNS, WHOLE_COLUMNS
from geo.frames.columns import FLAG_COLUMNS, NUMBER_COLUMNS
from geo.records import Country, Place, Precision
from geo.suggestions import did_you_mean

MENTION_FIELDS = ("place", "mention")
ADDED, REMOVED = "added", "removed"
REJECTED, CONFIRMED = "rejected", "confirmed"
NONE = "none"

FIXED = frozenset(
    {
        "event_id_cnty", "x_article_ids", "x_cluster_id", "x_corrections", "x_n_sources",
        "x_reports", "x_disagreements", "x_trigger_text", "x_trigger_start", "x_trigger_end",
        "x_sentence", "x_sentence_start", "x_path", "x_place_id",
    }
)  # fmt: skip
"""What tells one event and its evidence from another, so that no correction may change it."""

EVENT_FIELDS = ("place", *(name for name in EVENT_COLUMNS if name not in FIXED))

_WORDS: dict[str, tuple[str, ...]] = {
    "event_type": tuple(dict.fromkeys(TYPE_OF.values())),
    "sub_event_type": SUB_TYPES,
    "inter1": INTER_ORDER,
    "inter2": INTER_ORDER,
    "civilian_targeting": ("Civilian targeting",),
    "x_precision": tuple(each.label for each in Precision),
    "x_status": ("reported", "claimed", "planned", "denied", "historical"),
    "x_review_status": (REJECTED, CONFIRMED),
    "mention": (ADDED, REMOVED),
}
_REQUIRED = frozenset({"event_type", "sub_event_type", "x_review_status", "mention", "x_status"})
_BOUNDS: dict[str, tuple[float, float]] = {
    "latitude": (-90, 90),
    "longitude": (-180, 180),
    "time_precision": (1, 3),
    "geo_precision": (1, 3),
    "x_place_score": (0, 1),
    "x_type_score": (0, 1),
}
_POINT = re.compile(r"(-?\d+(?:\.\d+)?)\s*[,; ]\s*(-?\d+(?:\.\d+)?)(?:\s*[,; ]\s*(\S.*))?")
_PLACE_ID = re.compile(r"[a-z][a-z0-9_]*:\S+")
_FLAGS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


class PlaceSource(Protocol):
    """Places by id and by name, countries by code; the gazetteer is one."""

    def find_place(self, place_id: str) -> Place | None: ...  # noqa: D102 - the class says it

    def geocode(self, query: str, *, country: str | None = None) -> list[Place]: ...  # noqa: D102

    def find_country(self, iso2: str) -> Country | None: ...  # noqa: D102

    @property
    def countries_table(self) -> dict[str, Country]: ...  # noqa: D102


def understood(field: str, value: str, places: PlaceSource) -> Any:
    """What `value` means in a field: a Place, None, a Country, a number, ISO text, words.

    Raises ValueError, which says what was expected, and what may have been meant.
    """
    if field == "place":
        return _place(value, places)
    if field == "country":
        return _country(value, places)
    if field in _WORDS:
        return _word(field, value)
    if not value.strip():
        return [] if field in LIST_COLUMNS else None
    for columns, read in _READERS:
        if field in columns:
            return _within(field, read(value.strip()))
    return value


def _word(field: str, value: str) -> str | None:
    known = _WORDS[field]
    spelt = {name.casefold(): name for name in known}
    found = spelt.get(value.strip().casefold())
    if found is None and (value.strip() or field in _REQUIRED):
        meant = did_you_mean(value, known) or f"; expected one of: {', '.join(known)}"
        raise ValueError(f"no {field} is called {value!r}{meant}")
    return found


def _country(value: str, places: PlaceSource) -> Country | None:
    if not value.strip():
        return None
    by_name = {each.name.casefold(): each for each in places.countries_table.values()}
    found = by_name.get(value.strip().casefold()) or places.find_country(value.strip())
    if found is None:
        known = [each.name for each in by_name.values()]
        raise ValueError(f"no country is called {value!r}{did_you_mean(value, known)}")
    return found


def _place(value: str, places: PlaceSource) -> Place | None:
    text = value.strip()
    if text.casefold() == NONE:
        return None
    if point := _POINT.fullmatch(text):
        lat, lon = float(point[1]), float(point[2])
        _within("latitude", lat)
        _within("longitude", lon)
        return place_at(lat, lon, point[3] or f"{lat:g}, {lon:g}")
    found = places.find_place(text)
    if found is None:
        raise ValueError(_unknown_place(text, places))
    return found


def _unknown_place(text: str, places: PlaceSource) -> str:
    if _PLACE_ID.fullmatch(text):
        return f"no place of the gazetteer has the id {text!r}"
    named = "; ".join(f'"{each.id}" ({_where(each)})' for each in places.geocode(text)[:3])
    expected = 'expected a place\'s id, "latitude, longitude, name", or "none"'
    return f"{text!r} is no place's id; did you mean {named}?" if named else f"{text!r}: {expected}"


def _where(place: Place) -> str:
    parts = (place.name, place.admin1, place.country)
    return ", ".join(dict.fromkeys(part for part in parts if part))


def _day(value: str) -> str:
    try:
        return date.fromisoformat(value).isoformat()
    except ValueError as error:
        raise ValueError(f"{value!r} is no date; expected YYYY-MM-DD") from error


def _whole(value: str) -> int:
    try:
        number = float(value)
        whole = int(number)
    except (ValueError, OverflowError) as error:
        raise ValueError(f"{value!r} is no whole number") from error
    if whole != number or whole < 0:
        raise ValueError(f"{value!r} is no whole number from 0 up")
    return whole


def _number(value: str) -> float:
    try:
        return float(value)
    except ValueError as error:
        raise ValueError(f"{value!r} is no number") from error


def _flag(value: str) -> bool:
    if value.casefold() not in _FLAGS:
        raise ValueError(f"{value!r} is neither true nor false")
    return _FLAGS[value.casefold()]


def _list(value: str) -> list[str]:
    return [part.strip() for part in value.split(";") if part.strip()]


def _within(field: str, value: Any) -> Any:
    low, high = _BOUNDS.get(field, (None, None))
    if low is not None and high is not None and not low <= value <= high:
        raise ValueError(f"{field} is {value:g}, expected {low:g} to {high:g}")
    return value


_READERS: tuple[tuple[Collection[str], Callable[[str], Any]], ...] = (
    (DATE_COLUMNS, _day),
    (WHOLE_COLUMNS, _whole),
    (NUMBER_COLUMNS, _number),
    (FLAG_COLUMNS, _flag),
    (LIST_COLUMNS, _list),
)
