import json
from datetime import date

import pytest

from geo.cli.evaluate import TASKS
from geo.errors import SourceError, UsageError
from geo.evaluate import (
    ALL_TASKS,
    chosen_tasks,
    corpus_form,
    errors_text,
    evaluate_events,
    read_snippets,
    read_templates,
    scorecard_text,
)
from geo.evaluate.alignment import aligned_event
from geo.evaluate.chains import Chains
from geo.evaluate.kinds import Kind
from geo.evaluate.templates import Step
from geo.events import extract_events
from geo.pipeline import Options, stages
from geo.records import Article

BOMBING = {
    "type": ["BOMBING"],
    "date": [{"start": "1989-12-29", "end": "1989-12-29"}],
    "location": [[
        {"name": "COLOMBIA", "type": "country"},
        {"name": "ANTIOQUIA", "type": "department"},
        {"name": "MEDELLIN", "type": "city"},
    ]],
    "perp_ind": ["UNKNOWN MEN"], "perp_org": [], "instrument": ["BOMB"],
    "phys_tgt": ["BANK"], "hum_tgt_name": [], "hum_tgt_desc": ["CLERKS"],
    "hum_tgt_number_raw": '3: "CLERKS"', "hum_effect_raw": 'DEATH: "CLERKS"',
}  # fmt: skip
ATTACK = {
    **BOMBING,
    "type": ["ATTACK"],
    "date": [{"start": None, "end": "1990-01-02"}],
    "location": [[{"name": "PERU", "type": "country"}]],
    "perp_ind": ["GUNMEN"], "instrument": [], "phys_tgt": [],
    "hum_tgt_desc": ["MAYOR"], "hum_tgt_number_raw": '1: "MAYOR"', "hum_effect_raw": "-",
}  # fmt: skip
ARTICLES = [
    {
        "docid": "T-1", "dateline_date": "1989-12-30", "relevant": True, "events": [BOMBING],
        "text": "BOGOTA, 30 DEC 89 -- [TEXT] A BOMB EXPLODED YESTERDAY IN A BANK IN MEDELLIN, "
        "ANTIOQUIA DEPARTMENT, KILLING THREE CLERKS, THE POLICE SAID.",
    },
    {
        "docid": "T-2", "dateline_date": "1990-01-02", "relevant": True, "events": [ATTACK],
        "text": "LIMA, 2 JAN 90 -- [TEXT] THE MINISTER OF THE ECONOMY SPOKE ABOUT PRICES.",
    },
    {
        "docid": "T-3", "dateline_date": "1990-01-03", "relevant": False, "events": [],
        "text": "QUITO, 3 JAN 90 -- [TEXT] THE HARVEST WAS GOOD THIS YEAR, FARMERS SAID.",
    },
]  # fmt: skip
SNIPPETS = """id\tEventSnippet\tSubType
1\tA suicide bomber blew himself up at a checkpoint in Kabul, killing two soldiers.\tSUIC_BOMB
2\tThe ministers of both countries met over dinner and spoke about trade.\tDIPLO
3\tThe ministers of both countries met over dinner and spoke about trade.\tAGREEMENT
"""


@pytest.fixture(scope="module")
def parts():
    return stages(Options())


def write(tmp_path, text, name="corpus.dat"):
    path = tmp_path / name
    path.write_text(text, "utf-8")
    return path


def lines(*rows):
    return "".join(json.dumps(row) + "\n" for row in rows)


@pytest.fixture
def corpus(tmp_path):
    return write(tmp_path, lines(*ARTICLES))


@pytest.fixture
def snippets(tmp_path):
    return write(tmp_path, SNIPPETS)


def score(path, parts, *tasks):
    return evaluate_events(path, task=tasks, read=parts.resolve, gazetteer=parts.gazetteer)


def test_a_corpus_is_told_by_its_form_and_not_by_its_name(tmp_path):
    assert corpus_form(write(tmp_path, lines(*ARTICLES), "x.tsv")) == "templates"
    assert corpus_form(write(tmp_path, SNIPPETS, "x.jsonl")) == "snippets"
    assert corpus_form(write(tmp_path, lines({"text": "a", "toponyms": []}), "y.tsv")) == "names"
    assert corpus_form(write(tmp_path, "<articles/>", "z")) == "names"
    assert corpus_form(tmp_path) == "names"


def test_the_main_task_of_each_form_is_the_default():
    assert chosen_tasks("x", "names", ()) == ("places",)
    assert chosen_tasks("x", "templates", ()) == ("places",)
    assert chosen_tasks("x", "snippets", ()) == ("types",)
    assert chosen_tasks("x", "templates", ("dates", "types", "dates")) == ("dates", "types")


def test_the_command_knows_every_task():
    assert set(TASKS) == set(ALL_TASKS)


@pytest.mark.parametrize("form", ["names", "snippets"])
def test_a_task_without_answers_is_refused_with_those_that_have(form):
    with pytest.raises(UsageError, match=r"x\.tsv holds .* 'dates'; ask for --task"):
        chosen_tasks("x.tsv", form, ("dates",))


def test_templates_are_read_with_their_alternatives(corpus):
    first, second, third = read_templates(corpus)
    (bombing,) = first.events
    assert first.article.published == date(1989, 12, 30)
    assert bombing.types == {"BOMBING"}
    assert [each.day for each in bombing.days] == [date(1989, 12, 29)]
    assert bombing.chains[0][-1] == Step(("MEDELLIN",), "city")
    assert (bombing.deaths, bombing.deadly) == (frozenset([3]), True)
    assert (second.events[0].deaths, second.events[0].deadly) == (frozenset(), False)
    assert second.events[0].days[0].day is None
    assert (second.relevant, third.relevant, third.events) == (True, False, ())


@pytest.mark.parametrize(
    ("numbers", "effects", "deaths"),
    [
        ('1: "A" || 2: "B"', 'DEATH: "A" || DEATH: "B"', {2, 3}),
        ('1: "A" || 1: "B"', 'DEATH: "A" || DEATH: "B"', {2}),
        ('2: "A" || 5: "B"', 'DEATH: "A" || INJURY: "B"', {2}),
        ('PLURAL: "A" || 1: "B"', 'DEATH: "A" || DEATH: "B"', set()),
        ('~40: "A" / "B"', 'DEATH: "B" / "A"', {40}),
        ('10-: "A"', 'DEATH: "A"', set()),
        ('7 / 8: "A"', 'DEATH: "A"', {7, 8}),
        ("-", 'DEATH: "A"', set()),
        ('3: "A"', 'NO INJURY OR DEATH: "A"', set()),
    ],
)
def test_deaths_are_the_numbers_of_those_who_died(tmp_path, numbers, effects, deaths):
    event = {**BOMBING, "hum_tgt_number_raw": numbers, "hum_effect_raw": effects}
    (each,) = read_templates(write(tmp_path, lines({**ARTICLES[0], "events": [event]})))
    assert each.events[0].deaths == deaths


def test_a_way_between_two_towns_has_both(tmp_path):
    way = [[{"name": "PERU", "type": "country"}, {"name": "ICA (CITY) - NAZCA", "type": "city"}]]
    row = {**ARTICLES[0], "events": [{**BOMBING, "location": way}]}
    (each,) = read_templates(write(tmp_path, lines(row)))
    assert each.events[0].chains[0][1].names == ("ICA", "NAZCA")


def test_places_agree_with_chains_by_level(parts):
    chains = Chains(parts.gazetteer)
    chain = tuple(
        Step((name,), kind)
        for name, kind in (("COLOMBIA", "country"), ("ANTIOQUIA", "department"), ("BELLO", "city"))
    )

    def agreement(name, *, chain=chain):
        return chains.agreement((chain,), parts.gazetteer.geocode(name)[0], name)

    assert agreement("Bello, Antioquia, Colombia") == "right"
    assert agreement("Antioquia") == "coarser"
    assert agreement("Medellín") == "coarser"
    assert agreement("Cali") == "country"
    assert agreement("Lima") == "wrong"
    assert agreement("Medellín", chain=chain[:2]) == "right"
    assert agreement("Cali", chain=chain[:1]) == "right"
    assert chains.agreement((chain,), None, "") == "wrong"


def test_the_event_with_the_words_of_the_annotation_answers_it(parts, corpus):
    (gold,) = read_templates(corpus)[0].events
    text = (
        "Gunmen shot dead a judge in Cali on Monday. A car bomb exploded in front of a bank in "
        "Lima on Tuesday, killing four clerks."
    )
    article = Article(id="x", text=text)
    events = extract_events(article, parts.resolve([article])[0], countries=parts.gazetteer)
    assert len(events) == 2
    answer = aligned_event(gold, events)
    assert answer is not None
    assert "clerks" in answer.evidence.sentence
    assert aligned_event(gold, []) is None


def test_kinds_of_incident_have_their_types():
    assert Kind(frozenset(["KIDNAPPING"])).types == {"Violence against civilians"}
    assert not Kind(frozenset(["EARTHQUAKE"])).known
    assert str(Kind(frozenset(["BOMBING", "ARSON"]))) == "ARSON/BOMBING"


def test_events_are_scored_slot_by_slot(corpus, parts):
    scores = score(corpus, parts, "events").scores["events"]
    assert (scores["articles"], scores["answered"]) == (2, 1)
    assert (scores["place"]["found"], scores["place"]["precision"]) == (0.5, 1.0)
    assert (scores["place"]["finer"]["n"], scores["place"]["known"]["n"]) == (1, 2)
    assert (scores["date"]["n"], scores["date"]["exact"], scores["date"]["inside"]) == (1, 1, 1)
    assert (scores["deaths"]["n"], scores["deaths"]["exact"]) == (1, 1)
    assert (scores["type"]["n"], scores["type"]["right"]) == (1, 1)


def test_relevance_counts_articles_with_an_event(corpus, parts):
    scores = score(corpus, parts, "relevance").scores["relevance"]
    assert (scores["relevant"], scores["with_events"]) == (2, 1)
    assert (scores["precision"], scores["recall"]) == (1.0, 0.5)


def test_clash_of_combatants_is_an_event_that_muc_does_not_count(tmp_path, parts):
    clash = {
        **ARTICLES[2],
        "text": "QUITO, 3 JAN 90 -- [TEXT] ARMY TROOPS CLASHED WITH REBELS IN AMBATO YESTERDAY, "
        "AND FOUR GUERRILLAS WERE KILLED, THE ARMY SAID.",
    }
    corpus = write(tmp_path, lines(ARTICLES[0], clash))
    scores = score(corpus, parts, "relevance").scores["relevance"]
    assert (scores["with_events"], scores["violent"]["with_events"]) == (2, 2)
    assert (scores["counted"]["precision"], scores["counted"]["recall"]) == (1.0, 1.0)


def test_names_of_templates_count_where_they_stand_in_the_text(corpus, parts):
    scores = score(corpus, parts, "places").scores["places"]
    assert (scores["n"], scores["in_text"]) == (4, 2)
    assert scores["recall"] == scores["right_country"] == scores["right"] == 1.0


def test_every_task_prints_text_json_and_its_errors(corpus, parts):
    wrong = {
        **BOMBING,
        "type": ["KIDNAPPING"],
        "date": [{"start": "1989-11-01", "end": "1989-11-01"}],
        "location": [[{"name": "PERU", "type": "country"}, {"name": "LIMA", "type": "city"}]],
        "hum_tgt_number_raw": '8: "CLERKS"',
    }
    corpus.write_text(lines({**ARTICLES[0], "events": [wrong]}, *ARTICLES[1:]), "utf-8")
    for task, said in (
        ("places", "chain right"),
        ("relevance", "precision"),
        ("events", "found 0.000 of 2"),
        ("dates", "exact 0.000 of 1"),
        ("types", "KIDNAPPING"),
    ):
        card = score(corpus, parts, task)
        assert said in scorecard_text(card)
        assert json.loads(json.dumps(card.as_dict()))[task]["articles_per_s"] > 0
    mistakes = score(corpus, parts, "events").errors(10)
    assert {each.task for each in mistakes} == {"place", "date", "deaths", "type", "event"}
    assert {each.task for each in mistakes[:5]} == {"place", "date", "deaths", "type", "event"}
    told = errors_text(mistakes)
    assert "58 days  'YESTERDAY'" in told
    assert "wanted 8, found 3" in told
    assert "the event was read from 'BOMB'" in told


def test_snippets_are_scored_by_sub_type_and_type(snippets, parts):
    card = score(snippets, parts, "types")
    scores = card.scores["sub_types"]
    assert scores["n"] == 2
    assert scores["sub_type"] == scores["type"] == scores["without_event"] == 0.5
    assert scores["not_acled"] == {"n": 1, "without_event": 1.0}
    (missing,) = card.errors(5)
    assert missing.wanted == "Strategic developments: Agreement"
    assert "Suicide bomb" in scorecard_text(card)


def test_place_names_have_no_events_to_score(tmp_path, parts):
    with pytest.raises(UsageError, match=r"evaluate\(\)"):
        score(write(tmp_path, lines({"text": "a", "toponyms": []})), parts, "events")


@pytest.mark.parametrize(
    "row",
    [
        {"text": 3, "events": []},
        {"text": "a", "events": 4},
        {"text": "a", "events": [{"type": ["ATTACK"]}]},
        {"text": "a", "events": [{**BOMBING, "date": ["1989-01-01"]}]},
        ["a"],
    ],
)
def test_a_damaged_template_is_refused_by_file_and_line(tmp_path, row):
    path = write(tmp_path, lines(ARTICLES[2], row))
    with pytest.raises(SourceError, match=r"corpus\.dat, line 2: .*found .*expected"):
        read_templates(path)


def test_an_empty_file_of_templates_is_refused(tmp_path):
    with pytest.raises(SourceError, match="holds no article"):
        read_templates(write(tmp_path, "\n"))
    with pytest.raises(SourceError, match="UTF-8"):
        read_templates(tmp_path / "absent")


@pytest.mark.parametrize("text", ["", "id\tEventSnippet\n1\tx\n", "id\tEventSnippet\tSubType\n"])
def test_a_table_of_other_columns_is_refused(tmp_path, text):
    with pytest.raises(SourceError, match=r"corpus\.dat: .*expected .*EventSnippet and SubType"):
        read_snippets(write(tmp_path, text))


def test_an_unknown_label_is_refused_by_its_line(tmp_path):
    text = SNIPPETS + "4\tA text.\tEARTHQUAKE\n"
    with pytest.raises(SourceError, match=r"line 5: the sub-type is 'EARTHQUAKE'; expected"):
        read_snippets(write(tmp_path, text))


def test_a_binary_file_is_no_corpus(tmp_path):
    path = tmp_path / "corpus.dat"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SourceError, match=r"corpus\.dat: not readable"):
        corpus_form(path)
    with pytest.raises(SourceError, match=r"corpus\.dat: not readable"):
        read_snippets(path)
