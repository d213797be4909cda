from datetime import date

import pytest

from geo.events import explain, extract_events
from geo.events.dates import read_dates
from geo.events.sentences import read_document
from geo.frames import event_row
from geo.records import Article

TODAY = date(1989, 11, 30)


class NoCountries:
    def find_country(self, iso2):
        del iso2


def read(text, reference=TODAY, anchor=None):
    (sentence,) = read_document(Article(id="x", text=text)).sentences
    return [
        (each.start.isoformat(), each.end.isoformat(), each.precision)
        for each in read_dates(sentence, reference, anchor)
    ]


def only_event(text):
    article = Article(id="x", text=text, published=TODAY)
    (event,) = extract_events(article, [], countries=NoCountries())
    return event


@pytest.mark.parametrize(
    "name",
    [
        "the 19 April Movement (M-19) attacked",
        'the "9 May" forces attacked',
        "el Movimiento 19 de Abril atacó",
        "on 9 July avenue they attacked",
    ],
)
def test_a_name_made_of_a_date_is_no_date(name):
    assert read(name) == []


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("the bomb exploded at 2230 [0230 GMT on 12 November] in the square", "1989-11-11"),
        ("he was shot at 1950 (0050 GMT 18 November)", "1989-11-17"),
        ("the bomb exploded at 0930 (1530 GMT on 12 November)", "1989-11-12"),
        ("the bomb exploded at 0400 GMT on 12 November", "1989-11-12"),
    ],
)
def test_a_day_in_gmt_is_the_day_at_the_place(text, day):
    assert read(text) == [(day, day, 1)]


@pytest.mark.parametrize(
    ("text", "best"),
    [
        ("they kidnapped him in the past few hours", TODAY),
        ("they kidnapped him 2 hours ago", TODAY),
        ("they kidnapped him a few days ago", date(1989, 11, 27)),
        ("ten people have been killed since 11 November", TODAY),
    ],
)
def test_a_span_has_a_best_day(text, best):
    (sentence,) = read_document(Article(id="x", text=text)).sentences
    (found,) = read_dates(sentence, TODAY)
    assert found.start < found.end
    assert (found.best, found.span(sentence).day) == (best, best)


def test_since_reaches_to_the_reference():
    assert read("ten people have been killed since 11 November") == [
        ("1989-11-11", "1989-11-30", 3)
    ]


@pytest.mark.parametrize(
    "text", ["they struck 12 days before the elections", "they met the day before the attack"]
)
def test_days_before_something_else_count_from_that_and_are_unknown(text):
    assert read(text) == []


def test_days_before_count_from_the_last_date():
    assert read("he died on 20 November; he had been shot two days before") == [
        ("1989-11-20", "1989-11-20", 1),
        ("1989-11-18", "1989-11-18", 1),
    ]


def test_without_date_words_the_week_is_known_and_publication_is_the_best_guess():
    event = only_event("A bomb exploded in front of a bank and killed three clerks.")
    row = event_row(event)
    assert (row["event_date"], row["year"], row["time_precision"]) == ("1989-11-30", 1989, 2)
    assert (row["x_date_start"], row["x_date_end"]) == ("1989-11-23", "1989-11-30")
    assert row["x_date_text"] is None


@pytest.mark.parametrize(
    "text",
    [
        (
            "The minister referred today to the murder of six priests. The priests were killed on "
            "16 November."
        ),
        (
            "Yesterday, the director made statements regarding the murder of the six "
            "priests. The priests were killed on 16 November."
        ),
        (
            "On 28 November, the president acknowledged that soldiers killed six priests. "
            "The crime was committed on 16 November."
        ),
    ],
)
def test_a_day_on_which_somebody_speaks_is_not_the_deeds(text):
    assert only_event(text).dates.day == date(1989, 11, 16)


def test_a_day_in_a_clause_about_something_else_is_not_the_deeds():
    event = only_event(
        "Gunmen murdered the judge, who had signed the decree that was changed a week ago. The "
        "murder was committed this morning."
    )
    assert event.dates.day == TODAY


def test_a_day_told_with_the_deed_again_comes_before_a_month_told_with_it():
    event = only_event(
        "Guerrillas have kidnapped the consul in November. The consul was kidnapped on 14 "
        "November by four men."
    )
    assert event.dates.day == date(1989, 11, 14)


def test_a_statement_leaves_the_week_before_it():
    event = only_event("The police said on Tuesday that gunmen had killed a judge.")
    assert (event.dates.day, event.dates.precision) == (date(1989, 11, 28), 2)
    assert event.dates.start == date(1989, 11, 21)
    article = Article(id="x", text=event.article.text, published=TODAY)
    told = [each.outcome for each in explain(article, []) if each.step == "date"]
    assert told == ["1989-11-28, within 1989-11-21 to 1989-11-28, precision 2"]
