import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from geo.errors import FrameError
from geo.frames import events_frame
from geo.join import JOIN_COLUMNS, count_by_province, join_provinces

WEST = {
    "province_id": "AA-1",
    "name": "West",
    "local_name": "Ouest",
    "iso_3166_2": "AA-W",
    "admin1_isos": [],
    "admin1_names": [],
}
EAST = {
    "province_id": "AA-2",
    "name": "East",
    "local_name": "Est",
    "iso_3166_2": "",
    "admin1_isos": ["AA-E1", "AA-E2"],
    "admin1_names": ["Near East", "Far East"],
}
KM = 1 / 111.32
"""One kilometre along the equator, in degrees."""


@pytest.fixture
def squares():
    """Two unit squares side by side at the equator, the second one first in the table."""
    shapes = [shapely.box(1, 0, 2, 1), shapely.box(0, 0, 1, 1)]
    return gpd.GeoDataFrame([EAST, WEST], geometry=shapes, crs="EPSG:4326")


def events_at(*points, **columns):
    table = pd.DataFrame(columns, index=range(len(points)))
    lon, lat = zip(*points, strict=True)
    return gpd.GeoDataFrame(table, geometry=gpd.points_from_xy(lon, lat), crs="EPSG:4326")


def test_each_point_gets_the_province_that_holds_it(squares):
    joined = join_provinces(events_at((0.5, 0.5), (1.5, 0.5), (5, 5)), squares)
    assert joined["x_province_id"].tolist() == ["AA-1", "AA-2", None]
    assert joined["x_province"].tolist() == ["West", "East", None]
    assert joined["x_province_iso"].tolist() == ["AA-W", None, None]
    assert joined["x_province_distance_km"].fillna(-1).tolist() == [0, 0, -1]


def test_border_point_is_counted_once_in_the_province_whose_id_sorts_first(squares):
    joined = join_provinces(events_at((1.0, 0.5)), squares)
    assert joined["x_province_id"].tolist() == ["AA-1"]
    assert joined["x_province_distance_km"].tolist() == [0]


def test_point_off_the_coast_goes_to_the_nearest_province_within_the_tolerance(squares):
    joined = join_provinces(events_at((-9 * KM, 0.5), (-11 * KM, 0.5)), squares)
    assert joined["x_province_id"].tolist() == ["AA-1", None]
    assert joined["x_province_distance_km"].iloc[0] == pytest.approx(9, abs=0.002)
    assert np.isnan(joined["x_province_distance_km"].iloc[1])


def test_tolerance_is_kilometres_at_every_latitude():
    for lat in (0, 45, 70, 85):
        shape = shapely.box(10, lat - 1, 11, lat + 1)
        province = gpd.GeoDataFrame([WEST], geometry=[shape], crs="EPSG:4326")
        east, _, _ = Geod(ellps="WGS84").fwd(11, lat, 90, 9_900)
        too_far, _, _ = Geod(ellps="WGS84").fwd(11, lat, 90, 10_100)
        joined = join_provinces(events_at((east, lat), (too_far, lat)), province)
        assert joined["x_province_id"].tolist() == ["AA-1", None]
        assert joined["x_province_distance_km"].iloc[0] == pytest.approx(9.9, abs=0.01)


def test_point_across_the_antimeridian_finds_its_province():
    shape = shapely.box(179, -17, 180, -16)
    province = gpd.GeoDataFrame([WEST], geometry=[shape], crs="EPSG:4326")
    joined = join_provinces(events_at((-179.95, -16.5)), province)
    assert joined["x_province_id"].tolist() == ["AA-1"]
    assert joined["x_province_distance_km"].iloc[0] == pytest.approx(5.3, abs=0.1)


def test_point_as_near_to_two_provinces_goes_to_the_one_whose_id_sorts_first(squares):
    joined = join_provinces(events_at((1.0, 1 + 5 * KM)), squares)
    assert joined["x_province_id"].tolist() == ["AA-1"]


def test_no_tolerance_leaves_points_off_the_coast_alone(squares):
    joined = join_provinces(events_at((-KM, 0.5)), squares, tolerance_km=0)
    assert joined["x_province_id"].tolist() == [None]


def test_event_known_only_by_country_gets_no_province(squares):
    events = events_at((0.5, 0.5), (0.5, 0.5), x_precision=["country", "province"])
    joined = join_provinces(events, squares)
    assert joined["x_province_id"].tolist() == [None, "AA-1"]
    assert joined["x_province_check"].tolist() == ["unchecked", "unchecked"]


def test_event_without_a_point_keeps_its_row(squares):
    events = gpd.GeoDataFrame(
        {"name": ["none", "empty", "there"]},
        geometry=[None, shapely.Point(), shapely.Point(0.5, 0.5)],
        crs="EPSG:4326",
    )
    joined = join_provinces(events, squares)
    assert joined["name"].tolist() == ["none", "empty", "there"]
    assert joined["x_province_id"].tolist() == [None, None, "AA-1"]


@pytest.mark.parametrize(
    ("point", "iso", "admin1", "check"),
    [
        ((0.5, 0.5), "AA-W", "", "agrees"),
        ((1.5, 0.5), "AA-W", "", "differs"),
        ((1.5, 0.5), "AA-E2", "", "agrees"),
        ((0.5, 0.5), "AA-E2", "", "differs"),
        ((0.5, 0.5), "AA-X", "", "unchecked"),
        ((0.5, 0.5), None, "OUEST", "agrees"),
        ((1.5, 0.5), "", "Ouest", "differs"),
        ((1.5, 0.5), None, "Far East", "agrees"),
        ((1.5, 0.5), None, None, "unchecked"),
        ((9.0, 9.0), "AA-W", "West", "unchecked"),
    ],
)
def test_polygon_is_checked_against_the_province_that_the_event_names(
    squares, point, iso, admin1, check
):
    joined = join_provinces(events_at(point, x_admin1_iso=[iso], admin1=[admin1]), squares)
    assert joined["x_province_check"].tolist() == [check]


def test_rows_that_share_a_label_are_checked_each_by_its_own_province(squares):
    isos, names = ["AA-W", None, np.nan, "AA-W"], ["", "East", None, "East"]
    events = events_at(*[(0.5, 0.5)] * 4, x_admin1_iso=isos, admin1=names)
    events.index = [7, 7, 7, 7]
    joined = join_provinces(events, squares)
    assert joined["x_province_check"].tolist() == ["agrees", "differs", "unchecked", "agrees"]


def test_no_events_give_an_empty_table_with_all_columns(squares):
    joined = join_provinces(events_frame([]), squares)
    assert len(joined) == 0
    assert set(JOIN_COLUMNS) <= set(joined.columns)
    assert count_by_province(joined, squares)["events"].tolist() == [0, 0]


def test_no_provinces_leave_every_event_without_one(squares):
    joined = join_provinces(events_at((0.5, 0.5)), squares.iloc[:0])
    assert joined["x_province_id"].tolist() == [None]


def test_other_crs_is_refused_with_the_way_out(squares):
    with pytest.raises(FrameError, match=r"provinces is in EPSG:3857.*to_crs\(\"EPSG:4326\"\)"):
        join_provinces(events_at((0.5, 0.5)), squares.to_crs("EPSG:3857"))
    with pytest.raises(FrameError, match="events is in EPSG:3857"):
        join_provinces(events_at((0.5, 0.5)).to_crs("EPSG:3857"), squares)


def test_provinces_without_ids_are_refused(squares):
    with pytest.raises(FrameError, match="provinces lacks the columns province_id"):
        join_provinces(events_at((0.5, 0.5)), squares.drop(columns="province_id"))


def test_events_that_were_not_joined_are_refused(squares):
    with pytest.raises(FrameError, match="call join_provinces first"):
        count_by_province(events_at((0.5, 0.5), fatalities=[1]), squares)


def test_provinces_without_events_stay_with_zero(squares):
    events = events_at((0.5, 0.5), (0.6, 0.6), (7, 7), fatalities=[2, None, 5])
    counts = count_by_province(join_provinces(events, squares), squares)
    assert counts["province_id"].tolist() == ["AA-2", "AA-1"]
    assert counts["events"].tolist() == [0, 2]
    assert counts["fatalities"].tolist() == [0, 2]


def test_input_tables_are_not_changed(squares):
    events = events_at((0.5, 0.5), fatalities=[1])
    before = squares.copy()
    count_by_province(join_provinces(events, squares), squares)
    assert "x_province_id" not in events.columns
    assert squares.equals(before)


degrees = st.floats(-0.2, 2.2).map(lambda value: round(value, 2))
points = st.lists(st.tuples(degrees, degrees), min_size=1, max_size=30)


def two_squares():
    shapes = [shapely.box(1, 0, 2, 1), shapely.box(0, 0, 1, 1)]
    return gpd.GeoDataFrame([EAST, WEST], geometry=shapes, crs="EPSG:4326")


@given(points=points)
def test_rows_keep_number_order_and_index(points):
    events = events_at(*points)
    events.index = [f"row {number}" for number in range(len(points), 0, -1)]
    joined = join_provinces(events, two_squares())
    assert joined.index.equals(events.index)
    assert joined.geometry.geom_equals_exact(events.geometry, 0).all()


@given(points=points)
def test_every_placed_event_is_counted_exactly_once(points):
    joined = join_provinces(events_at(*points, fatalities=[1] * len(points)), two_squares())
    counts = count_by_province(joined, two_squares())
    assert counts["events"].sum() == joined["x_province_id"].notna().sum()
    assert counts["fatalities"].sum() == joined["x_province_id"].notna().sum()


@given(points=points)
def test_join_equals_a_plain_spatial_join_with_the_rule_for_borders(points):
    events, squares = events_at(*points), two_squares()
    plain = events.sjoin(squares, predicate="intersects")
    expected = plain.groupby(level=0)["province_id"].min().reindex(events.index)
    joined = join_provinces(events, squares, tolerance_km=0)
    assert joined["x_province_id"].fillna("").tolist() == expected.fillna("").tolist()


@given(points=points, turn=st.randoms(use_true_random=False))
def test_order_of_provinces_does_not_matter(points, turn):
    squares = two_squares()
    shuffled = squares.iloc[turn.sample([0, 1], 2)]
    events = events_at(*points)
    one, other = join_provinces(events, squares), join_provinces(events, shuffled)
    pd.testing.assert_frame_equal(pd.DataFrame(one), pd.DataFrame(other))
