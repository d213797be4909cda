"""What the page shows of an event, as plain values: sentence, places, fields."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

from geo.corrections import EVENT_FIELDS, told
from geo.events import SUB_TYPES, TYPE_OF
from geo.frames import INTER_ORDER, Row, place_object
from geo.gazetteer import Gazetteer
from geo.records import Place, Precision
from geo.review.dossiers import Case, Dossier
from geo.review.session import Key, Session

_AROUND = 320
_MOST_NAMED = 12
_MOST_FOUND = 12

_INTERS = ("", *INTER_ORDER)
FIELDS: tuple[tuple[str, str, tuple[str, ...] | str], ...] = (
    ("sub_event_type", "Kind of event", SUB_TYPES),
    ("event_date", "Date", "date"),
    ("time_precision", "Date known to the", ("1", "2", "3")),
    ("fatalities", "Deaths", "number"),
    ("actor1", "Actor 1", "text"),
    ("inter1", "is", _INTERS),
    ("actor2", "Actor 2", "text"),
    ("inter2", "is", _INTERS),
    ("civilian_targeting", "Civilians were the target", ("", "Civilian targeting")),
    ("x_precision", "Place known to the", tuple(each.label for each in Precision)),
    ("x_status", "The article", ("reported", "claimed", "planned", "denied", "historical")),
)
"""The columns that the page shows, how it calls them, and what they hold."""


def overview(session: Session) -> dict[str, Any]:
    """All events in the order in which they are walked, and what the page needs once."""
    return {
        "file": str(session.file),
        "who": session.who,
        "cases": [_short(session, key) for key in session.order],
        "types": TYPE_OF,
        "columns": [name for name in EVENT_FIELDS if name != "place"],
        "written": session.n_written,
    }


def _short(session: Session, key: Key) -> dict[str, Any]:
    case = session.case(key)
    return {
        "key": list(key),
        "status": case.status,
        "doubt": round(case.doubt, 3),
        "what": case.row["sub_event_type"] or case.row["event_type"],
        "where": case.row["location"],
    }


def detail(session: Session, key: Key) -> dict[str, Any]:
    """One event in full."""
    case, dossier = session.case(key), session.dossiers[key[0]]
    article, row = dossier.article, case.row
    return {
        "key": list(key),
        "id": row["event_id_cnty"],
        "status": case.status,
        "what": row["sub_event_type"],
        "type": row["event_type"],
        "scores": {
            "place": case.machine["x_place_score"],
            "type": case.machine["x_type_score"],
        },
        "title": article.title or article.path,
        "source": article.source,
        "published": article.published.isoformat() if article.published else "",
        "url": article.url,
        "text": list(_pieces(article.text, row)),
        "name": case.mention.toponym.text if case.mention else "",
        "place": _chosen(row),
        "places": [_seen(place, score) for place, score in _candidates(case)],
        "named": [_seen(place, None, words) for place, words in _named(dossier, case)],
        "fields": [_field(case, *each) for each in FIELDS],
        "values": {name: told(row, name) for name in EVENT_FIELDS},
        "machine": {name: told(case.machine, name) for name in EVENT_FIELDS},
        "notes": list(row["x_corrections"]),
        "copies": len(session.copies(key)),
    }


def _pieces(text: str, row: Row) -> Iterator[list[str]]:
    """The sentence with what stands around it, cut where a mark begins or ends.

    Each piece is a text and its marks: s in the sentence, p the place, t the trigger.
    """
    start = row["x_sentence_start"] or 0
    spans = {
        "s": (start, start + len(row["x_sentence"] or "")),
        "p": (row["x_place_start"], row["x_place_end"]),
        "t": (row["x_trigger_start"], row["x_trigger_end"]),
    }
    known = {mark: span for mark, span in spans.items() if None not in span}
    first = max(0, min(low for low, _ in known.values() if low >= start - _AROUND) - _AROUND)
    last = _word_end(text, spans["s"][1] + _AROUND)
    edges = {first, last, *(at for span in known.values() for at in span if first < at < last)}
    for low, high in itertools.pairwise(sorted(edges)):
        marks = (mark for mark, span in known.items() if span[0] <= low and high <= span[1])
        yield [text[low:high], "".join(marks)]


def _word_end(text: str, at: int) -> int:
    """The end of the last word that ends before `at`."""
    return len(text) if at >= len(text) else max(text.rfind(" ", 0, at), at - _AROUND)


def _chosen(row: Row) -> dict[str, Any] | None:
    if row["latitude"] is None or row["x_place_id"] is None:
        return None
    return {
        "id": row["x_place_id"],
        "name": row["location"],
        "lat": row["latitude"],
        "lon": row["longitude"],
        "precision": row["x_precision"],
        "radius_km": row["x_radius_km"],
        "reason": row["x_place_reason"],
        "where": ", ".join(part for part in (row["admin1"], row["country"]) if part),
    }


def _candidates(case: Case) -> list[tuple[Place, float | None]]:
    """The places that the words may mean, the chosen one first."""
    if case.mention is None:
        return []
    chosen = [(case.mention.place, case.mention.score)] if case.mention.place else []
    return [*chosen, *case.mention.alternatives]


def _named(dossier: Dossier, case: Case) -> list[tuple[Place, str]]:
    """The other places that the article names, each once, with the words."""
    known = {place.id for place, _ in _candidates(case)} | {case.row["x_place_id"]}
    found = {
        each.place.id: (each.place, each.toponym.text)
        for each in reversed(dossier.resolutions)
        if each.place and each.place.id not in known
    }
    return list(reversed(found.values()))[:_MOST_NAMED]


def _seen(place: Place, score: float | None = None, words: str = "") -> dict[str, Any]:
    country = Gazetteer.open().find_country(place.country) if place.country else None
    parts = (place.admin2, place.admin1, country.name if country else place.country)
    where = ", ".join(dict.fromkeys(part for part in parts if part and part != place.name))
    shown = place_object(place)
    return shown | {"where": where, "score": score, "words": words}


def search(query: str, *, country: str = "") -> list[dict[str, Any]]:
    """The places of the offline gazetteer that a name may mean, best first."""
    found = Gazetteer.open().geocode(query, country=country or None) if query.strip() else []
    return [_seen(place) for place in found[:_MOST_FOUND]]


def _field(case: Case, name: str, label: str, kind: tuple[str, ...] | str) -> dict[str, Any]:
    value = case.row[name]
    shown = "" if value is None else str(value)
    if name == "fatalities" and not case.row["x_fat_reported"]:
        shown = ""
    choices = list(kind) if isinstance(kind, tuple) else []
    return {
        "name": name,
        "label": label,
        "kind": "choice" if choices else kind,
        "choices": choices if shown in choices else [shown, *choices] if choices else [],
        "value": shown,
    }
