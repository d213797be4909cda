"""Tables of articles, a row each: CSV and Parquet, read in pieces."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Protocol, cast

from geo.articles.content import BLOCK, Content
from geo.articles.decoding import find_encoding
from geo.articles.fields import Origin, article_from_fields, field_names
from geo.articles.outcomes import Failure
from geo.errors import SourceError
from geo.records import Article

LONGEST_CELL = 64 << 20
_DELIMITERS = ",;\t|"
_ROWS = 128
_POINTS = frozenset({"latitude", "lat"})


def read_csv(content: Content, origin: Origin) -> Iterator[Article | Failure]:
    """The article of each row; a row is named by the line it begins on.

    The delimiter (comma, semicolon, tab or bar) is the commonest of them in the header.
    """
    encoding = find_encoding(content.blocks(), path=origin.path)
    # The csv module's limit is the process's; it is only ever raised.
    csv.field_size_limit(max(csv.field_size_limit(), LONGEST_CELL))
    with content.open() as raw:
        stream = io.TextIOWrapper(raw, encoding=encoding, errors="replace", newline="")
        yield from _read_rows(stream, origin)


def _read_rows(stream: io.TextIOWrapper, origin: Origin) -> Iterator[Article | Failure]:
    header_line = stream.readline(BLOCK)
    delimiter = max(_DELIMITERS, key=header_line.count)
    header = next(csv.reader([header_line], delimiter=delimiter), [])
    names = _text_columns(header, origin)
    places = {field: header.index(name) for field, name in names.items()}
    lines = iter(lambda: stream.readline(LONGEST_CELL), "")
    rows = csv.reader(lines, delimiter=delimiter, strict=True)
    empty = True
    for row, number in _numbered(rows, origin):
        if isinstance(row, Failure) or any(row):
            empty = False
            yield _read_row(row, places, len(header), origin.at(number))
    if empty:
        raise SourceError(origin.path, "empty: a header and no rows")


class _Rows(Protocol):
    """A csv.reader; `line_num` counts the lines read."""

    @property
    def line_num(self) -> int: ...

    def __next__(self) -> list[str]: ...


def _numbered(rows: _Rows, origin: Origin) -> Iterator[tuple[list[str] | Failure, int]]:
    """Each row with the line it begins on; one that breaks the rules of CSV stands alone."""
    while True:
        # The header's line was read before.
        number = rows.line_num + 2
        try:
            yield next(rows), number
        except StopIteration:
            return
        except csv.Error as error:
            reason = f"malformed CSV: {error}"
            yield Failure(path=origin.at(number).where, reason=reason), number


def _read_row(
    row: list[str] | Failure, places: Mapping[str, int], width: int, origin: Origin
) -> Article | Failure:
    if isinstance(row, Failure):
        return row
    if len(row) != width:
        reason = f"malformed CSV: {len(row)} cells in the row, {width} in the header"
        return Failure(path=origin.where, reason=reason)
    return _row_article({field: row[place] for field, place in places.items()}, origin)


def _row_article(values: Mapping[str, object], origin: Origin) -> Article | Failure:
    try:
        return article_from_fields(values, origin)
    except SourceError as error:
        return Failure(path=error.path, reason=error.reason)


def _text_columns(columns: list[str], origin: Origin) -> dict[str, str]:
    names = field_names(columns)
    if "text" not in names:
        found = ", ".join(columns[:12]) or "none"
        raise SourceError(
            origin.path,
            f"no text: no column is called text, body or content; columns: {found}"
            + _advice(columns, origin.path),
        )
    return names


def _advice(columns: list[str], path: str) -> str:
    """What to do with a table that holds points and no text: it may be one of events."""
    stated = {column.strip().lower() for column in columns}
    return f"; a table of events? `geoconflict map {path}` draws it" if _POINTS & stated else ""


def read_parquet(content: Content, origin: Origin) -> Iterator[Article | Failure]:
    """The article of each row, in pieces of 128 rows; a row is named by its number from 1."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    if content.packed:
        raise SourceError(origin.path, "a gzipped Parquet table; unpack it (gunzip) first")
    try:
        with pq.ParquetFile(content.file) as table:
            yield from _read_batches(table, origin)
    except (pa.ArrowException, OSError, ValueError, OverflowError) as error:
        reason = " ".join(str(error).split())[:200]
        raise SourceError(origin.path, f"damaged Parquet table: {reason}") from error


def _read_batches(table: object, origin: Origin) -> Iterator[Article | Failure]:
    from pyarrow.parquet import ParquetFile

    file = cast("ParquetFile", table)
    names = _text_columns(list(file.schema_arrow.names), origin)
    if not file.metadata.num_rows:
        raise SourceError(origin.path, "empty: no rows")
    number = 0
    for batch in file.iter_batches(_ROWS, columns=list(names.values()), use_threads=False):
        for row in batch.to_pylist():
            number += 1
            yield _row_article(
                {field: row[name] for field, name in names.items()}, origin.at(number)
            )
