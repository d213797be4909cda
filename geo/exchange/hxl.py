"""Events as CSV with a row of HXL tags, as HDX and the tools of humanitarian data take it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from geo.exchange.csv_table import write_table
from geo.exchange.plain import plain_columns

if TYPE_CHECKING:
    import pandas as pd

TAGS = {
    "event_id_cnty": "#event+id",
    "event_date": "#date+occurred",
    "year": "#date+year",
    "time_precision": "#date+precision",
    "disorder_type": "#event+category",
    "event_type": "#event+type",
    "sub_event_type": "#event+subtype",
    "actor1": "#group+name+first",
    "assoc_actor_1": "#group+assoc+first",
    "inter1": "#group+type+first",
    "actor2": "#group+name+second",
    "assoc_actor_2": "#group+assoc+second",
    "inter2": "#group+type+second",
    "civilian_targeting": "#event+civilians",
    "iso": "#country+code+num",
    "region": "#region+name",
    "country": "#country+name",
    "admin1": "#adm1+name",
    "admin2": "#adm2+name",
    "admin3": "#adm3+name",
    "location": "#loc+name",
    "latitude": "#geo+lat",
    "longitude": "#geo+lon",
    "geo_precision": "#geo+precision",
    "source": "#meta+source",
    "notes": "#description",
    "fatalities": "#affected+killed",
    "tags": "#meta+tags",
    "x_urls": "#meta+url",
    "x_country_iso2": "#country+code+v_iso2",
    "x_admin1_iso": "#adm1+code+v_iso",
    "x_date_start": "#date+start",
    "x_date_end": "#date+end",
    "x_fat_low": "#affected+killed+min",
    "x_fat_best": "#affected+killed+best",
    "x_fat_high": "#affected+killed+max",
    "x_injured": "#affected+injured",
}
"""The tag of each column (HXL 1.1); the others have none."""


def export_hxl(events: pd.DataFrame, path: str | Path) -> None:
    """Write events as export_csv does, with a second row of HXL tags."""
    columns = plain_columns(events)
    write_table(path, columns, second_row=[TAGS.get(name, "") for name in columns])
