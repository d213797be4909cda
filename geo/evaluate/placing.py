"""How well places were chosen: distance, country and province, and what the scores are worth."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from geo.evaluate.corpora import Gold
from geo.evaluate.scores import WORST_KM, distance_km
from geo.gazetteer import Gazetteer
from geo.records import Place, Resolution

BANDS = (0.0, 0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 1.0)
_SURE = 0.9
_POPULATED = 3
_BAND_DEGREES = 1.0


class Nearest:
    """The country and province of any point: those of the nearest town of the gazetteer."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        towns = np.flatnonzero(gazetteer.kind == _POPULATED)
        self._towns = towns[np.argsort(gazetteer.lat[towns], kind="stable")]
        self._lat = gazetteer.lat[self._towns].astype(np.float64)
        self._lon = gazetteer.lon[self._towns].astype(np.float64)
        self._seen: dict[tuple[float, float], tuple[str, str]] = {}

    def units(self, lat: float, lon: float) -> tuple[str, str]:
        """ISO codes of country and province; "" where the gazetteer has none."""
        if (lat, lon) not in self._seen:
            self._seen[lat, lon] = self._find(lat, lon)
        return self._seen[lat, lon]

    def _find(self, lat: float, lon: float) -> tuple[str, str]:
        low, high = np.searchsorted(self._lat, [lat - _BAND_DEGREES, lat + _BAND_DEGREES])
        if low == high:
            low, high = 0, len(self._lat)
        aside = (self._lon[low:high] - lon + 180) % 360 - 180
        squared = (aside * np.cos(np.radians(lat))) ** 2 + (self._lat[low:high] - lat) ** 2
        town = int(self._towns[low + int(np.argmin(squared))])
        gazetteer = self._gazetteer
        country = gazetteer.countries[int(gazetteer.country[town])]
        return country, gazetteer.admin1_isos[int(gazetteer.admin1[town])]


def error_km(gold: Gold, place: Place | None) -> float:
    """How far a place is from its gold; an unplaced name is as wrong as can be."""
    if place is None or gold.lat is None or gold.lon is None:
        return WORST_KM
    return distance_km(gold.lat, gold.lon, place.lat, place.lon)


def right_entity(gold: Gold, place: Place | None, nearest: Nearest) -> bool:
    """Whether the place is an area that holds the gold's point.

    Sources differ by hundreds of kilometres in the centre of one and the same country, which
    says nothing about whether the right one was chosen.
    """
    if place is None or gold.lat is None or gold.lon is None:
        return False
    if place.id == f"geonames:{gold.geonames}":
        return True
    country, province = nearest.units(gold.lat, gold.lon)
    if place.kind == "country":
        return place.country == country
    if place.kind == "admin1":
        return bool(province) and place.admin1_iso == province
    return place.kind == "region" and country in place.countries


def units(pairs: Sequence[tuple[Gold, Resolution]], nearest: Nearest) -> dict[str, float]:
    """The share placed in the right country, and in the right province where one is meant."""
    country, province, finer = 0, 0, 0
    for gold, answer in pairs:
        place = answer.place
        wanted = nearest.units(gold.lat or 0.0, gold.lon or 0.0)
        country += place is not None and place.country == wanted[0]
        if place is None or place.kind not in {"country", "region", "water"}:
            finer += 1
            province += place is not None and bool(wanted[1]) and place.admin1_iso == wanted[1]
    return {
        "right_country": country / max(1, len(pairs)),
        "right_province": province / max(1, finer),
    }


def calibration(answers: Sequence[Resolution], right: Sequence[bool]) -> dict[str, Any]:
    """How many were right per band of scores, and among those that score 0.9 or more."""
    placed = [
        (answer.score, good)
        for answer, good in zip(answers, right, strict=True)
        if answer.place is not None
    ]
    bands = []
    for low, high in zip(BANDS, (*BANDS[1:], 2.0), strict=True):
        inside = [good for score, good in placed if low <= score < high]
        if inside:
            bands.append({"from": low, "n": len(inside), "right": sum(inside) / len(inside)})
    sure = [good for score, good in placed if score >= _SURE]
    return {
        "bands": bands,
        "sure": {"n": len(sure), "right": sum(sure) / len(sure) if sure else 0.0},
    }
