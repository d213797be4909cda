import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import DataError, GazetteerError
from geo.gazetteer import Gazetteer
from geo.records import Article, Resolution, Toponym
from geo.resolve import Resolver, Weights, load_weights

SEED = Path(__file__).parents[1] / "seeds" / "000_3cbc6066d2084c96.txt"


@pytest.fixture(scope="module")
def gazetteer():
    return Gazetteer.open()


@pytest.fixture(scope="module")
def resolver(gazetteer):
    return Resolver(gazetteer)


def spans(text: str, *names: str) -> list[Toponym]:
    found = {
        (hit.start(), hit.end()) for name in names for hit in re.finditer(re.escape(name), text)
    }
    return [Toponym(text=text[start:end], start=start, end=end) for start, end in sorted(found)]


def article(text: str, *, id: str = "a", source: str = "", title: str = "") -> Article:  # noqa: A002
    return Article(id=id, text=text, source=source, title=title)


def resolve(resolver: Resolver, text: str, *names: str, title: str = "") -> list[Resolution]:
    return resolver.resolve(article(text, title=title), spans(text, *names))


def test_no_toponyms_give_no_resolutions(resolver):
    assert resolver.resolve(article("Nothing happened."), []) == []
    assert resolver.resolve_batch([]) == []
    assert resolver.resolve_batch([(article("x"), []), (article("y"), [])]) == [[], []]


def test_each_toponym_has_one_resolution_in_order(resolver):
    text = "From Kyiv to Xqzzt to Aleppo to Kyiv."
    found = resolve(resolver, text, "Kyiv", "Xqzzt", "Aleppo")
    assert [answer.toponym.text for answer in found] == ["Kyiv", "Xqzzt", "Aleppo", "Kyiv"]


def test_a_name_nobody_knows_has_no_place_and_says_so(resolver):
    (answer,) = resolve(resolver, "They met in Xqzzt.", "Xqzzt")
    assert answer.place is None
    assert answer.score == 0
    assert answer.reason == "no place of this name is known"


def test_an_unknown_name_never_removes_another(resolver):
    text = "Troops left Kyiv for Xqzzt, Ukraine, and Kharkiv."
    with_it = resolve(resolver, text, "Kyiv", "Xqzzt", "Ukraine", "Kharkiv")
    without = resolve(resolver, text, "Kyiv", "Ukraine", "Kharkiv")
    assert [answer for answer in with_it if answer.toponym.text != "Xqzzt"] == without
    assert all(answer.place is not None for answer in without)


def test_what_follows_after_a_comma_decides(resolver):
    (texas, _) = resolve(resolver, "He was born in Paris, Texas.", "Paris", "Texas")
    assert (texas.place.country, texas.place.admin1_iso) == ("US", "US-TX")
    assert "Texas follows it" in texas.reason
    (france, _) = resolve(resolver, "He was born in Paris, France.", "Paris", "France")
    assert france.place.country == "FR"


def test_what_follows_counts_even_where_it_is_no_toponym_itself(resolver):
    (answer,) = resolve(resolver, "Police in London, Ontario said so.", "London")
    assert answer.place.admin1_iso == "CA-ON"


def test_an_area_inside_the_name_counts(resolver):
    (answer,) = resolve(resolver, "He was born in Paris, Texas.", "Paris, Texas")
    assert answer.place.admin1_iso == "US-TX"
    assert answer.place.name == "Paris"


def test_one_name_followed_by_two_areas_is_two_places(resolver):
    text = "From Paris, Texas to Paris, France."
    texas, _, france, _ = resolve(resolver, text, "Paris", "Texas", "France")
    assert (texas.place.country, france.place.country) == ("US", "FR")


def test_a_name_has_one_sense_in_an_article(resolver):
    text = "A strike hit the province of Esmeraldas in Ecuador. Esmeraldas was calm. " * 3
    found = resolve(resolver, text, "Esmeraldas")
    assert {answer.place.id for answer in found} == {found[0].place.id}
    assert found[0].place.kind == "admin1"


@pytest.mark.parametrize(
    ("text", "name", "kind", "country"),
    [
        ("a raid in Aydin province in Turkey", "Aydin", "admin1", "TR"),
        ("a raid in Aydin province in Turkey", "Aydin province", "admin1", "TR"),
        ("a blast in the city of Esmeraldas in Ecuador", "Esmeraldas", "populated", "EC"),
        ("a blast in the province of Esmeraldas, Ecuador", "Esmeraldas", "admin1", "EC"),
        ("un ataque en la ciudad de Esmeraldas, en Ecuador", "Esmeraldas", "populated", "EC"),
        ("un ataque en la provincia de Esmeraldas, Ecuador", "Esmeraldas", "admin1", "EC"),
        ("residents of Rapides Parish, Louisiana", "Rapides Parish", "admin2", "US"),
    ],
)
def test_a_type_word_beside_the_name_asks_for_its_kind(resolver, text, name, kind, country):
    (answer,) = resolve(resolver, text, name)
    assert (answer.place.kind, answer.place.country) == (kind, country)


def test_accents_case_and_direction_do_not_hide_a_place(resolver):
    text = "In BOGOTÁ, Bogota and northern Bogotá, Colombia"
    found = resolve(resolver, text, "BOGOTÁ", "Bogota ", "northern Bogotá")
    assert {answer.place.country for answer in found} == {"CO"}


def test_the_countries_named_decide_between_namesakes(resolver):
    text = "Spain's prime minister flew from Madrid to Cordoba. Spain and Cordoba are dry."
    answer = resolve(resolver, text, "Spain", "Madrid", "Cordoba")[2]
    assert answer.place.country == "ES"
    text = "Argentina's president flew from Rosario to Cordoba. Argentina and Cordoba are dry."
    answer = resolve(resolver, text, "Argentina", "Rosario", "Cordoba")[2]
    assert answer.place.country == "AR"


def test_alternatives_are_other_places_with_falling_probabilities(resolver):
    (answer,) = resolve(resolver, "A fire in Springfield.", "Springfield")
    shares = [share for _, share in answer.alternatives]
    assert 1 <= len(shares) <= 5
    assert shares == sorted(shares, reverse=True)
    assert answer.place not in [place for place, _ in answer.alternatives]
    assert answer.score < 0.9


def test_a_home_decides_between_namesakes(gazetteer):
    text = "A fire broke out in Springfield on Monday."
    for home in ("US-IL", "US-MO", "US-MA"):
        (answer,) = Resolver(gazetteer, home=home).resolve(
            article(text), spans(text, "Springfield")
        )
        assert answer.place.admin1_iso == home


def test_the_outlets_other_articles_say_where_it_is_at_home(resolver):
    local = "Peoria, Decatur and Champaign are in Illinois. Chicago, Illinois is large."
    names = ("Peoria", "Decatur", "Champaign", "Illinois", "Chicago")
    text = "A fire broke out in Springfield on Monday."
    others = [
        (article(local, id=f"o{n}", source="il.example"), spans(local, *names)) for n in range(5)
    ]
    mine = (article(text, id="m", source="il.example"), spans(text, "Springfield"))
    assert resolver.resolve_batch([*others, mine])[-1][0].place.admin1_iso == "US-IL"


def test_a_home_that_is_no_code_is_refused(gazetteer):
    with pytest.raises(GazetteerError, match="ISO 3166"):
        Resolver(gazetteer, home="Narnia")
    with pytest.raises(GazetteerError, match="no province"):
        Resolver(gazetteer, home="US-QQ")


def test_the_seed_means_the_province_and_its_countries_are_context(resolver):
    text = SEED.read_text("utf-8").strip()
    names = ("Esmeraldas", "United States", "Ecuador", "U.S.", "North America", "Europe")
    found = resolve(resolver, text, *names)
    assert {answer.role for answer in found} == {"context"}
    meant = [answer.place for answer in found if answer.toponym.text == "Esmeraldas"]
    assert [(place.kind, place.admin1_iso) for place in meant] == [("admin1", "EC-E")] * 2
    countries = {
        answer.place.country
        for answer in found
        if answer.toponym.text in {"United States", "U.S.", "Ecuador"}
    }
    assert countries == {"US", "EC"}


@pytest.mark.parametrize(
    ("text", "title", "name"),
    [
        ("KYIV, March 3 (Reuters) — Shells fell on Kharkiv.", "", "KYIV"),
        ("Shelling goes on\n\nKYIV (AP) — Shells fell on Kharkiv.", "Shelling goes on", "KYIV"),
        ("SAN SALVADOR, 3 JAN 90 -- [REPORT] THE ARMY SAID", "", "SAN SALVADOR"),
        ("ALEXANDRIA, La. (AP) - A woman was arrested.", "", "ALEXANDRIA"),
    ],
)
def test_a_dateline_is_told_from_the_story(resolver, text, title, name):
    answers = resolve(resolver, text, name, "Kharkiv", title=title)
    assert answers[0].role == "dateline"
    assert {answer.role for answer in answers[1:]} <= {"context"}


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        ("Moscow warned of consequences.", "Moscow", "actor"),
        ("On Monday, Washington has also accused him.", "Washington", "actor"),
        ("Quito condenó el ataque.", "Quito", "actor"),
        ("People in Moscow said they were afraid.", "Moscow", "context"),
        ("Goma said nothing was lost.", "Goma", "context"),
        ("Russia is a large country.", "Russia", "context"),
    ],
)
def test_capitals_and_countries_that_speak_are_actors(resolver, text, name, role):
    (answer,) = resolve(resolver, text, name)
    assert answer.role == role


def test_every_score_is_a_probability_and_every_reason_a_sentence(resolver):
    text = "Springfield, Paris, Kano State, U.S., W.Va., Asian, the Sahel, Lake Xq, Port Xqzz"
    names = ("Springfield", "Paris", "Kano State", "U.S.", "W.Va.", "Lake Xq", "Port Xqzz")
    for answer in resolve(resolver, text, *names):
        assert 0 <= answer.score <= 1
        assert answer.reason


def test_a_batch_answers_as_single_articles_do(resolver):
    texts = [
        "Fighting near Goma, Congo.",
        "Paris, Texas is not Paris.",
        "",
        "Kano and Kaduna in Nigeria. Kano again.",
    ]
    names = ("Goma", "Congo", "Paris", "Texas", "Kano", "Kaduna", "Nigeria")
    documents = [(article(text, id=str(n)), spans(text, *names)) for n, text in enumerate(texts)]
    batch = resolver.resolve_batch(documents)
    assert batch == [resolver.resolve(*document) for document in documents]
    assert batch == list(resolver.resolve_stream(documents, size=2))


def test_what_was_resolved_before_changes_nothing(gazetteer):
    text = "Clashes in Tripoli, Benghazi and Sirte, Libya."
    document = (article(text), spans(text, "Tripoli", "Benghazi", "Sirte", "Libya"))
    fresh = Resolver(gazetteer).resolve(*document)
    used = Resolver(gazetteer)
    other = "Tripoli, Lebanon. Georgia. Springfield."
    used.resolve(article(other), spans(other, "Tripoli", "Lebanon", "Georgia", "Springfield"))
    assert used.resolve(*document) == fresh


def test_fifty_thousand_copies_of_a_name_are_one_place(resolver):
    text = "Goma " * 50_000
    toponyms = [Toponym(text="Goma", start=at, end=at + 4) for at in range(0, len(text), 5)]
    found = resolver.resolve(article(text), toponyms)
    assert len(found) == 50_000
    assert {answer.place.country for answer in found} == {"CD"}


def test_an_article_of_thousands_of_names_is_resolved(resolver, gazetteer):
    names = [gazetteer.name(row) for row in range(len(gazetteer) - 3_000, len(gazetteer))]
    text, toponyms = "", []
    for name in names:
        toponyms.append(Toponym(text=name, start=len(text), end=len(text) + len(name)))
        text += f"{name} "
    found = resolver.resolve(article(text), toponyms)
    assert len(found) == 3_000
    assert sum(answer.place is not None for answer in found) > 2_900


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="KyivParis, Tex.('’s\n“Of—\x00ß", max_size=80), st.data())
def test_any_spans_of_any_text_are_answered(resolver, text, data):
    bounds = data.draw(
        st.lists(st.tuples(st.integers(0, len(text)), st.integers(0, len(text))), max_size=6)
    )
    toponyms = [
        Toponym(text=text[min(pair) : max(pair)], start=min(pair), end=max(pair)) for pair in bounds
    ]
    found = resolver.resolve(article(text), toponyms)
    assert [answer.toponym for answer in found] == toponyms
    assert all(0 <= answer.score <= 1 for answer in found)


def test_the_id_names_weights_and_home(gazetteer, resolver):
    assert resolver.id == Resolver(gazetteer).id
    assert Resolver(gazetteer, home="EC").id != resolver.id


def test_weights_survive_a_round_trip():
    weights = load_weights()
    again = Weights.from_dict(weights.as_dict())
    assert again.as_dict() == weights.as_dict()
    assert again.id == weights.id


def test_weights_of_another_version_are_refused(tmp_path):
    named = load_weights().as_dict()
    del named["first"]["log_population"]
    with pytest.raises(DataError, match="log_population"):
        Weights.from_dict(named)
    with pytest.raises(DataError, match="missing"):
        load_weights(tmp_path / "weights.json")
    (tmp_path / "weights.json").write_text("{", "utf-8")
    with pytest.raises(DataError, match="not JSON"):
        load_weights(tmp_path / "weights.json")


def test_a_bare_name_is_the_town_and_a_type_word_asks_for_the_unit(resolver):
    text = "Missiles struck Odesa and Kharkiv in Ukraine. In Donetsk region all was quiet."
    odesa, kharkiv, _, donetsk = resolve(resolver, text, "Odesa", "Kharkiv", "Ukraine", "Donetsk")
    assert [odesa.place.kind, kharkiv.place.kind] == ["populated", "populated"]
    assert donetsk.place.kind == "admin1"


def test_a_unit_and_its_town_in_one_article_are_two_places(resolver):
    text = "In Kharkiv region of Ukraine trains stopped; the city of Kharkiv and all Kharkiv slept."
    region, _, city, bare = resolve(resolver, text, "Kharkiv", "Ukraine")
    assert region.place.kind == "admin1"
    assert city.place.kind == bare.place.kind == "populated"


def test_a_country_goes_before_its_capital_of_the_same_name(resolver):
    text = "México condenó la violencia en Culiacán y Guadalajara."
    found = resolve(resolver, text, "México", "Culiacán", "Guadalajara")
    assert found[0].place.kind == "country"
    assert found[0].role == "actor"


def test_initials_are_no_village(resolver):
    text = "Kinshasa called on the UN to protect Goma, Congo."
    answers = {answer.toponym.text: answer for answer in resolve(resolver, text, "Goma", "UN")}
    assert answers["UN"].place is None
    assert "fits" in answers["UN"].reason
    assert answers["UN"].alternatives
    assert answers["Goma"].place.country == "CD"


def test_a_type_word_before_a_comma_belongs_to_the_name_before(resolver):
    text = "Militants raided Palma in Cabo Delgado province, Mozambique."
    answers = resolve(resolver, text, "Palma", "Cabo Delgado", "Mozambique")
    assert [answer.place.kind for answer in answers[1:]] == ["admin1", "country"]
    assert answers[0].place.country == "MZ"


def test_wrapped_capitals_are_read_as_running_text(resolver):
    text = "A CLASH TOOK PLACE NEAR SANTA ELENA,\nUSULUTAN\nDEPARTMENT, EL\nSALVADOR."
    elena, usulutan, _ = resolve(resolver, text, "SANTA ELENA", "USULUTAN", "EL\nSALVADOR")
    assert (usulutan.place.kind, usulutan.place.country) == ("admin1", "SV")
    assert elena.place.country == "SV"


def test_an_adjective_or_a_possessor_before_a_name_says_where_it_lies(resolver):
    for text in ("the Syrian town of Tartus", "Syria's Tartus", "la ciudad siria de Tartus"):
        (answer,) = resolve(resolver, text, "Tartus")
        assert answer.place.country == "SY"
    (answer,) = resolve(resolver, "the Libyan city of Tripoli fell", "Tripoli")
    assert answer.place.country == "LY"
    (answer,) = resolve(resolver, "Lebanon's Tripoli fell", "Tripoli")
    assert answer.place.country == "LB"


def test_a_short_form_reaches_the_state(resolver):
    charleston, state = resolve(resolver, "A fire in Charleston, W.Va.", "Charleston", "W.Va.")
    assert state.place.admin1_iso == charleston.place.admin1_iso == "US-WV"


def test_names_of_other_languages_are_as_good_where_they_are_used(resolver):
    text = "El gobierno de la ciudad condenó en Londres la guerra de la región. Moscú respondió."
    london, moscow = resolve(resolver, text, "Londres", "Moscú")
    assert (london.place.country, moscow.place.country) == ("GB", "RU")
    assert moscow.role == "actor"


def test_an_area_after_a_name_is_the_unit_not_its_seat(resolver):
    text = "Sicarios en Celaya, Guanajuato, mataron a un policía de la ciudad."
    celaya, guanajuato = resolve(resolver, text, "Celaya", "Guanajuato")
    assert guanajuato.place.kind == "admin1"
    assert celaya.place.admin1_iso == guanajuato.place.admin1_iso == "MX-GUA"
