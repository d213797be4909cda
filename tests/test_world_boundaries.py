"""Every province of the world against the cities inside it, from the shipped data alone."""

import importlib
import sys
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely

from geo.boundaries import ShippedBoundaries
from geo.datasets import data_path
from geo.gazetteer import Gazetteer
from geo.join import join_provinces

sys.path.append(str(Path(__file__).resolve().parents[1] / "data" / "build"))
subdivisions = importlib.import_module("subdivisions")

ENOUGH_CITIES = 3
CODE_EXCEPTIONS = {
    "BHS-5011": "Freeport is a unit of its own inside West Grand Bahama",
    "DZA-2198": "suburbs of Algiers fall over the simplified border",
    "GMB-2153": "the shore of Banjul takes in towns of the West Coast",
    "HKG-5164": "Kowloon lies across a narrow water",
    "LCA-5082": "three places on a small island",
    "MDA-1640": "suburbs of Chisinau",
    "MDA-1651": "GeoNames counts border villages for Ukraine",
    "MLT-5964": "three places on a small island",
    "NOR-921": "GeoNames counts suburbs of Oslo for Akershus",
    "PRK-3314": "towns across the Yalu",
    "PRY-4837": "suburbs of Asuncion",
}
CODE_EXCEPTIONS_BY_ISO = {
    "ATG-5093": "two small parishes side by side",
    "BLR-4825": "GeoNames counts suburbs of Minsk for the oblast",
    "BWA-5501": "villages around Gaborone",
    "CHE-3425": "suburbs of Basel",
    "DJI-1568": "GeoNames counts villages of Arta for Djibouti",
    "MDA-1634": "suburbs of Chisinau",
    "MDA-1650": "GeoNames counts Bender for Transnistria",
    "MLT-5923": "three places on a small island",
    "MUS-5188": "three places on a small island",
    "PER-587": "GeoNames counts the capital for the region around it",
    "SMR-4887": "castles of San Marino, a few kilometres wide",
}
NAME_EXCEPTIONS = {
    "AIA-5123": "villages of Anguilla, two kilometres wide",
    "AIA-5125": "villages of Anguilla, two kilometres wide",
    "ATG-5093": "two small parishes side by side",
    "BHS-5011": "Freeport is a unit of its own inside West Grand Bahama",
    "BHS-5027": "Harbour Island has no polygon of its own",
    "KOS-5889": "a district is named after its other town",
    "MLT-5938": "a single place on a small island",
    "NRU-4974": "districts of Nauru, two kilometres wide",
    "SMR-4883": "castles of San Marino, a few kilometres wide",
    "SMR-4887": "castles of San Marino, a few kilometres wide",
}


@pytest.fixture(scope="module")
def provinces():
    return ShippedBoundaries().provinces().set_index("province_id", drop=False)


@pytest.fixture(scope="module")
def links():
    return pd.read_csv(data_path("province_links.csv"), keep_default_na=False)


@pytest.fixture(scope="module")
def cities(provinces):
    """All towns of GeoNames with the province that holds each."""
    gazetteer = Gazetteer.open()
    chosen = np.flatnonzero((gazetteer.kind == 3) & (gazetteer.admin1 > 0))
    codes = np.array(gazetteer.admin1_codes, dtype=object)[gazetteer.admin1[chosen]]
    table = {
        "country": np.array(gazetteer.countries, dtype=object)[gazetteer.country[chosen]],
        "unit": codes,
        "population": gazetteer.population[chosen],
    }
    points = gpd.points_from_xy(gazetteer.lon[chosen], gazetteer.lat[chosen], crs="EPSG:4326")
    joined = join_provinces(gpd.GeoDataFrame(table, geometry=points), provinces)
    return joined.assign(found=joined["x_province_id"].map(provinces["country"]))


@pytest.fixture(scope="module")
def votes(cities):
    """How many cities each province and unit share, most first."""
    votes = cities.groupby(["x_province_id", "unit"]).size().rename("cities").reset_index()
    votes["of_province"] = votes["cities"] / votes.groupby("x_province_id")["cities"].transform(sum)
    votes["of_unit"] = votes["cities"] / votes.groupby("unit")["cities"].transform(sum)
    return votes.sort_values(["x_province_id", "cities", "unit"], ascending=[True, False, True])


@pytest.fixture(scope="module")
def majority(provinces, votes):
    """The provinces with enough cities, and the unit that most of these belong to."""
    enough = votes.groupby("x_province_id")["cities"].sum() >= ENOUGH_CITIES
    first = votes.drop_duplicates("x_province_id").set_index("x_province_id")
    tested = provinces.loc[enough.index[enough]]
    return tested.assign(unit=first["unit"])


def test_ids_are_unique_and_polygons_valid(provinces):
    assert len(provinces) == 4596
    assert provinces["province_id"].is_unique
    assert provinces.geometry.is_valid.all()
    assert not provinces.geometry.is_empty.any()
    assert set(provinces.geometry.geom_type) == {"Polygon", "MultiPolygon"}


def test_neighbours_share_their_borders_without_gap_or_overlap(provinces):
    assert shapely.coverage_is_valid(provinces.geometry.array)


def test_label_points_lie_inside(provinces):
    points = shapely.points(provinces["lon"], provinces["lat"])
    distance = shapely.distance(provinces.geometry.array, points)
    # Label points are rounded to 0.0001 degrees: a speck of an island may lie beside its own.
    assert distance.max() < 0.001
    assert (distance == 0).mean() > 0.999


def test_names_are_ascii_and_present(provinces):
    assert (provinces["name"] != "").all()
    assert provinces["name"].map(str.isascii).all()


def test_cities_lie_in_their_country(cities):
    large = cities[cities["population"] >= 15_000]
    assert len(large) > 30_000
    assert (large["found"] == large["country"]).mean() >= 0.995


def test_most_cities_in_a_province_have_its_code(majority):
    coded = majority[majority["admin1_code"] != ""]
    differs = coded.index[coded["unit"] != coded["admin1_code"]]
    assert len(coded) > 2_500
    assert set(differs) <= CODE_EXCEPTIONS.keys()


def test_most_cities_in_a_province_have_its_iso_code(majority, links):
    unit_of = {
        iso: unit
        for iso, unit in zip(links["admin1_iso"], links["admin1_code"], strict=True)
        if iso
    }
    coded = majority[majority["iso_3166_2"].isin(unit_of)]
    differs = coded.index[coded["unit"] != coded["iso_3166_2"].map(unit_of)]
    assert len(coded) > 1_800
    assert set(differs) <= CODE_EXCEPTIONS.keys() | CODE_EXCEPTIONS_BY_ISO.keys()


def test_no_province_bears_the_name_of_a_neighbour(provinces, votes, links):
    names = dict(zip(links["admin1_code"], links["admin1_name"], strict=True))
    same = votes[(votes["of_province"] >= 0.6) & (votes["of_unit"] >= 0.6)]
    same = same[same["x_province_id"].map(provinces["vintage"]) == ""]
    keys = provinces["name"].map(lambda name: subdivisions.name_keys([name]))
    bearers = pd.Series(keys.index, index=[provinces["country"], keys.map(min)])
    wrong = []
    for province, unit in zip(same["x_province_id"], same["unit"], strict=True):
        wanted = subdivisions.name_keys([names.get(unit, "")])
        alike = subdivisions.likeness(keys[province], wanted) >= subdivisions.RESEMBLES
        place = (provinces.at[province, "country"], min(wanted, default=""))
        if not alike and place in bearers.index:
            wrong.append(province)
    assert len(same) > 2_600
    assert set(wrong) <= NAME_EXCEPTIONS.keys()


def test_only_present_divisions_claim_an_iso_code(provinces):
    outdated = provinces[provinces["vintage"].str.startswith("before")]
    claimed = outdated[outdated["iso_3166_2"] != ""]
    # ISO still lists the provinces that Viet Nam merged in 2025, and these polygons are those.
    assert set(claimed["country"]) <= {"VN"}
    assert len(outdated) > 250


@pytest.mark.parametrize("country", ["KE", "CD", "NP", "CI", "MA", "GH", "BD", "ET", "ML", "PK"])
def test_divisions_known_to_be_outdated_say_so(provinces, country):
    assert (provinces.loc[provinces["country"] == country, "vintage"] != "").any()


@pytest.mark.parametrize(
    ("lon", "lat", "name", "iso"),
    [
        (-78.617, -1.249, "Tungurahua", "EC-T"),
        (-77.813, -0.994, "Napo", "EC-N"),
        (-79.652, 0.968, "Esmeraldas", "EC-E"),
        (-58.155, 6.804, "Demerara-Mahaica", "GY-DE"),
        (-57.517, 6.250, "East Berbice-Corentyne", "GY-EB"),
        (38.925, 15.339, "Maekel", "ER-MA"),
        (39.450, 15.609, "Northern Red Sea", "ER-SK"),
        (69.515, 35.313, "Panjshir", "AF-PAN"),
        (69.171, 35.014, "Parwan", "AF-PAR"),
        (69.222, 33.597, "Paktia", "AF-PIA"),
        (68.798, 33.140, "Paktika", "AF-PKA"),
        (66.130, 33.720, "Daykundi", "AF-DAY"),
        (51.421, 35.694, "Tehran", "IR-23"),
        (50.996, 35.828, "Alborz", "IR-30"),
        (37.616, 55.752, "Moscow", "RU-MOW"),
        (39.005, 55.081, "Moscow Oblast", "RU-MOS"),
        (85.960, 51.958, "Altai Republic", "RU-AL"),
        (83.763, 53.361, "Altai Krai", "RU-ALT"),
        (-1.911, 34.681, "Oriental", "MA-02"),
        (34.103, 44.952, "Crimea", "UA-43"),
        (58.000, -20.000, None, None),
    ],
)
def test_towns_lie_in_their_provinces(provinces, lon, lat, name, iso):
    town = gpd.GeoDataFrame(geometry=[shapely.Point(lon, lat)], crs="EPSG:4326")
    joined = join_provinces(town, provinces).iloc[0]
    assert (joined["x_province"], joined["x_province_iso"]) == (name, iso)


@pytest.mark.parametrize(
    ("unit", "name"),
    [("KE.51", "Rift Valley"), ("CD.22", "Katanga"), ("EC.09", "Esmeraldas")],
)
def test_links_lead_from_present_units_to_polygons(provinces, links, unit, name):
    polygon = links.set_index("admin1_code").at[unit, "province_id"]
    assert provinces.at[polygon, "name"] == name


def test_units_of_most_cities_are_linked(cities, links):
    assert cities["unit"].isin(links["admin1_code"]).mean() > 0.999


def test_province_of_a_city_is_linked_to_its_unit(cities, provinces):
    members = provinces["admin1_codes"].map(set)
    large = cities[(cities["population"] >= 15_000) & cities["x_province_id"].notna()]
    agrees = [
        unit in members[province]
        for unit, province in zip(large["unit"], large["x_province_id"], strict=True)
    ]
    assert np.mean(agrees) > 0.985
