"""Tables of events into the event frame, in pieces, every row accounted for."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geo.exchange.imports.chunk import Chunk
from geo.exchange.imports.dates import DateReader
from geo.exchange.imports.files import Piece, read_pieces
from geo.exchange.imports.forms import ACLED, FORMS, GDELT, UCDP, Form, form_of, with_gdelt_names
from geo.exchange.imports.points import check_coordinates
from geo.exchange.imports.problems import Imported, by_row
from geo.frames import typed_frame

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

_ROWS = 20_000
_LOG = logging.getLogger(__name__)


def read_events(path: str | Path) -> gpd.GeoDataFrame:
    """The events of a table, recognised by its columns: a GeoDataFrame in EPSG:4326.

    Our own files (CSV, GeoJSON, Parquet, JSON Lines, GeoPackage, FlatGeobuf, KML) and exports of
    ACLED, UCDP GED and GDELT 2.0, all into geo.frames.EVENT_COLUMNS. What was wrong is logged as a
    warning; `import_events` gives it row by row. Raises FrameError for an unknown table, with the
    columns looked for, and SourceError for a file that cannot be read.

    >>> events = geo.read_events("ged.csv")
    >>> events["event_type"].value_counts().index[0]
    'Battles'
    """
    return _logged(path, FORMS)


def read_acled(path: str | Path) -> gpd.GeoDataFrame:
    """The events of an ACLED export, of today or of earlier years; see read_events.

    Codes of actors may be numbers or words. Deaths of 0 count as "none stated", as ACLED writes.

    >>> geo.read_acled("acled.csv")["interaction"].tolist()
    ['State forces-Political militia', 'Protesters only']
    """
    return _logged(path, (ACLED,))


def read_ucdp_ged(path: str | Path) -> gpd.GeoDataFrame:
    """The events of a UCDP GED export, with a row of HXL tags or without; see read_events.

    Type 1 and 2 become Battles, type 3 Violence against civilians; where_prec becomes x_precision.

    >>> geo.read_ucdp_ged("ged.csv")[["event_id_cnty", "admin1", "x_precision"]].iloc[0].tolist()
    ['GED300380', 'Idlib', 'town']
    """
    return _logged(path, (UCDP,))


def read_gdelt(path: str | Path) -> gpd.GeoDataFrame:
    """The events of conflict in a GDELT 2.0 event file, plain or zipped; see read_events.

    CAMEO codes become ACLED-like types, coarsely; rows of other codes or without place are left
    out and named by import_events.

    >>> geo.read_gdelt("20260303120000.export.CSV")["x_country_iso2"].tolist()
    ['UA', 'NE', 'US']
    """
    return _logged(path, (GDELT,))


def import_events(
    path: str | Path,
    *,
    forms: Sequence[Form] = FORMS,
    on_rows: Callable[[int], None] | None = None,
) -> Imported:
    """The events of a table with everything that was wrong with it, row by row.

    `on_rows` is told how many rows were read, piece after piece.
    """
    import pandas as pd

    parts = []
    for part in iter_events(path, forms=forms):
        parts.append(part)
        if on_rows:
            on_rows(part.rows)
    if len(parts) == 1:
        return parts[0]
    return Imported(
        form=parts[0].form,
        rows=sum(part.rows for part in parts),
        events=pd.concat([part.events for part in parts], ignore_index=True),
        problems=tuple(problem for part in parts for problem in part.problems),
    )


def iter_events(
    path: str | Path, *, rows: int = _ROWS, forms: Sequence[Form] = FORMS
) -> Iterator[Imported]:
    """The events of a table in pieces of at most `rows` rows, for files larger than the memory.

    CSV and Parquet files are read as far as the piece goes. Between pieces only the ids are
    remembered, eight bytes each and the set that holds them.
    """
    memory = _Memory()
    form: Form | None = None
    for piece in read_pieces(Path(path), rows=rows):
        table = with_gdelt_names(piece.table)
        form = form or form_of(table.columns, path=str(path), forms=forms)
        named = table.rename(columns=form.named(table.columns))
        # Of two columns that differ in their capitals alone the first counts.
        yield _imported(piece, named.loc[:, ~named.columns.duplicated()], form, memory)


@dataclass(frozen=True, slots=True)
class _Memory:
    """What a piece needs to know of those before it."""

    ids: set[int] = field(default_factory=set)
    dates: dict[str, DateReader] = field(default_factory=dict)


def _imported(piece: Piece, table: pd.DataFrame, form: Form, memory: _Memory) -> Imported:
    chunk = Chunk(table, dates=memory.dates, guarded=piece.guarded and form.title == "geoconflict")
    _tell_misfits(chunk, piece)
    events = _without_repeats(chunk, _identified(form.rows(chunk)), memory)
    events = check_coordinates(chunk, events)
    return Imported(
        form=form.title,
        rows=len(table) + len(piece.misfits),
        events=typed_frame(events.reset_index(drop=True)),
        problems=by_row(chunk.remarks.problems),
    )


def _tell_misfits(chunk: Chunk, piece: Piece) -> None:
    for row, found, done in piece.misfits:
        chunk.remarks.unmap([row], "(whole row)", [found], done)


def _identified(events: pd.DataFrame) -> pd.DataFrame:
    """The events with an id each: a hash of its content where the table has none."""
    nameless = events["event_id_cnty"].isna()
    if nameless.any():
        known = events.loc[nameless].dropna(axis="columns", how="all")
        ids = [_hash(row) for row in known.itertuples(index=False)]
        events.loc[nameless, "event_id_cnty"] = ids
    return events


def _hash(row: tuple[Any, ...]) -> str:
    return "X" + hashlib.blake2b(repr(tuple(map(str, row))).encode(), digest_size=8).hexdigest()


def _without_repeats(chunk: Chunk, events: pd.DataFrame, memory: _Memory) -> pd.DataFrame:
    """The first row of every id; the others are told and left out."""
    repeated = []
    for row, name in zip(events.index, events["event_id_cnty"], strict=True):
        key = hash(name)
        if key in memory.ids:
            repeated.append(row)
        memory.ids.add(key)
    found = events.loc[repeated, "event_id_cnty"]
    chunk.remarks.unmap(repeated, "event_id_cnty", found, "this id stood before: row left out")
    return events.drop(index=repeated)


def _logged(path: str | Path, forms: Sequence[Form]) -> gpd.GeoDataFrame:
    found = import_events(path, forms=forms)
    if found.problems:
        _LOG.warning("%s: %s; the first: %s", path, found.summary(), found.problems[0])
    return found.events
