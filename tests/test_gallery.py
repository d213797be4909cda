"""The page of cards for a folder of maps."""

import json
import re
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import Polygon, box

from geo.cli.gallery import gallery
from geo.errors import MapError
from geo.render import Map, draw_gallery, draw_map, save_gallery
from geo.render.mapfile import read_map
from geo.render.pack import compress, expand, pack_numbers, unpack_numbers
from geo.render.rings import clip_ring, close_rings

CASES = Path(__file__).parent / "cases" / "render"


@pytest.fixture(scope="module")
def land():
    return [gpd.read_file(CASES / f"{name}.geojson") for name in ("provinces", "countries")]


def events(count=3):
    return pd.DataFrame({
        "latitude": np.linspace(0.5, 1.5, count), "longitude": np.linspace(0.5, 3.5, count),
        "event_type": "Riots", "event_date": pd.date_range("2026-03-01", periods=count),
        "country": "Aland", "x_article_ids": [[f"a{i}"] for i in range(count)],
    })  # fmt: skip


@pytest.fixture
def folder(land, tmp_path):
    (tmp_path / "b & c").mkdir()
    draw_map(events(), *land, title="First").save(tmp_path / "first.html")
    draw_map(events(1), *land, title="</a><script>x</script>").save(tmp_path / "b & c" / "it.html")
    (tmp_path / "other.html").write_text("<title>no map</title>")
    return tmp_path


def test_each_map_has_a_card_with_picture_line_and_link(folder):
    page = draw_gallery(folder)
    assert page.count("<li>") == page.count("<svg") == 2
    assert re.findall(r'<a href="([^"]+)"', page) == ["./b%20%26%20c/it.html", "./first.html"]
    assert "3 events in 3 articles, 1 March 2026 to 3 March 2026, Aland" in page
    assert "1 event in 1 article, 1 March 2026, Aland" in page


def test_titles_are_text(folder):
    page = draw_gallery(folder, title="<b>{{ 7 * 7 }}")
    assert "&lt;/a&gt;&lt;script&gt;x&lt;/script&gt;" in page
    assert "<h1>&lt;b&gt;{{ 7 * 7 }}</h1>" in page
    assert "default-src 'none'" in page
    assert "style=" not in page


def test_saving_again_gives_the_same_bytes_and_no_card_of_itself(folder):
    first = save_gallery(folder).read_bytes()
    assert save_gallery(folder).read_bytes() == first
    assert sorted(path.name for path in folder.iterdir()) == [
        "b & c", "first.html", "gallery.html", "other.html",
    ]  # fmt: skip


def test_folder_without_maps_is_refused(tmp_path):
    with pytest.raises(MapError, match="holds no map"):
        draw_gallery(tmp_path)


def test_damaged_map_is_named(folder):
    text = (folder / "first.html").read_text("utf-8")
    (folder / "first.html").write_text(text.replace('"page-data">{', '"page-data">'))
    with pytest.raises(MapError, match=r"first\.html is a damaged map"):
        draw_gallery(folder)


def test_map_without_events_or_land_has_a_card(tmp_path, land):
    Map(title="Bare").save(tmp_path / "bare.html")
    draw_map(events(0), *land, title="Empty").save(tmp_path / "empty.html")
    page = draw_gallery(tmp_path, language="es")
    assert page.count("0 sucesos") == 2
    assert '<html lang="es">' in page


def test_map_is_read_back_as_it_was_drawn(folder):
    found = read_map(folder / "first.html")
    assert (found.title, found.count, found.names("type")) == ("First", 3, ["", "Riots"])
    assert [day.isoformat() for day in found.days()] == ["2026-03-01", "2026-03-03"]
    assert sorted(found.column("lon")) == [50_000, 200_000, 350_000]


def test_command_says_what_it_wrote(folder):
    result = CliRunner().invoke(gallery, [str(folder), "--title", "All"])
    assert result.output.strip() == str(folder / "gallery.html")
    assert "<h1>All</h1>" in (folder / "gallery.html").read_text("utf-8")


class TestUnpacking:
    @given(st.lists(st.integers(-(2**31), 2**31 - 1), max_size=50))
    def test_numbers_come_back(self, values):
        packed = json.loads(json.dumps(pack_numbers(np.array(values, np.int64))))
        assert unpack_numbers(packed, len(values)).tolist() == values

    @given(st.binary(max_size=200))
    def test_bytes_come_back(self, data):
        assert expand(compress(data)) == data

    @pytest.mark.parametrize("text", ["", "0", "0abcde", "9" + "~" * 20, "0\u00e9bcde"])
    def test_anything_else_is_refused(self, text):
        with pytest.raises(ValueError, match=r".+"):
            expand(text)


class TestRings:
    def test_arcs_close_whatever_their_direction(self):
        arcs = [np.array(points, float) for points in ([(0, 0), (4, 0)], [(0, 0), (0, 4), (4, 0)])]
        (ring,) = close_rings(arcs)
        assert Polygon(ring).area == 8

    @given(st.lists(st.tuples(st.integers(-9, 9), st.integers(-9, 9)), min_size=3, max_size=3))
    def test_clipping_is_what_lies_in_the_box(self, corners):
        triangle = Polygon(corners)
        ring = clip_ring(np.array(corners, float), (-4, -4, 4, 4))
        area = Polygon(ring).area if len(ring) else 0
        assert area == pytest.approx(triangle.intersection(box(-4, -4, 4, 4)).area, abs=1e-9)
