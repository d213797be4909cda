"""The rows of a file, piece by piece: CSV and its kin, Parquet, GeoJSON, and what GDAL opens."""

from __future__ import annotations

import csv
import gzip
import io
import itertools
import json
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, cast

from geo.articles.decoding import find_encoding
from geo.errors import SourceError
from geo.geofiles import check_geofile

if TYPE_CHECKING:
    import pandas as pd

_BLOCK = 1 << 20
_LONGEST_CELL = 64 << 20
_DELIMITERS = ",;\t|"
_OF_KML = (
    "id", "Name", "description", "timestamp", "begin", "end", "altitudeMode", "tessellate",
    "extrude", "visibility", "drawOrder", "icon",
)  # fmt: skip
_LONGEST_REASON = 300
# What libraries raise on damaged archives, tables and documents, and on ones nested too deeply.
_UNREADABLE = (
    OSError, EOFError, ValueError, ArithmeticError, RuntimeError, csv.Error, zlib.error,
    zipfile.BadZipFile,
)  # fmt: skip
_SPOILT = "not readable"
_Record = dict[str, Any] | str
"""A row of a JSON table, or why it is none."""
_VECTOR = (".gpkg", ".fgb", ".kml", ".kmz", ".shp")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Some rows of a file: a table whose index is the row number, from 1.

    `misfits` are rows that cannot be taken for one: number, what was found, why it was left out.
    `guarded` says that texts may carry the mark that our CSV puts before a formula.
    """

    table: pd.DataFrame
    misfits: list[tuple[int, str, str]] = field(default_factory=list)
    guarded: bool = False


def read_pieces(path: Path, *, rows: int) -> Iterator[Piece]:
    """The rows of `path`, at most `rows` at a time; one empty piece for a table without rows.

    By suffix: .parquet, .geojson or .json, .jsonl, .gpkg, .fgb, .kml; everything else is
    delimited text (comma, semicolon, tab or bar), also inside .gz and .zip. Raises SourceError
    where the file cannot be read.
    """
    if not path.is_file():
        raise SourceError(str(path), "no such file" if not path.exists() else "not a file")
    suffix = path.suffix.lower()
    try:
        if suffix == ".parquet":
            yield from _parquet(path, rows)
        elif suffix in {".geojson", ".json"}:
            yield from _geojson(path, rows)
        elif suffix == ".jsonl":
            yield from _json_lines(path, rows)
        elif suffix in _VECTOR:
            yield from _vector(path, rows)
        else:
            yield from _delimited(path, rows)
    except _UNREADABLE as error:
        reason = " ".join(str(error).split())[:_LONGEST_REASON] or type(error).__name__
        raise SourceError(str(path), f"cannot be read: {reason}") from error


def _delimited(path: Path, rows: int) -> Iterator[Piece]:
    with _opened(path) as raw:
        encoding = find_encoding(iter(lambda: raw.read(_BLOCK), b""), path=str(path))
    # The csv module's limit is the process's; it is only ever raised.
    csv.field_size_limit(max(csv.field_size_limit(), _LONGEST_CELL))
    with _opened(path) as raw:
        stream = io.TextIOWrapper(cast("IO[bytes]", raw), encoding, errors="replace", newline="")
        first = stream.readline(_LONGEST_CELL)
        delimiter = max(_DELIMITERS, key=first.count)
        cells = csv.reader(itertools.chain([first], stream), delimiter=delimiter)
        yield from _cut(cells, rows)


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    """The bytes of a file, or of the only file in a .zip, or of what a .gz holds."""
    if path.suffix.lower() == ".gz":
        with gzip.open(path) as file:
            yield file
    elif path.suffix.lower() == ".zip":
        with zipfile.ZipFile(path) as archive:
            names = [name for name in archive.namelist() if not name.endswith("/")]
            if len(names) != 1:
                raise SourceError(str(path), f"holds {len(names)} files, expected one; unpack it")
            with archive.open(names[0]) as file:
                yield file
    else:
        with path.open("rb") as file:
            yield file


def _cut(cells: Iterator[list[str]], rows: int) -> Iterator[Piece]:
    first = next(cells, [])
    header = _header(first)
    body: Iterator[list[str]] = filter(any, cells)
    if header is None:
        header, body = [str(number) for number in range(len(first))], itertools.chain([first], body)
    else:
        body = _without_tags(body)
    numbered = enumerate(body, start=1)
    yield _piece(header, list(itertools.islice(numbered, rows)))
    while block := list(itertools.islice(numbered, rows)):
        yield _piece(header, block)


def _header(first: list[str]) -> list[str] | None:
    """The names of the first line; None for GDELT's files, which begin with data."""
    if first and first[0].strip().isdecimal():
        return None
    return [name.strip() for name in first]


def _without_tags(body: Iterator[list[str]]) -> Iterator[list[str]]:
    """The rows without the row of HXL tags that may follow the header."""
    first = next(body, [])
    tags = [cell for cell in first if cell.strip()]
    if not tags or all(cell.lstrip().startswith("#") for cell in tags):
        return body
    return itertools.chain([first], body)


def _piece(header: list[str], block: list[tuple[int, list[str]]]) -> Piece:
    import pandas as pd

    fits = [(number, row) for number, row in block if len(row) == len(header)]
    done = f"the header has {len(header)} cells: row left out"
    misfits = [
        (number, f"{len(row)} cells", done) for number, row in block if len(row) != len(header)
    ]
    columns = list(zip(*(row for _, row in fits), strict=True)) or [()] * len(header)
    table = pd.DataFrame(
        {name: pd.Series(column, dtype=object) for name, column in _once(header, columns)}
    )
    table.index = pd.Index([number for number, _ in fits], dtype="int64")
    return Piece(table=table, misfits=misfits, guarded=True)


def _once(header: list[str], columns: list[Any]) -> Iterator[tuple[str, Any]]:
    """Each named column, of two with one name the first."""
    seen: set[str] = set()
    for name, column in zip(header, columns, strict=True):
        if name and name not in seen:
            seen.add(name)
            yield name, column


def _parquet(path: Path, rows: int) -> Iterator[Piece]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with pq.ParquetFile(path) as file:
            names = [name for name in file.schema_arrow.names if name != "geometry"]
            yield from _tables(file.iter_batches(rows, columns=names), names)
    except pa.ArrowException as error:
        raise SourceError(str(path), f"is no Parquet table: {error}") from error


def _tables(batches: Iterator[Any], names: list[str]) -> Iterator[Piece]:
    import pandas as pd

    start = 1
    for batch in batches:
        columns = {
            name: pd.Series(column.to_pylist(), dtype=object)
            for name, column in zip(batch.schema.names, batch.columns, strict=True)
        }
        yield Piece(table=_numbered(pd.DataFrame(columns), start))
        start += len(batch)
    if start == 1:
        yield Piece(table=pd.DataFrame(columns=names))


def _numbered(table: pd.DataFrame, start: int) -> pd.DataFrame:
    import pandas as pd

    table.index = pd.RangeIndex(start, start + len(table))
    return table


def _geojson(path: Path, rows: int) -> Iterator[Piece]:
    document = json.loads(path.read_bytes())
    if not isinstance(document, dict) or not isinstance(document.get("features"), list):
        raise SourceError(str(path), "is no GeoJSON FeatureCollection: it has no list of features")
    yield from _records(map(_properties, document["features"]), rows)


def _json_lines(path: Path, rows: int) -> Iterator[Piece]:
    with path.open(encoding="utf-8-sig") as file:
        yield from _records(map(_json_line, filter(str.strip, file)), rows)


def _json_line(line: str) -> _Record:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        return f"{error}: row left out"
    return record if isinstance(record, dict) else "no JSON object: row left out"


def _properties(feature: object) -> _Record:
    """The properties of a feature, with its point's coordinates where they do not say them."""
    if not isinstance(feature, dict):
        return "no GeoJSON feature: row left out"
    properties = feature.get("properties") or {}
    if not isinstance(properties, dict):
        return "properties are no JSON object: row left out"
    return {**_position(feature.get("geometry")), **properties}


def _position(geometry: object) -> dict[str, Any]:
    match geometry:
        case {"type": "Point", "coordinates": [lon, lat, *_]}:
            return {"longitude": lon, "latitude": lat}
    return {}


def _records(records: Iterator[_Record], rows: int) -> Iterator[Piece]:
    import pandas as pd

    numbered = enumerate(records, start=1)
    block = list(itertools.islice(numbered, rows))
    while True:
        kept = [(number, record) for number, record in block if isinstance(record, dict)]
        names = list(dict.fromkeys(name for _, record in kept for name in record))
        columns = {
            name: pd.Series([record.get(name) for _, record in kept], dtype=object)
            for name in names
        }
        table = pd.DataFrame(columns)
        table.index = pd.Index([number for number, _ in kept], dtype="int64")
        misfits = [(number, _SPOILT, each) for number, each in block if isinstance(each, str)]
        yield Piece(table=table, misfits=misfits)
        if not (block := list(itertools.islice(numbered, rows))):
            return


def _added(path: Path) -> tuple[str, ...]:
    """The columns that GDAL adds to what stands in a KML file."""
    return _OF_KML if path.suffix.lower() in {".kml", ".kmz"} else ()


def _vector(path: Path, rows: int) -> Iterator[Piece]:
    import pyogrio

    check_geofile(path)
    try:
        count = int(pyogrio.read_info(path, force_feature_count=True)["features"])
        for start in range(0, max(count, 1), rows):
            frame = pyogrio.read_dataframe(path, skip_features=start, max_features=rows)
            if "latitude" not in frame.columns:
                frame["latitude"], frame["longitude"] = frame.geometry.y, frame.geometry.x
            table = frame.drop(columns=["geometry", *_added(path)]).astype(object)
            yield Piece(table=_numbered(table, start + 1))
    except pyogrio.errors.DataSourceError as error:
        raise SourceError(str(path), f"cannot be read: {error}") from error
