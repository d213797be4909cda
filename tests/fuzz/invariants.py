"""What holds for every input, however hostile: each check raises AssertionError where it does not.

A reader raises nothing but geo.errors, names what it could not read, gives the same twice, and
what is written is well-formed. The harnesses, and the kept findings in tests/cases/fuzz, call
these checks.
"""

from __future__ import annotations

import csv
import functools
import io
import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import geopandas as gpd
import pandas as pd

from geo.articles import Failure, Skipped, read_articles
from geo.boundaries import ShippedBoundaries
from geo.datasets import data_dir
from geo.errors import GeoconflictError
from geo.exchange import EXPORTERS, export, import_events, json_line
from geo.frames import EVENT_COLUMNS, geoparse_object
from geo.gazetteer.dump_lines import Faults, Lines
from geo.gazetteer.geonames import read_geonames
from geo.gazetteer.own_places import OwnPlaces
from geo.gazetteer.place_rows import write_layer
from geo.pipeline import Options, resolve_spans
from geo.pipeline.stages import stages
from geo.records import Article
from geo.render import draw_map
from geo.render.pack import unpack_numbers

TODAY = date(2026, 11, 28)
KINDS = ("country", "admin1", "admin2", "populated", "region", "water", "other")


@contextmanager
def file_of(data: bytes, name: str) -> Iterator[Path]:
    """A file of these bytes, for as long as it is needed."""
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        yield path


def check_articles(data: bytes, name: str) -> None:
    """A source gives articles that can be written down, and failures that name it."""
    with file_of(data, name) as path:
        found = list(read_articles([path], today=TODAY, duplicates=True))
        assert found
        for each in found:
            _check_outcome(each, path)
        assert found == list(read_articles([path], today=TODAY, duplicates=True))


def _check_outcome(each: Article | Failure | Skipped, path: Path) -> None:
    if isinstance(each, Failure):
        assert each.path == str(path) or each.path.startswith(f"{path}:"), each
        assert each.reason.strip()
        return
    assert isinstance(each, Article)
    assert each.text.strip()
    assert each.id
    assert each.published is None or date(1600, 1, 1) <= each.published <= date(2026, 11, 29)
    for text in (each.id, each.text, each.title, each.url, each.source, each.language or ""):
        assert "\0" not in text
        text.encode()


def check_spans(data: bytes) -> None:
    """Each line of spans gives one answer: the article's resolutions, or why there are none."""
    lines = io.BytesIO(data).readlines()
    found = list(resolve_spans(lines, name="spans.jsonl"))
    assert len(found) == sum(bool(line.strip()) for line in lines)
    for each in found:
        if isinstance(each, Failure):
            assert each.path.startswith("spans.jsonl:")
        else:
            json.loads(json_line(geoparse_object(*each)))


def check_text(text: str, published: date | None = None, title: str = "") -> list[dict]:
    """An article's toponyms stand where they say, and its event rows are plain and repeatable."""
    article = Article(id="a", text=text, published=published, title=title)
    (outcome,) = stages(Options()).process([article])
    assert outcome.failure == "", outcome.failure
    end = 0
    for resolution in outcome.resolutions:
        toponym = resolution.toponym
        assert end <= toponym.start < toponym.end <= len(text)
        assert text[toponym.start : toponym.end] == toponym.text
        assert 0 <= resolution.score <= 1
        end = toponym.end
    for row in outcome.rows:
        _check_row(row, text)
    json.loads(json_line(geoparse_object(article, outcome.resolutions)))
    assert outcome == stages(Options()).process([article])[0]
    return list(outcome.rows)


def _check_row(row: dict, text: str) -> None:
    assert list(row) == list(EVENT_COLUMNS)
    assert json.loads(json_line(row)) == row
    assert text[row["x_trigger_start"] : row["x_trigger_end"]] == row["x_trigger_text"]
    date.fromisoformat(row["event_date"] or "2026-01-01")
    assert row["x_date_start"] is None or row["x_date_start"] <= row["x_date_end"]
    low, best, high = (row[f"x_fat_{each}"] for each in ("low", "best", "high"))
    assert low is None or 0 <= low <= best <= high
    assert row["fatalities"] >= 0


def check_table(data: bytes, name: str) -> gpd.GeoDataFrame | None:
    """A table of events is refused by name, or every row of it is an event or a problem."""
    with file_of(data, name) as path:
        try:
            found = import_events(path)
        except GeoconflictError as error:
            _check_refusal(error, path)
            return None
        assert found.mapped + len(found.unmapped) == found.rows
        assert found.problems == import_events(path).problems
        json.dumps([str(problem) for problem in found.problems])
        check_points(found.events)
        return found.events


def _check_refusal(error: GeoconflictError, path: Path) -> None:
    assert str(path) in str(error), error


def check_points(events: gpd.GeoDataFrame) -> None:
    """Events have points within the world, under the columns and types of the event table."""
    assert list(events.columns[: len(EVENT_COLUMNS)]) == list(EVENT_COLUMNS)
    assert events.crs.to_epsg() == 4326
    points = events.geometry.dropna()
    assert points.x.abs().le(180).all()
    assert points.y.abs().le(90).all()


def check_geonames(data: bytes, name: str = "SD.txt") -> None:
    """A table of GeoNames is refused by name, or becomes a layer; what is left out is told."""
    _check_layer(data, name, read_geonames)


def check_places(data: bytes, name: str = "own.csv") -> None:
    """A table of own places is refused by name, or becomes a layer; what is left out is told."""
    countries, isos = _codes()
    _check_layer(data, name, OwnPlaces(kinds=KINDS, countries=countries, isos=isos).read)


@functools.cache
def _codes() -> tuple[list[str], list[str]]:
    meta = json.loads((data_dir() / "gazetteer" / "meta.json").read_text("utf-8"))
    return meta["countries"], meta["admin1_iso"]


def _check_layer(data: bytes, name: str, read) -> None:
    with file_of(data, name) as path:
        faults = Faults(str(path))
        lines = Lines(path, faults, step=None)
        layer = path.parent / "layer"
        layer.mkdir()
        try:
            rows = write_layer(layer, read(lines, faults), source="user", about=dict)
        except GeoconflictError as error:
            _check_refusal(error, path)
            return
        assert rows > 0
        assert all(f"{path}, line " in fault for fault in faults.first)
        assert faults.count + rows <= lines.number + 1


def check_exports(events: gpd.GeoDataFrame) -> None:
    """Every form can be written, parsed by a stranger, and comes out the same twice."""
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        for suffix in EXPORTERS:
            path = Path(folder) / f"events{suffix}"
            export(events, path)
            again = Path(folder) / f"again{suffix}"
            export(events, again)
            if suffix != ".gpkg":  # SQLite writes the names of its file's tables
                assert path.read_bytes() == again.read_bytes(), suffix
            _PARSERS.get(suffix, gpd.read_file)(path)


def _parse_csv(path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, strict=True))
    assert {len(row) for row in rows} == {len(rows[0])}
    for row in rows[1:]:
        assert not any(cell.startswith(("=", "+", "@", "\t", "\r")) for cell in row), row


_PARSERS = {
    ".csv": _parse_csv,
    ".hxl.csv": _parse_csv,
    ".ucdp.csv": _parse_csv,
    ".geojson": lambda path: json.loads(path.read_bytes(), parse_constant=_refuse),
    ".jsonl": lambda path: [json.loads(line) for line in path.read_bytes().split(b"\n")[:-1]],
    ".parquet": gpd.read_parquet,
}


def _refuse(constant: str) -> None:
    raise AssertionError(f"{constant} is no JSON")


def check_map(events: pd.DataFrame) -> None:
    """A map of any table is one closed page: no text of the events stands in it as markup."""
    from geo.render.payload import EventTable, event_payload

    payload = event_payload(EventTable(events))
    assert payload["count"] == len(events)
    placed = unpack_numbers(payload["columns"]["placed"], len(events))
    assert set(placed) <= {0, 1}
    json.dumps(payload, allow_nan=False)
    page = _page(events)
    assert MARK[:12] not in page
    assert page == _page(events)


def _page(events: pd.DataFrame) -> str:
    provinces, countries = _boundaries()
    drawn = draw_map(events, provinces, countries, title=f"</title>{MARK}", notes=[(MARK, MARK)])
    with tempfile.TemporaryDirectory(prefix="fuzz-") as folder:
        drawn.save(Path(folder) / "map.html")
        return (Path(folder) / "map.html").read_text("utf-8")


MARK = "<script>FUZZ</script>${FUZZ}"


@functools.cache
def _boundaries() -> tuple[gpd.GeoDataFrame, gpd.GeoDataFrame]:
    source = ShippedBoundaries()
    return source.near(gpd.GeoSeries.from_xy([-79.6], [1.0], crs=4326)), source.countries()
