"""Every exporter against one contract, and what is particular to each."""

import csv
import io
import json
import math
import os
from datetime import date, datetime
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely import union_all
from shapely.geometry import LinearRing, LineString, Point, Polygon, box

from geo.errors import ExportError, FrameError
from geo.exchange import EXPORTERS, UCDP_COLUMNS, export, json_line, json_row, json_value, replacing
from geo.exchange.csv_table import _cells
from geo.frames import EVENT_COLUMNS, LIST_COLUMNS, events_frame

HOSTILE = "=HYPERLINK(\"http://x.example\"),\n'quoted'; \u2028 </script>${alert(1)}"


def row(**values):
    return {
        "event_id_cnty": "ECU1",
        "event_date": "2026-03-03",
        "year": 2026,
        "event_type": "Explosions/Remote violence",
        "country": "Ecuador",
        "latitude": 0.9681789,
        "longitude": -79.6517199,
        "fatalities": 0,
        "x_fat_reported": False,
        "x_article_ids": ["a1"],
        "x_urls": [],
        "x_place_alternatives": [],
        "x_titles": ["Strike, in the north"],
    } | values


@pytest.fixture
def events():
    return events_frame(
        [
            row(),
            row(
                event_id_cnty="COL2",
                notes=HOSTILE,
                x_fat_best=12,
                x_fat_reported=True,
                fatalities=12,
                x_article_ids=["a2", "a3"],
                x_urls=["https://x.example/1", "https://x.example/2"],
                x_place_score=0.25,
            ),
        ]
    )


def read_back(path):
    """The table of an exported file as its users read it."""
    suffix = max((each for each in READERS if path.name.endswith(each)), key=len)
    return READERS[suffix](path)


def read_back_lines(path):
    return pd.DataFrame([json.loads(line) for line in path.read_text("utf-8").splitlines()])


def read_back_csv(path, **options):
    return pd.read_csv(path, keep_default_na=False, na_values=[""], **options)


def read_back_vector(path):
    return gpd.read_file(path).sort_values("event_id_cnty", ascending=False, ignore_index=True)


def read_back_kml(path):
    """The fields of a KML file without those that GDAL adds to every one."""
    table = gpd.read_file(path)
    table = table.drop(columns="timestamp").rename(columns={"x_timestamp": "timestamp"})
    return table.drop(columns=[name for name in table if name not in [*EVENT_COLUMNS, "geometry"]])


def read_back_ucdp(path):
    table = read_back_csv(path)
    assert tuple(table.columns) == UCDP_COLUMNS
    return table


READERS = {
    ".parquet": gpd.read_parquet,
    ".geojson": gpd.read_file,
    ".gpkg": read_back_vector,
    ".fgb": read_back_vector,
    ".kml": read_back_kml,
    ".ucdp.csv": read_back_ucdp,
    ".hxl.csv": lambda path: read_back_csv(path, skiprows=[1]),
    ".csv": read_back_csv,
    ".jsonl": read_back_lines,
}


def as_list(value):
    if isinstance(value, str):
        return value.split(";")
    return list(value) if isinstance(value, list | np.ndarray) else []


@pytest.mark.parametrize("suffix", [suffix for suffix in EXPORTERS if suffix != ".ucdp.csv"])
def test_every_form_gives_the_same_events_back(suffix, events, tmp_path):
    path = tmp_path / f"events{suffix}"
    export(events, path)
    table = read_back(path)
    assert [name for name in table.columns if name != "geometry"] == list(EVENT_COLUMNS)
    for name in ("event_id_cnty", "fatalities", "x_fat_reported", "country", "x_fat_best"):
        expected = [None if pd.isna(value) else value for value in events[name]]
        assert [None if pd.isna(value) else value for value in table[name]] == expected
    assert np.allclose(table["latitude"], events["latitude"], atol=1e-7, rtol=0)
    assert [str(value)[:10] for value in table["event_date"]] == ["2026-03-03"] * 2
    for name in LIST_COLUMNS - {"x_titles"}:
        assert [as_list(value) for value in table[name]] == list(events[name].map(as_list))


@pytest.mark.parametrize("suffix", EXPORTERS)
class TestEveryExporter:
    def test_writes_the_same_bytes_twice(self, suffix, events, tmp_path):
        paths = [tmp_path / f"{name}{suffix}" for name in ("one", "two")]
        for path in paths:
            export(events.copy(), path)
        assert paths[0].read_bytes() == paths[1].read_bytes()

    def test_writes_an_empty_table(self, suffix, tmp_path):
        path = tmp_path / f"events{suffix}"
        export(events_frame([]), path)
        assert len(read_back(path)) == 0

    def test_leaves_nothing_half_written(self, suffix, tmp_path):
        path = tmp_path / f"events{suffix}"
        path.write_text("what was there before")
        broken = events_frame([row(), row(x_urls=[object()])])
        broken["x_urls"] = pd.Series([["a"], [_Unprintable()]], dtype=object)
        with pytest.raises(ZeroDivisionError):
            export(broken, path)
        assert path.read_text() == "what was there before"
        assert list(tmp_path.iterdir()) == [path]

    def test_makes_the_folder(self, suffix, events, tmp_path):
        path = tmp_path / "new" / "deep" / f"events{suffix}"
        export(events, path)
        assert path.stat().st_size > 0

    def test_says_why_a_file_cannot_be_written(self, suffix, events, tmp_path):
        (tmp_path / "file").write_text("")
        with pytest.raises(ExportError, match="cannot be written"):
            export(events, tmp_path / "file" / f"events{suffix}")

    def test_leaves_the_frame_as_it_was(self, suffix, events, tmp_path):
        before = events.copy()
        export(events, tmp_path / f"events{suffix}")
        pd.testing.assert_frame_equal(events, before)


class _Unprintable:
    def __str__(self):
        raise ZeroDivisionError


@pytest.mark.parametrize("suffix", [".geojson", ".parquet"])
def test_other_crs_is_refused(suffix, events, tmp_path):
    with pytest.raises(FrameError, match="expected EPSG:4326"):
        export(events.to_crs("EPSG:3857"), tmp_path / f"events{suffix}")


@pytest.mark.parametrize(
    ("name", "meant"),
    [("events.geojso", "did you mean .geojson"), ("events.parq", "mean .parquet"), ("events", "")],
)
def test_unknown_suffix_names_the_known_ones(events, name, meant):
    with pytest.raises(ExportError, match=r"expected one of \.csv, \.hxl\.csv") as raised:
        export(events, name)
    assert meant in str(raised.value)


def test_csv_text_is_never_a_formula(events, tmp_path):
    export(events, tmp_path / "events.csv")
    with (tmp_path / "events.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows[1]["notes"] == "'" + HOSTILE
    assert rows[0]["longitude"] == "-79.6517199"


def test_csv_is_utf8_with_bare_newlines(tmp_path):
    export(events_frame([row(country="Côte d’Ivoire")]), tmp_path / "events.csv")
    data = (tmp_path / "events.csv").read_bytes()
    assert "Côte d’Ivoire".encode() in data
    assert data.count(b"\n") == 2
    assert b"\r" not in data


def test_csv_flags_and_missing_values(events, tmp_path):
    export(events, tmp_path / "events.csv")
    with (tmp_path / "events.csv").open(encoding="utf-8", newline="") as file:
        first, second = csv.DictReader(file)
    assert (first["x_fat_reported"], second["x_fat_reported"]) == ("false", "true")
    assert (first["x_fat_best"], second["x_fat_best"]) == ("", "12")
    assert (first["x_urls"], second["x_urls"]) == ("", "https://x.example/1;https://x.example/2")
    assert first["event_date"] == "2026-03-03"


@given(st.lists(st.text(st.characters(exclude_categories=("Cs",))), min_size=1))
def test_csv_cells_are_read_back_and_never_run(texts):
    line = ",".join(["x", *_cells(texts)]) + "\n"
    [[_, *cells]] = csv.reader(io.StringIO(line, newline=""))
    for cell, text in zip(cells, texts, strict=True):
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
        assert cell in {text, "'" + text}


def test_geojson_is_lon_lat_with_seven_decimals(tmp_path):
    point = row(latitude=0.96817891234, longitude=-79.65171994321)
    export(events_frame([point]), tmp_path / "events.geojson")
    document = json.loads((tmp_path / "events.geojson").read_text("utf-8"))
    [feature] = document["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [-79.6517199, 0.9681789]}
    assert feature["properties"]["latitude"] == 0.9681789
    assert feature["properties"]["x_urls"] == []
    assert feature["properties"]["x_fat_best"] is None
    assert "crs" not in document


def test_geojson_of_an_event_without_a_point(tmp_path):
    frame = gpd.GeoDataFrame(
        {"name": ["none", "empty", "square"]},
        geometry=[None, Point(), Polygon([(0, 0), (1, 0), (1, 1.00000000001)])],
        crs="EPSG:4326",
    )
    export(frame, tmp_path / "events.geojson")
    features = json.loads((tmp_path / "events.geojson").read_text("utf-8"))["features"]
    assert [feature["geometry"] for feature in features[:2]] == [None, None]
    assert features[2]["geometry"]["coordinates"] == [[[0, 0], [1, 0], [1, 1], [0, 0]]]


def exported_geometry(shape, folder):
    frame = gpd.GeoDataFrame({"name": ["a"]}, geometry=[shape], crs="EPSG:4326")
    export(frame, folder / "a.geojson")
    [feature] = json.loads((folder / "a.geojson").read_text("utf-8"))["features"]
    return feature["geometry"]


def test_geojson_areas_follow_the_right_hand_rule(tmp_path):
    clockwise = Polygon([(0, 0), (0, 9), (9, 9), (9, 0)], holes=[[(1, 1), (2, 1), (2, 2), (1, 2)]])
    outer, hole = exported_geometry(clockwise, tmp_path)["coordinates"]
    assert LinearRing(outer).is_ccw
    assert not LinearRing(hole).is_ccw
    assert read_back(tmp_path / "a.geojson").geometry.iloc[0].equals(clockwise)


def test_geojson_areas_are_cut_at_the_antimeridian(tmp_path):
    fiji = box(178, -18, 182, -16)
    geometry = exported_geometry(fiji, tmp_path)
    assert geometry["type"] == "MultiPolygon"
    again = read_back(tmp_path / "a.geojson").geometry.iloc[0]
    assert again.equals(union_all([box(178, -18, 180, -16), box(-180, -18, -178, -16)]))
    line = exported_geometry(LineString([(179, 0), (181, 0)]), tmp_path)
    assert sorted(line["coordinates"]) == [[[-180, 0], [-179, 0]], [[179, 0], [180, 0]]]


def test_geojson_points_on_either_side_of_the_antimeridian_stay_there(tmp_path):
    rows = [
        row(event_id_cnty=f"FJI{at}", longitude=at, latitude=-17) for at in (179.99, -179.99, 180)
    ]
    export(events_frame(rows), tmp_path / "events.geojson")
    assert list(gpd.read_file(tmp_path / "events.geojson").geometry.x) == [179.99, -179.99, 180]


def test_parquet_columns_have_their_type_even_when_empty(tmp_path):
    import pyarrow.parquet as pq

    schemas = []
    for name, rows in (("full", [row(x_urls=["https://x.example"], notes="n")]), ("bare", [row()])):
        export(events_frame(rows), tmp_path / f"{name}.parquet")
        schemas.append(pq.read_schema(tmp_path / f"{name}.parquet").remove_metadata())
    assert schemas[0] == schemas[1]


def test_parquet_is_zstd(events, tmp_path):
    import pyarrow.parquet as pq

    export(events, tmp_path / "events.parquet")
    metadata = pq.read_metadata(tmp_path / "events.parquet")
    assert metadata.row_group(0).column(0).compression == "ZSTD"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (float("nan"), None),
        (float("inf"), None),
        (pd.NaT, None),
        (pd.NA, None),
        (None, None),
        (pd.Timestamp("2026-03-03"), "2026-03-03"),
        (datetime(2026, 3, 3, 10, 30), "2026-03-03T10:30:00"),  # noqa: DTZ001 - as frames hold them
        (date(2026, 3, 3), "2026-03-03"),
        (np.datetime64("2026-03-03", "D"), "2026-03-03"),
        (np.int64(3), 3),
        (np.float64(0.5), 0.5),
        (np.bool_(True), True),  # noqa: FBT003 - a numpy value
        (np.array(["a", "b"], dtype=object), ["a", "b"]),
        (("a", pd.NA), ["a", None]),
        ({"b", "a"}, ["a", "b"]),
        ({"a": np.int8(1)}, {"a": 1}),
    ],
)
def test_value_as_json_knows_it(value, expected):
    found = json_value(value)
    assert found == expected
    assert type(found) is type(expected)


def test_json_row_leaves_the_geometry_out(events):
    found = json_row(dict(events.iloc[1]))
    assert list(found) == list(EVENT_COLUMNS)
    assert found["x_article_ids"] == ["a2", "a3"]
    assert (found["x_fat_best"], found["x_injured"]) == (12, None)
    assert json.loads(json.dumps(found, allow_nan=False)) == found


@given(st.floats() | st.integers() | st.text() | st.dates() | st.lists(st.floats()))
def test_every_value_can_be_written(value):
    assert json.dumps(json_value(value), allow_nan=False)


def test_file_appears_whole_or_not_at_all(tmp_path):
    path = tmp_path / "a.txt"
    with replacing(path) as temporary:
        temporary.write_text("whole")
        assert not path.exists()
    assert path.read_text() == "whole"
    with pytest.raises(ZeroDivisionError), replacing(path) as temporary:
        temporary.write_text(f"half {1 / 0}")
    assert path.read_text() == "whole"
    assert list(tmp_path.iterdir()) == [path]


def test_link_is_written_through(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "link.txt").symlink_to(tmp_path / "real" / "a.txt")
    with replacing(tmp_path / "link.txt") as temporary:
        temporary.write_text("whole")
    assert (tmp_path / "real" / "a.txt").read_text() == "whole"
    assert (tmp_path / "link.txt").is_symlink()


def test_device_is_written_to_and_not_replaced(events):
    EXPORTERS[".csv"](events, os.devnull)
    assert not Path(os.devnull).is_file()


@given(st.text(st.characters(exclude_categories=("Cs",))))
def test_line_of_json_is_one_line(text):
    line = json_line({"text": text})
    assert line.splitlines() == [line]
    assert json.loads(line) == {"text": text}


def test_infinite_degree_is_missing():
    assert json_row({"latitude": math.inf, "longitude": 1.123456789}) == {
        "latitude": None,
        "longitude": 1.1234568,
    }
