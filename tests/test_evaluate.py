import json

import pytest

from geo.errors import SourceError
from geo.evaluate import errors_text, evaluate, read_corpus, scorecard_text
from geo.evaluate.scores import WORST_KM, Match, distance_km, error_scores, overlapping
from geo.gazetteer import Gazetteer
from geo.records import Place, Resolution, Toponym
from geo.resolve import Resolver

LGL = """<?xml version="1.0" encoding="UTF-8"?>
<articles>
  <article docid="7">
    <feedid>1</feedid>
    <title>Fire</title>
    <domain>paper.example</domain>
    <text>Smith &amp; Sons of Paris, Texas, burnt down. Paris mourns.</text>
    <toponyms>
      <toponym>
        <start>20</start><end>25</end><phrase>Paris</phrase>
        <gaztag geonameid="4717560">
          <name>Paris</name><fclass>P</fclass><fcode>PPLA2</fcode>
          <lat>33.66094</lat><lon>-95.55551</lon><country>US</country><admin1>TX</admin1>
        </gaztag>
      </toponym>
      <toponym><start>27</start><end>32</end><phrase>Texas</phrase></toponym>
    </toponyms>
  </article>
</articles>
"""
TR_NEWS = """<articles>
<article docid="3"><feedurl>http://www.paper.example/feed.xml</feedurl><title>t</title>
<text><![CDATA[Troops left Goma.]]></text>
<toponyms><toponym><start>12</start><end>16</end><phrase>Goma</phrase>
<gaztag geonameid="216281"><name>Goma</name><lat>-1.67</lat><lon>29.22</lon></gaztag>
</toponym></toponyms></article>
</articles>
"""
GEOVIRUS = """<articles>
<article>
<source>http://en.wikinews.example/x</source>
<text>Cases rose in Peru.</text>
<locations><toponym><start>14</start><end>18</end><phrase>Peru</phrase>
<lat>-10</lat><lon>-76</lon><page>https://en.wikipedia.example/wiki/Peru</page></toponym></locations>
</article>
</articles>
"""
JSON_LINES = [
    {
        "id": "1",
        "text": "Fighting in Goma, Congo. French troops left Xqzzt.",
        "source": "paper.example",
        "toponyms": [
            {"start": 12, "end": 16, "text": "Goma", "lat": -1.67, "lon": 29.22},
            {"start": 18, "end": 23, "text": "Congo", "lat": -2.5, "lon": 23.5},
            {"start": 25, "end": 31, "text": "French", "lat": 46.0, "lon": 2.0, "demonym": True},
            {"start": 44, "end": 49, "text": "Xqzzt", "lat": 10.0, "lon": 10.0},
        ],
    },
    {"id": "2", "text": "Nobody went anywhere.", "toponyms": []},
]


class Spans:
    """Finds the same words in every article."""

    id = "spans"

    def __init__(self, *names: str) -> None:
        self.names = names

    def recognize(self, articles):
        for article in articles:
            yield [
                Toponym(text=name, start=start, end=start + len(name))
                for name in self.names
                if (start := article.text.find(name)) >= 0
            ]


class Nowhere:
    """Places every name at one point."""

    id = "nowhere"

    def resolve_batch(self, documents):
        place = Place(id="x", name="x", kind="populated", lat=0.0, lon=0.0)
        return [
            [Resolution(toponym=name, place=place, score=0.95, reason="always") for name in names]
            for _, names in documents
        ]


@pytest.fixture(scope="module")
def gazetteer():
    return Gazetteer.open()


@pytest.fixture
def corpus(tmp_path):
    path = tmp_path / "corpus.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in JSON_LINES), "utf-8")
    return path


def write(tmp_path, name, text):
    path = tmp_path / name
    path.write_text(text, "utf-8")
    return path


def test_json_lines_are_read(corpus):
    first, second = read_corpus(corpus)
    assert [gold.text for gold in first.golds] == ["Goma", "Congo", "French", "Xqzzt"]
    assert [gold.demonym for gold in first.golds] == [False, False, True, False]
    assert first.article.source == "paper.example"
    assert second.golds == ()


def test_offsets_moved_by_entities_are_repaired(tmp_path):
    (each,) = read_corpus(write(tmp_path, "lgl.xml", LGL))
    assert [gold.text for gold in each.golds] == ["Paris", "Texas"]
    for gold in each.golds:
        assert each.article.text[gold.start : gold.end] == gold.text
    assert each.golds[0].start < each.golds[1].start
    assert each.golds[0].geonames == "4717560"
    assert not each.golds[1].located
    assert (each.article.id, each.article.source) == ("7", "paper.example")


@pytest.mark.parametrize(
    ("form", "name", "source"),
    [(TR_NEWS, "Goma", "paper.example"), (GEOVIRUS, "Peru", "http://en.wikinews.example/x")],
)
def test_the_other_published_forms_are_read(tmp_path, form, name, source):
    (each,) = read_corpus(write(tmp_path, "corpus.xml", form))
    assert [gold.text for gold in each.golds] == [name]
    assert each.golds[0].located
    assert each.article.source == source


def test_brat_folders_are_read(tmp_path):
    write(tmp_path, "0.txt", "Swiss police in Geneva, not Lake Shore Drive.")
    write(
        tmp_path,
        "0.ann",
        "T1\tDemonym 0 5\tSwiss\nT2\tLiteral 16 22\tGeneva\n"
        "T3\tNon_Toponym 28 44\tLake Shore Drive\n"
        "#1\tAnnotatorNotes T2\t46.2, 6.15\n",
    )
    (each,) = read_corpus(tmp_path)
    assert [(gold.text, gold.demonym, gold.located) for gold in each.golds] == [
        ("Swiss", True, False),
        ("Geneva", False, True),
    ]


@pytest.mark.parametrize(
    "text",
    ["", "no corpus", "{}", "<articles></articles>", "<articles>", '{"text": "x"}',
     '<!DOCTYPE x [<!ENTITY a "b">]><articles/>'],
)  # fmt: skip
def test_what_is_no_corpus_is_refused_by_name(tmp_path, text):
    with pytest.raises(SourceError, match=r"corpus\.dat"):
        read_corpus(write(tmp_path, "corpus.dat", text))
    with pytest.raises(SourceError):
        read_corpus(tmp_path / "absent.jsonl")


def test_a_gold_whose_words_stand_nowhere_is_left_out(tmp_path):
    row = {"text": "Goma.", "toponyms": [{"start": 0, "end": 4, "text": "Kivu"}]}
    (each,) = read_corpus(write(tmp_path, "c.jsonl", json.dumps(row)))
    assert each.golds == ()


def test_recognition_counts_exact_spans_and_ignores_demonyms(corpus):
    card = evaluate(corpus, task="recognition", recognizer=Spans("Goma", "French", "troops"))
    exact = card.scores["recognition"]["exact"]
    assert exact["precision"] == pytest.approx(1 / 2)
    assert exact["recall"] == pytest.approx(1 / 3)
    reasons = {(error.text, error.reason) for error in card.errors(10)}
    assert ("troops", "found, but not annotated") in reasons
    assert ("Congo", "not found") in reasons


def test_overlap_counts_each_span_once():
    assert overlapping([(0, 5), (3, 8), (10, 12)], [(4, 6)]) == 2
    assert overlapping([(4, 6)], [(0, 5), (3, 8), (10, 12)]) == 1
    assert overlapping([(0, 4)], [(4, 6)]) == 0
    assert overlapping([], [(4, 6)]) == 0


def test_an_unplaced_name_is_as_wrong_as_can_be(corpus, gazetteer):
    resolver = Resolver(gazetteer)
    scores = evaluate(corpus, task="resolution", resolver=resolver).scores["resolution"]
    assert scores["n"] == 4
    assert scores["acc161"] == pytest.approx(3 / 4, abs=0.26)
    assert scores["without_candidate"] == pytest.approx(1 / 4)
    assert scores["mean_km"] > WORST_KM / 4


def test_errors_come_farthest_first_with_their_reason(corpus):
    card = evaluate(corpus, task="resolution", resolver=Nowhere())
    worst = card.errors(2)
    assert [mistake.text for mistake in worst] == ["French", "Goma"]
    assert worst[0].off > worst[1].off > 161
    assert "always" in worst[0].reason
    assert "'French'" in errors_text(worst)


def test_the_right_country_is_right_whatever_its_centre(tmp_path, gazetteer):
    gold = {"start": 0, "end": 6, "text": "Russia", "lat": 55.75, "lon": 37.62}
    row = {"text": "Russia.", "toponyms": [gold]}
    path = write(tmp_path, "c.jsonl", json.dumps(row))
    scores = evaluate(path, task="resolution", resolver=Resolver(gazetteer), gazetteer=gazetteer)
    found = scores.scores["resolution"]
    assert found["acc161"] == 0
    assert found["right_entity"] == found["right_country"] == 1


def test_end_to_end_counts_what_is_found_and_placed(corpus, gazetteer):
    card = evaluate(
        corpus, recognizer=Spans("Goma", "French", "troops"), resolver=Resolver(gazetteer)
    )
    both = card.scores["end_to_end"]
    assert both["recall"] == pytest.approx(1 / 3)
    assert set(card.scores) == {"recognition", "end_to_end", "resolution"}


def test_the_calibration_counts_the_sure_ones(corpus):
    card = evaluate(corpus, task="resolution", resolver=Nowhere())
    assert card.scores["resolution"]["calibration"]["sure"] == {"n": 4, "right": 0.0}


def test_the_scorecard_is_text_and_json(corpus, gazetteer):
    card = evaluate(
        corpus, recognizer=Spans("Goma"), resolver=Resolver(gazetteer), gazetteer=gazetteer
    )
    text = scorecard_text(card)
    for part in ("within 161 km", "right province", "exact", "end to end", "0.90 and more"):
        assert part in text
    assert json.loads(json.dumps(card.as_dict()))["golds"] == 4


def test_distances_and_errors_are_as_by_hand():
    assert distance_km(0, 0, 0, 180) == pytest.approx(20_015, abs=1)
    assert distance_km(52.52, 13.40, 48.86, 2.35) == pytest.approx(878, abs=2)
    scores = error_scores([0.0, 100.0, 161.0, WORST_KM])
    assert (scores["acc161"], scores["median_km"]) == (0.75, 130.5)
    assert 0 < scores["auc"] < 1
    assert error_scores([])["n"] == 0


def test_nothing_found_and_nothing_wanted_divide_nothing():
    assert Match(0, 0, 0).as_dict() == {"precision": 0.0, "recall": 0.0, "f1": 0.0}
