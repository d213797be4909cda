"""Articles with their resolved toponyms as JSON objects, the form that `geoparse` prints."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from geo.records import Article, Place, Resolution


def geoparse_object(article: Article, resolutions: Iterable[Resolution]) -> dict[str, Any]:
    """One article as a dictionary: who published it, and each toponym with its place."""
    return {
        "id": article.id,
        "source": article.source,
        "title": article.title,
        "published": article.published.isoformat() if article.published else None,
        "language": article.language,
        "toponyms": [_toponym_object(resolution) for resolution in resolutions],
    }


def place_object(place: Place) -> dict[str, Any]:
    """One place as a dictionary; `lat` and `lon` in degrees, EPSG:4326, about a metre exact."""
    return {
        "id": place.id,
        "name": place.name,
        "kind": place.kind,
        "lat": round(place.lat, 5),
        "lon": round(place.lon, 5),
        "country": place.country or None,
        "admin1": place.admin1 or None,
        "admin1_iso": place.admin1_iso or None,
        "population": place.population,
        "source": place.source,
    }


def _toponym_object(resolution: Resolution) -> dict[str, Any]:
    toponym = resolution.toponym
    return {
        "text": toponym.text,
        "start": toponym.start,
        "end": toponym.end,
        "role": resolution.role,
        "score": round(resolution.score, 4),
        "place": place_object(resolution.place) if resolution.place else None,
        "alternatives": [
            place_object(place) | {"score": round(score, 4)}
            for place, score in resolution.alternatives
        ],
        "reason": resolution.reason,
    }
