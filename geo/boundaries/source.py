"""What every source of provinces gives: the columns, and the door."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    import geopandas as gpd

PROVINCE_COLUMNS = (
    "province_id", "name", "local_name", "iso_3166_2", "country", "country_de_facto",
    "admin1_code", "admin1_codes", "admin1_isos", "admin1_names", "type", "wikidata_id", "disputed",
    "vintage", "lat", "lon", "area_km2", "geometry",
)  # fmt: skip
"""The columns of every provinces frame. The shipped file also holds `names`.

province_id is stable and unique. iso_3166_2 is a code of today, "" for a polygon that is no
present division; vintage then says what it is ("before the 2013 reform"). admin1_code is the
GeoNames unit ("EC.09") that the polygon is or lies in; admin1_codes, admin1_isos and
admin1_names list the present units whose land it shares. lat and lon are a label point inside
it, in degrees.
"""

DISTRICT_COLUMNS = (
    "district_id",
    "name",
    "parent",
    "country",
    "lat",
    "lon",
    "area_km2",
    "geometry",
)
"""The columns of every districts frame; `parent` names the province, "" where unknown."""


@runtime_checkable
class BoundarySource(Protocol):
    """Something that has provinces; `id` names it and its configuration."""

    @property
    def id(self) -> str:
        """What made a row: the source's name, version and view."""
        ...

    def provinces(self, countries: Collection[str] | None = None) -> gpd.GeoDataFrame:
        """The provinces of `countries` (ISO alpha-2), of the whole world by default.

        Columns are PROVINCE_COLUMNS, in EPSG:4326, sorted by country and province_id. A country
        that has no polygon gives no row.
        """
        ...
