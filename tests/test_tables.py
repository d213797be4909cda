from __future__ import annotations

import csv
import functools
import importlib.util
import json
import math
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely

from geo.gazetteer import Gazetteer
from geo.names import fold

DATA = Path(__file__).parents[1] / "data"
TABLES = DATA / "tables"
COLUMNS = {
    "countries": (
        "iso2 iso3 iso_numeric name region lat lon aliases abbreviations names_es names_fr names_pt"
    ),
    "demonyms": "target forms language",
    "regions": "name kind aliases lat lon members",
    "abbreviations": "target forms",
    "type_words": "language word position kind",
}
LISTS = ("aliases", "abbreviations", "names_es", "names_fr", "names_pt", "forms", "members")
ACLED_REGIONS = {
    "Antarctica", "Caribbean", "Caucasus and Central Asia", "Central America", "East Asia",
    "Eastern Africa", "Europe", "Middle Africa", "Middle East", "North America",
    "Northern Africa", "Oceania", "South America", "South Asia", "Southeast Asia",
    "Southern Africa", "Western Africa",
}  # fmt: skip
ISO_COUNTRIES = 249
KM_PER_DEGREE = 111.2

# Words that truly mean two places.
AMBIGUOUS_COUNTRIES = {
    "congo",  # two countries on one river
    "saint martin",  # French and Dutch half of one island
    "san martin",
    "sao martinho",
    "virgin islands",  # British and American
}
AMBIGUOUS_REGIONS = {
    "al jazira": {"Al-Jazira (Mesopotamia)", "Gezira"},
    "deep south": {"Deep South", "Deep South (Thailand)"},
    "golden triangle": {"Golden Triangle", "Golden Triangle (Mexico)"},
    "highlands": {"Highlands (Papua New Guinea)", "Scottish Highlands"},
    "sierra nevada": {"Sierra Nevada (United States)", "Sierra Nevada de Santa Marta"},
}
AMBIGUOUS_DEMONYMS = [{"CD", "CG"}, {"DM", "DO"}]
AMBIGUOUS_ABBREVIATIONS = {
    "la": {"US-LA", "city:Los Angeles|US"},
    "wa": {"AU-WA", "US-WA"},
}

# Their one province is larger than the bound.
FAR_CORNERS = {
    "Far North Queensland",
    "Golden Horseshoe",
    "Greater Toronto Area",
    "Inner Mongolia",
    "Kimberley",
    "Southern Ontario",
    "Vale do Javari",
}


@functools.cache
def table(name: str) -> list[dict[str, str]]:
    with (TABLES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def split(text: str) -> list[str]:
    return text.split(";") if text else []


def point(row: dict[str, str]) -> tuple[float, float]:
    return float(row["lat"]), float(row["lon"])


@functools.cache
def subdivisions() -> dict[str, dict]:
    """The entries of the package iso3166-2 by code; empty where it is not installed."""
    found = importlib.util.find_spec("iso3166_2")
    if found is None or found.origin is None:
        return {}
    text = (Path(found.origin).parent / "iso3166-2.json").read_text(encoding="utf-8")
    return {code: each for country in json.loads(text).values() for code, each in country.items()}


@functools.cache
def province_points() -> dict[str, tuple[float, float]]:
    """Where each province lies: of the package where it is installed, else of our polygons."""
    if subdivisions():
        return {code: tuple(each["latLng"]) for code, each in subdivisions().items()}
    columns = ["province_id", "iso_3166_2", "lat", "lon", "area_km2"]
    drawn = pd.read_parquet(DATA / "provinces.parquet", columns=columns).sort_values("area_km2")
    points = {each.province_id: (each.lat, each.lon) for each in drawn.itertuples()}
    with (DATA / "province_links.csv").open(encoding="utf-8", newline="") as file:
        linked = {row["admin1_iso"]: points[row["province_id"]] for row in csv.DictReader(file)}
    return linked | {each.iso_3166_2: points[each.province_id] for each in drawn.itertuples()}


def check_provinces(codes: set[str]) -> None:
    """Codes must be in ISO 3166-2; our polygons alone lack the provinces of the last reforms."""
    unknown = codes - set(province_points())
    assert len(unknown) <= (0 if subdivisions() else len(codes) // 10), sorted(unknown)


@functools.cache
def country_shapes() -> dict[str, shapely.Geometry]:
    countries = gpd.read_parquet(DATA / "countries.parquet", columns=["country", "geometry"])
    return dict(zip(countries["country"], countries["geometry"], strict=True))


def distance_km(here: tuple[float, float], there: tuple[float, float]) -> float:
    (lat1, lon1), (lat2, lon2) = (tuple(map(math.radians, each)) for each in (here, there))
    height = math.sin((lat2 - lat1) / 2) ** 2
    width = math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * 6371 * math.asin(math.sqrt(height + width))


def distance_to_country_km(here: tuple[float, float], country: str) -> float:
    lat, lon = here
    scale = KM_PER_DEGREE * math.cos(math.radians(min(85, abs(lat))))
    shape = shapely.transform(
        country_shapes()[country], lambda xy: (xy - [lon, lat]) * [scale, KM_PER_DEGREE]
    )
    return float(shape.distance(shapely.Point(0, 0)))


def mean_point(points: list[tuple[float, float]]) -> tuple[float, float]:
    east = sum(math.cos(math.radians(lon)) for _, lon in points)
    north = sum(math.sin(math.radians(lon)) for _, lon in points)
    return sum(lat for lat, _ in points) / len(points), math.degrees(math.atan2(north, east))


def meanings(rows: Iterator[tuple[str, list[str]]]) -> dict[str, set[str]]:
    """Which things each folded word means, for the words that mean more than one."""
    found: dict[str, set[str]] = defaultdict(set)
    for meaning, words in rows:
        for word in words:
            found[fold(word)].add(meaning)
    return {word: each for word, each in found.items() if len(each) > 1}


def country_names(row: dict[str, str]) -> list[str]:
    columns = ("aliases", "abbreviations", "names_es", "names_fr", "names_pt")
    return [row["name"], *(name for column in columns for name in split(row[column]))]


def region_names(row: dict[str, str]) -> list[str]:
    return [row["name"], *split(row["aliases"])]


def province_regions() -> list[dict[str, str]]:
    return [
        row
        for row in table("regions")
        if row["kind"] == "region"
        and row["members"]
        and all("-" in member for member in split(row["members"]))
    ]


@pytest.mark.parametrize("name", COLUMNS)
def test_table_has_its_columns_and_is_sorted_without_duplicates(name):
    rows = table(name)
    assert list(rows[0]) == COLUMNS[name].split()
    order = {"en": "0", "es": "1", "fr": "2", "pt": "3"}
    keys = [
        (row["target"], order[row["language"]]) if name == "demonyms" else tuple(row.values())[:2]
        for row in rows
    ]
    assert keys == sorted(set(keys))


@pytest.mark.parametrize("name", COLUMNS)
def test_lists_are_sorted_clean_and_without_duplicates(name):
    for row in table(name):
        for column in set(row) & set(LISTS):
            parts = split(row[column])
            assert parts == sorted(set(parts)), (column, row)
            assert all(part and part == part.strip() for part in parts), (column, row)


@pytest.mark.parametrize("name", COLUMNS)
def test_every_name_has_a_key(name):
    words = [
        word
        for row in table(name)
        for column in {"name", "word", *LISTS} & set(row) - {"members"}
        for word in split(row[column])
    ]
    assert all(fold(word) for word in words)


def test_every_country_of_iso_3166_1_and_kosovo_is_there():
    codes = {row["iso2"] for row in table("countries")}
    assert len(codes) == len(table("countries")) == ISO_COUNTRIES + 1
    assert codes == set(country_shapes()) - {""}
    if subdivisions():
        assert {code[:2] for code in subdivisions()} <= codes


def test_country_codes_are_unique_and_well_formed():
    rows = table("countries")
    for row in rows:
        assert len(row["iso2"]) == 2
        assert row["iso2"].isupper()
        assert len(row["iso3"]) == 3
        assert row["iso3"].isupper()
        assert 0 <= int(row["iso_numeric"]) < 900
    for column in ("iso2", "iso3", "iso_numeric", "name"):
        assert len({row[column] for row in rows}) == len(rows), column


def test_kosovo_has_acleds_codes():
    kosovo = next(row for row in table("countries") if row["iso2"] == "XK")
    assert (kosovo["iso3"], kosovo["iso_numeric"], kosovo["name"]) == ("XKX", "0", "Kosovo")


def test_countries_lie_in_acleds_regions():
    assert {row["region"] for row in table("countries")} == ACLED_REGIONS


@pytest.mark.parametrize("name", ["countries", "regions"])
def test_points_are_degrees(name):
    for row in table(name):
        lat, lon = point(row)
        assert -90 <= lat <= 90, row
        assert -180 <= lon <= 180, row


def test_country_point_lies_in_or_near_the_country():
    # The Factbook's point for Fiji lies 235 km out at sea, all others within 110 km.
    far = {
        row["name"]: distance_to_country_km(point(row), row["iso2"]) for row in table("countries")
    }
    assert {name: round(km) for name, km in far.items() if km > 110} == {"Fiji": 235}


def test_the_united_states_stand_at_the_centre_of_the_contiguous_states():
    states = next(row for row in table("countries") if row["iso2"] == "US")
    assert point(states) == (39.83, -98.58)


def test_country_names_mean_one_country_except_where_two_share_a_name():
    found = meanings((row["iso2"], country_names(row)) for row in table("countries"))
    assert set(found) == AMBIGUOUS_COUNTRIES


def test_every_country_has_a_name_in_every_language():
    for row in table("countries"):
        assert all(row[f"names_{language}"] for language in ("es", "fr", "pt")), row["name"]


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("Burma", "MM"),
        ("Britain", "GB"),
        ("Cote d'Ivoire", "CI"),
        ("Türkiye", "TR"),
        ("the Gambia", "GM"),
        ("U.A.E.", "AE"),
        ("DR Congo", "CD"),
        ("Congo-Brazzaville", "CG"),
        ("Swaziland", "SZ"),
        ("Palestinian territories", "PS"),
        ("EE. UU.", "US"),
        ("Costa de Marfil", "CI"),
        ("États-Unis", "US"),
        ("Moçambique", "MZ"),
    ],
)
def test_news_names_lead_to_the_country(word, code):
    found = {
        row["iso2"]
        for row in table("countries")
        if fold(word) in {fold(name) for name in country_names(row)}
    }
    assert found == {code}


def test_region_members_are_countries_or_provinces():
    countries = {row["iso2"] for row in table("countries")}
    members = {member for row in table("regions") for member in split(row["members"])}
    assert {member[:2] for member in members} <= countries
    check_provinces({member for member in members if "-" in member})


def test_a_member_stands_together_with_all_its_parts():
    parts = defaultdict(set)
    for code, each in subdivisions().items():
        parts[each["parentCode"]].add(code)
    for row in table("regions"):
        members = set(split(row["members"]))
        for member in members:
            assert parts.get(member, set()) <= members, (row["name"], member)


def test_at_least_120_informal_regions_are_made_of_provinces():
    assert len(province_regions()) >= 120
    assert sum(";" in row["members"] for row in province_regions()) >= 120


def test_region_of_provinces_lies_among_them():
    points = province_points()
    for row in province_regions():
        members = [points[each] for each in split(row["members"]) if each in points]
        if members and row["name"] not in FAR_CORNERS:
            assert distance_km(point(row), mean_point(members)) < 800, row["name"]


def test_region_lies_within_reach_of_a_member():
    for row in table("regions"):
        countries = {member[:2] for member in split(row["members"])}
        bound = 900 if row["kind"] == "water" else 450
        near = min((distance_to_country_km(point(row), each) for each in countries), default=0)
        assert near < bound, row["name"]


def test_only_open_seas_and_reefs_have_no_members():
    empty = {row["name"] for row in table("regions") if not row["members"]}
    assert empty == {
        "Arctic", "Arctic Ocean", "Atlantic Ocean", "Caribbean Sea", "Indian Ocean",
        "Mediterranean Sea", "Pacific Ocean", "Paracel Islands", "Scarborough Shoal",
        "Second Thomas Shoal", "Senkaku Islands", "Southern Ocean", "Spratly Islands",
    }  # fmt: skip


def test_regions_are_of_three_kinds():
    assert {row["kind"] for row in table("regions")} == {"region", "water", "other"}


def test_region_names_mean_one_region_except_where_two_share_a_name():
    found = meanings((row["name"], region_names(row)) for row in table("regions"))
    assert found == AMBIGUOUS_REGIONS


def test_no_region_is_called_like_a_country():
    countries = {fold(name) for row in table("countries") for name in country_names(row)}
    regions = {fold(name) for row in table("regions") for name in region_names(row)}
    assert not countries & regions


@pytest.mark.parametrize(
    ("word", "member"),
    [
        ("Donbas", "UA-14"),
        ("the Donbass", "UA-09"),
        ("Darfur", "SD-DN"),
        ("Golan Heights", "SY-QU"),
        ("Haut-Karabakh", "AZ-XA"),
        ("Catatumbo", "CO-NSA"),
        ("southern Philippines", "PH-SLU"),
        ("Rojava", "SY-HA"),
        ("lac Tchad", "TD-LC"),
        ("Norte del Cauca", "CO-CAU"),
        ("Cisjordania", "PS-JEN"),
        ("Kashmir", "PK-JK"),
        ("Sahel", "ML"),
        ("Horn of Africa", "SO"),
    ],
)
def test_news_regions_lead_to_their_provinces(word, member):
    rows = [row for row in table("regions") if fold(word) in map(fold, region_names(row))]
    assert len(rows) == 1
    assert member in split(rows[0]["members"])


@pytest.mark.parametrize("name", ["demonyms", "abbreviations"])
def test_every_target_exists(name):
    countries = {row["iso2"] for row in table("countries")}
    regions = {row["name"] for row in table("regions")}
    targets = {row["target"] for row in table(name)}
    named = {target for target in targets if target.startswith(("region:", "city:"))}
    assert {each.removeprefix("region:") for each in named if each[0] == "r"} <= regions
    assert {each.partition("|")[2] for each in named if each[0] == "c"} <= countries
    codes = {target for target in targets - named if "-" in target}
    assert targets - named - codes <= countries
    check_provinces(codes)


@pytest.mark.parametrize("name", ["demonyms", "abbreviations"])
def test_every_city_named_as_a_target_is_in_the_gazetteer(name):
    gazetteer = Gazetteer.open()
    targets = [row["target"] for row in table(name) if row["target"].startswith("city:")]
    assert targets
    for target in targets:
        city, _, country = target.removeprefix("city:").partition("|")
        found = gazetteer.geocode(city, country=country)
        assert any(place.population > 50_000 for place in found), target


def test_demonyms_mean_one_place_except_where_two_peoples_share_a_name():
    found = meanings((row["target"], split(row["forms"])) for row in table("demonyms"))
    assert all(each in AMBIGUOUS_DEMONYMS for each in found.values()), found
    assert {"congolese", "dominican"} <= set(found)


def test_no_demonym_is_the_name_of_a_country_or_region():
    countries = {fold(name) for row in table("countries") for name in country_names(row)}
    regions = {fold(name) for row in table("regions") for name in region_names(row)}
    demonyms = {fold(form) for row in table("demonyms") for form in split(row["forms"])}
    assert not demonyms & (countries | regions)


def test_demonyms_are_in_four_languages_for_at_least_250_places():
    english = {row["target"] for row in table("demonyms") if row["language"] == "en"}
    assert len(english) >= 250
    for language in ("es", "fr", "pt"):
        assert sum(row["language"] == language for row in table("demonyms")) >= 120


@pytest.mark.parametrize(
    ("word", "target"),
    [
        ("Iraqis", "IQ"),
        ("Ukrainians", "UA"),
        ("Chechen", "RU-CE"),
        ("Kurds", "region:Kurdistan"),
        ("ecuatorianas", "EC"),
        ("équatorienne", "EC"),
        ("sul-africanos", "ZA"),
        ("Nigerien", "NE"),
        ("nigériane", "NG"),
        ("nigérienne", "NE"),
        ("Sahelian", "region:Sahel"),
    ],
)
def test_demonym_leads_to_its_place(word, target):
    found = {
        row["target"]
        for row in table("demonyms")
        if fold(word) in {fold(form) for form in split(row["forms"])}
    }
    assert found == {target}


def test_abbreviations_mean_one_place_except_where_two_share_one():
    found = meanings((row["target"], split(row["forms"])) for row in table("abbreviations"))
    assert found == AMBIGUOUS_ABBREVIATIONS


def test_every_state_and_canadian_province_has_an_abbreviation():
    targets = {row["target"] for row in table("abbreviations")}
    assert sum(target.startswith("US-") for target in targets) == 51
    assert sum(target.startswith("CA-") for target in targets) == 13
    assert sum(target.startswith("AU-") for target in targets) == 8


def test_type_words_say_where_they_stand_and_what_they_mean():
    rows = table("type_words")
    assert {row["position"] for row in rows} == {"before", "after", "both"}
    kinds = {"admin1", "admin2", "populated", "water", "other"}
    assert {row["kind"] for row in rows} == kinds
    for language in ("en", "es", "fr", "pt"):
        assert {row["kind"] for row in rows if row["language"] == language} == kinds
