"""`geoconflict map`: a table becomes a map, and every row is accounted for."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import geopandas as gpd
import pytest
from test_cli import geoconflict

from geo.exchange import export, read_events

CASES = Path(__file__).parent / "cases" / "exchange"


def events_in(page):
    """How many events the page holds."""
    layers = re.findall(
        r'<script type="application/json" id="(event_layer[^"]*)">(.*?)</script>', page
    )
    return json.loads(layers[0][1])["count"]


@pytest.mark.parametrize(
    "name", ["ucdp_ged.csv", "ucdp_ged_colombia_hxl.csv", "acled_new.csv", "acled_old.csv"]
)
def test_an_export_is_recognised_and_every_row_is_on_the_map(name, tmp_path):
    done = geoconflict("map", CASES / name, "-o", tmp_path / "map.html")
    assert done.returncode == 0, done.stderr.decode()
    rows = len(read_events(CASES / name))
    said = done.stderr.decode()
    assert re.search(rf"{rows:,} rows of [^:]+: {rows:,} mapped, 0 not", said), said
    assert events_in((tmp_path / "map.html").read_text("utf-8")) == rows
    assert not (tmp_path / "map.unmapped.csv").exists()


def test_the_province_agrees_with_the_one_that_ucdp_names(tmp_path):
    done = geoconflict("map", CASES / "ucdp_ged.csv", "-o", tmp_path / "map.html")
    said = re.search(r"the row names: ([\d.]+)% of (\d+) that tell it", done.stderr.decode())
    assert float(said[1]) >= 90
    assert int(said[2]) >= 200


@pytest.mark.parametrize("suffix", [".csv", ".geojson", ".parquet", ".gpkg"])
def test_our_own_tables_are_drawn_whatever_their_form(suffix, tmp_path):
    events = read_events(CASES / "acled_new.csv")
    export(events, tmp_path / f"events{suffix}")
    done = geoconflict("map", f"events{suffix}", "-o", "map.html", "--language", "es", cwd=tmp_path)
    assert done.returncode == 0, done.stderr.decode()
    page = (tmp_path / "map.html").read_text("utf-8")
    assert '<html lang="es">' in page
    assert events_in(page) == len(events)


def test_rows_that_cannot_be_mapped_are_listed_with_the_reason(tmp_path):
    (tmp_path / "table.csv").write_text(
        "event_id_cnty,event_date,event_type,latitude,longitude\n"
        "A1,2026-01-02,Riots,1.5,2.5\n"
        "A2,2026-01-03,Riots,95,2.5\n"
        "A3,2026-01-03,Riots,,\n",
    )
    done = geoconflict("map", "table.csv", "-o", "map.html", cwd=tmp_path)
    assert done.returncode == 0, done.stderr.decode()
    with (tmp_path / "map.unmapped.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["row"], row["reason"]) for row in rows] == [
        ("2", "out of range: not mapped"),
        ("3", "no coordinates: not mapped"),
    ]
    assert b"3 rows of ACLED: 1 mapped, 2 not" in done.stderr
    assert b"None" not in done.stderr


def test_a_table_without_any_point_gives_no_map(tmp_path):
    (tmp_path / "table.csv").write_text(
        "event_id_cnty,event_date,event_type,latitude,longitude\nA1,2026-01-02,Riots,,\n"
    )
    done = geoconflict("map", "table.csv", "-o", "map.html", cwd=tmp_path)
    assert done.returncode == 1
    assert b"none of 1 rows can be mapped" in done.stderr
    assert not (tmp_path / "map.html").exists()


def test_a_file_that_is_no_table_says_what_was_looked_for(tmp_path):
    gpd.GeoDataFrame({"a": [1]}, geometry=gpd.points_from_xy([1], [2]), crs=4326).to_file(
        tmp_path / "other.geojson"
    )
    done = geoconflict("map", "other.geojson", "-o", "map.html", cwd=tmp_path)
    assert done.returncode == 1
    assert b"UCDP GED needs id, type_of_violence" in done.stderr
