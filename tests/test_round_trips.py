"""Every form that is written, read back by our own reader and by the tools of the trade."""

from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest

from geo.exchange import EXPORTERS, TAGS, export, import_events, read_events, read_ucdp_ged
from geo.frames import events_frame

CASES = Path(__file__).parent / "cases" / "exchange"
OWN = [suffix for suffix in EXPORTERS if suffix != ".ucdp.csv"]


@pytest.fixture(scope="module")
def events():
    read = [read_events(CASES / name) for name in ("ucdp_ged.csv", "acled_new.csv")]
    rows = pd.concat(read, ignore_index=True).drop(columns="geometry")
    frame = events_frame(rows.to_dict("records"))
    frame.at[3, "x_urls"] = ["https://example.org/1", "https://example.org/2"]
    frame.at[4, "notes"] = "=1+1"
    frame.at[5, "x_titles"] = ["-a title, with a comma"]
    return frame


@pytest.mark.parametrize("suffix", OWN)
def test_our_reader_gives_the_very_same_frame(suffix, events, tmp_path):
    path = tmp_path / f"events{suffix}"
    export(events, path)
    found = import_events(path)
    assert [problem for problem in found.problems if "more than" not in problem.done] == []
    again, expected = (
        frame.sort_values("event_id_cnty", ignore_index=True) for frame in (found.events, events)
    )
    pd.testing.assert_frame_equal(again, expected, check_exact=False, atol=1e-7)


@pytest.mark.parametrize("suffix", OWN)
def test_an_event_without_a_point_comes_back_without_one(suffix, events, tmp_path):
    rows = events.head(3).drop(columns="geometry")
    rows.loc[1, ["latitude", "longitude"]] = None
    path = tmp_path / f"events{suffix}"
    export(events_frame(rows.to_dict("records")), path)
    found = import_events(path)
    assert found.events.geometry.isna().tolist() == [False, True, False]
    assert [problem.row for problem in found.unmapped] == [2]


@pytest.mark.parametrize("suffix", [".gpkg", ".fgb", ".kml", ".geojson", ".parquet"])
def test_geopandas_opens_the_same_points(suffix, events, tmp_path):
    path = tmp_path / f"events{suffix}"
    export(events, path)
    read = gpd.read_parquet if suffix == ".parquet" else gpd.read_file
    table = read(path).set_index("event_id_cnty")
    assert table.crs.to_epsg() == 4326
    expected = events.set_index("event_id_cnty").geometry
    assert table.geometry.loc[expected.index].geom_equals_exact(expected, 1e-7).all()


def test_a_kml_placemark_is_named_and_described(events, tmp_path):
    export(events, tmp_path / "events.kml")
    table = gpd.read_file(tmp_path / "events.kml")
    assert table["Name"].iloc[0] == "Armed clash, Rami village"
    assert list(table["description"].dropna()) == list(events["notes"].dropna())


def test_the_second_row_of_an_hxl_table_tags_its_columns(events, tmp_path):
    export(events, tmp_path / "events.hxl.csv")
    tags = pd.read_csv(tmp_path / "events.hxl.csv", nrows=1).iloc[0].dropna()
    assert tags["latitude"] == "#geo+lat"
    assert tags["fatalities"] == "#affected+killed"
    assert set(tags.index) == set(TAGS)


def test_a_ucdp_shaped_table_is_read_as_ucdp_with_the_same_events(tmp_path):
    events = read_ucdp_ged(CASES / "ucdp_ged.csv")
    export(events, tmp_path / "events.ucdp.csv")
    again = read_ucdp_ged(tmp_path / "events.ucdp.csv")
    pd.testing.assert_frame_equal(again, events)


def test_a_ucdp_shaped_table_has_ucdps_own_cells_and_deaths(tmp_path):
    original = pd.read_csv(CASES / "ucdp_ged.csv", index_col="id")
    export(read_ucdp_ged(CASES / "ucdp_ged.csv"), tmp_path / "events.ucdp.csv")
    written = pd.read_csv(tmp_path / "events.ucdp.csv", index_col="id")
    for name in ("priogrid_gid", "deaths_civilians", "best", "date_prec", "where_prec"):
        assert list(written[name]) == list(original[name])


def test_an_event_that_ucdp_would_not_count_keeps_its_row_without_a_type(tmp_path):
    events = read_events(CASES / "acled_new.csv")
    export(events, tmp_path / "events.ucdp.csv")
    table = pd.read_csv(tmp_path / "events.ucdp.csv")
    assert list(table["relid"]) == ["ECU101", "ECU102"]
    assert table["type_of_violence"].isna().all()
    assert table["id"].is_unique
