from __future__ import annotations

from dataclasses import replace
from datetime import date

import geopandas as gpd
import pytest
from shapely import Point

from geo.errors import FrameError
from geo.frames import (
    ACLED_COLUMNS,
    EVENT_COLUMNS,
    check_points,
    event_row,
    events_frame,
    geoparse_object,
)
from geo.records import (
    Actor,
    Article,
    Casualties,
    Country,
    DateSpan,
    Event,
    Evidence,
    Place,
    Precision,
    Resolution,
    Toponym,
)

TEXT = "Strike\n\nThe army struck a camp in Esmeraldas on Tuesday."
STATE = "State forces"


def strike() -> Event:
    place = Place(
        id="admin1:EC.09",
        name="Esmeraldas",
        kind="admin1",
        lat=0.8,
        lon=-79.3,
        country="EC",
        admin1="Esmeraldas",
        admin1_iso="EC-E",
        source="geonames",
    )
    toponym = Toponym(text="Esmeraldas", start=34, end=44)
    city = replace(place, id="geonames:1", kind="populated")
    return Event(
        id="ECU-00000001",
        article=Article(id="a", text=TEXT, source="x.org", published=date(2026, 3, 6)),
        type="Explosions/Remote violence",
        sub_type="Air/drone strike",
        type_score=0.9,
        dates=DateSpan(
            start=date(2026, 3, 3), end=date(2026, 3, 3), text="on Tuesday", precision=1
        ),
        resolution=Resolution(
            toponym=toponym,
            place=place,
            score=0.97,
            reason="'province of' before it",
            alternatives=((city, 0.02),),
        ),
        country=Country(
            iso2="EC",
            iso3="ECU",
            iso_numeric=218,
            name="Ecuador",
            region="South America",
            lat=-2,
            lon=-77.5,
        ),
        precision=Precision.PROVINCE,
        radius_km=0.0,
        side1=(
            Actor(name="Military Forces of the United States", kind="External/Other forces"),
            Actor(name="Military Forces of Ecuador", kind=STATE),
        ),
        side2=(),
        casualties=Casualties(),
        evidence=Evidence(
            sentence=TEXT[8:], start=8, end=56, trigger="struck", trigger_start=17, trigger_end=23
        ),
    )


def test_a_row_has_every_column_in_acled_order():
    row = event_row(strike())
    assert tuple(row) == EVENT_COLUMNS
    assert EVENT_COLUMNS[: len(ACLED_COLUMNS)] == ACLED_COLUMNS


def test_a_province_event_says_so_in_every_codebook():
    row = event_row(strike())
    assert (row["geo_precision"], row["x_precision"], row["x_ucdp_where_prec"]) == (
        3,
        "province",
        4,
    )
    assert (row["admin1"], row["x_admin1_iso"], row["iso"]) == ("Esmeraldas", "EC-E", 218)


def test_no_deaths_stated_is_zero_in_acled_and_missing_in_ours():
    row = event_row(strike())
    assert (row["fatalities"], row["x_fat_reported"], row["x_fat_best"]) == (0, False, None)


def test_a_stated_zero_is_reported():
    row = event_row(replace(strike(), casualties=Casualties(low=0, best=0, high=0)))
    assert (row["fatalities"], row["x_fat_reported"], row["x_fat_best"]) == (0, True, 0)


def test_several_actors_of_one_side_stand_as_associates():
    row = event_row(strike())
    assert row["actor1"] == "Military Forces of the United States"
    assert row["assoc_actor_1"] == "Military Forces of Ecuador"
    assert row["actor2"] is None
    assert row["interaction"] == "External/Other forces only"


def test_interaction_follows_the_codebook_order():
    civilians = (Actor(name="Civilians (Ecuador)", kind="Civilians"),)
    row = event_row(replace(strike(), side1=civilians, side2=(Actor(name="Army", kind=STATE),)))
    assert row["interaction"] == "State forces-Civilians"


def test_alternatives_are_words():
    assert event_row(strike())["x_place_alternatives"] == ["Esmeraldas (populated, EC) 0.02"]


def test_a_frame_has_points_lon_lat_in_4326():
    frame = events_frame([event_row(strike())])
    assert frame.crs.to_epsg() == 4326
    assert frame.geometry.iloc[0].equals(Point(-79.3, 0.8))


def test_no_events_give_an_empty_frame_with_all_columns():
    frame = events_frame([])
    assert len(frame) == 0
    assert list(frame.columns) == [*EVENT_COLUMNS, "geometry"]
    assert isinstance(frame, gpd.GeoDataFrame)


def test_frame_types_hold_with_and_without_rows():
    full, empty = events_frame([event_row(strike())]), events_frame([])
    assert full.dtypes.astype(str).to_dict() == empty.dtypes.astype(str).to_dict()


def test_a_frame_in_another_crs_is_refused_with_the_remedy():
    frame = events_frame([event_row(strike())]).to_crs("EPSG:3857")
    with pytest.raises(FrameError, match=r'events is in EPSG:3857.*to_crs\("EPSG:4326"\)'):
        check_points(frame, name="events")


def test_a_frame_without_crs_is_refused_with_the_remedy():
    frame = gpd.GeoDataFrame(geometry=[Point(0, 0)])
    with pytest.raises(FrameError, match="set_crs"):
        check_points(frame, name="events")


def test_geoparse_object_keeps_unresolved_names():
    event = strike()
    lost = replace(event.resolution, place=None, score=0.0, alternatives=())
    found = geoparse_object(event.article, [lost])["toponyms"][0]
    assert (found["text"], found["place"], found["alternatives"]) == ("Esmeraldas", None, [])
    assert TEXT[found["start"] : found["end"]] == "Esmeraldas"
