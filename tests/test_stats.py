"""Rates, autocorrelation, densities and grids."""

import sys
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

import geo
from geo.errors import FrameError, UsageError
from geo.frames import typed_frame
from geo.stats import count_cells, hot_spots, kernel_density, morans_i, prio_grid, rates

GED = Path(__file__).parent / "cases" / "exchange" / "ucdp_ged.csv"
SIDE = 8


@pytest.fixture(scope="module")
def ged():
    return geo.read_events(GED)


def points(*pairs, precision="town", fatalities=None):
    table = pd.DataFrame(pairs, columns=["longitude", "latitude"])
    return typed_frame(table.assign(x_precision=precision, fatalities=fatalities))


def chessboard(value):
    """Sixty-four squares of a degree; `value` gives the events of each from its row and column."""
    cells = [(row, column) for row in range(SIDE) for column in range(SIDE)]
    table = {
        "province_id": [f"P{row}{column}" for row, column in cells],
        "events": [value(row, column) for row, column in cells],
    }
    shapes = [shapely.box(column, row, column + 1, row + 1) for row, column in cells]
    return gpd.GeoDataFrame(table, geometry=shapes, crs="EPSG:4326")


def corner(row, column):
    return 20 if row < 2 and column < 2 else (row * 5 + column * 3) % 4


# Rates


@pytest.fixture
def counts():
    return pd.DataFrame(
        {
            "level": ["province", "province", "country"],
            "province_id": ["P1", "P2", ""],
            "events": [3, 0, 9],
            "fatalities": [10, 0, 9],
        }
    )


@pytest.fixture
def provinces():
    table = {"province_id": ["P2", "P1"], "area_km2": [0.0, 500.0], "population": [None, 200_000]}
    shapes = [shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)]
    return gpd.GeoDataFrame(table, geometry=shapes, crs="EPSG:4326")


def test_rates_are_by_people_and_by_land(counts, provinces):
    found = rates(counts, provinces)
    assert found["province_id"].tolist() == ["P1", "P2"]
    assert found.crs.to_epsg() == 4326
    first = found.iloc[0]
    assert (first["events_per_100k"], first["fatalities_per_100k"]) == (1.5, 5)
    assert (first["events_per_1000km2"], first["fatalities_per_1000km2"]) == (6, 20)


def test_rate_by_nothing_known_is_missing_and_not_endless(counts, provinces):
    last = rates(counts, provinces).iloc[1]
    assert last[["events_per_100k", "events_per_1000km2"]].isna().all()


def test_rates_of_what_ships_are_by_the_people_of_its_towns():
    found = rates(geo.count_events(geo.extract("seeds/"))).set_index("province")
    assert found.loc["Esmeraldas", "events_per_100k"] == pytest.approx(0.3, abs=0.15)
    assert found.loc["Guayas", "events_per_100k"] == 0


def test_province_that_is_not_there_is_named(counts, provinces):
    with pytest.raises(FrameError, match="provinces lacks P1"):
        rates(counts, provinces[provinces["province_id"] == "P2"])


# Autocorrelation


def test_chessboard_lies_apart_and_halves_lie_together():
    apart = morans_i(chessboard(lambda row, column: (row + column) % 2))
    together = morans_i(chessboard(lambda row, _: int(row < SIDE / 2)))
    assert together.value > 0.8
    assert together.p < 0.01
    assert apart.value < together.value
    assert apart.expected == together.expected == pytest.approx(-1 / (SIDE**2 - 1))


def test_morans_i_is_that_of_its_formula():
    areas = chessboard(corner)
    values = areas["events"].to_numpy(float)
    z = values - values.mean()
    touch = shapely.touches(*np.meshgrid(areas.geometry.to_numpy(), areas.geometry.to_numpy()))
    weights = touch / touch.sum(axis=1, keepdims=True)
    expected = len(z) / weights.sum() * (z @ weights @ z) / (z @ z)
    assert morans_i(areas).value == pytest.approx(expected)


def test_hot_corner_is_found_and_nothing_else():
    found = hot_spots(chessboard(corner))
    hot = found.loc[found["spot"] == "hot", "province_id"]
    assert {"P00", "P01", "P10", "P11"} <= set(hot)
    assert all(int(name[1]) < 4 and int(name[2]) < 4 for name in hot)
    assert (found["gi_q"] >= found["gi_p"]).all()
    assert found["gi_p"].between(0, 1).all()


def test_equal_seeds_give_equal_values_and_leave_the_global_one_alone():
    areas = chessboard(corner)
    np.random.seed(5)  # noqa: NPY002
    first, spots = morans_i(areas), hot_spots(areas)
    drawn = np.random.random()  # noqa: NPY002
    np.random.seed(5)  # noqa: NPY002
    assert drawn == np.random.random()  # noqa: NPY002
    assert morans_i(areas) == first
    assert hot_spots(areas)["gi_p"].equals(spots["gi_p"])


def test_island_has_its_nearest_as_neighbour():
    areas = chessboard(corner)
    island = gpd.GeoDataFrame(
        {"province_id": ["X"], "events": [30]}, geometry=[shapely.box(-3, 0, -2, 1)], crs=4326
    )
    found = hot_spots(pd.concat([areas, island], ignore_index=True))
    assert found["gi_z"].iloc[-1] > 2


def test_neighbours_need_not_share_every_vertex():
    areas = chessboard(corner)
    drawn_apart = areas.set_geometry(areas.scale(0.998, 0.998))
    assert morans_i(drawn_apart).value == pytest.approx(morans_i(areas).value)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda areas: areas.assign(events=1), "autocorrelation needs 3 areas that differ"),
        (lambda areas: areas.assign(events=np.nan), "events has gaps"),
        (lambda areas: areas.drop(columns="events"), "areas lacks events"),
        (lambda areas: pd.concat([areas, areas]), 'a province twice; count by "province"'),
    ],
)
def test_areas_that_tell_nothing_are_refused(change, message):
    with pytest.raises(FrameError, match=message):
        morans_i(change(chessboard(corner)))


# Points


@pytest.mark.parametrize("precision", ["province", "country"])
@pytest.mark.parametrize("statistic", [kernel_density, prio_grid, count_cells])
def test_points_that_stand_for_areas_are_refused_with_a_way_on(statistic, precision):
    events = points((10, 10), (10.2, 10.1), precision=["town", precision])
    with pytest.raises(FrameError, match=r'1 of 2 events .* coarse="drop", .* coarse="keep"'):
        statistic(events)
    assert len(statistic(events, coarse="drop")) > 0
    with pytest.raises(UsageError, match="coarse is 'maybe', expected one of refuse, drop, keep"):
        statistic(events, coarse="maybe")


def test_dropping_leaves_out_and_keeping_takes_in():
    events = points((10, 10), (10.2, 10.1), precision=["town", "province"])
    assert count_cells(events, coarse="drop")["events"].sum() == 1
    assert count_cells(events, coarse="keep")["events"].sum() == 2


def test_density_sums_to_the_number_of_events():
    events = points((30, 60), (31, 60), (31, 61))
    cells = kernel_density(events, bandwidth_km=30, cell_km=5)
    assert cells.crs.to_epsg() == 4326
    assert (cells["density"] * 25 / 1000).sum() == pytest.approx(3, rel=0.01)
    km2 = cells.to_crs("ESRI:54034").area / 1e6
    assert km2.between(24.8, 25.2).all()


def test_density_is_that_of_a_gaussian_whose_deviation_is_the_bandwidth():
    cells = kernel_density(points((30, 60)), bandwidth_km=40, cell_km=2)
    peak = 1000 / (2 * np.pi * 40**2)
    assert cells["density"].max() == pytest.approx(peak, rel=0.01)


def test_density_across_the_antimeridian_is_one_hill():
    cells = kernel_density(points((179.9, -17), (-179.9, -17)), bandwidth_km=50, cell_km=10)
    assert (cells["density"] * 100 / 1000).sum() == pytest.approx(2, rel=0.01)


def test_density_can_weigh_by_deaths():
    events = points((30, 10), (31, 10), fatalities=[0, 7])
    cells = kernel_density(events, bandwidth_km=20, cell_km=5, weight="fatalities")
    assert (cells["density"] * 25 / 1000).sum() == pytest.approx(7, rel=0.01)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"bandwidth_km": 0}, "bandwidth_km is 0, expected a number above 0"),
        ({"cell_km": -1}, "cell_km is -1"),
        ({"cell_km": 0.01}, "more than 1,000,000; give a larger cell_km"),
    ],
)
def test_sizes_that_make_no_grid_are_refused(options, message):
    with pytest.raises(UsageError, match=message):
        kernel_density(points((30, 10)), **options)


def test_density_of_nothing_is_refused():
    with pytest.raises(FrameError, match="no event has a point"):
        kernel_density(points())


# Grids


def test_priogrid_is_that_of_ucdp():
    raw = pd.read_csv(GED)
    frame = gpd.GeoDataFrame(
        raw, geometry=gpd.points_from_xy(raw["longitude"], raw["latitude"]), crs="EPSG:4326"
    )
    assert len(frame) > 100
    assert (prio_grid(frame)["priogrid_gid"] == raw["priogrid_gid"]).all()


def test_cells_hold_the_events_that_they_count(ged):
    for grid, column in (("priogrid", "priogrid_gid"), ("h3", "h3_cell")):
        cells = count_cells(ged, grid=grid, coarse="drop")
        placed = ged[~ged["x_precision"].isin(["province", "country"])]
        assert cells["events"].sum() == len(placed)
        assert cells["fatalities"].sum() == placed["fatalities"].sum()
        assert cells[column].is_monotonic_increasing
        joined = gpd.sjoin(placed[["geometry"]], cells, predicate="intersects")
        assert set(joined.index) == set(placed.index)


def test_corners_of_the_world_have_a_cell():
    cells = count_cells(points((-180, -90), (180, 90)))
    assert cells["priogrid_gid"].tolist() == [1, 720 * 360]


def test_hexagon_across_the_antimeridian_is_whole():
    [hexagon] = count_cells(points((180, 0)), grid="h3", resolution=2).geometry
    assert hexagon.is_valid
    assert hexagon.area < 20


@pytest.mark.parametrize(
    ("options", "message"),
    [({"grid": "squares"}, "grid is 'squares', expected one of priogrid, h3"),
     ({"grid": "h3", "resolution": 16}, "resolution is 16, expected 0 to 15")],
)  # fmt: skip
def test_grid_that_there_is_not_is_refused(options, message):
    with pytest.raises(UsageError, match=message):
        count_cells(points((1, 1)), **options)


# The extra


@pytest.mark.parametrize(
    ("module", "statistic"),
    [
        ("esda", lambda: morans_i(chessboard(corner))),
        ("h3", lambda: count_cells(points((1, 1)), grid="h3")),
    ],
)
def test_missing_library_names_the_extra(monkeypatch, module, statistic):
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(UsageError, match=r'comes with the extra stats: pip install "geoconflict'):
        statistic()


def test_what_needs_no_library_works_without_the_extra(monkeypatch):
    for module in ("esda", "h3", "libpysal", "scipy.stats", "sklearn"):
        monkeypatch.setitem(sys.modules, module, None)
    assert prio_grid(points((1, 1)))["priogrid_gid"].tolist() == [131403]
