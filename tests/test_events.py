"""From an article with resolved toponyms to events."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from geo.events import explain, extract_events, place_roles
from geo.records import Article, Country, Place, Precision, Resolution, Toponym

SEED = Path(__file__).parents[1] / "seeds" / "000_3cbc6066d2084c96.txt"

US = Place(id="US", name="United States", kind="country", lat=39.8, lon=-98.6, country="US")
EC = Place(id="EC", name="Ecuador", kind="country", lat=-2.0, lon=-77.5, country="EC")
CO = Place(id="CO", name="Colombia", kind="country", lat=4.0, lon=-72.0, country="CO")
ESMERALDAS = Place(
    id="EC-E", name="Esmeraldas", kind="admin1", lat=0.8, lon=-79.3,
    country="EC", admin1="Esmeraldas", admin1_iso="EC-E",
)  # fmt: skip
CALI = Place(
    id="cali", name="Cali", kind="populated", lat=3.44, lon=-76.52,
    country="CO", admin1="Valle del Cauca", admin1_iso="CO-VAC", population=2_200_000,
)  # fmt: skip
VALLE = Place(
    id="CO-VAC", name="Valle del Cauca", kind="admin1", lat=3.8, lon=-76.5,
    country="CO", admin1="Valle del Cauca", admin1_iso="CO-VAC",
)  # fmt: skip
TIBU = Place(
    id="tibu", name="Tibú", kind="populated", lat=8.64, lon=-72.73,
    country="CO", admin1="Norte de Santander", admin1_iso="CO-NSA", population=14_000,
)  # fmt: skip
BOGOTA = Place(
    id="bogota", name="Bogota", kind="populated", lat=4.61, lon=-74.08,
    country="CO", admin1="Bogota", admin1_iso="CO-DC", population=7_600_000,
)  # fmt: skip
PLACES = {
    "the United States": US, "U.S.": US, "Ecuador": EC, "Colombia": CO, "Esmeraldas": ESMERALDAS,
    "Valle del Cauca": VALLE, "Cali": CALI, "Tibú": TIBU, "Bogota": BOGOTA, "Bogotá": BOGOTA,
}  # fmt: skip
FRIDAY = date(2026, 3, 6)


class Atlas:
    """Three countries, enough for the texts here."""

    def find_country(self, iso2):
        names = {
            "EC": ("ECU", "Ecuador"),
            "US": ("USA", "United States"),
            "CO": ("COL", "Colombia"),
        }
        if iso2 not in names:
            return None
        iso3, name = names[iso2]
        return Country(iso2=iso2, iso3=iso3, iso_numeric=1, name=name, region="", lat=0.0, lon=0.0)


def resolutions_of(text):
    names = "|".join(re.escape(name) for name in sorted(PLACES, key=len, reverse=True))
    return [
        Resolution(
            toponym=Toponym(text=match.group(), start=match.start(), end=match.end()),
            place=PLACES[match.group()],
            score=0.9,
            reason="by hand",
        )
        for match in re.finditer(rf"(?<!\w)(?:{names})(?!\w)", text)
    ]


def article_of(text, *, published=FRIDAY, title=""):
    whole = f"{title}\n\n{text}" if title else text
    return Article(id="a", text=whole, title=title, published=published)


def events_of(text, **options):
    include = options.pop("include", "happened")
    article = article_of(text, **options)
    return extract_events(article, resolutions_of(article.text), countries=Atlas(), include=include)


def seed_article():
    head, body = SEED.read_text("utf-8").split("\n", 1)
    _, day, title = head.split(maxsplit=2)
    return article_of(body.strip(), title=title.strip(), published=date.fromisoformat(day))


def seed_events():
    article = seed_article()
    return extract_events(article, resolutions_of(article.text), countries=Atlas())


def test_seed_article_has_exactly_one_event():
    assert len(seed_events()) == 1


def test_seed_event_is_an_air_strike_on_the_tuesday_before():
    event = seed_events()[0]
    assert (event.type, event.sub_type) == ("Explosions/Remote violence", "Air/drone strike")
    assert event.dates is not None
    assert (event.dates.start, event.dates.end) == (date(2026, 3, 3), date(2026, 3, 3))
    assert (event.dates.text, event.dates.precision) == ("on Tuesday", 1)


def test_seed_event_is_in_the_province_of_esmeraldas():
    event = seed_events()[0]
    assert event.resolution.place == ESMERALDAS
    assert event.precision is Precision.PROVINCE
    assert event.radius_km == 0
    assert event.country is not None
    assert event.country.iso3 == "ECU"


def test_seed_event_is_by_the_united_states_with_ecuador():
    event = seed_events()[0]
    assert [(actor.name, actor.kind) for actor in event.side1] == [
        ("Military Forces of the United States", "External/Other forces"),
        ("Military Forces of Ecuador", "State forces"),
    ]
    assert event.side2 == ()


def test_seed_event_states_no_deaths():
    casualties = seed_events()[0].casualties
    assert not casualties.reported
    assert casualties.best is None


def test_seed_evidence_is_the_sentence_of_the_launch():
    article, event = seed_article(), seed_events()[0]
    evidence = event.evidence
    assert evidence.trigger == "airstrike"
    assert "launched a targeted airstrike" in evidence.sentence
    assert article.text[evidence.start : evidence.end] == evidence.sentence
    assert article.text[evidence.trigger_start : evidence.trigger_end] == evidence.trigger


def test_only_the_places_of_an_event_get_its_role():
    article = seed_article()
    resolutions = resolutions_of(article.text)
    roles = place_roles(resolutions, seed_events())
    assert {each.toponym.text for each in roles if each.role == "event"} == {"Esmeraldas"}
    assert [each.toponym for each in roles] == [each.toponym for each in resolutions]


def test_same_article_gives_the_same_id():
    first, second = seed_events()[0], seed_events()[0]
    assert first.id == second.id
    assert re.fullmatch(r"ECU-[0-9a-f]{8}", first.id)


def test_explanation_names_the_words_of_each_decision():
    article = seed_article()
    steps = explain(article, resolutions_of(article.text), countries=Atlas())
    told = {step.step: step for step in steps if step.step != "gate"}
    assert told["place"].words == "Esmeraldas"
    assert told["date"].words == "on Tuesday"
    assert told["type"].outcome.endswith("Air/drone strike")
    assert all(
        article.text[step.start : step.end] == step.words
        for step in steps
        if step.words and step.end
    )


@pytest.mark.parametrize(
    ("text", "sub_type"),
    [
        ("A car bomb exploded in Cali on Monday, killing two.", "Remote explosive/landmine/IED"),
        ("Gunmen kidnapped a journalist in Cali on Monday.", "Abduction/forced disappearance"),
        ("Soldiers clashed with ELN guerrillas near Tibú on Monday.", "Armed clash"),
        ("A suicide bomber blew himself up at a market in Cali on Monday.", "Suicide bomb"),
        ("Thousands marched through Bogota on Monday for higher wages.", "Peaceful protest"),
        ("Police fired tear gas at protesters in Bogota on Monday.", "Protest with intervention"),
        ("Hombres armados asesinaron a un líder campesino en Tibú el lunes.", "Attack"),
        ("Une bombe a explosé lundi à Cali, faisant deux morts.", "Remote explosive/landmine/IED"),
    ],
)  # fmt: skip
def test_words_of_three_languages_name_the_sub_type(text, sub_type):
    assert [event.sub_type for event in events_of(text)] == [sub_type]


@pytest.mark.parametrize(
    "text",
    [
        "The rebels threatened to attack Cali on Monday.",
        "The army denied that any attack took place in Cali.",
        "Ecuador has become a key battleground in the fight against narcotics.",
        "The country has witnessed a sharp rise in drug trafficking.",
        "Parliament debated the budget in Bogota on Monday.",
    ],
)
def test_what_did_not_happen_is_no_event(text):
    assert events_of(text) == []


def test_distance_and_direction_move_the_point():
    event = events_of("A mine exploded on Monday 15 km north of Tibú, killing a farmer.")[0]
    assert event.precision is Precision.NEAR
    assert event.resolution.place is not None
    assert event.resolution.place.lat == pytest.approx(TIBU.lat + 15 / 111.32, abs=1e-4)
    assert event.resolution.place.lon == pytest.approx(TIBU.lon, abs=1e-4)


def test_finest_place_of_a_chain_counts():
    event = events_of("A bomb exploded in Cali, Valle del Cauca, Colombia on Monday.")[0]
    assert event.resolution.place == CALI
    assert event.precision is Precision.TOWN


def test_zero_deaths_and_no_statement_differ():
    stated = events_of("A bomb exploded in Cali on Monday. No casualties were reported.")[0]
    silent = events_of("A bomb exploded in Cali on Monday.")[0]
    assert stated.casualties.best == 0
    assert silent.casualties.best is None


def test_article_without_any_date_leaves_the_date_open():
    assert (
        events_of("A bomb exploded in Cali, killing two people.", published=None)[0].dates is None
    )


def test_event_without_a_place_is_kept_without_one():
    event = events_of("A bomb exploded at a market on Monday, killing two people.")[0]
    assert event.resolution.place is None
    assert event.country is None
    assert event.id.startswith("XXX-")


def test_empty_article_has_no_events():
    assert events_of("") == []


def test_town_of_another_country_than_the_province_behind_it_gives_way_to_the_province():
    (event,) = events_of("Gunmen killed a judge in Tibú, Esmeraldas, on Thursday.")
    assert (event.resolution.place.name, event.precision) == ("Esmeraldas", Precision.PROVINCE)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Bogota, March 5 -- A bomb killed two people in the capital on Thursday.", "Bogota"),
        (
            "Gunmen shot a judge dead on Thursday in Colombia. The attack took place in Cali.",
            "Cali",
        ),
        (
            (
                "The foreign minister of Ecuador said in Ecuador that he mourned it. "
                "Gunmen killed a Colombian judge, the Colombian army said on Thursday."
            ),
            "Colombia",
        ),
    ],
)
def test_event_stands_where_its_sentence_or_its_article_says(text, place):
    (event,) = events_of(text)
    assert event.resolution.place.name == place
