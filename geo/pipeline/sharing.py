"""What of a run's events may be shared: coarser places, no text, some events held back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from geo.coarsen import FindDistrict, HeldBack, Level, checked_types, coarsen
from geo.pipeline.bounds import Chosen, choose_boundaries
from geo.records import Place

if TYPE_CHECKING:
    import geopandas as gpd


@dataclass(frozen=True, slots=True, kw_only=True)
class Sharing:
    """How much is told: everything, unless `coarsen` or `held_back` say otherwise."""

    coarsen: Level | None = None
    held_back: HeldBack = field(default_factory=HeldBack)

    @classmethod
    def asked(cls, *, coarsen: Level | None, delay_days: int, hide_types: Sequence[str]) -> Sharing:
        """From options. Raises UsageError for a type that the codebook does not have."""
        from geo.events import SUB_TYPES, TYPE_OF

        types = checked_types(hide_types, {*SUB_TYPES, *TYPE_OF.values()})
        return cls(coarsen=coarsen, held_back=HeldBack(delay_days=delay_days, types=types))

    def apply(
        self, events: gpd.GeoDataFrame, *, today: date | None = None, boundaries: Chosen = None
    ) -> gpd.GeoDataFrame:
        """The events as they may be shown; `events` comes from with_provinces."""
        shown = self.held_back.apply(events, today=today or date.today())  # noqa: DTZ011
        if self.coarsen is None:
            return shown
        chosen = choose_boundaries(boundaries)
        find = _find_district(_own_districts(chosen.districts()))
        return coarsen(shown, self.coarsen, chosen.provinces(), find_district=find)


def _own_districts(districts: gpd.GeoDataFrame) -> dict[tuple[str, str], Place]:
    """A user's own districts by country and name, those that share a name left out."""
    alone = districts[~districts.duplicated(["country", "name"], keep=False)]
    return {
        (row.country, row.name): Place(
            id=row.district_id, name=row.name, kind="admin2", lat=row.lat, lon=row.lon
        )
        for row in alone.itertuples(index=False)
    }


def _find_district(own: dict[tuple[str, str], Place]) -> FindDistrict:
    from geo.gazetteer import Gazetteer

    gazetteer = Gazetteer.open()

    def find(country: str, admin1: str, admin2: str) -> Place | None:
        if (country, admin2) in own:
            return own[country, admin2]
        places = gazetteer.geocode(admin2, country=country)
        return next(
            (each for each in places if each.kind == "admin2" and each.admin1 == admin1), None
        )

    return find
