"""Events as rows: plain values, ready for JSON, in the order of EVENT_COLUMNS."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from geo.frames.codebook import (
    GEO_PRECISION,
    UCDP_WHERE_PRECISION,
    disorder_type,
    interaction,
    plover,
    ucdp_type,
)
from geo.frames.columns import EVENT_COLUMNS
from geo.frames.corrected import correction_notes
from geo.records import Actor, Article, Country, Event, Place, Precision

Row = dict[str, Any]


def event_row(event: Event) -> Row:
    """One event as a dictionary: lists stay lists, missing is None, dates are ISO strings."""
    values = {
        **_what(event),
        **_when(event),
        **_who(event),
        **_where(event),
        **_how_many(event),
        **_from(event),
    }
    return {column: values.get(column) for column in EVENT_COLUMNS}


def _what(event: Event) -> Row:
    return {
        "event_id_cnty": event.id,
        "disorder_type": disorder_type(event.type, event.sub_type),
        "event_type": event.type,
        "sub_event_type": event.sub_type,
        "x_type_score": round(event.type_score, 4),
        "x_status": event.status,
        "x_cluster_id": event.id,
        "x_ucdp_type": _ucdp_type(event),
        "x_plover": plover(event.type, event.sub_type) or None,
        "x_review_status": "corrected" if event.resolution.decided_by else "machine",
    }


def _ucdp_type(event: Event) -> int | None:
    kinds1, kinds2 = ([actor.kind for actor in side] for side in (event.side1, event.side2))
    return ucdp_type(
        event.type,
        event.sub_type,
        kinds1,
        kinds2,
        civilian_targeting=event.civilian_targeting,
    )


def _when(event: Event) -> Row:
    dates = event.dates
    if dates is None:
        return {}
    return {
        "event_date": dates.day.isoformat(),
        "year": dates.day.year,
        "time_precision": dates.precision,
        "x_date_start": dates.start.isoformat(),
        "x_date_end": dates.end.isoformat(),
        "x_date_text": dates.text or None,
    }


def _who(event: Event) -> Row:
    first, first_with = _side(event.side1)
    second, second_with = _side(event.side2)
    inter1 = first.kind if first else ""
    inter2 = second.kind if second else ""
    return {
        "actor1": first.name if first else None,
        "assoc_actor_1": first_with,
        "inter1": inter1 or None,
        "actor2": second.name if second else None,
        "assoc_actor_2": second_with,
        "inter2": inter2 or None,
        "interaction": interaction(inter1, inter2) or None,
        "civilian_targeting": "Civilian targeting" if event.civilian_targeting else None,
    }


def _side(actors: tuple[Actor, ...]) -> tuple[Actor | None, str | None]:
    if not actors:
        return None, None
    return actors[0], "; ".join(actor.name for actor in actors[1:]) or None


def _where(event: Event) -> Row:
    resolution, country = event.resolution, event.country
    toponym, place = resolution.toponym, resolution.place
    row: Row = country_columns(country) | {
        "x_place_text": toponym.text or None,
        "x_place_start": toponym.start if toponym.text else None,
        "x_place_end": toponym.end if toponym.text else None,
        "x_place_score": round(resolution.score, 4),
        "x_place_reason": resolution.reason,
        "x_place_alternatives": [describe_place(*other) for other in resolution.alternatives],
        "x_corrections": correction_notes("place", resolution.decided_by),
    }
    return row | place_columns(place, event.precision, event.radius_km) if place else row


def country_columns(country: Country | None) -> Row:
    """The columns that say in which country an event was, all of them missing for None."""
    return {
        "iso": country.iso_numeric if country else None,
        "region": country.region if country else None,
        "country": country.name if country else None,
        "x_country_iso2": country.iso2 if country else None,
    }


def place_columns(place: Place, precision: Precision, radius_km: float) -> Row:
    """The columns that say where in its country an event was, and how exactly that is known."""
    return {
        "admin1": place.name if place.kind == "admin1" else place.admin1 or None,
        "admin2": place.name if place.kind == "admin2" else place.admin2 or None,
        "location": place.name,
        "latitude": round(place.lat, 5),
        "longitude": round(place.lon, 5),
        "geo_precision": GEO_PRECISION[precision],
        "x_admin1_iso": place.admin1_iso or None,
        "x_place_id": place.id,
        "x_precision": precision.label,
        "x_radius_km": radius_km,
        "x_ucdp_where_prec": UCDP_WHERE_PRECISION[precision],
    }


def describe_place(place: Place, score: float) -> str:
    """A place in a few words: "Esmeraldas (populated, EC) 0.12"."""
    within = ", ".join(
        part for part in (place.admin1, place.country) if part and part != place.name
    )
    return f"{place.name} ({place.kind}{', ' + within if within else ''}) {score:.2f}"


def _how_many(event: Event) -> Row:
    casualties = event.casualties
    return {
        "fatalities": casualties.best or 0,
        "x_fat_low": casualties.low,
        "x_fat_best": casualties.best,
        "x_fat_high": casualties.high,
        "x_fat_reported": casualties.reported,
        "x_injured": casualties.injured,
    }


def _from(event: Event) -> Row:
    article, evidence = event.article, event.evidence
    return {
        "source": article.source,
        "notes": evidence.sentence,
        "timestamp": _midnight(article),
        "x_article_ids": [article.id],
        "x_urls": [article.url] if article.url else [],
        "x_titles": [article.title] if article.title else [],
        "x_path": article.path or None,
        "x_n_sources": 1,
        "x_reports": [],
        "x_sentence": evidence.sentence,
        "x_sentence_start": evidence.start,
        "x_trigger_text": evidence.trigger,
        "x_trigger_start": evidence.trigger_start,
        "x_trigger_end": evidence.trigger_end,
    }


def _midnight(article: Article) -> int | None:
    """ACLED's timestamp, from the day of publication, so that a rerun writes the same bytes."""
    published: date | None = article.published
    if published is None:
        return None
    return int(datetime(published.year, published.month, published.day, tzinfo=UTC).timestamp())
