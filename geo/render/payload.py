"""Events as columns for the page, and their texts in chunks that are opened on a click.

Rows stand in Morton order, so that neighbours on the map are neighbours in the columns and the
page can pass over whole blocks of them.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from geo.render.basemap import GRID, grid_points
from geo.render.cards import ITEM, card_payload
from geo.render.pack import Packed, pack_names, pack_numbers
from geo.render.shapes import shape_payload
from geo.render.table import EventTable

CHUNK_ROWS = 4096

_THREADS = 2

_DEGREES = 100_000
_TENTHS = 10
_SCORES = 1000
_HELD = frozenset({
    "latitude", "longitude", "event_date", "fatalities", "x_fat_reported", "x_precision",
    "x_radius_km", "x_place_score",
})  # fmt: skip
_NAMED = {
    "type": "event_type",
    "subType": "sub_event_type",
    "actor1": "actor1",
    "actor2": "actor2",
    "location": "location",
    "admin1": "admin1",
    "admin2": "admin2",
    "country": "country",
    "countryCode": "x_country_iso2",
    "source": "source",
    "province": "x_province_id",
    "district": "x_district_id",
    "provinceCode": "x_admin1_iso",
    "status": "x_status",
}
_LABELS = frozenset({"name", "title", "label"})
_SPREAD = (
    (16, 0x0000FFFF0000FFFF),
    (8, 0x00FF00FF00FF00FF),
    (4, 0x0F0F0F0F0F0F0F0F),
    (2, 0x3333333333333333),
    (1, 0x5555555555555555),
)


def event_payload(events: EventTable) -> Packed:
    """All that the page knows of the events.

    In the columns, 0 stands for missing in `day` (else days since `epoch`, from 1), `deaths`
    (else the number plus 1) and `score` (else thousandths plus 1). `precision` counts in
    geo.render.table.PRECISIONS. `lon` and `lat` are in hundred-thousandths of a degree and
    `placed` is 0 where they are missing. `shapes` are the rows' lines and polygons, if any.
    """
    table = events.ordered(_order(events))
    days, epoch = _days(table.days("event_date"))
    without = frozenset(_HELD | set(_NAMED.values()))
    # zlib works outside the interpreter's lock: columns are packed while others are read.
    with ThreadPoolExecutor(_THREADS) as pool:
        cards = card_payload(table, without=without, rows=CHUNK_ROWS, pool=pool)
        columns = {name: pool.submit(pack_numbers, values) for name, values in _typed(table, days)}
        named = {
            name: pool.submit(pack_names, *table.named(column))
            for name, column in (_NAMED | {"location": _label(table)}).items()
        }
    cards["texts"] = [chunk.result() for chunk in cards["texts"]]
    return {
        "count": len(table),
        "epoch": epoch,
        "chunkRows": CHUNK_ROWS,
        "articles": _distinct(table.joined("x_article_ids", ITEM)),
        "held": sorted(_HELD & set(map(str, table.frame.columns))),
        "columns": {name: column.result() for name, column in (columns | named).items()},
        "shapes": shape_payload(table.frame),
        "cards": cards,
    }


def _typed(table: EventTable, days: NDArray[np.int64]) -> Iterator[tuple[str, NDArray[np.int64]]]:
    """The columns of numbers that the map needs at once."""
    lon, lat = table.numbers("longitude"), table.numbers("latitude")
    placed = ~(np.isnan(lon) | np.isnan(lat)) & (np.abs(lat) <= 90) & (np.abs(lon) <= 360)  # noqa: PLR2004
    yield "lon", _scaled(np.where(placed, lon, 0), _DEGREES)
    yield "lat", _scaled(np.where(placed, lat, 0), _DEGREES)
    yield "placed", placed.astype(np.int64)
    yield "day", days
    yield "deaths", table.fatalities() + 1
    yield "precision", table.precisions()
    yield "radius", _scaled(table.numbers("x_radius_km"), _TENTHS)
    yield "score", _scaled(table.numbers("x_place_score"), _SCORES, missing=-1) + 1


def _label(table: EventTable) -> str:
    """The column that rows are called by: of a table without events' columns, its names."""
    if any(table.has(name) for name in ("location", "event_type", "sub_event_type")):
        return _NAMED["location"]
    texts = [name for name in table.frame.columns if table.frame[name].dtype.kind in "OUT"]
    names = [name for name in map(str, texts) if name != "geometry" and name[:2] != "x_"]
    called = [name for name in names if name.lower() in _LABELS]
    return (called or names or [_NAMED["location"]])[0]


def _distinct(joined: list[str]) -> int:
    return len(set(ITEM.join(joined).split(ITEM)) - {""})


def _order(table: EventTable) -> NDArray[np.int64]:
    lon, lat = table.numbers("longitude"), table.numbers("latitude")
    xy = np.nan_to_num(grid_points(np.nan_to_num(lon), np.nan_to_num(lat)))
    return np.argsort(_morton(np.clip(xy, 0, GRID).astype(np.uint64)), kind="stable")


def _morton(xy: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Interleave the bits of x and y (the Z-order curve of Morton, 1966)."""
    for shift, mask in _SPREAD:
        xy = (xy | (xy << np.uint64(shift))) & np.uint64(mask)
    interleaved: NDArray[np.uint64] = xy[:, 0] | (xy[:, 1] << np.uint64(1))
    return interleaved


def _scaled(values: NDArray[np.float64], factor: int, *, missing: int = 0) -> NDArray[np.int64]:
    return np.where(np.isnan(values), missing, np.rint(values * factor)).astype(np.int64)


def _days(days: NDArray[np.int64]) -> tuple[NDArray[np.int64], int]:
    """Days from the first one on, counted from 1, and that first one since 1970-01-01."""
    known = days != np.iinfo(np.int64).min
    first = int(days[known].min()) if known.any() else 0
    return np.where(known, days - first + 1, 0), first
