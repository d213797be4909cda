"""Events as GeoParquet."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.exchange.plain import plain_texts
from geo.frames import LIST_COLUMNS, check_points
from geo.replacing import replacing

if TYPE_CHECKING:
    import geopandas as gpd
    import pyarrow as pa


def export_parquet(events: gpd.GeoDataFrame, path: str | Path) -> None:
    """Write events as GeoParquet (zstd): the same events and versions give the same bytes.

    Lists are lists of strings and texts are strings even where a column is empty throughout, so
    that files of several runs fit together. Raises FrameError unless events are in EPSG:4326.
    """
    import pyarrow.parquet as pq

    check_points(events, name="events")
    table = _arrow_table(events)
    with replacing(path) as temporary:
        pq.write_table(table, temporary, compression="zstd")


def _arrow_table(events: gpd.GeoDataFrame) -> pa.Table:
    """The table as geopandas writes it, with its metadata, every column with its type."""
    import pandas as pd
    import pyarrow.parquet as pq

    plain = events.copy()
    plain.attrs = {}
    for name in plain.columns.drop("geometry"):
        if plain[name].dtype == object:
            texts = plain_texts(plain[name].tolist())
            plain[name] = pd.Series(texts, index=plain.index, dtype=object)
    whole = io.BytesIO()
    plain.to_parquet(whole, index=False, compression="zstd")
    del plain
    table = pq.read_table(whole)
    return table.cast(_typed(table.schema))


def _typed(schema: pa.Schema) -> pa.Schema:
    for place, field in enumerate(schema):
        schema = schema.set(place, field.with_type(_type(field)))
    return schema


def _type(field: pa.Field) -> Any:
    """The field's type; Arrow cannot tell that of a column in which nothing stands."""
    import pyarrow as pa

    empty = pa.types.is_null(field.type)
    if field.name in LIST_COLUMNS and (empty or pa.types.is_null(field.type.value_type)):
        return pa.list_(pa.string())
    return pa.string() if empty else field.type
