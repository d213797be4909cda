import importlib
import json
import sys
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from geo.boundaries import PROVINCE_COLUMNS, BoundarySource, ShippedBoundaries
from geo.boundaries.shapes import label_points, measure_areas
from geo.boundaries.votes import count_votes, locate
from geo.datasets import data_path, verify

ROOT = Path(__file__).resolve().parents[1]
sys.path.append(str(ROOT / "data" / "build"))
boundary_names = importlib.import_module("boundary_names")
boundary_shapes = importlib.import_module("boundary_shapes")
identities = importlib.import_module("identities")
manifest = importlib.import_module("manifest")
natural_earth = importlib.import_module("natural_earth")
repairs = importlib.import_module("repairs")
subdivisions = importlib.import_module("subdivisions")


@pytest.fixture(scope="module")
def source():
    return ShippedBoundaries()


# The shipped source


def test_shipped_boundaries_are_a_boundary_source(source):
    assert isinstance(source, BoundarySource)
    assert source.id.startswith("natural-earth:")
    assert source.id.endswith(":de_jure")


def test_provinces_have_the_promised_columns_and_order(source):
    provinces = source.provinces(["EC", "CO"])
    assert tuple(provinces.columns) == PROVINCE_COLUMNS
    assert provinces.crs.to_epsg() == 4326
    assert set(provinces["country"]) == {"CO", "EC"}
    keys = list(zip(provinces["country"], provinces["province_id"], strict=True))
    assert keys == sorted(keys)


def test_few_countries_are_a_part_of_the_world(source):
    world = source.provinces()
    expected = world[world["country"].isin(["EC", "PE"])].reset_index(drop=True)
    assert source.provinces(["PE", "EC"]).equals(expected)


@pytest.mark.parametrize("countries", [[], ["ZZ"]])
def test_no_country_gives_no_row_and_all_columns(source, countries):
    provinces = source.provinces(countries)
    assert len(provinces) == 0
    assert tuple(provinces.columns) == PROVINCE_COLUMNS
    assert provinces.crs.to_epsg() == 4326


def test_changing_a_frame_does_not_change_the_next_one(source):
    source.provinces(["EC"])["name"] = "changed"
    assert "changed" not in set(source.provinces(["EC"])["name"])


def test_crimea_is_ukrainian_de_jure_and_russian_de_facto(source):
    de_facto = ShippedBoundaries(view="de_facto")
    held = {"Crimea", "Sevastopol"}
    ukrainian = source.provinces(["UA"]).query("disputed")
    russian = de_facto.provinces(["RU"]).query("disputed")
    assert set(ukrainian["name"]) == held
    assert set(russian["name"]) == held
    assert not held & set(de_facto.provinces(["UA"])["name"])
    assert set(russian["country"]) == {"RU"}


def test_countries_share_their_borders_with_the_provinces(source):
    ecuador = source.countries().query("country == 'EC'").geometry.iloc[0]
    assert shapely.coverage_union_all(source.provinces(["EC"]).geometry.array).equals(ecuador)


def test_countries_do_not_overlap(source):
    assert shapely.coverage_is_valid(source.countries().geometry.array)


def test_near_reads_the_countries_around_a_point(source):
    near = source.near(gpd.GeoSeries([shapely.Point(-79.4, 0.8), None], crs=4326))
    assert {"EC", "CO"} <= set(near["country"])
    assert "FR" not in set(near["country"])


def test_shipped_files_are_as_the_manifest_says():
    faults = {dataset.file: fault for dataset, fault in verify()}
    files = ("provinces.parquet", "countries.parquet", "province_links.csv")
    assert [faults[file] for file in files] == ["", "", ""]


def test_links_lead_to_provinces_that_exist(source):
    links = pd.read_csv(data_path("province_links.csv"), keep_default_na=False)
    assert links["admin1_code"].is_unique
    assert set(links["province_id"]) <= set(source.provinces()["province_id"])
    assert links.loc[links["admin1_iso"] != "", "admin1_iso"].is_unique


# How they are built


def polygons(*rows):
    """Unit squares in a row, each with a name, in one country."""
    table = pd.DataFrame(
        [dict.fromkeys((*natural_earth.NAMES, *natural_earth.OTHERS), "") | row for row in rows]
    ).assign(adm0_a3="AAA", country="AA", iso_a2="AA")
    squares = [shapely.box(number, 0, number + 1, 1) for number in range(len(rows))]
    return gpd.GeoDataFrame(table, geometry=squares, crs="EPSG:4326")


def linked(shapes, cities, units):
    located = locate(cities, shapes.geometry)
    return identities.link_units(shapes, count_votes(cities, located), units)


CITIES = pd.DataFrame(
    {"lon": [0.2, 0.8, 1.5, 2.5], "lat": 0.5, "unit": ["AA.1", "AA.1", "AA.2", "AA.3"]}
)
UNITS = pd.Series({"AA.1": "Napo Province", "AA.2": "Tungurahua", "AA.3": "Loja"})


def test_swapped_names_go_back_to_the_polygons_of_their_cities():
    shapes = polygons(
        {"name": "Tungurahua", "adm1_code": "T"},
        {"name": "Napo", "adm1_code": "N"},
        {"name": "Loja", "adm1_code": "L"},
    )
    moves = identities.find_moves(shapes, linked(shapes, CITIES, UNITS), UNITS)
    moved = identities.move_identities(shapes, moves)
    assert moves == {0: 1, 1: 0}
    assert moved["name"].tolist() == ["Napo", "Tungurahua", "Loja"]
    assert moved["adm1_code"].tolist() == ["N", "T", "L"]
    assert moved.geometry.equals(shapes.geometry)


def test_right_names_stay():
    shapes = polygons({"name": "Napo"}, {"name": "Tungurahua"}, {"name": "Loja"})
    assert identities.find_moves(shapes, linked(shapes, CITIES, UNITS), UNITS) == {}


def test_name_that_would_be_doubled_does_not_move():
    shapes = polygons({"name": "Tungurahua"}, {"name": "Tungurahua"}, {"name": "Loja"})
    assert identities.find_moves(shapes, linked(shapes, CITIES, UNITS), UNITS) == {}


def test_doubled_name_gives_way_to_the_name_of_the_unit():
    shapes = polygons({"name": "Tungurahua"}, {"name": "Tungurahua"}, {"name": "Loja"})
    named = identities.rename_doubles(shapes, linked(shapes, CITIES, UNITS), UNITS)
    assert named["name"].tolist() == ["Napo Province", "Tungurahua", "Loja"]


def test_city_on_a_quay_votes_for_the_nearest_polygon():
    cities = pd.DataFrame({"lon": [-0.05, -0.5], "lat": [0.5, 0.5]})
    located = locate(cities, polygons({"name": "Napo"}).geometry)
    assert located.to_dict() == {0: 0}


def test_names_are_compared_without_accents_and_types():
    napo = subdivisions.name_keys(["Provincia de Napo|Napó"])
    assert subdivisions.likeness(napo, subdivisions.name_keys(["NAPO PROVINCE"])) == 1


def test_points_of_the_compass_keep_names_apart():
    north, south = (subdivisions.name_keys([name]) for name in ("North Kivu", "South Kivu"))
    assert subdivisions.likeness(north, south) == 0
    assert subdivisions.likeness(south, subdivisions.name_keys(["Southern Kivu"])) > 0.7


def test_display_name_is_ascii():
    assert boundary_names.to_ascii("Đồng Tháp") == "Dong Thap"
    assert boundary_names.to_ascii("Şəmkir") == "Samkir"
    assert boundary_names.to_ascii("東京") == "東京"


def test_every_repair_has_a_reason():
    assert (repairs.read_table(repairs.REPAIRS)["reason"] != "").all()
    assert (repairs.read_table(repairs.CODES)["reason"] != "").all()


def test_repair_that_fits_no_polygon_is_an_error():
    with pytest.raises(ValueError, match="fits no polygon"):
        repairs.apply_repairs(polygons({"name": "Napo", "adm1_code": "N"}))


def test_vintage_tells_outdated_polygons_from_present_ones():
    old = {"swallows": True, "coded": False, "same": False}
    assert repairs.vintage_of("KEN-890", **old) == "before the 2013 reform"
    assert not repairs.vintage_of("KEN-892", swallows=False, coded=True, same=True)
    assert not repairs.vintage_of("ECU-1289", swallows=False, coded=True, same=True)


def test_simplified_squares_keep_their_shared_border():
    shapes = polygons({"name": "Napo"}, {"name": "Tungurahua"})
    simple = boundary_shapes.simplify(shapes.geometry)
    assert shapely.coverage_is_valid(simple.array)
    assert shapely.area(simple.array).tolist() == [1, 1]


def test_label_point_lies_inside_a_crescent():
    crescent = shapely.Point(0, 0).buffer(2).difference(shapely.Point(1, 0).buffer(1.9))
    label = label_points(gpd.GeoSeries([crescent]))
    assert crescent.contains(shapely.Point(label["lon"][0], label["lat"][0]))


def test_degree_square_at_the_equator_has_its_geodesic_area():
    area = measure_areas(polygons({"name": "Napo"}).geometry)
    assert area.tolist() == pytest.approx([12308.78], abs=0.1)


def test_manifest_replaces_an_entry_and_stays_sorted(tmp_path):
    for file, rows in (("b.csv", 1), ("a.csv", 2), ("b.csv", 3)):
        (tmp_path / file).write_text(str(rows), "utf-8")
        manifest.register(file, "A title", "CC0", "Nobody", "1", rows, ["here"], data=tmp_path)
    entries = json.loads((tmp_path / "manifest.json").read_text("utf-8"))["files"]
    assert [(entry["file"], entry["rows"]) for entry in entries] == [("a.csv", 2), ("b.csv", 3)]
