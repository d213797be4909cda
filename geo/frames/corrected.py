"""What persons decided about an event, and which columns follow from each such decision.

`x_corrections` lists the decisions of a row, each as "FIELD by WHO: WHY".
"""

from __future__ import annotations

from collections.abc import Iterable

_COUNTRY = ("iso", "region", "country", "x_country_iso2")
_TYPE = ("disorder_type", "event_type", "sub_event_type", "x_ucdp_type", "x_plover")
_DAYS = ("event_date", "year", "time_precision", "x_date_start", "x_date_end")
_DEATHS = ("fatalities", "x_fat_low", "x_fat_best", "x_fat_high", "x_fat_reported")
_PRECISION = ("x_precision", "geo_precision", "x_ucdp_where_prec")

FOLLOWS: dict[str, tuple[str, ...]] = {
    "place": (
        *_COUNTRY, *_PRECISION, "admin1", "admin2", "location", "latitude", "longitude",
        "x_admin1_iso", "x_place_id", "x_radius_km", "x_place_score", "x_place_reason",
        "x_place_alternatives",
    ),
    "country": _COUNTRY,
    "admin1": ("admin1", "x_admin1_iso"),
    "event_type": _TYPE,
    "sub_event_type": _TYPE,
    "event_date": _DAYS,
    "inter1": ("inter1", "interaction", "x_ucdp_type"),
    "inter2": ("inter2", "interaction", "x_ucdp_type"),
    "civilian_targeting": ("civilian_targeting", "x_ucdp_type"),
    "fatalities": _DEATHS,
    "x_fat_best": _DEATHS,
    "x_precision": _PRECISION,
}  # fmt: skip
"""The columns that a decision about a field settles; any other field settles itself alone."""


def correction_notes(field: str, decided_by: str) -> list[str]:
    """What `x_corrections` says of one decision; nothing where no person decided."""
    return [f"{field} by {decided_by}"] if decided_by else []


def decided_columns(notes: Iterable[str]) -> set[str]:
    """The columns that are settled by the decisions in `x_corrections`.

    >>> sorted(decided_columns(["admin1 by Ana: the map says so"]))
    ['admin1', 'x_admin1_iso']
    """
    fields = [note.partition(" ")[0] for note in notes]
    return {column for field in fields for column in FOLLOWS.get(field, (field,))}
