"""GDELT 2.0 event files as the event table: coarse, by CAMEO code.

Source: the GDELT 2.0 Event Database codebook and CAMEO 1.1b3. GDELT counts mentions of events by
machine; a row says that an article spoke of such an event at such a place, not more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from geo.exchange.imports.columns import (
    Columns,
    constant,
    country_columns,
    frame,
    imported,
    interactions,
    mapped,
    or_none,
    precision_columns,
    type_columns,
)
from geo.exchange.imports.countries import country_of_fips
from geo.exchange.imports.problems import rows_of

if TYPE_CHECKING:
    import pandas as pd

    from geo.exchange.imports.chunk import Chunk

NEEDED = ("globaleventid", "sqldate", "eventcode", "actiongeo_type", "actiongeo_lat",
          "actiongeo_long")  # fmt: skip

ALIASES: dict[str, str] = {}

_ACTOR = (
    "code", "name", "countrycode", "knowngroupcode", "ethniccode", "religion1code",
    "religion2code", "type1code", "type2code", "type3code",
)  # fmt: skip
_GEO = ("type", "fullname", "countrycode", "adm1code", "adm2code", "lat", "long", "featureid")

COLUMNS = (
    "globaleventid", "sqldate", "monthyear", "year", "fractiondate",
    *(f"actor{side}{part}" for side in (1, 2) for part in _ACTOR),
    "isrootevent", "eventcode", "eventbasecode", "eventrootcode", "quadclass", "goldsteinscale",
    "nummentions", "numsources", "numarticles", "avgtone",
    *(f"{whose}geo_{part}" for whose in ("actor1", "actor2", "action") for part in _GEO),
    "dateadded", "sourceurl",
)  # fmt: skip
"""The 61 columns of an event file, which has no header, in lower case."""

_SHELLING = "Shelling/artillery/missile attack"
_REMOTE, _CIVILIANS = "Explosions/Remote violence", "Violence against civilians"
_BOMB = "Remote explosive/landmine/IED"

CAMEO = {
    "14": ("Protests", "Peaceful protest"),
    "145": ("Riots", "Violent demonstration"),
    "171": ("Strategic developments", "Looting/property destruction"),
    "173": ("Strategic developments", "Arrests"),
    "175": (_CIVILIANS, "Attack"),
    "18": (_CIVILIANS, "Attack"),
    "181": (_CIVILIANS, "Abduction/forced disappearance"),
    "1821": (_CIVILIANS, "Sexual violence"),
    "183": (_REMOTE, _BOMB),
    "1831": (_REMOTE, "Suicide bomb"),
    "19": ("Battles", "Armed clash"),
    "191": ("Strategic developments", "Other"),
    "194": (_REMOTE, _SHELLING),
    "195": (_REMOTE, "Air/drone strike"),
    "20": (_CIVILIANS, "Attack"),
    "2041": (_REMOTE, "Chemical weapon"),
}
"""ACLED-like type and sub-type by CAMEO code; the longest code that a row's code begins with."""

_PRECISIONS = {"1": "country", "2": "province", "3": "town", "4": "town", "5": "province"}
_GEO_PRECISIONS = {"town": 1, "province": 3, "country": 3}
# Places of this precision are named "town, province, country" or "province, country".
_TOWN_PARTS, _PROVINCE_PARTS = 3, 2

_INTER = {
    "GOV": "State forces", "MIL": "State forces", "COP": "State forces", "SPY": "State forces",
    "REB": "Rebel group", "INS": "Rebel group", "SEP": "Rebel group", "UAF": "Political militia",
    "CVL": "Civilians", "REF": "Civilians", "EDU": "Civilians", "MED": "Civilians",
    "HLH": "Civilians", "LAB": "Civilians", "IGO": "External/Other forces",
}  # fmt: skip


def gdelt_rows(chunk: Chunk) -> pd.DataFrame:
    """A piece of a GDELT event file under the event table's columns.

    Only rows whose code is one of conflict (CAMEO) and whose place has coordinates; every other
    row is listed with the reason.
    """
    codes = chunk.texts("eventcode")
    types = mapped(codes, cameo_type)
    _leave_out(chunk, codes, types)
    kept = [row for row in chunk.index if not chunk.remarks.is_unmapped(row)]
    chunk.table, types = chunk.table.loc[kept], types.loc[kept]
    return frame(
        {
            "event_id_cnty": or_none("GDELT" + chunk.texts("globaleventid")),
            **_types(types),
            **_when(chunk),
            **_where(chunk),
            **_who(chunk, types),
            "fatalities": constant(chunk.index, None),
            "x_fat_reported": constant(chunk.index, value=False),
            **_told(chunk),
            **imported(chunk.index),
        },
        chunk.index,
    )


def cameo_type(code: str) -> tuple[str, str] | None:
    """ACLED-like type and sub-type of a CAMEO code, None where it is none of conflict."""
    lengths = range(len(code), 1, -1)
    return next((CAMEO[code[:size]] for size in lengths if code[:size] in CAMEO), None)


def _leave_out(chunk: Chunk, codes: pd.Series[Any], types: pd.Series[Any]) -> None:
    peaceful = types.isna()
    reasons = [
        f"CAMEO root {code[:2] or 'missing'} is no event of conflict" for code in codes[peaceful]
    ]
    chunk.remarks.unmap(rows_of(peaceful), "eventcode", codes[peaceful], reasons)
    kinds = chunk.texts("actiongeo_type")
    placeless = ~peaceful & ~kinds.isin(list(_PRECISIONS))
    chunk.remarks.unmap(
        rows_of(placeless), "actiongeo_type", kinds[placeless], "no place: row left out"
    )


def _types(types: pd.Series[Any]) -> Columns:
    columns = type_columns(types.map(lambda pair: pair[0]), types.map(lambda pair: pair[1]))
    against = types.map(lambda pair: pair[0] == _CIVILIANS).astype(bool)
    named = constant(types.index, "Civilian targeting").where(against, None)
    return columns | {"civilian_targeting": named}


def _when(chunk: Chunk) -> Columns:
    days = chunk.days("sqldate")
    return {
        "event_date": days,
        "year": days.dt.year.astype("Int64"),
        "time_precision": constant(chunk.index, 1),
        "x_date_start": days,
        "x_date_end": days,
    }


def _where(chunk: Chunk) -> Columns:
    kinds, names = chunk.texts("actiongeo_type"), chunk.texts("actiongeo_fullname")
    precision = mapped(kinds, _PRECISIONS.get)
    codes = chunk.texts("actiongeo_countrycode")
    found = mapped(codes, country_of_fips)
    unknown = found.isna()
    chunk.remarks.add(
        rows_of(unknown), "actiongeo_countrycode", codes[unknown], "no country of FIPS 10-4"
    )
    return {
        **country_columns(found),
        "admin1": or_none(mapped(names, _province)),
        "location": or_none(mapped(names, lambda name: name.partition(",")[0])),
        "latitude": chunk.numbers("actiongeo_lat"),
        "longitude": chunk.numbers("actiongeo_long"),
        "geo_precision": mapped(precision, _GEO_PRECISIONS.get),
        "x_place_text": or_none(names),
        "x_place_id": or_none(chunk.texts("actiongeo_featureid")),
        **precision_columns(precision),
    }


def _province(name: str) -> str:
    parts = [part.strip() for part in name.split(",")]
    if len(parts) >= _TOWN_PARTS:
        return parts[-2]
    return parts[0] if len(parts) == _PROVINCE_PARTS else ""


def _who(chunk: Chunk, types: pd.Series[Any]) -> Columns:
    inter1, inter2 = (mapped(chunk.texts(f"actor{side}type1code"), _INTER.get) for side in (1, 2))
    crowds = types.map(lambda pair: {"Protests": "Protesters", "Riots": "Rioters"}.get(pair[0]))
    inter1 = crowds.astype(object).where(crowds.notna(), inter1)
    inter1, inter2 = inter1.where(inter1.notna(), None), inter2.where(inter2.notna(), None)
    return {
        "actor1": or_none(chunk.texts("actor1name").str.title()),
        "actor2": or_none(chunk.texts("actor2name").str.title()),
        "inter1": inter1,
        "inter2": inter2,
        "interaction": interactions(inter1, inter2),
    }


def _told(chunk: Chunk) -> Columns:
    urls, sources = chunk.texts("sourceurl"), chunk.wholes("numsources")
    return {
        "source": or_none(mapped(urls, _outlet)),
        "x_urls": urls.map(lambda url: [url] if url else []),
        "x_n_sources": sources,
        "tags": or_none("cameo=" + chunk.texts("eventcode")),
    }


def _outlet(url: str) -> str:
    return url.partition("://")[2].partition("/")[0].removeprefix("www.")
