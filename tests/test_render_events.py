"""Event tables of any make, as payloads: positions, columns, cards, classes."""

import itertools
import json
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.errors import FrameError
from geo.render import with_positions
from geo.render.cards import CELL, ITEM, ROW
from geo.render.choropleth import choropleth_payload, class_bounds, province_values
from geo.render.pack import expand, unpack_numbers
from geo.render.payload import event_payload
from geo.render.table import EventTable

CASES = Path(__file__).parent / "cases" / "render"
ASSETS = Path(__file__).parent.parent / "geo" / "render" / "assets"


@pytest.fixture(scope="module")
def seed():
    return pd.DataFrame([json.loads((CASES / "seed_event.json").read_text("utf-8"))])


@pytest.fixture(scope="module")
def provinces():
    return gpd.read_file(CASES / "provinces.geojson")


class TestTable:
    def test_position_is_needed(self):
        with pytest.raises(FrameError, match="events lacks longitude; found latitude"):
            EventTable(pd.DataFrame({"latitude": [1.0]}))

    def test_missing_column_reads_as_missing(self):
        table = EventTable(pd.DataFrame({"latitude": [1.0], "longitude": [2.0]}))
        assert table.texts("actor1") == [""]
        assert table.lists("x_urls") == [[]]
        assert np.isnan(table.numbers("x_radius_km")[0])

    def test_lists_are_read_from_lists_arrays_and_joined_text(self):
        frame = pd.DataFrame(
            {"latitude": 0.0, "longitude": 0.0, "x_urls": [["a", "b"], "a;b", None]}
        )
        assert EventTable(frame).lists("x_urls") == [["a", "b"], ["a", "b"], []]
        frame["x_urls"] = [np.array(["c"]), float("nan"), ()]
        assert EventTable(frame).lists("x_urls") == [["c"], [], []]

    def test_unknown_deaths_are_not_zero(self):
        frame = pd.DataFrame({"latitude": 0.0, "longitude": 0.0, "fatalities": [0, 0, 3]})
        assert EventTable(frame).fatalities().tolist() == [0, 0, 3]
        frame["x_fat_reported"] = [True, False, True]
        assert EventTable(frame).fatalities().tolist() == [0, -1, 3]

    def test_geo_precision_serves_where_our_own_is_missing(self):
        frame = pd.DataFrame({"latitude": 0.0, "longitude": 0.0, "geo_precision": [1, 2, 3, None]})
        assert EventTable(frame).precisions().tolist() == [1, 2, 4, 0]

    def test_dates_are_read_as_text_and_as_dates(self):
        frame = pd.DataFrame(
            {"latitude": 0.0, "longitude": 0.0, "d": ["1970-01-02", "", "1970-01-03 04:00"]}
        )
        days = EventTable(frame).days("d")
        assert days[[0, 2]].tolist() == [1, 2]
        assert days[1] < 0


class TestPositions:
    def test_geometries_in_any_projection_give_positions(self, provinces):
        found = with_positions(provinces[["name", "geometry"]].to_crs("EPSG:3857"))
        inside = gpd.points_from_xy(found["longitude"], found["latitude"])
        assert provinces.geometry.contains(gpd.GeoSeries(inside, crs=4326)).all()

    def test_own_columns_are_kept(self, seed):
        assert with_positions(seed) is seed

    def test_geometries_without_a_projection_are_refused(self, provinces):
        with pytest.raises(FrameError, match="has no CRS"):
            with_positions(provinces[["name", "geometry"]].set_crs(None, allow_override=True))


def cards(frame):
    return event_payload(EventTable(frame))["cards"]


class TestCards:
    def frame(self, **columns):
        return pd.DataFrame({"latitude": 0.0, "longitude": 0.0, **columns})

    def test_every_column_is_kept_in_order(self):
        frame = self.frame(own=[1.5, None], x_titles=[["a"], ["b", "c"]], word=["x", "x"])
        packed = cards(frame)
        assert packed["names"] == ["latitude", "longitude", "own", "x_titles", "word"]
        assert (list(packed["numbers"]), list(packed["coded"])) == (["own"], ["word"])
        assert packed["cells"] == [["x_titles", 1]]

    def test_numbers_keep_their_decimals_and_gaps(self):
        packed = cards(self.frame(own=[1.25, None, -3.0]))["numbers"]["own"]
        assert (packed["low"], packed["decimals"]) == (-300, 2)
        assert unpack_numbers(packed, 3).tolist() == [426, 0, 1]

    def test_number_with_many_decimals_is_kept_as_text(self):
        assert cards(self.frame(own=[0.123456789, 1.0]))["cells"] == [["own", 0]]

    def test_cells_of_a_row_stand_together(self):
        frame = self.frame(notes=["one", "two"], x_urls=[["a", "b"], []])
        text = expand(cards(frame)["texts"][0]).decode()
        assert text == f"one{CELL}a{ITEM}b{ROW}two{CELL}"

    def test_parting_characters_in_a_text_part_nothing(self):
        frame = self.frame(notes=[f"a{CELL}b{ROW}c", "d"], x_urls=[[f"e{CELL}"], ["f"]])
        text = expand(cards(frame)["texts"][0]).decode()
        assert text == f"a b c{CELL}e {ROW}d{CELL}f"

    def test_lone_surrogates_and_odd_values_are_texts(self):
        frame = self.frame(notes=["\ud800", {"a": 1}], x_urls=[[None, 7], "a; b"])
        text = expand(cards(frame)["texts"][0]).decode()
        assert text == f"?{CELL}7{ROW}{{'a': 1}}{CELL}a{ITEM}b"

    def test_event_costs_few_bytes(self):
        rng = np.random.default_rng(7)
        n = 20_000
        frame = pd.DataFrame({
            "latitude": rng.uniform(-30, 50, n), "longitude": rng.uniform(-80, 100, n),
            "event_type": rng.choice(["Battles", "Riots"], n), "fatalities": rng.poisson(2, n),
            "event_date": np.datetime64("2024-01-01") + rng.integers(0, 700, n),
        })  # fmt: skip
        assert len(json.dumps(event_payload(EventTable(frame)))) / n < 20


class TestChoropleth:
    def test_bounds_of_few_values_are_the_best_of_all_groupings(self):
        values = np.array([1, 1, 2, 3, 7, 8, 9, 20, 22, 40, 41], float)

        def cost(cuts):
            parts = np.split(values, cuts)
            return sum(((part - part.mean()) ** 2).sum() for part in parts)

        best = min(itertools.combinations(range(1, len(values)), 4), key=cost)
        assert class_bounds(values) == [values[cut - 1] for cut in (*best, len(values))]

    def test_few_values_are_classes_of_their_own(self):
        assert class_bounds(np.array([3.0, 1.0, 3.0, 0.0, np.nan])) == [1, 3]
        assert class_bounds(np.zeros(4)) == []

    @given(st.lists(st.integers(0, 40), max_size=200))
    def test_bounds_rise_to_the_greatest_value(self, values):
        bounds = class_bounds(np.array(values, float))
        assert bounds == sorted(set(bounds))
        assert len(bounds) <= 5
        assert max(bounds, default=0) == max(values, default=0)

    def test_values_are_counted_by_province(self, provinces):
        events = pd.DataFrame({
            "latitude": 1.0, "longitude": 1.0, "fatalities": [2, 3, 4, 9],
            "x_admin1_iso": ["AA-1", "AA-1", "AA-2", "AA-2"],
            "x_precision": ["town", "province", "near", "country"],
        })  # fmt: skip
        people = provinces.assign(population=50_000)
        values = province_values(events, people)
        at = provinces["iso_3166_2"].tolist().index
        assert [values["events"][at(code)] for code in ("AA-1", "AA-2", "BB-1")] == [2, 1, 0]
        assert [values["deaths"][at(code)] for code in ("AA-1", "AA-2")] == [5, 4]
        assert values["events_people"][at("AA-1")] == 4
        area = provinces["area_km2"][at("AA-1")]
        assert values["deaths_area"][at("AA-1")] == pytest.approx(5 / area * 1000)

    def test_one_province_gives_no_choice(self, seed, provinces):
        assert choropleth_payload(seed, provinces)["bounds"] == {}
