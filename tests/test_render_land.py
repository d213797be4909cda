"""Land and numbers as compact payloads: packed, shared borders once, bounded in size."""

import json
from functools import reduce
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import box

from geo.errors import FrameError
from geo.render.basemap import GRID, basemap_payload
from geo.render.inline import json_text
from geo.render.pack import DIGITS, base85, expand, pack_json, pack_numbers, unpack_numbers
from geo.render.table import EventTable
from geo.render.topology import OUTSIDE, build_arcs

CASES = Path(__file__).parent / "cases" / "render"
ASSETS = Path(__file__).parent.parent / "geo" / "render" / "assets"


@pytest.fixture(scope="module")
def provinces():
    return gpd.read_file(CASES / "provinces.geojson")


@pytest.fixture(scope="module")
def countries():
    return gpd.read_file(CASES / "countries.geojson")


class TestPacking:
    @given(st.lists(st.integers(-(2**31), 2**31 - 1), max_size=50))
    def test_numbers_come_back_as_they_were(self, values):
        packed = pack_numbers(np.array(values, np.int64))
        assert unpack_numbers(packed, len(values)).tolist() == values

    def test_smallest_type_is_taken(self):
        assert pack_numbers(np.array([0, 255]))["type"] == "uint8"
        assert pack_numbers(np.array([0, 256]))["type"] == "uint16"
        assert pack_numbers(np.array([-1, 200]))["type"] == "int16"

    def test_number_too_large_for_the_page_is_refused(self):
        with pytest.raises(OverflowError, match="more than uint32 holds"):
            pack_numbers(np.array([0, 2**40]))

    @given(st.binary(max_size=40))
    def test_base_85_is_text_that_needs_no_escaping(self, data):
        text = base85(data)
        assert len(text) == 1 + -(-len(data) // 4) * 5
        assert json_text(text) == f'"{text}"'

    def test_no_name_is_number_zero(self):
        frame = pd.DataFrame({"latitude": 0.0, "longitude": 0.0, "actor1": ["b", None, "a"]})
        codes, names = EventTable(frame).named("actor1")
        assert names == ["", "a", "b"]
        assert codes.tolist() == [2, 0, 1]

    def test_compressed_text_names_neither_clock_nor_machine(self):
        digits = [DIGITS.index(char) for char in pack_json({"a": 1})[1:16]]
        fives = [digits[at : at + 5] for at in (0, 5, 10)]
        head = b"".join(
            reduce(lambda left, digit: left * 85 + digit, five).to_bytes(4, "big") for five in fives
        )
        assert head[4:8] == b"\0\0\0\0"
        assert head[9] == 255

    def test_lone_surrogate_does_not_end_the_run(self):
        assert json.loads(expand(pack_json("a\ud800b"))) == "a?b"


def squares(*corners):
    return np.array([box(x, y, x + w, y + h) for x, y, w, h in corners], object)


class TestTopology:
    def test_shared_border_is_kept_once(self):
        arcs = build_arcs(squares((0, 0, 10, 10), (10, 0, 10, 10)), np.array([0, 1]))
        sides = sorted(zip(arcs.left.tolist(), arcs.right.tolist(), strict=True))
        assert sides == [(0, OUTSIDE), (1, OUTSIDE), (1, 0)]

    def test_border_inside_a_unit_is_left_out(self):
        arcs = build_arcs(squares((0, 0, 10, 10), (10, 0, 10, 10)), np.array([0, 0]))
        assert set(arcs.right.tolist()) == {OUTSIDE}

    def test_enclave_and_its_hole_share_one_arc(self):
        outer, inner = box(0, 0, 30, 30), box(10, 10, 20, 20)
        arcs = build_arcs(np.array([outer.difference(inner), inner], object), np.array([0, 1]))
        assert len(arcs.left) == 2
        assert (1, 0) in zip(arcs.left.tolist(), arcs.right.tolist(), strict=True)

    def test_point_size_polygon_gives_no_arc(self):
        assert len(build_arcs(squares((0, 0, 0.2, 0.2)), np.array([0])).left) == 0

    def test_nothing_gives_nothing(self):
        arcs = build_arcs(np.zeros(0, object), np.zeros(0, np.int64))
        assert len(arcs.points) == 0
        assert arcs.starts.tolist() == [0]

    @given(st.lists(st.integers(0, 3), min_size=9, max_size=9))
    def test_arcs_of_each_unit_close(self, owners):
        cells = squares(*[(10 * (i % 3), 10 * (i // 3), 10, 10) for i in range(9)])
        arcs = build_arcs(cells, np.array(owners))
        for unit in set(owners):
            mine = np.flatnonzero((arcs.left == unit) | (arcs.right == unit))
            ends = [
                tuple(arcs.points[at])
                for arc in mine
                for at in (arcs.starts[arc], arcs.starts[arc + 1] - 1)
            ]
            assert all(ends.count(end) % 2 == 0 for end in ends)

    @given(st.lists(st.integers(0, 3), min_size=9, max_size=9))
    def test_arcs_of_a_unit_enclose_its_area(self, owners):
        cells = squares(*[(10 * (i % 3), 10 * (i // 3), 10, 10) for i in range(9)])
        arcs = build_arcs(cells, np.array(owners))
        for unit in set(owners):
            lines = [
                shapely.LineString(arcs.points[arcs.starts[arc] : arcs.starts[arc + 1]])
                for arc in np.flatnonzero((arcs.left == unit) | (arcs.right == unit))
            ]
            faces = shapely.get_parts(shapely.polygonize(lines))
            whole = shapely.union_all(cells[np.array(owners) == unit])
            covered = sum(
                face.area for face in faces if whole.contains(face.representative_point())
            )
            assert covered == pytest.approx(whole.area)


class TestBasemap:
    def names(self, payload):
        return json.loads(expand(payload["places"]))

    def test_far_countries_are_one_shape_each(self, provinces, countries):
        payload = basemap_payload(provinces, countries, focus=["AA"])
        assert self.names(payload)["provinces"]["id"] == ["A1", "A2", "B1"]
        assert self.names(payload)["countries"]["code"] == ["AA", "BB", "CC", "DD"]

    def test_no_focus_keeps_every_province(self, provinces, countries):
        payload = basemap_payload(provinces, countries)
        assert len(self.names(payload)["provinces"]["id"]) == len(provinces)

    def test_country_without_provinces_is_drawn_from_its_own_shape(self, provinces, countries):
        payload = basemap_payload(provinces, countries, focus=["AA"])
        arcs = payload["arcs"]
        lefts = unpack_numbers(arcs["left"], arcs["arcs"]).tolist()
        provinces_drawn, island = 3, 3
        assert provinces_drawn + island + 1 in lefts

    def test_names_carry_their_accents(self, provinces, countries):
        assert "Östmark" in self.names(basemap_payload(provinces, countries))["provinces"]["name"]

    def test_label_points_are_on_the_grid(self, provinces, countries):
        at = self.names(basemap_payload(provinces, countries))["provinces"]["at"][0]
        assert at[0] == round((1 / 360 + 0.5) * GRID)

    def test_wrong_projection_is_refused(self, provinces):
        with pytest.raises(FrameError, match="expected EPSG:4326"):
            basemap_payload(provinces.to_crs("EPSG:3857"))

    def test_provinces_alone_are_enough(self, provinces):
        least = provinces[["province_id", "name", "country", "geometry"]]
        assert self.names(basemap_payload(least))["countries"]["name"] == ["AA", "BB", "CC"]
