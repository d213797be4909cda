"""The gazetteer behind geopy's interface."""

import geopandas as gpd
import pytest
from geopy.extra.rate_limiter import RateLimiter
from geopy.geocoders.base import Geocoder
from shapely.geometry import Point

from geo import OfflineGazetteer


@pytest.fixture(scope="module")
def offline():
    return OfflineGazetteer()


def test_it_is_a_geocoder_of_geopys(offline):
    assert isinstance(offline, Geocoder)


def test_a_country_code_chooses_the_place(offline):
    found = offline.geocode("Esmeraldas", country_codes="ec")
    assert found.address.endswith("Ecuador")
    assert (found.raw["country"], found.raw["admin1_iso"]) == ("EC", "EC-E")
    assert (found.latitude, found.longitude) == (found.raw["lat"], found.raw["lon"])
    assert offline.geocode("Esmeraldas", country_codes=["br"]).raw["country"] == "BR"


def test_an_unknown_name_is_none(offline):
    assert offline.geocode("Xyzzyville") is None
    assert offline.geocode("Xyzzyville", exactly_one=False) is None


def test_several_are_given_best_first_when_asked_for(offline):
    found = offline.geocode("Tripoli", exactly_one=False, limit=3, timeout=5)
    assert len(found) == 3
    assert found[0].raw["country"] == "LY"
    both = offline.geocode("Tripoli", exactly_one=False, country_codes="lb,gr")
    assert {each.raw["country"] for each in both} == {"LB", "GR"}


def test_what_is_written_for_nominatim_runs_as_it_stands(offline):
    structured = {"city": "Esmeraldas", "country": "Ecuador"}
    found = offline.geocode(structured, language="en", addressdetails=True)
    assert found.raw["country"] == "EC"
    assert offline.geocode({"street": "1 Main Street"}) is None
    limited = RateLimiter(offline.geocode, min_delay_seconds=0)
    assert limited("Esmeraldas", country_codes="ec").raw["admin1_iso"] == "EC-E"
    assert offline.geocode("Quito", country_codes="zz") is None
    assert offline.geocode("") is None


@pytest.mark.filterwarnings("ignore:Latitude normalization")
@pytest.mark.parametrize("point", ["x", (95.0, 0.0)])
def test_a_point_that_is_none_is_refused_as_geopy_does(offline, point):
    with pytest.raises(ValueError, match=r"Point|Latitude"):
        offline.reverse(point)


def test_the_nearest_town_of_a_point(offline):
    assert offline.reverse((0.96, -79.65)).raw["name"] == "Esmeraldas"
    assert offline.reverse("0.96, -79.65").raw["country"] == "EC"
    assert len(offline.reverse((0.96, -79.65), exactly_one=False, limit=4)) == 4
    assert offline.reverse((-16.5, 179.99)).raw["country"] == "FJ"


def test_geopandas_geocodes_with_it():
    table = gpd.tools.geocode(["Aleppo, Syria", "Xyzzyville"], provider=OfflineGazetteer)
    assert table.crs.to_epsg() == 4326
    assert table["address"].iloc[0].endswith("Syria")
    assert table.geometry.iloc[0].distance(Point(37.16, 36.2)) < 1
    assert table.geometry.iloc[1].is_empty
    towns = gpd.tools.reverse_geocode([Point(-79.65, 0.96)], provider=OfflineGazetteer)
    assert towns["address"].iloc[0].startswith("Esmeraldas")
