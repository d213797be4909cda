"""The places that articles name and where nothing happened, counted over a run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from geo.records import Resolution

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

Named = tuple[str, str, float, float]
"""A place's id, name, latitude and longitude."""

_AREAS = frozenset(("country", "region", "water"))


def named_elsewhere(resolutions: Iterable[Resolution]) -> tuple[Named, ...]:
    """The places of an article that are no event's, each once; countries and seas have no point."""
    places = {
        each.place.id: (each.place.id, each.place.name, each.place.lat, each.place.lon)
        for each in resolutions
        if each.place and each.role != "event" and each.place.kind not in _AREAS
    }
    return tuple(places.values())


class ContextPlaces:
    """How many articles name each place."""

    def __init__(self) -> None:
        self._articles: Counter[Named] = Counter()

    def count(self, named: Iterable[Named]) -> None:
        """Take in the places of one more article."""
        self._articles.update(named)

    def add(self, counts: Mapping[Named, int]) -> None:
        """Take in the places of several articles, with how many of these name each."""
        self._articles.update(counts)

    def frame(self, events: gpd.GeoDataFrame) -> pd.DataFrame:
        """A row a place where none of `events` is: name, latitude, longitude, n_articles."""
        import pandas as pd

        taken = set(events["x_place_id"].dropna())
        rows = [(*place[1:], n) for place, n in self._articles.items() if place[0] not in taken]
        return pd.DataFrame(rows, columns=["name", "latitude", "longitude", "n_articles"])
