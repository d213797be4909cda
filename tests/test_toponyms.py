"""The recogniser of place names: what it finds, and what must hold on any text."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import GeoconflictError
from geo.gazetteer import Gazetteer
from geo.records import Article
from geo.toponyms import BuiltinRecognizer, Recognizer, SpacyRecognizer, recognizer
from geo.toponyms.chain import FORBIDDEN, LABELS, allow, best_labels
from geo.toponyms.lexicon import guess_language
from geo.toponyms.tokens import MAX_PIECE, cut_pieces, split_tokens
from geo.toponyms.vocabulary import Form, form_of, shape_of

SEED = Path(__file__).parents[1] / "seeds" / "000_3cbc6066d2084c96.txt"


@pytest.fixture(scope="module")
def gazetteer():
    return Gazetteer.open()


@pytest.fixture(scope="module")
def builtin(gazetteer):
    return BuiltinRecognizer(gazetteer)


def article(text):
    return Article(id="a", text=text)


def names(builtin, text):
    return [toponym.text for toponym in next(builtin.recognize([article(text)]))]


def test_seed_article_names_every_place(builtin):
    found = names(builtin, SEED.read_text("utf-8"))
    text = SEED.read_text("utf-8")
    assert found.count("Esmeraldas") == text.count("Esmeraldas") == 2
    assert found.count("U.S.") == text.count("U.S.")
    assert found.count("Ecuador") == text.count("Ecuador")
    assert {"United States", "North America", "Europe", "Latin American"} <= set(found)
    assert set(found) <= {
        "Esmeraldas", "U.S.", "Ecuador", "United States", "North America", "Europe",
        "Latin American",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Alexandria Police arrested a man in Rapides Parish, La., on Friday.",
            ["Alexandria", "Rapides Parish", "La."],
        ),
        (
            "The U.S.-led coalition struck Mosul, Iraq. Russia's Foreign Ministry protested.",
            ["U.S.", "Mosul", "Iraq", "Russia"],
        ),
        (
            "Cuba paid US$5 million for West Nile virus research in Phnom Penh.",
            ["Cuba", "Phnom Penh"],
        ),
        (
            "LA PAZ, 21 MAR 89 (EFE) -- A BOMB WAS FOUND NEAR A BANK IN THIS CAPITAL.",
            ["LA PAZ"],
        ),
        (
            "Gunmen Kill 12 in Attack on Village in Nigeria",
            ["Nigeria"],
        ),
        (
            "El ejército atacó un campamento en la provincia de Esmeraldas, dijo el Ministerio.",
            ["Esmeraldas"],
        ),
        (
            "Au moins 20 morts au Burkina Faso, dans la région du Sahel, près de Djibo.",
            ["Burkina Faso", "Sahel", "Djibo"],
        ),
        (
            "L'Ukraine et le Togo condamnent l'attaque d'Odessa. La Côte d'Ivoire se tait aussi.",
            ["Ukraine", "Togo", "Odessa", "Côte d'Ivoire"],
        ),
        (
            "Miles de personas huyeron hacia Cúcuta, Ocaña y Tibú. Tres soldados murieron.",
            ["Cúcuta", "Ocaña", "Tibú"],
        ),
        (
            "Milhares fugiram para Pemba, Montepuez e Nampula, disse o governador do Huambo.",
            ["Pemba", "Montepuez", "Nampula", "Huambo"],
        ),
        (
            "Les délégations étaient venues du Caire et de Berbérati, selon le maire de Bria.",
            ["Caire", "Berbérati", "Bria"],
        ),
        (
            "The army shelled al-Fashir and El-Obeid; Fernando Villavicencio spoke in Kashmir.",
            ["al-Fashir", "El-Obeid", "Kashmir"],
        ),
        (
            "El candidato Fernando Villavicencio murió en Quito. Villavicencio tenía 59 años.",
            ["Quito"],
        ),
        (
            "A court in The Hague heard the mayor of Goma.",
            ["The Hague", "Goma"],
        ),
        (
            "A polícia do Rio de Janeiro matou cinco pessoas, disse o governador Cláudio Castro.",
            ["Rio de Janeiro"],
        ),
    ],
)
def test_places_are_found_and_nothing_else(builtin, text, expected):
    assert names(builtin, text) == expected


def test_text_in_capitals_is_read(builtin):
    found = names(
        builtin, "GUNMEN KILLED 12 PEOPLE IN AN ATTACK ON A VILLAGE IN NIGERIA, POLICE SAID."
    )
    assert found == ["NIGERIA"]


def test_adjective_of_a_place_is_given_where_it_locates(gazetteer):
    text = "Clashes broke out near the Syrian border, the Syrian minister said."
    counts = {
        demonyms: names(BuiltinRecognizer(gazetteer, demonyms=demonyms), text).count("Syrian")
        for demonyms in ("none", "locating", "all")
    }
    assert counts == {"none": 0, "locating": 1, "all": 2}


def test_small_adjective_is_given_where_it_locates(builtin):
    text = "Cruzaron la frontera colombiana. El ministro colombiano protestó en Bogotá."
    assert names(builtin, text) == ["colombiana", "Bogotá"]


def test_empty_text_has_no_names(builtin):
    assert next(builtin.recognize([article("")])) == []
    assert next(builtin.recognize([article(" \n\n\t")])) == []
    assert list(builtin.recognize([])) == []


def test_fifty_thousand_copies_of_one_name_are_all_found(builtin):
    found = names(builtin, "Fighting reached Aleppo. " * 50_000)
    assert found == ["Aleppo"] * 50_000


@pytest.mark.parametrize("unit", ["A", "a ", "Paris ", "-", "New-", "'s", "\u0301", "\n", "U.S."])
def test_a_long_run_of_one_thing_is_read_to_the_end(builtin, unit):
    text = unit * (400_000 // len(unit))
    for toponym in next(builtin.recognize([article(text)])):
        assert text[toponym.start : toponym.end] == toponym.text


_WORDS = st.sampled_from(
    [
        "Paris", "U.S.", "in", "the", "Río", "Nin\u0303o", "القاهرة", "تل", "東京", "🇫🇷", "'s",
        "’s", "-", ",", "County", "\n\n", "POLICE", "Syrian", "of", "Åland", "İzmir", "ﬁ",
        "St. Louis", "\u200f", "N.Y.", "provinces", "and", "D", "$",
    ]
)  # fmt: skip
_TEXTS = st.one_of(
    st.text(max_size=300),
    st.lists(_WORDS, max_size=60).map(" ".join),
    st.lists(_WORDS).map("".join),
)


@given(_TEXTS)
@settings(deadline=None, max_examples=150)
def test_offsets_cut_the_text(builtin, text):
    toponyms = next(builtin.recognize([article(text)]))
    assert all(text[each.start : each.end] == each.text for each in toponyms)
    assert all(0 <= each.score <= 1 for each in toponyms)
    ends = [0, *(each.end for each in toponyms)]
    assert all(each.start >= end for each, end in zip(toponyms, ends, strict=False))


@given(st.lists(_TEXTS, max_size=6))
@settings(deadline=None, max_examples=60)
def test_a_batch_gives_what_its_articles_give_one_by_one(builtin, gazetteer, texts):
    together = list(builtin.recognize([article(text) for text in texts]))
    fresh = BuiltinRecognizer(gazetteer)
    assert together == [next(fresh.recognize([article(text)])) for text in reversed(texts)][::-1]


@given(_TEXTS)
@settings(deadline=None)
def test_tokens_joined_are_the_text(text):
    assert "".join(split_tokens(text)) == text


@given(st.integers(0, 3), st.sampled_from([" ", "\n", ". ", ""]))
def test_pieces_joined_are_the_text(times, gap):
    text = (("word" + gap) * MAX_PIECE)[: times * MAX_PIECE + 17]
    pieces = list(cut_pieces(0, text))
    assert "".join(piece.text for piece in pieces) == text
    assert all(text.startswith(piece.text, piece.offset) for piece in pieces)
    assert all(len(piece.text) <= MAX_PIECE for piece in pieces)


@pytest.mark.parametrize(
    ("token", "form", "shape"),
    [
        ("Paris", Form.TITLE, "Xxx"),
        ("USA", Form.UPPER, "XX"),
        ("U.S.", Form.UPPER, "X.X."),
        ("McDonald", Form.MIXED, "XxXxx"),
        ("city", Form.LOWER, "xx"),
        ("12th", Form.DIGIT, "ddxx"),
        ("القاهرة", Form.UNCASED, "xx"),
        ("\n\n", Form.PARAGRAPH, "\n\n"),
        ("’s", Form.POSSESSIVE, "’x"),
    ],
)
def test_a_token_is_told_by_its_letters(token, form, shape):
    assert form_of(token) == form
    assert shape_of(token) == shape


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("the attack in the north of the country was", "en"),
        ("el ataque en el norte del país fue", "es"),
        ("une attaque dans le nord du pays était", "fr"),
        ("um ataque no norte do país foi", "pt"),
        ("un attentat a fait des morts devant un café de la capitale", "fr"),
        ("", "en"),
    ],
)
def test_language_is_guessed_from_small_words(text, language):
    assert guess_language(text.split()) == language


def test_a_name_never_begins_in_its_middle():
    moves = allow(np.zeros((len(LABELS), len(LABELS)), np.float32))
    scores = np.zeros((3, len(LABELS)), np.float32)
    scores[:, LABELS.index("I-LOC")] = 5
    labels, _ = best_labels(scores, moves, np.array([4, 5, 9]))
    assert [LABELS[label] for label in labels][1] == "I-LOC"
    assert LABELS[labels[0]] == "B-LOC"
    assert moves[0, LABELS.index("I-LOC")] == FORBIDDEN


def test_the_factory_names_what_it_makes(gazetteer):
    made: Recognizer = recognizer("builtin", gazetteer)
    assert made.id.startswith("builtin:chain-")
    with pytest.raises(GeoconflictError, match="spacy:MODEL"):
        recognizer("stanford", gazetteer)
    with pytest.raises(GeoconflictError, match="spacy:MODEL"):
        recognizer("spacy:", gazetteer)


@pytest.mark.skipif(importlib.util.find_spec("spacy") is not None, reason="spaCy is installed")
def test_absent_spacy_is_named_with_what_to_install():
    with pytest.raises(GeoconflictError, match=r"geoconflict\[spacy\].*en_core_web_md"):
        SpacyRecognizer("en_core_web_md")
    assert "spacy" not in sys.modules
