"""Maps as files: what is in them, what is not, and that they are the same each time."""

import base64
import hashlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import folium
import geopandas as gpd
import pandas as pd
import pytest
from folium.plugins import MarkerCluster

from geo.errors import MapError
from geo.render import EventLayer, Legend, Map, ProvinceLayer, Timeline, draw_map
from geo.render.inline import json_script, own_scripts
from geo.render.payload import event_payload
from geo.render.plain import plain_table
from geo.render.table import EventTable
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

    def test_template_syntax_in_shapes_of_folium_stays_text(self):
        drawn = Map()
        text = "{{ 7 * 7 }}{% nothing %}{#"
        point = {"type": "Point", "coordinates": [0, 0]}
        feature = {"type": "Feature", "properties": {"a": text}, "geometry": point}
        folium.GeoJson(feature, name=text).add_to(drawn)
        folium.FeatureGroup(name=text).add_to(drawn)
        folium.LayerControl().add_to(drawn)
        assert drawn.html().count(text) >= 2

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
            (folium.TileLayer("OpenStreetMap"), "TileLayer has no policy of its own"),
            (folium.Marker([0, 0], icon=folium.DivIcon("<b>")), "DivIcon shows its text as HTML"),
            (folium.Marker([0, 0], icon=folium.Icon()), "Icon needs scripts and fonts of a CDN"),
            (
                folium.Marker([0, 0], icon=folium.CustomIcon("https://example.org/a.png")),
                "CustomIcon would fetch https://example.org/a.png",
            ),
            (
                folium.raster_layers.ImageOverlay("https://example.org/a.png", [[0, 0], [1, 1]]),
                "ImageOverlay would fetch https://example.org/a.png",
            ),
            (
                folium.GeoJson(
                    {"type": "Point", "coordinates": [0, 0]}, popup=folium.GeoJsonPopup([])
                ),
                "GeoJsonPopup shows its texts as HTML",
            ),
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
        Timeline().add_to(drawn)
        Legend().add_to(drawn)
        assert drawn.html().count('type="application/json"') == 5

    @pytest.mark.parametrize("layer", [Legend(), Timeline()])
    def test_plain_map_of_folium_is_refused_with_what_to_do(self, layer):
        drawn = folium.Map()
        layer.add_to(drawn)
        with pytest.raises(MapError, match=r"make the map with geo\.render\.Map"):
            drawn.get_root().render()

    def test_option_of_the_map_cannot_leave_its_script(self):
        drawn = Map(hint="</script><script>ran</script>")
        assert "<script>ran" not in drawn.html()

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
