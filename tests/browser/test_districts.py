"""Districts of a user's own are drawn as shapes where an event is known by its district alone."""

import geopandas as gpd
import pandas as pd
import pytest
import shapely

import geo
from geo.pipeline import with_provinces

HALVES = {"Esmeraldas Norte": (-80.2, 0.9, -78.4, 1.5), "Esmeraldas Sur": (-80.2, 0.3, -78.4, 0.9)}


@pytest.fixture(scope="module")
def districts(tmp_path_factory):
    table = {"ADM2_EN": list(HALVES), "ADM2_PCODE": ["EC01", "EC02"], "ADM0_EN": "Ecuador"}
    shapes = [shapely.box(*box) for box in HALVES.values()]
    path = tmp_path_factory.mktemp("boundaries") / "districts.gpkg"
    gpd.GeoDataFrame(table, geometry=shapes, crs="EPSG:4326").to_file(path)
    return geo.read_boundaries(path)


def event(precision, admin2, **more):
    return {
        "event_id_cnty": f"E-{precision}",
        "event_date": "2026-03-03",
        "event_type": "Explosions/Remote violence",
        "sub_event_type": "Air/drone strike",
        "country": "Ecuador",
        "x_country_iso2": "EC",
        "admin2": admin2,
        "latitude": 0.96,
        "longitude": -79.65,
        "x_precision": precision,
        "x_radius_km": 30.0,
    } | more


@pytest.fixture(scope="module")
def drawn(districts):
    rows = pd.DataFrame([event("district", "Esmeraldas Sur"), event("town", None)])
    events = with_provinces(geo.frames.typed_frame(rows), districts)
    assert events["x_district"].tolist() == ["Esmeraldas Sur", "Esmeraldas Norte"]
    return geo.map(events, boundaries=districts)


def test_event_of_a_district_stands_in_its_shape(open_map, drawn):
    page = open_map(drawn)
    areas = page.evaluate("() => [...atlas.page.marks.districts.areas.keys()].length")
    assert areas == 1
    placed = page.evaluate(
        """() => {
          const { events, marks } = atlas.page;
          const i = [0, 1].find((at) => marks.districts.has(at));
          const { shapes, of } = marks.districts;
          return shapes.holds(shapes.provinceShapes[of[i]], events.x[i], events.y[i]);
        }"""
    )
    assert placed


def test_shape_of_a_district_is_hatched(open_map, drawn):
    page = open_map(drawn)
    colours = page.evaluate(
        """() => {
          const { plate, marks } = atlas.page;
          const { view } = plate;
          const [shape] = marks.districts.shapes.provinceShapes;
          const ratio = view.ctx.canvas.width / view.width;
          const x = (shape.box[0] * 0.7 + shape.box[2] * 0.3) * view.scale - view.left;
          const y = (shape.box[1] * 0.3 + shape.box[3] * 0.7) * view.scale - view.top;
          const { data } = view.ctx.getImageData(x * ratio, y * ratio, 24, 24);
          return new Set(new Uint32Array(data.buffer)).size;
        }"""
    )
    assert colours > 2


def test_filter_takes_the_shape_away(open_map, drawn):
    page = open_map(drawn)
    page.evaluate("() => geoconflict.filter({ types: ['Battles'] })")
    assert page.evaluate("() => atlas.page.marks.districts.areas.size") == 0


def test_source_of_the_districts_is_credited(open_map, drawn):
    page = open_map(drawn)
    assert "districts.gpkg" in page.locator(".credits").text_content()


def test_pointer_in_a_district_says_how_many_events_it_stands_for(open_map, drawn):
    page = open_map(drawn)
    said = page.evaluate(
        """() => {
          const { marks, pointer, events } = atlas.page;
          const i = [0, 1].find((at) => marks.districts.has(at));
          const [lat, lng] = atlas.toLatLng(events.x[i], events.y[i]);
          return pointer.describeArea({ lat, lng });
        }"""
    )
    assert said.endswith(": 1 event, somewhere in it")
