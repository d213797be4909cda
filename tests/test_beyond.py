"""A service asked for what the gazetteer lacks: once, politely, and never in place of an answer."""

import json
import logging
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from test_cli import geoconflict, objects
from test_geocode import NOTHING, Clock, serving

import geo
from geo.errors import GeocodingError, StoreError
from geo.geocode import SERVICES, Answer, RememberedGeocoder, ServiceGeocoder
from geo.geocodes import Geocodes
from geo.pipeline.beyond import Asked, Beyond
from geo.pipeline.stages import stages
from geo.records import Place, Resolution, Toponym

TEXT = """ date 2026-03-06 Air strike on a village kills four in Ecuador

Four people were killed on Tuesday when the army bombed the village of Tumbesmayo, in Ecuador's
Esmeraldas province, officials said.
"""
TUMBESMAYO = {
    "osm_type": "node", "osm_id": 77, "class": "place", "type": "village",
    "addresstype": "village", "name": "Tumbesmayo", "lat": "1.05", "lon": "-78.9",
    "display_name": "Tumbesmayo, Esmeraldas, Ecuador",
    "address": {"village": "Tumbesmayo", "state": "Esmeraldas", "country_code": "ec",
                "ISO3166-2-lvl4": "EC-E"},
}  # fmt: skip
SHOP = TUMBESMAYO | {"osm_id": 78, "class": "shop", "type": "bakery", "addresstype": "shop"}
NAMESAKE = TUMBESMAYO | {"osm_id": 79, "name": "San Pedro"}


@pytest.fixture(autouse=True)
def _loopback(monkeypatch, tmp_path):
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    monkeypatch.setenv("GEOCONFLICT_DATA", str(tmp_path / "data"))


@pytest.fixture
def news(tmp_path):
    folder = tmp_path / "news"
    folder.mkdir()
    (folder / "a.txt").write_text(TEXT, "utf-8")
    return folder


@pytest.fixture
def asking(news, tmp_path, monkeypatch):
    """A run that asks a server; as if in a process of its own."""

    def run(server, *, out="map", **options):
        monkeypatch.setenv("GEOCONFLICT_NOMINATIM_URL", server.url)
        stages.cache_clear()
        return geo.run(news, tmp_path / out, options=geo.Options(provider="nominatim"), **options)

    yield run
    stages.cache_clear()


def test_the_service_is_asked_only_for_what_the_gazetteer_lacks(asking):
    with serving([TUMBESMAYO]) as server:
        report = asking(server)
    assert ["q=Tumbesmayo" in path for path, _ in server.requests] == [True]
    assert "countrycodes=ec" in server.requests[0][0]
    [event] = report.events.to_dict("records")
    assert (event["location"], event["x_place_id"]) == ("Tumbesmayo", "nominatim:n77")
    assert (event["x_precision"], event["admin1"]) == ("town", "Esmeraldas")
    assert (event["latitude"], event["longitude"]) == (1.05, -78.9)
    manifest = json.loads((report.out / "manifest.json").read_text("utf-8"))
    credit = '["Places: nominatim","\\u00a9 OpenStreetMap contributors, ODbL"'
    assert credit in (report.out / "index.html").read_text("utf-8")
    assert manifest["service"]["attribution"] == "© OpenStreetMap contributors, ODbL"
    assert (manifest["service"]["placed"], manifest["service"]["unasked"]) == (1, 0)


def test_a_place_from_a_service_says_so_and_its_raw_answer_is_kept(news, tmp_path, monkeypatch):
    file = tmp_path / "answers.sqlite"
    options = geo.Options(provider="nominatim", geocodes=str(file))
    with serving([TUMBESMAYO]) as server:
        monkeypatch.setenv("GEOCONFLICT_NOMINATIM_URL", server.url)
        [article] = geo.geoparse(news, options=options)
    [found] = [each for each in article["toponyms"] if each["text"] == "Tumbesmayo"]
    assert found["place"]["source"] == "nominatim"
    assert found["reason"].startswith("not in the gazetteer; nominatim knows it in EC")
    answers = Geocodes(file).find(server.url.replace("http://", "nominatim@"), "Tumbesmayo", "EC")
    assert [answer.raw for answer in answers] == [TUMBESMAYO]


def test_geocode_prints_the_raw_answer_and_asks_once():
    with serving([TUMBESMAYO]) as server:
        for _ in range(2):
            [place] = objects(
                geoconflict("geocode", "Tumbesmayo", "--provider", "nominatim",
                            GEOCONFLICT_NOMINATIM_URL=server.url)
            )  # fmt: skip
            assert place["raw"] == TUMBESMAYO
    assert len(server.requests) == 1


@pytest.mark.parametrize("answer", [[], [SHOP], [NAMESAKE]], ids=["none", "a shop", "a namesake"])
def test_unknown_is_remembered_and_not_asked_for_again(asking, answer):
    with serving(answer) as server:
        for _ in range(2):
            report = asking(server)
            assert (report.asked.unknown, report.asked.unasked) == (1, 0)
            assert list(report.events["x_precision"]) == ["province"]
    assert len(server.requests) == 1


@pytest.mark.parametrize("cache", ["cache.sqlite", None])
def test_an_outage_empties_nothing_and_the_next_run_asks_again(asking, tmp_path, cache):
    options = {"cache": tmp_path / cache} if cache else {}
    with serving((403, {}, b"")) as server:
        report = asking(server, **options)
        assert (report.asked.unasked, report.asked.unknown) == (1, 0)
        assert list(report.events["x_precision"]) == ["province"]
        server.answers[:] = [(200, {}, [TUMBESMAYO])]
        assert list(asking(server, **options).events["location"]) == ["Tumbesmayo"]
        server.answers[:] = [(403, {}, b"")]
        report = asking(server, **options)
    assert (report.asked.placed, report.asked.unasked) == (1, 0)
    assert list(report.events["location"]) == ["Tumbesmayo"]
    assert len(server.requests) == 2


def test_an_outage_is_told_and_listed_in_the_manifest(news, tmp_path):
    with serving((403, {}, b"")) as server:
        done = geoconflict(
            "run", news, "--out", tmp_path / "map", "--provider", "nominatim",
            GEOCONFLICT_NOMINATIM_URL=server.url,
        )  # fmt: skip
    assert done.returncode == 0
    assert b"geoconflict: nominatim@127.0.0.1" in done.stderr
    assert b"not asked for: Tumbesmayo; the next run asks again" in done.stderr
    assert b"GEOCONFLICT_NOMINATIM_URL" in done.stderr
    manifest = json.loads((tmp_path / "map" / "manifest.json").read_text("utf-8"))
    assert manifest["service"]["names"] == ["Tumbesmayo"]
    assert "refused" in manifest["service"]["outage"]


def test_a_later_run_of_the_same_process_asks_again(asking, news):
    names = ["Tumbesmayo", "Tumbesmaya", "Tumbesmayu", "Tumbesmaye"]
    for name in names:
        (news / f"{name}.txt").write_text(TEXT.replace("Tumbesmayo", name), "utf-8")
    (news / "a.txt").unlink()
    with serving((403, {}, b"")) as server:
        asking(server)
        assert len(server.requests) == 3
        geo.extract(news, options=geo.Options(provider="nominatim"))
        assert len(server.requests) == 6


def test_several_processes_give_the_same_and_keep_in_one_file(asking, news, tmp_path):
    (news / "b.txt").write_text(TEXT.replace("four", "five"), "utf-8")
    cache = tmp_path / "cache.sqlite"
    with serving([TUMBESMAYO]) as server:
        asking(server, cache=cache, jobs=2, out="one")
        asked = len(server.requests)
        asking(server, cache=cache, out="two")
        assert len(server.requests) == asked
        asking(server, out="three")
    tables = {(tmp_path / out / "events.csv").read_bytes() for out in ("one", "two", "three")}
    assert len(tables) == 1


def test_python_logs_an_outage(news, caplog, monkeypatch):
    with serving((401, {}, b"")) as server, caplog.at_level(logging.WARNING):
        monkeypatch.setenv("GEOCONFLICT_NOMINATIM_URL", server.url)
        events = geo.extract(news, options=geo.Options(provider="nominatim"))
    assert len(events) == 1
    assert "not asked for: Tumbesmayo" in caplog.text


def test_an_unknown_provider_ends_the_run_before_it_begins(news):
    done = geoconflict("run", news, "--out", news.parent / "map", "--provider", "nominatm")
    assert b"Did you mean 'nominatim'?" in done.stderr
    assert done.returncode == 2
    assert not (news.parent / "map").exists()


def remembered(name, server, shelf, clock=None):
    clock = clock or Clock()
    service = ServiceGeocoder(
        SERVICES[name], url=server.url, credential="secret", clock=clock, sleep=clock.sleep
    )
    return RememberedGeocoder(service, shelf)


@pytest.mark.parametrize("name", SERVICES)
class TestEveryServiceRemembered:
    def test_unknown_is_asked_for_once(self, name, tmp_path):
        with serving(NOTHING[name]) as server:
            for _ in range(2):
                geocoder = remembered(name, server, Geocodes(tmp_path / "a.sqlite"))
                assert geocoder.geocode("Nowhere") == []
                assert geocoder.geocode(" Nowhere ") == []
        # What a service forbids to keep lasts as long as the process.
        assert len(server.requests) == (1 if SERVICES[name].may_keep else 2)

    @pytest.mark.parametrize(
        "failure",
        [(401, {}, b""), (429, {"Retry-After": "900"}, b""), (200, {}, b"{"), (400, {}, b"")],
    )
    def test_a_failure_is_not_remembered(self, name, failure, tmp_path):
        with serving(failure, NOTHING[name]) as server:
            geocoder = remembered(name, server, Geocodes(tmp_path / "a.sqlite"))
            with pytest.raises(GeocodingError):
                geocoder.geocode("Nowhere")
            assert not geocoder.knows("Nowhere")
            assert geocoder.geocode("Nowhere") == []
            assert geocoder.knows("Nowhere")

    def test_whom_to_credit_is_known(self, name):
        assert SERVICES[name].attribution


def unknown(name):
    toponym = Toponym(text=name, start=0, end=len(name))
    return Resolution(
        toponym=toponym, place=None, score=0.0, reason="no place of this name is known"
    )


def test_after_three_failures_in_a_row_the_service_is_left_alone(tmp_path):
    with serving((403, {}, b"")) as server:
        beyond = Beyond(remembered("photon", server, Geocodes(tmp_path / "a.sqlite")))
        names = ["Aaaa", "Bbbb", "Cccc", "Dddd", "Eeee"]
        filled, asked = beyond.fill([unknown(name) for name in names])
    assert len(server.requests) == 3
    assert (asked.unasked, list(asked.names)) == (5, names)
    assert {each.reason for each in filled} == {
        "no place of this name is known, and photon could not be asked"
    }


def test_many_names_that_were_not_asked_for_are_told_by_the_first_twenty():
    one = Asked(unasked=1, outage="away")
    every = sum((replace(one, names=(f"N{at}",)) for at in range(30)), Asked())
    assert every.unasked == 30
    assert "N19, ...; the next run asks again" in every.trouble()
    assert "N20" not in every.trouble()


PLACE = Place(id="photon:n1", name="Gao", kind="populated", lat=1.5, lon=2.5, source="photon")


def test_an_answer_comes_back_as_it_was_kept(tmp_path):
    answers = [Answer(PLACE, {"name": "Gao", "x": [1, None]})]
    Geocodes(tmp_path / "a.sqlite").keep("photon@x", "Gao", "ML", answers)
    shelf = Geocodes(tmp_path / "a.sqlite")
    assert shelf.find("photon@x", "Gao", "ML") == answers
    assert shelf.find("photon@x", "Gao", "") is None
    assert shelf.find("nominatim@x", "Gao", "ML") is None


def test_requests_over_several_connections_keep_their_distance(tmp_path):
    path = tmp_path / "a.sqlite"
    Geocodes(path)
    with ThreadPoolExecutor(3) as pool:
        naps = pool.map(nap_of, [path] * 6)
    assert sorted(naps) == [0.0, 1.0, 2.0, 3.0, 4.0, 5.0]


def nap_of(path):
    clock = Clock()
    clock.now = 1000.0
    Geocodes(path).turns("nominatim", 1.0, clock=clock, sleep=clock.sleep).wait()
    return clock.now - 1000.0


def test_a_pause_that_a_service_asks_for_holds_for_everybody(tmp_path):
    clock = Clock()
    one, two = (
        Geocodes(tmp_path / "a.sqlite").turns("x", 1.0, clock=clock, sleep=clock.sleep)
        for _ in range(2)
    )
    one.wait()
    one.pause(30.0)
    two.wait()
    one.wait()
    assert clock.naps == [30.0, 1.0]


def test_a_clock_that_was_set_back_holds_up_nobody(tmp_path):
    clock = Clock()
    clock.now = 1_000_000.0
    turns = Geocodes(tmp_path / "a.sqlite").turns("x", 1.0, clock=clock, sleep=clock.sleep)
    turns.wait()
    clock.now = 0.0
    turns.wait()
    assert clock.naps == []


def test_a_file_that_cannot_keep_answers_is_named(tmp_path):
    (tmp_path / "notes.txt").write_text("not a database " * 100)
    with pytest.raises(StoreError, match=r"notes\.txt.*--cache"):
        Geocodes(tmp_path / "notes.txt")
