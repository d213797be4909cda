"""Events and deaths counted by province and month, with zeros where nothing happened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, get_args

from geo.errors import FrameError, UsageError

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

By = Literal["province-month", "province", "month"]

AREA_COLUMNS = ("country", "level", "province_id", "province", "iso_3166_2")
"""Where: `level` is "province", or "country" for events that no province can be told of."""

COUNT_COLUMNS = ("events", "fatalities", "deaths_unknown")
"""How many events, how many deaths are stated, and how many events state none."""

_NEEDED = ("x_province_id", "x_country_iso2", "event_date", "fatalities")


def count_events(
    events: pd.DataFrame, provinces: gpd.GeoDataFrame, *, by: By = "province-month"
) -> pd.DataFrame:
    """A row a province and month, or either, with events and deaths; zeros where there are none.

    `events` comes from geo.join.join_provinces, `provinces` are all that shall have rows.
    Columns are AREA_COLUMNS, `month` ("2026-03"), COUNT_COLUMNS, without those that `by` leaves
    out. Months run from that of the first event to that of the last. An event known by country
    alone, or in none of `provinces`, is in no province's row but in its country's own, `level`
    "country"; one without a date is in a row whose `month` is empty. Every event is in exactly
    one row, so that columns sum to the totals. Sorted by country, provinces before their country,
    then province_id and month.

    Raises FrameError where columns are missing, UsageError for an unknown `by`.
    """
    if by not in get_args(By):
        raise UsageError(f"by is {by!r}, expected one of {', '.join(get_args(By))}")
    missing = [name for name in _NEEDED if name not in events.columns]
    if missing:
        raise FrameError(f"events lacks {', '.join(missing)}; call join_provinces first")
    counted = _counted(events, provinces)
    keys = {"province-month": ["area", "month"], "province": ["area"], "month": ["month"]}[by]
    sums = counted.groupby(keys)[list(COUNT_COLUMNS)].sum()
    areas, months = _areas(counted, provinces), _months(counted["month"])
    table = _filled(sums, {"area": areas.index, "month": months}, keys)
    wanted = [*(AREA_COLUMNS if "area" in keys else ()), *(["month"] if "month" in keys else [])]
    if "area" in keys:
        table = table.join(areas, on="area")
    return table[[*wanted, *COUNT_COLUMNS]].reset_index(drop=True)


def _counted(events: pd.DataFrame, provinces: gpd.GeoDataFrame) -> pd.DataFrame:
    """A row an event: its area (a province, or a country in brackets), month and counts."""
    import pandas as pd

    known = events["x_province_id"].isin(provinces["province_id"])
    if "x_precision" in events.columns:
        known &= events["x_precision"] != "country"
    country = events["x_country_iso2"].fillna("").astype(str)
    month = pd.to_datetime(events["event_date"]).dt.strftime("%Y-%m").fillna("")
    unstated = events["fatalities"].isna()
    if "x_fat_reported" in events.columns:
        unstated |= ~events["x_fat_reported"].astype(bool)
    return pd.DataFrame(
        {
            "area": events["x_province_id"].where(known, "(" + country + ")").astype(str),
            "month": month.astype(str),
            "events": 1,
            "fatalities": events["fatalities"].fillna(0).astype("int64"),
            "deaths_unknown": unstated.astype("int64"),
        }
    )


def _areas(counted: pd.DataFrame, provinces: gpd.GeoDataFrame) -> pd.DataFrame:
    """AREA_COLUMNS of all provinces, and of countries that have events in none, by area."""
    import pandas as pd

    table = pd.DataFrame({name: provinces[name] for name in ("country", "province_id")})
    table["province"] = provinces["name"]
    table["iso_3166_2"] = provinces.get("iso_3166_2", "")
    table["level"] = "province"
    table.index = pd.Index(table["province_id"], name="area")
    whole = sorted(set(counted["area"]) - set(table.index))
    countries = pd.DataFrame({"country": [area[1:-1] for area in whole]}, index=whole)
    both = pd.concat([table, countries.assign(level="country")]).fillna("")
    both["after"] = both["level"] == "country"
    return both.sort_values(["country", "after", "province_id"]).drop(columns="after")


def _months(present: pd.Series[Any]) -> list[str]:
    """Every month from the first to the last, and an empty one where an event has none."""
    import pandas as pd

    dated = present[present != ""]
    undated = [""] if (present == "").any() else []
    if not len(dated):
        return undated
    span = pd.period_range(dated.min(), dated.max(), freq="M").strftime("%Y-%m")
    return [*undated, *map(str, span)]


def _filled(sums: pd.DataFrame, values: dict[str, Any], keys: list[str]) -> pd.DataFrame:
    """All combinations of the keys' values, zero where nothing was summed.

    The empty month has rows for the areas that have events without a date, and no others.
    """
    import pandas as pd

    index = pd.MultiIndex.from_product([values[key] for key in keys], names=keys)
    if len(keys) == 1:
        index = index.get_level_values(0)
    table = sums.reindex(index, fill_value=0).reset_index()
    undated = table["month"] == "" if "month" in keys else pd.Series(data=False, index=table.index)
    return table[~undated | (table["events"] > 0)]
