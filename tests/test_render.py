"""Maps as files: what is in them, what is not, and that they are the same each time."""

import base64
import gzip
import hashlib
import itertools
import json
import os
import re
import subprocess
import sys
from functools import reduce
from pathlib import Path

import folium
import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from folium.plugins import MarkerCluster
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import box

from geo.errors import FrameError, MapError
from geo.render import EventLayer, Legend, Map, ProvinceLayer, draw_map, with_positions
from geo.render.basemap import GRID, basemap_payload
from geo.render.cards import CELL, ITEM, ROW
from geo.render.choropleth import choropleth_payload, class_bounds, province_values
from geo.render.inline import json_script, json_text, own_scripts
from geo.render.pack import DIGITS, base85, pack_json, pack_numbers
from geo.render.payload import event_payload
from geo.render.plain import plain_table
from geo.render.table import EventTable
from geo.render.topology import OUTSIDE, build_arcs
from geo.render.words import LANGUAGES, load_words

CASES = Path(__file__).parent / "cases" / "render"
ASSETS = Path(__file__).parent.parent / "geo" / "render" / "assets"


@pytest.fixture(scope="module")
def seed():
    return pd.DataFrame([json.loads((CASES / "seed_event.json").read_text("utf-8"))])


@pytest.fixture(scope="module")
def provinces():
    return gpd.read_file(CASES / "provinces.geojson")


@pytest.fixture(scope="module")
def countries():
    return gpd.read_file(CASES / "countries.geojson")


def unpack(text):
    fill, digits = int(text[0]), np.array([DIGITS.index(char) for char in text[1:]], np.uint32)
    groups = digits.reshape(-1, 5) @ np.array([85**place for place in range(4, -1, -1)], np.uint32)
    data = groups.astype(">u4").tobytes()
    return gzip.decompress(data[: len(data) - fill])


def numbers(packed, count):
    if "constant" in packed:
        return [packed["constant"]] * count
    kind = np.dtype(packed["type"]).newbyteorder("<")
    planes = np.frombuffer(unpack(packed["data"]), np.uint8).reshape(kind.itemsize, count)
    return planes.T.copy().view(kind).ravel().tolist()


class TestPacking:
    @given(st.lists(st.integers(-(2**31), 2**31 - 1), max_size=50))
    def test_numbers_come_back_as_they_were(self, values):
        packed = pack_numbers(np.array(values, np.int64))
        assert numbers(packed, len(values)) == values

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
        assert json.loads(unpack(pack_json("a\ud800b"))) == "a?b"


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
        return json.loads(unpack(payload["places"]))

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
        lefts = numbers(arcs["left"], arcs["arcs"])
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


def cards(frame):
    return event_payload(EventTable(frame))["cards"]


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
        assert numbers(packed, 3) == [426, 0, 1]

    def test_number_with_many_decimals_is_kept_as_text(self):
        assert cards(self.frame(own=[0.123456789, 1.0]))["cells"] == [["own", 0]]

    def test_cells_of_a_row_stand_together(self):
        frame = self.frame(notes=["one", "two"], x_urls=[["a", "b"], []])
        text = unpack(cards(frame)["texts"][0]).decode()
        assert text == f"one{CELL}a{ITEM}b{ROW}two{CELL}"

    def test_parting_characters_in_a_text_part_nothing(self):
        frame = self.frame(notes=[f"a{CELL}b{ROW}c", "d"], x_urls=[[f"e{CELL}"], ["f"]])
        text = unpack(cards(frame)["texts"][0]).decode()
        assert text == f"a b c{CELL}e {ROW}d{CELL}f"

    def test_lone_surrogates_and_odd_values_are_texts(self):
        frame = self.frame(notes=["\ud800", {"a": 1}], x_urls=[[None, 7], "a; b"])
        text = unpack(cards(frame)["texts"][0]).decode()
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


class TestPage:
    def test_json_cannot_leave_its_script(self):
        text = json_script("x", {"a": "</script><!--&\u2028é"})
        assert text.count("<") == 2
        assert text.isascii()
        assert "&" not in text

    def test_policy_names_exactly_the_scripts_of_the_page(self, seed, provinces, countries):
        html = draw_map(seed, provinces, countries).html()
        policy = re.search(r'Content-Security-Policy" content="([^"]+)"', html)[1]
        assert policy.startswith("default-src 'none'; script-src 'sha256-")
        scripts = re.findall(r"<script>(.*?)</script>", html, re.DOTALL)
        for text in scripts:
            assert base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() in policy
        assert policy.split(";")[1].count("sha256-") == len(scripts)
        assert "unsafe" not in policy

    def test_page_asks_for_nothing(self, seed, provinces, countries):
        html = draw_map(seed, provinces, countries).html()
        markup = re.sub(r"<script.*?</script>|<style.*?</style>", "", html, flags=re.DOTALL)
        assert re.findall(r'(?:src|href)="(?!data:)[^"]*"', markup) == []
        assert "sourceMappingURL" not in html
        assert re.findall(r"url\((?!data:|#)", html) == []

    def test_page_states_its_language_and_may_be_enlarged(self, seed, provinces, countries):
        html = draw_map(seed, provinces, countries, language="es").html()
        assert '<html lang="es">' in html
        assert "user-scalable" not in html

    def test_template_syntax_in_text_stays_text(self, seed, provinces, countries):
        hostile = seed.assign(sub_event_type="{{ 7 * 7 }}{% endraw %}{#")
        html = draw_map(hostile, provinces, countries, title="{{ 7 * 7 }}").html()
        assert "<title>{{ 7 * 7 }}</title>" in html

    def test_rendering_twice_gives_the_same_bytes(self, seed, provinces, countries):
        drawn = draw_map(seed, provinces, countries)
        assert drawn.html() == drawn.html() == draw_map(seed, provinces, countries).html()

    def test_every_process_writes_the_same_bytes(self, tmp_path):
        code = (
            "import sys, json, pandas as pd, geopandas as gpd\nfrom geo.render import draw_map\n"
            "cases = sys.argv[1]\n"
            "seed = pd.DataFrame([json.load(open(cases + '/seed_event.json'))] * 3)\n"
            "read = lambda name: gpd.read_file(f'{cases}/{name}.geojson')\n"
            "draw_map(seed, read('provinces'), read('countries')).save(sys.argv[2])\n"
        )
        for number in ("1", "2"):
            env = os.environ | {"PYTHONHASHSEED": number, "PYTHONPATH": str(ASSETS.parents[2])}
            out = tmp_path / f"{number}.html"
            subprocess.run([sys.executable, "-c", code, str(CASES), str(out)], env=env, check=True)
        assert (tmp_path / "1.html").read_bytes() == (tmp_path / "2.html").read_bytes()

    def test_saving_leaves_one_whole_file(self, seed, provinces, countries, tmp_path):
        path = tmp_path / "map.html"
        path.write_text("before")
        draw_map(seed, provinces, countries).save(path)
        assert [file.name for file in tmp_path.iterdir()] == ["map.html"]
        assert path.read_text("utf-8").endswith("</html>\n")

    def test_failed_saving_keeps_the_file_that_was_there(
        self, seed, provinces, countries, tmp_path
    ):
        path = tmp_path / "map.html"
        path.write_text("before")
        drawn = draw_map(seed, provinces, countries)
        folium.Marker([0, 0], popup="boo").add_to(drawn)
        with pytest.raises(MapError):
            drawn.save(path)
        assert path.read_text() == "before"
        assert len(list(tmp_path.iterdir())) == 1

    @pytest.mark.parametrize(
        ("element", "reason"),
        [
            (folium.Marker([0, 0], popup="text"), "Popup runs its text as JavaScript"),
            (folium.Marker([0, 0], tooltip="text"), "Tooltip runs its text as JavaScript"),
            (folium.TileLayer("OpenStreetMap"), "TileLayer fetches tiles from a server"),
        ],
    )
    def test_unsafe_elements_are_refused_by_name(self, element, reason):
        drawn = Map()
        element.add_to(drawn)
        with pytest.raises(MapError, match=reason):
            drawn.html()

    def test_foreign_script_is_refused_by_its_address(self):
        drawn = Map()
        MarkerCluster([[0, 0]]).add_to(drawn)
        with pytest.raises(MapError, match="would be fetched from https"):
            drawn.html()

    def test_shapes_of_folium_are_welcome(self):
        drawn = Map([1, 2])
        folium.Circle([1, 2], radius=1000).add_to(drawn)
        folium.Marker([1, 2]).add_to(drawn)
        assert "L.circle(" in drawn.html()

    def test_unknown_language_is_refused(self):
        with pytest.raises(MapError, match="expected one of en, es, fr"):
            Map(language="xx")

    def test_layers_are_put_together_by_hand(self, seed, provinces):
        drawn = Map(title="By hand")
        ProvinceLayer(provinces).add_to(drawn)
        EventLayer(seed).add_to(drawn)
        Legend().add_to(drawn)
        assert drawn.html().count('type="application/json"') == 4

    def test_events_without_columns_draw_too(self, provinces, countries):
        events = pd.DataFrame({"latitude": [1.0], "longitude": [1.0], "event_type": ["Riots"]})
        payload = event_payload(EventTable(events))
        assert payload["count"] == 1
        assert "Westmark" not in draw_map(events, provinces, countries).html()

    def test_no_events_give_a_page_that_says_so(self, seed, provinces, countries):
        assert "</html>" in draw_map(seed.iloc[:0], provinces, countries).html()

    def test_notebook_frame_holds_the_page_escaped(self, seed, provinces, countries):
        frame = draw_map(seed, provinces, countries, title='"><script>')._repr_html_()
        assert frame.count("<") == 2
        assert frame.startswith('<iframe srcdoc="&lt;!DOCTYPE html&gt;')


class TestWords:
    def test_plain_table_escapes(self, seed):
        hostile = EventTable(seed.assign(location="<b>&"))
        assert "&lt;b&gt;&amp;" in plain_table(hostile, language="en")

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_every_language_says_everything(self, language):
        def shape(words):
            if isinstance(words, dict):
                return {key: shape(value) for key, value in words.items() if key != "terms"}
            if isinstance(words, list):
                return [shape(value) for value in words]
            return sorted(re.findall(r"\{\w+\}", words))

        assert shape(load_words(language)) == shape(load_words("en"))

    def test_every_word_that_a_script_asks_for_exists(self):
        text = "\n".join(own_scripts())
        asked = set(re.findall(r'\bsay\("([\w.]+)"', text))
        words = load_words("en")
        missing = {key for key in asked if key.split(".")[0] not in words}
        assert missing == set()


class TestScripts:
    @pytest.mark.parametrize("path", sorted(ASSETS.glob("*.js")), ids=lambda path: path.name)
    def test_file_is_short_strict_and_sets_text_only(self, path):
        text = path.read_text("utf-8")
        assert text.startswith('"use strict";')
        assert len(text.splitlines()) < 400
        sinks = r"(inner|outer)HTML\s*[+=]|insertAdjacentHTML|document\.write|\beval\(|new Function"
        assert not re.search(sinks, text)

    def test_every_file_is_in_the_page(self):
        assert len(own_scripts()) == len(list(ASSETS.glob("*.js")))
