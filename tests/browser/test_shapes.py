"""Any GeoDataFrame on a map: lines and polygons as they are, columns as they are called."""

import geopandas as gpd
import pytest
import shapely

import geo

HOLE = [(0.4, 0.4), (0.4, 0.6), (0.6, 0.6), (0.6, 0.4)]
SHAPES = [
    shapely.Polygon([(0, 0), (1, 0), (1, 1), (0, 1)], [HOLE]),
    shapely.MultiLineString([[(2, 0), (3, 1)], [(3, 0), (4, 1)]]),
    shapely.Point(5, 0.5),
    shapely.GeometryCollection([shapely.box(6, 0, 7, 1), shapely.LineString([(7, 1), (8, 0)])]),
]


@pytest.fixture(scope="module")
def shapes_map():
    names = ["Field", "Road", "Well", "Estate"]
    table = gpd.GeoDataFrame({"name": names, "size": [1, 2, None, 4]}, geometry=SHAPES, crs=4326)
    return geo.explore(table.to_crs("EPSG:3857"), title="Shapes")


def under(page, lat, lng):
    """The name of the row that a pointer at a position meets."""
    return page.evaluate(
        """([lat, lng]) => {
          const {map, pointer, events} = atlas.page;
          atlas.page.plate.repaint();
          const at = map.latLngToContainerPoint([lat, lng]);
          const box = map.getContainer().getBoundingClientRect();
          const originalEvent = {clientX: box.x + at.x, clientY: box.y + at.y};
          const hit = pointer.under({originalEvent});
          return hit && hit.rows.map((row) => events.name("location", row)).join();
        }""",
        [lat, lng],
    )


@pytest.mark.parametrize(
    ("at", "name"),
    [
        ((0.2, 0.2), "Field"), ((0.5, 0.5), None), ((0.5, 2.5), "Road"), ((0.5, 3.5), "Road"),
        ((0.9, 2.2), None), ((0.5, 5), "Well"), ((0.2, 6.5), "Estate"), ((0.5, 7.5), "Estate"),
    ],
)  # fmt: skip
def test_pointer_meets_shapes_where_they_are(open_map, shapes_map, at, name):
    assert under(open_map(shapes_map), *at) == name


def test_view_holds_the_whole_of_every_shape(open_map, shapes_map):
    page = open_map(shapes_map)
    holds = "atlas.page.map.getBounds().contains([[0, 0], [1, 8]])"
    assert page.evaluate(holds)


def test_rows_are_called_by_their_names_and_show_their_columns(open_map, shapes_map):
    page = open_map(shapes_map)
    assert page.locator(".summary").inner_text() == "4 rows"
    assert sorted(page.locator(".what").all_inner_texts()) == ["Estate", "Field", "Road", "Well"]
    page.get_by_role("button", name="Road").click()
    assert page.locator(".others").inner_text().split() == ["name", "Road", "size", "2"]
    assert "not stated" not in page.locator(".card").inner_text()


def test_filtered_shapes_are_not_met(open_map, shapes_map):
    page = open_map(shapes_map)
    page.evaluate("atlas.page.setFilter({text: 'road'})")
    assert under(page, 0.2, 0.2) is None
    assert under(page, 0.5, 2.5) == "Road"


@pytest.mark.parametrize("geometry", [[], [None, None], [shapely.Point(), None]])
def test_empty_and_missing_shapes_open_too(open_map, geometry):
    table = gpd.GeoDataFrame({"a": [None] * len(geometry)}, geometry=geometry, crs="EPSG:4326")
    page = open_map(geo.explore(table))
    assert page.evaluate("geoconflict.count") == len(geometry)
    assert page.locator("[data-row]").count() == (len(geometry) if len(geometry) > 1 else 0)
