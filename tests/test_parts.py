"""An event table in parts is the same table, and a dask_geopandas frame opens it."""

from __future__ import annotations

import statistics
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely

import geo
from geo.errors import ExportError, SourceError
from geo.exchange import write_parts
from geo.frames import events_frame

GED = Path(__file__).parent / "cases" / "exchange" / "ucdp_ged.csv"


@pytest.fixture(scope="module")
def events():
    """A few hundred events, three of them without a point."""
    read = geo.read_events(GED)
    read.loc[read.index[:3], "geometry"] = shapely.Point()
    return read


def parts_in(folder):
    return [gpd.read_parquet(file) for file in sorted(folder.glob("part-*.parquet"))]


def test_parts_together_are_the_whole_table(events, tmp_path):
    write_parts(events, tmp_path / "events", rows=100)
    parts = parts_in(tmp_path / "events")
    assert [len(part) for part in parts] == [100, 100, len(events) - 200]
    whole = pd.concat(parts).sort_values("event_id_cnty", ignore_index=True)
    assert whole["event_id_cnty"].tolist() == sorted(events["event_id_cnty"])
    assert {tuple(part.columns) for part in parts} == {tuple(events.columns)}


def test_each_part_is_a_compact_area_and_events_without_a_point_come_last(events, tmp_path):
    write_parts(events, tmp_path / "events", rows=25)
    parts = parts_in(tmp_path / "events")
    empty = [number for part in parts for number in part.geometry.is_empty]
    assert empty == [False] * (len(events) - 3) + [True] * 3
    # The events lie on all continents; in the order of the table every part would span them.
    spans = [part.total_bounds[2] - part.total_bounds[0] for part in [*parts, events]]
    assert statistics.median(spans[:-1]) < spans[-1] / 4


def test_the_same_events_give_the_same_bytes_and_older_parts_are_gone(events, tmp_path):
    write_parts(events, tmp_path / "one", rows=10)
    write_parts(events, tmp_path / "one", rows=200)
    write_parts(events, tmp_path / "two", rows=200)
    one, two = (
        {file.name: file.read_bytes() for file in (tmp_path / name).iterdir()}
        for name in ("one", "two")
    )
    assert one == two
    assert sorted(one) == ["part-00000.parquet", "part-00001.parquet"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one", "two"]


def test_a_frame_reads_only_the_parts_that_lie_where_it_is_asked(events, tmp_path):
    write_parts(events, tmp_path / "events", rows=25)
    frame = geo.open_cluster_events(tmp_path)
    west, south, east, north = events.geometry.iloc[10].buffer(1).bounds
    there = frame.cx[west:east, south:north]
    expected = events.cx[west:east, south:north]
    assert there.npartitions < frame.npartitions
    assert sorted(there.compute()["event_id_cnty"]) == sorted(expected["event_id_cnty"])


def test_no_events_are_one_empty_part_with_all_columns(tmp_path):
    write_parts(events_frame([]), tmp_path / "events")
    frame = geo.open_cluster_events(tmp_path / "events")
    assert len(frame) == 0
    assert "event_id_cnty" in frame.columns


def test_a_folder_without_parts_is_named_with_what_to_name(tmp_path):
    with pytest.raises(SourceError, match="name the --out of a cluster's run"):
        geo.open_cluster_events(tmp_path)


def test_a_place_that_cannot_be_written_is_named(events, tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(ExportError, match="cannot be written"):
        write_parts(events, tmp_path / "file" / "events")
