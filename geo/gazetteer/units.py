"""What the gazetteer knows of provinces: their towns, their names, their codes."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

import numpy as np

from geo.gazetteer.gazetteer import KINDS, Gazetteer

if TYPE_CHECKING:
    import pandas as pd

SECTION = -1
_ADMIN1, _TOWN, _COUNTRY = KINDS.index("admin1"), KINDS.index("populated"), KINDS.index("country")


class Units:
    """The first-level divisions of a gazetteer, by GeoNames' codes ("EC.09")."""

    def __init__(self, gazetteer: Gazetteer | None = None) -> None:
        self._gazetteer = gazetteer or Gazetteer.open()
        told = zip(self._gazetteer.admin1_names, self._gazetteer.admin1_isos, strict=True)
        self._told = dict(zip(self._gazetteer.admin1_codes, told, strict=True))
        self._by_iso = {iso: {code} for code, (_, iso) in self._told.items() if iso}

    def country_code(self, said: str) -> str:
        """The ISO alpha-2 code of a code of two or three letters or of a name, "" if unknown."""
        gazetteer = self._gazetteer
        if (code := said.strip().upper()) in gazetteer.countries_table:
            return code
        for country in gazetteer.countries_table.values():
            if country.iso3 == code:
                return country.iso2
        rows, _ = gazetteer.rows(said)
        named = {gazetteer.countries[c] for c in gazetteer.country[_of_kind(gazetteer, rows)]}
        return named.pop() if len(named) == 1 else ""

    def country_name(self, code: str) -> str:
        """The English name of a country, or the code where there is none."""
        country = self._gazetteer.find_country(code)
        return country.name if country else code

    def towns(self, box: tuple[float, float, float, float]) -> pd.DataFrame:
        """The towns in a box of west, south, east and north, in degrees, EPSG:4326.

        Columns lat, lon, country (ISO alpha-2), unit ("" where unknown), population, which is 0
        for the sections of a town: they are counted in the town.
        """
        import pandas as pd

        known = self._gazetteer
        west, south, east, north = box
        inside = (known.lon >= west) & (known.lon <= east)
        inside &= (known.lat >= south) & (known.lat <= north)
        rows = np.flatnonzero(inside & (known.kind == _TOWN))
        codes, countries = np.array(known.admin1_codes, object), np.array(known.countries, object)
        return pd.DataFrame(
            {
                "lat": known.lat[rows].astype(float),
                "lon": known.lon[rows].astype(float),
                "country": countries[known.country[rows]],
                "unit": codes[known.admin1[rows]],
                "population": np.where(known.capital[rows] == SECTION, 0, known.population[rows]),
            }
        )

    def named(self, name: str, country: str) -> set[str]:
        """The units of a country that bear a name."""
        known = self._gazetteer
        rows, _ = known.rows(name)
        rows = rows[known.kind[rows] == _ADMIN1]
        here = [row for row in rows if known.countries[known.country[row]] == country]
        return {known.admin1_codes[known.admin1[row]] for row in here} - {""}

    def coded(self, iso: str) -> set[str]:
        """The unit of an ISO 3166-2 code, as a set of one or none."""
        return self._by_iso.get(iso, set())

    def describe(self, units: Collection[str]) -> list[tuple[str, str]]:
        """The name and the ISO 3166-2 code ("" where there is none) of each unit."""
        return [self._told[unit] for unit in units if unit in self._told]


def _of_kind(gazetteer: Gazetteer, rows: np.ndarray) -> np.ndarray:
    countries: np.ndarray = rows[gazetteer.kind[rows] == _COUNTRY]
    return countries
