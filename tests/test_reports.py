"""Several articles on one event: one row, every source, the disagreements."""

from __future__ import annotations

import csv
import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.events import merge_reports, sketch_text
from geo.events.copies import are_copies
from geo.events.disagreements import describe_disagreements
from geo.pipeline import Options, run
from geo.pipeline.stages import stages
from geo.records import Article

AGENCY = (
    "A drone strike hit a crowded market in Nyala, South Darfur, on Tuesday, killing 12 people, "
    "medics said. Witnesses said that two rockets fell among the stalls at noon, when most of the "
    "traders had come back from prayer, and that the fire burned until the evening."
)
OWN = (
    "At least 15 civilians were killed on Tuesday when the Sudanese army carried out an air strike "
    "on a market in Nyala, local doctors reported on Wednesday."
)
SPANISH = (
    "Al menos 10 personas murieron el martes en un bombardeo aéreo del ejército contra un mercado "
    "de Nyala, en Darfur del Sur."
)
NEXT_DAY = (
    "A drone strike on a fuel depot in Nyala killed four people on Wednesday, the emergency "
    "lawyers group said."
)
BATTLE = (
    "The Sudanese army clashed with fighters of the Rapid Support Forces in Nyala on Tuesday, "
    "residents said."
)
MARCH = "Hundreds of women marched peacefully through Nyala on Tuesday to demand bread."
TEACHERS = "Teachers rallied in Nyala on Tuesday over unpaid salaries, the union said."
SALARIES = "Dozens of teachers protested over salaries in Nyala on Tuesday, witnesses said."
DISTANT = "A drone strike hit a crowded market in El Fasher on Tuesday, killing 12 people."
TWO = (
    "A drone strike on a bus station in Nyala killed three people on Tuesday.\n\n"
    "In another drone strike on Tuesday, five people died at a mosque in Nyala."
)
PROVINCE = "A drone strike in South Darfur killed 12 people on Tuesday, the United Nations said."

TEXTS = {
    "agency": (AGENCY, "Agence Sahel", 5),
    "copy": (f"(Agence Sahel) {AGENCY} Read more below.", "Copy Times", 5),
    "own": (OWN, "Sudan Post", 4),
    "spanish": (SPANISH, "Radio X", 4),
    "next day": (NEXT_DAY, "Sudan Post", 5),
    "battle": (BATTLE, "Sudan Post", 4),
    "march": (MARCH, "Sudan Post", 4),
    "teachers": (TEACHERS, "Sudan Post", 4),
    "salaries": (SALARIES, "Radio X", 4),
    "distant": (DISTANT, "Radio X", 4),
    "two": (TWO, "Radio X", 4),
    "province": (PROVINCE, "Radio X", 4),
}


def article(name):
    text, source, day = TEXTS[name]
    language = "es" if name == "spanish" else "en"
    return Article(
        id=name, text=text, source=source, published=date(2026, 3, day), language=language
    )


ARTICLES = {name: article(name) for name in TEXTS}
SKETCHES = {name: sketch_text(each) for name, each in ARTICLES.items()}


@pytest.fixture(scope="module")
def rows():
    """The rows of each article, as the main job makes them."""
    outcomes = stages(Options()).process(list(ARTICLES.values()))
    return {outcome.article.id: list(outcome.rows) for outcome in outcomes}


def merge(rows, *names):
    return merge_reports([row for name in names for row in rows[name]], SKETCHES)


class TestOneEvent:
    def test_three_outlets_with_three_tolls_are_one_row_that_says_so(self, rows):
        (event,) = merge(rows, "agency", "own", "spanish")
        assert sorted(event["x_article_ids"]) == ["agency", "own", "spanish"]
        assert (event["x_fat_low"], event["x_fat_high"], event["x_n_sources"]) == (10, 15, 3)
        assert event["x_disagreements"] == (
            "deaths: 10 (Radio X), 12 (Agence Sahel), 15 (Sudan Post)"
        )
        assert len(event["x_reports"]) == 3
        assert set(event["source"].split("; ")) == {"Agence Sahel", "Sudan Post", "Radio X"}

    def test_toll_is_that_of_the_latest_day_of_publication(self, rows):
        (event,) = merge(rows, "agency", "own", "spanish")
        assert event["fatalities"] == event["x_fat_best"] == 12

    def test_copies_of_one_text_count_as_one_source(self, rows):
        (event,) = merge(rows, "agency", "copy", "own")
        assert sorted(event["x_article_ids"]) == ["agency", "copy", "own"]
        assert event["x_n_sources"] == 2

    def test_town_and_its_province_meet_in_the_same_toll(self, rows):
        (event,) = merge(rows, "agency", "province")
        assert event["location"] == "Nyala"

    def test_same_protest_in_other_words_is_one_event(self, rows):
        assert len(merge(rows, "teachers", "salaries")) == 1

    def test_cluster_is_named_after_the_first_report(self, rows):
        (event,) = merge(rows, "agency", "own")
        assert event["x_cluster_id"] == rows["own"][0]["event_id_cnty"]
        assert event["event_id_cnty"] in {
            rows[name][0]["event_id_cnty"] for name in ("own", "agency")
        }

    def test_single_report_stays_as_it_was(self, rows):
        assert merge(rows, "battle") == rows["battle"]


class TestTwoEvents:
    @pytest.mark.parametrize(
        "names",
        [("agency", "next day"), ("agency", "battle"), ("march", "battle"), ("agency", "distant"),
         ("march", "teachers")],
    )  # fmt: skip
    def test_another_day_kind_place_or_crowd_stays_apart(self, rows, names):
        assert len(merge(rows, *names)) == 2

    def test_two_events_of_one_article_are_never_one(self, rows):
        assert len(rows["two"]) == 2
        assert len(merge(rows, "two", "own")) == 2


@given(st.permutations(sorted(TEXTS)))
def test_order_of_the_articles_never_matters(rows, names):
    expected = {each["event_id_cnty"]: each for each in merge(rows, *sorted(TEXTS))}
    assert {each["event_id_cnty"]: each for each in merge(rows, *names)} == expected


class TestCopies:
    def test_shortened_text_is_a_copy_and_a_retelling_is_not(self):
        assert are_copies(SKETCHES["agency"], SKETCHES["copy"])
        assert not are_copies(SKETCHES["agency"], SKETCHES["own"])

    def test_text_of_one_word_has_a_sketch(self):
        one = sketch_text(Article(id="1", text="Blast"))
        assert are_copies(one, sketch_text(Article(id="2", text="blast!")))

    @given(st.lists(st.text("abcdefgh", min_size=1, max_size=4), min_size=1, max_size=300))
    def test_text_is_a_copy_of_itself_and_of_itself_with_more(self, words):
        one = sketch_text(Article(id="1", text=" ".join(words)))
        assert are_copies(one, one)


def test_vaguer_and_silent_reports_contradict_nobody(rows):
    told = [rows["agency"][0], rows["province"][0] | {"x_fat_best": None}]
    assert describe_disagreements(told, [0, 1]) == ""


def test_main_job_writes_one_row_and_a_manifest_that_adds_up(tmp_path):
    lines = [
        {"id": name, "text": TEXTS[name][0], "source": TEXTS[name][1],
         "published": f"2026-03-0{TEXTS[name][2]}"}
        for name in ("agency", "copy", "own", "next day")
    ]  # fmt: skip
    source = tmp_path / "articles.jsonl"
    source.write_text("\n".join(map(json.dumps, lines)))
    run(source, tmp_path / "out")
    with (tmp_path / "out" / "events.csv").open(newline="") as file:
        table = list(csv.DictReader(file))
    assert [row["x_n_sources"] for row in table] == ["2", "1"]
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    told = sum(each["events"] for each in manifest["sources"])
    assert (manifest["totals"]["reports"], manifest["totals"]["events"], told) == (4, 2, 4)
