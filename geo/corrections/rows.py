"""Corrections of the events of one article: its rows, before several reports become one row."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from geo.corrections.records import Correction, Fate, event_digest
from geo.corrections.values import CONFIRMED, NONE, REJECTED
from geo.events import TYPE_OF, exactness
from geo.frames import (
    FOLLOWS,
    GEO_PRECISION,
    UCDP_WHERE_PRECISION,
    Row,
    correction_notes,
    country_columns,
    place_columns,
)
from geo.frames.codebook import disorder_type, interaction, plover, ucdp_type
from geo.records import Country, Place, Precision

FindCountry = Callable[[str], Country | None]


def correct_rows(
    rows: Sequence[Row], corrections: Sequence[Correction], find_country: FindCountry
) -> tuple[list[Row], list[Fate]]:
    """The rows as persons corrected them, without those that were rejected; and what became of it.

    What follows from a corrected column changes with it: the codes of a type, the year of a date,
    the province and the precision of a place.
    """
    machine, kept = list(rows), list(rows)
    fates = []
    for each in sorted(corrections, key=_rank):
        at, missing = _find(machine, each)
        if at is None:
            fates.append(Fate(key=each.key, applied=False, stale=missing))
            continue
        fates.append(Fate(key=each.key, applied=True, stale=_stale(machine[at], each)))
        kept[at] = _corrected(kept[at], each, find_country)
    return [row for row in kept if row["x_review_status"] != REJECTED], fates


def _rank(correction: Correction) -> int:
    """What settles other columns too goes first, a judgement of the whole event last."""
    if correction.field == "x_review_status":
        return len(FOLLOWS) + 1
    order = list(FOLLOWS)
    return order.index(correction.field) if correction.field in FOLLOWS else len(FOLLOWS)


def _find(rows: list[Row], correction: Correction) -> tuple[int | None, str]:
    """The row that a correction means; where there is none, the reason."""
    digest = event_digest(correction.event)
    at = [i for i, row in enumerate(rows) if digest == event_digest(row["event_id_cnty"])]
    if at:
        return at[0], ""
    words = _plain(correction.text)
    if not words:
        return None, f"the article has no event {correction.event} any more"
    at = [i for i, row in enumerate(rows) if words == _plain(row["x_trigger_text"])]
    at = at or [i for i, row in enumerate(rows) if words in _plain(row["x_sentence"])]
    if correction.occurrence:
        at = at[correction.occurrence - 1 : correction.occurrence]
    if len(at) == 1:
        return at[0], ""
    if at:
        return None, f"{len(at)} events are told with {correction.text!r}; say which by occurrence"
    return None, f"the article has no event told with {correction.text!r} any more"


def _plain(words: str | None) -> str:
    return " ".join((words or "").casefold().split())


def _stale(row: Row, correction: Correction) -> str:
    field, now = correction.field, told(row, correction.field)
    if now == _cell(correction.meaning):
        return f"the machine now says {now} itself"
    if correction.was and correction.was != now and field != "x_review_status":
        return f"made when the machine said {correction.was}, now it says {now}"
    return ""


def told(row: Row, field: str) -> str:
    """What a row says in a field, as `was` notes it."""
    return _cell(row["x_place_id" if field == "place" else field])


def _cell(value: Any) -> str:
    if isinstance(value, Place):
        return value.id
    if isinstance(value, Country):
        return value.name
    if isinstance(value, list):
        return ";".join(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return NONE if value is None else str(value)


def _corrected(row: Row, correction: Correction, find_country: FindCountry) -> Row:
    if correction.field == "x_review_status":
        status = "corrected" if _is_corrected(row, correction) else correction.meaning
        return _noted(row, correction) | {"x_review_status": status}
    changes = _CHANGES.get(correction.field, _alone)(row, correction, find_country)
    return _noted(row | changes, correction) | {"x_review_status": "corrected"}


def _is_corrected(row: Row, correction: Correction) -> bool:
    confirmed: bool = correction.meaning == CONFIRMED
    return confirmed and row["x_review_status"] == "corrected"


def _noted(row: Row, correction: Correction) -> Row:
    """The row with the correction among its notes, in place of an earlier one of the field."""
    earlier = [note for note in row["x_corrections"] if note.split(" ")[0] != correction.field]
    notes = correction_notes(correction.field, correction.decided_by)
    return row | {"x_corrections": [*earlier, *notes]}


def _alone(_: Row, correction: Correction, __: FindCountry) -> Row:
    return {correction.field: correction.meaning}


def _placed(row: Row, correction: Correction, find_country: FindCountry) -> Row:
    place: Place | None = correction.meaning
    reason = {"x_place_reason": f"corrected by {correction.decided_by}", "x_place_score": 1.0}
    others = {"x_place_alternatives": _alternatives(row)}
    if place is None:
        empty = dict.fromkeys(place_columns(_NO_PLACE, Precision.COUNTRY, 0.0))
        return empty | reason | others | {"x_place_score": 0.0}
    country = country_columns(find_country(place.country) if place.country else None)
    return country | place_columns(place, *exactness(place)) | reason | others


_NO_PLACE = Place(id="", name="", kind="other", lat=0.0, lon=0.0)


def _alternatives(row: Row) -> list[str]:
    """The places considered, the machine's own choice first."""
    if not row["x_place_id"]:
        return list(row["x_place_alternatives"])
    within = [part for part in (row["admin1"], row["country"]) if part and part != row["location"]]
    own = f"{row['location']} ({', '.join([row['x_precision'], *within])})"
    return [f"{own} {row['x_place_score']:.2f}", *row["x_place_alternatives"]]


def _in_country(_: Row, correction: Correction, __: FindCountry) -> Row:
    return country_columns(correction.meaning)


def _in_province(_: Row, correction: Correction, __: FindCountry) -> Row:
    return {"admin1": correction.meaning, "x_admin1_iso": None}


def _of_type(row: Row, correction: Correction, _: FindCountry) -> Row:
    """Another type empties a sub-type that is none of its own."""
    if correction.field == "sub_event_type":
        sub_type, event_type = correction.meaning, TYPE_OF[correction.meaning]
    else:
        event_type = correction.meaning
        sub_type = row["sub_event_type"]
        sub_type = sub_type if TYPE_OF.get(sub_type) == event_type else None
    typed = {
        "event_type": event_type,
        "sub_event_type": sub_type,
        "disorder_type": disorder_type(event_type, sub_type or ""),
        "x_plover": plover(event_type, sub_type or "") or None,
    }
    return typed | _ucdp(row | typed)


def _ucdp(row: Row) -> Row:
    kinds = [[kind] if kind else [] for kind in (row["inter1"], row["inter2"])]
    code = ucdp_type(
        row["event_type"],
        row["sub_event_type"] or "",
        *kinds,
        civilian_targeting=bool(row["civilian_targeting"]),
    )
    return {"x_ucdp_type": code}


def _with_actors(row: Row, correction: Correction, _: FindCountry) -> Row:
    changed = row | {correction.field: correction.meaning}
    kinds = interaction(changed["inter1"] or "", changed["inter2"] or "")
    return {correction.field: correction.meaning, "interaction": kinds or None} | _ucdp(changed)


def _dated(_: Row, correction: Correction, __: FindCountry) -> Row:
    day: str | None = correction.meaning
    return {
        "event_date": day,
        "year": int(day[:4]) if day else None,
        "time_precision": 1 if day else None,
        "x_date_start": day,
        "x_date_end": day,
    }


def _counted(_: Row, correction: Correction, __: FindCountry) -> Row:
    number: int | None = correction.meaning
    return {
        "fatalities": number or 0,
        "x_fat_low": number,
        "x_fat_best": number,
        "x_fat_high": number,
        "x_fat_reported": number is not None,
    }


def _as_exact(_: Row, correction: Correction, __: FindCountry) -> Row:
    label: str | None = correction.meaning
    exact = Precision[label.upper()] if label else None
    return {
        "x_precision": label,
        "geo_precision": GEO_PRECISION[exact] if exact else None,
        "x_ucdp_where_prec": UCDP_WHERE_PRECISION[exact] if exact else None,
    }


_CHANGES: dict[str, Callable[[Row, Correction, FindCountry], Row]] = {
    "place": _placed,
    "country": _in_country,
    "admin1": _in_province,
    "event_type": _of_type,
    "sub_event_type": _of_type,
    "inter1": _with_actors,
    "inter2": _with_actors,
    "civilian_targeting": _with_actors,
    "event_date": _dated,
    "fatalities": _counted,
    "x_fat_best": _counted,
    "x_precision": _as_exact,
}
