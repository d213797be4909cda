"""The places and spellings of our own tables, and what the gazetteer makes of them."""

from __future__ import annotations

import csv
from pathlib import Path

import geopandas as gpd
import pytest
import shapely

from geo.gazetteer import Gazetteer
from geo.names import fold

DATA = Path(__file__).parents[1] / "data"


def table(name):
    with (DATA / "tables" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def forms(text):
    return text.split(";") if text else []


@pytest.fixture(scope="module")
def gazetteer():
    return Gazetteer.open()


def test_every_own_place_lies_in_its_country():
    countries = gpd.read_parquet(DATA / "countries.parquet", columns=["country", "geometry"])
    shapes = dict(zip(countries["country"], countries["geometry"], strict=True))
    kosovo_in_serbia = {"XK": "XK" if "XK" in shapes else "RS"}
    for row in table("places"):
        point = shapely.Point(float(row["lon"]), float(row["lat"]))
        country = kosovo_in_serbia.get(row["country"], row["country"])
        reach = 0.5 if "Island" in row["name"] else 0.1
        assert shapes[country].distance(point) < reach, row["name"]


def test_every_own_place_is_found_by_each_of_its_names(gazetteer):
    for row in table("places"):
        for name in (row["name"], *forms(row["aliases"])):
            found = gazetteer.geocode(name, country=row["country"])
            here = [place for place in found if place.source == "geoconflict"]
            assert any(place.name == row["name"] for place in here), name


def test_every_own_place_has_its_province(gazetteer):
    places = [
        place
        for row in table("places")
        for place in gazetteer.geocode(row["name"], country=row["country"])
        if place.name == row["name"] and place.source == "geoconflict"
    ]
    assert [place.name for place in places if not place.admin1] == []
    provinces = {place.name: place.admin1_iso for place in places}
    assert (provinces["Cité Soleil"], provinces["Rathedaung"], provinces["Thiou"]) == (
        "HT-OU",
        "MM-16",
        "BF-10",
    )


def test_places_stand_in_order_and_once():
    rows = [(row["name"], row["country"]) for row in table("places")]
    assert rows == sorted(set(rows))
    for row in table("places"):
        own = {fold(name) for name in (row["name"], *forms(row["aliases"]))}
        assert len(own) == 1 + len(forms(row["aliases"])), row["name"]


def test_every_spelling_leads_to_its_place(gazetteer):
    for row in table("spellings"):
        if not row["target"].startswith("city:"):
            continue
        city, _, country = row["target"].removeprefix("city:").partition("|")
        ids = {place.id for place in gazetteer.geocode(city, country=country)}
        for form in forms(row["forms"]):
            assert ids & {place.id for place in gazetteer.geocode(form, country=country)}, form


@pytest.mark.parametrize(
    ("name", "country", "official"),
    [
        ("Salahuddin", "IQ", "Salah ad Din"),
        ("Maarat al-Numan", "SY", "Ma‘arrat an Nu‘mān"),
        ("Jisr al-Shughur", "SY", "Jisr ash Shughūr"),
        ("Tel Salhab", "SY", "Tall Salḩab"),
        ("Jutland", "DK", "Jutland"),
    ],
)
def test_the_news_spelling_is_found(gazetteer, name, country, official):
    assert gazetteer.geocode(name, country=country)[0].name == official
