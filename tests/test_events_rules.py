"""The rules behind events, one by one: dates, numbers, tolls, places, statuses."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.events import extract_events
from geo.events.dates import read_dates
from geo.events.groups import read_groups
from geo.events.lexicon import ENTRIES
from geo.events.numerals import read_amount
from geo.events.sentences import MAX_CHARS, fold_word, read_document
from geo.events.tolls import read_tolls
from geo.events.types import SUB_TYPES, TYPE_OF
from geo.events.typing_rules import RULES
from geo.records import Article

FRIDAY = date(2026, 3, 6)


class Nowhere:
    """No countries at all."""

    def find_country(self, iso2):
        del iso2


def first_sentence(text):
    return read_document(Article(id="a", text=text)).sentences[0]


def dates_of(text, reference=FRIDAY):
    return [
        (found.start.isoformat(), found.end.isoformat(), found.precision)
        for found in read_dates(first_sentence(text), reference)
    ]


def tolls_of(text):
    return [
        (toll.kind, toll.low, toll.best, toll.high) for toll in read_tolls(first_sentence(text))
    ]


@pytest.mark.parametrize(
    ("text", "start", "end", "precision"),
    [
        ("on Tuesday", "2026-03-03", "2026-03-03", 1),
        ("on Friday", "2026-03-06", "2026-03-06", 1),
        ("last Friday", "2026-02-27", "2026-02-27", 1),
        ("el pasado martes", "2026-03-03", "2026-03-03", 1),
        ("mardi dernier", "2026-03-03", "2026-03-03", 1),
        ("overnight", "2026-03-05", "2026-03-06", 1),
        ("in the night of Tuesday to Wednesday", "2026-03-03", "2026-03-04", 1),
        ("dans la nuit de mardi à mercredi", "2026-03-03", "2026-03-04", 1),
        ("over the weekend", "2026-02-28", "2026-03-01", 2),
        ("two days ago", "2026-03-04", "2026-03-04", 1),
        ("hace dos días", "2026-03-04", "2026-03-04", 1),
        ("il y a deux jours", "2026-03-04", "2026-03-04", 1),
        ("on 3 March", "2026-03-03", "2026-03-03", 1),
        ("March 3, 2025", "2025-03-03", "2025-03-03", 1),
        ("30 December", "2025-12-30", "2025-12-30", 1),
        ("el 3 de marzo de 2025", "2025-03-03", "2025-03-03", 1),
        ("le 1er mars", "2026-03-01", "2026-03-01", 1),
        ("2026-03-03", "2026-03-03", "2026-03-03", 1),
        ("earlier this week", "2026-03-02", "2026-03-06", 2),
        ("last week", "2026-02-23", "2026-03-01", 2),
        ("between 3 and 5 March", "2026-03-03", "2026-03-05", 2),
        ("in September", "2025-09-01", "2025-09-30", 3),
        ("in late September", "2025-09-21", "2025-09-30", 3),
        ("last month", "2026-02-01", "2026-02-28", 3),
        ("in 1989", "1989-01-01", "1989-12-31", 3),
    ],
)
def test_date_words_mean_these_days(text, start, end, precision):
    assert dates_of(text) == [(start, end, precision)]


@pytest.mark.parametrize(
    "text", ["people may die", "the march through town", "two soldiers", "31 February", "99 March"]
)
def test_no_date_is_invented(text):
    assert dates_of(text) == []


def test_days_earlier_count_from_the_date_before():
    assert dates_of("He was buried on Tuesday, killed two days earlier")[1][0] == "2026-03-01"


def test_weekday_without_a_publication_date_stays_open():
    assert dates_of("on Tuesday", None) == []


@given(st.dates(date(1950, 1, 1), date(2100, 1, 1)), st.integers(0, 6))
def test_weekday_looks_back_at_most_six_days(reference, weekday):
    names = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
    found = read_dates(first_sentence(f"on {names[weekday]}"), reference)[0]
    assert found.start.weekday() == weekday
    assert timedelta(0) <= reference - found.start < timedelta(7)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("twenty five", 25), ("one hundred and five", 105), ("treinta y dos", 32), ("1,200", 1200),
        ("two thousand", 2000), ("dozens", 12), ("hundreds", 100), ("several", 3), ("a dozen", 12),
        ("une vingtaine", 20), ("varios", 3), ("12", 12),
    ],
)  # fmt: skip
def test_number_words_have_values(text, value):
    amount = read_amount(first_sentence(text).words, 0)
    assert amount is not None
    assert amount.best == value


@pytest.mark.parametrize(
    ("text", "tolls"),
    [
        ("At least 12 people were killed", [("dead", 12, 12, None)]),
        ("Five were killed and 30 wounded", [("dead", 5, 5, 5), ("hurt", 30, 30, 30)]),
        ("Three soldiers and two civilians were killed", [("dead", 5, 5, 5)]),
        ("Two gunmen killed a journalist", [("dead", 1, 1, 1)]),
        ("Two men opened fire 15 km from town, killing three", [("dead", 3, 3, 3)]),
        ("The mayor was murdered", [("dead", 1, 1, 1)]),
        ("No casualties were reported", [("dead", 0, 0, 0), ("hurt", 0, 0, 0)]),
        ("There were no immediate reports of casualties", []),
        ("The death toll rose to 25", [("dead", 25, 25, 25)]),
        ("El ataque dejó tres muertos y ocho heridos", [("dead", 3, 3, 3), ("hurt", 8, 8, 8)]),
        ("Murieron cinco personas", [("dead", 5, 5, 5)]),
        ("L'explosion a fait douze morts", [("dead", 12, 12, 12)]),
        ("The mayor, 45, was murdered", [("dead", 1, 1, 1)]),
        ("Six Jesuits, five of them Spaniards, were murdered", [("dead", 6, 6, 6)]),
        ("Six priests -- five Spaniards and a Dane -- were murdered", [("dead", 6, 6, 6)]),
        ("Luis Galan, his son and 15 others were killed", [("dead", 17, 17, 17)]),
        ("Luis Oqueli, 45, and Rosa Flores, 38, were killed", [("dead", 2, 2, 2)]),
        ("The murder of Luis Galan and Jose Jaramillo", [("dead", 2, 2, 2)]),
        ("They killed a policeman and his son", [("dead", 2, 2, 2)]),
        ("They killed the mayor of the town, as well as two peasants", [("dead", 3, 3, 3)]),
        ("The murder of Luis Diaz, five other priests, and two women", [("dead", 8, 8, 8)]),
        ("The assassinations of Luis Galan and Jose Jaramillo", [("dead", 2, 2, 2)]),
        ("The murder of Luis Galan, a friend, on Monday", [("dead", 1, 1, 1)]),
        ("Since the party was founded in 1985, 1,000 members have been killed", []),
        ("The blast left a toll of one person wounded", [("hurt", 1, 1, 1)]),
        ("They have sworn not to kill the mayor", []),
        ("Rebels killed five soldiers and captured Carlos", [("dead", 5, 5, 5)]),
        ("Two women who worked there were murdered", [("dead", 2, 2, 2)]),
        ("The gunmen killed approximately 12 miners", [("dead", 12, 12, 12)]),
        ("About 13,000 people have been killed since 1980", []),
        ("The group, active since 2017, killed 12 people on Monday", [("dead", 12, 12, 12)]),
    ],
)  # fmt: skip
def test_tolls_are_read_with_their_words(text, tolls):
    assert tolls_of(text) == tolls


def test_there_are_six_types_and_twenty_five_sub_types():
    assert len(SUB_TYPES) == 25
    assert len(set(TYPE_OF.values())) == 6
    assert {rule.sub_type for rule in RULES} == set(SUB_TYPES)


def test_every_rule_rests_on_families_that_have_triggers():
    known = {entry.family for entries in ENTRIES.values() for entry in entries}
    assert {family for rule in RULES for family in rule.families} <= known


def test_word_lists_are_folded():
    assert [word for word in ENTRIES if fold_word(word) != word] == []


def test_there_are_at_least_250_armed_groups_with_names_of_their_own():
    names = [group.name for group in read_groups()]
    assert len(names) >= 250
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("The rebels claimed that they attacked an army base on Monday.", "claimed"),
        ("The army denied that its planes bombed the town on Monday.", "denied"),
        ("The rebels will bomb a bridge in the capital on Sunday.", "planned"),
        ("A bomb exploded in the capital in 1998, killing 12 people.", "historical"),
    ],
)
def test_status_says_whether_a_deed_happened(text, status):
    article = Article(id="a", text=text, published=FRIDAY)
    found = extract_events(article, [], countries=Nowhere(), include="all")
    shown = extract_events(article, [], countries=Nowhere())
    assert [event.status for event in found] == [status]
    assert len(shown) == (status == "claimed")


@pytest.mark.parametrize(
    "text",
    [
        "The transport workers union began an indefinite strike at midnight on Monday.",
        "The ministers signed two technical cooperation agreements on energy on Monday.",
        "The plane crash killed 120 of the 137 passengers on Monday.",
        "He was executed by his adversaries in 1842 in San Jose.",
        "Argentina on Monday requested the arrest of two leaders of the group.",
        "The study has demonstrated that the harvest fails without rain.",
        "The people of the province fear new attacks.",
        "Los habitantes temen nuevos ataques.",
        "Les habitants redoutent de nouvelles attaques.",
    ],
)
def test_what_only_sounds_like_an_event_is_none(text):
    assert not extract_events(Article(id="a", text=text, published=FRIDAY), [], countries=Nowhere())


WORDS = st.sampled_from(
    [word for entries in ENTRIES.values() for entry in entries for word in entry.words]
    + ["12", "people", "were", "by", "the", "on", "Monday", "3", "March", "two", "days", "ago"]
    + [
        ",",
        ".",
        "\n\n",
        '"',
        "(",
        "--",
        "U.S.",
        "km",
        "north",
        "of",
        "and",
        "at",
        "least",
        "²",
        "፩",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(WORDS, max_size=60), st.dates() | st.none())
def test_any_text_gives_events_with_true_offsets(words, published):
    article = Article(id="a", text=" ".join(words), published=published)
    for event in extract_events(article, [], countries=Nowhere(), include="all"):
        evidence = event.evidence
        assert article.text[evidence.start : evidence.end] == evidence.sentence
        assert article.text[evidence.trigger_start : evidence.trigger_end] == evidence.trigger
        assert event.type == TYPE_OF[event.sub_type]
        assert event.dates is None or event.dates.start <= event.dates.end


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=400))
def test_no_text_breaks_the_reader(text):
    article = Article(id="a", text=text, published=FRIDAY)
    assert isinstance(extract_events(article, [], countries=Nowhere()), list)


def test_sentences_of_any_language_keep_their_offsets():
    text = "El ejército atacó. L'armée a tiré à Gao! Ünlü «İstanbul» saldırısı."
    for sentence in read_document(Article(id="a", text=text)).sentences:
        for begin, end, word in zip(sentence.begins, sentence.ends, sentence.words, strict=True):
            assert fold_word(text[begin:end]) == word


@pytest.mark.parametrize(
    "unit", ["killed ", "bomb in a ", "((((", "1,1,", "a.b.", "\n", "two and "]
)
def test_long_hostile_text_is_read_only_up_to_the_bound(unit):
    article = Article(id="a", text=unit * (3 * MAX_CHARS // len(unit)), published=FRIDAY)
    document = read_document(article)
    assert all(sentence.end <= MAX_CHARS for sentence in document.sentences)
    assert len(extract_events(article, [], countries=Nowhere())) <= 400


def test_result_does_not_depend_on_the_hash_seed():
    code = (
        "from datetime import date; from geo.records import Article;"
        "from geo.events import extract_events\n"
        "class C:\n    def find_country(self, iso2): return None\n"
        "t = 'A bomb killed 12 people in the north on Monday. Gunmen shot a mayor on Tuesday.'\n"
        "article = Article(id='a', text=t, published=date(2026, 3, 6))\n"
        "print(extract_events(article, [], countries=C()))"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "7")
    }
    assert len(outputs) == 1
