from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SEED = next((ROOT / "seeds").glob("*.txt"))


def geoconflict(*arguments, cwd=ROOT, stdin=b"", **environment):
    command = [sys.executable, "-m", "geo", *map(str, arguments)]
    return subprocess.run(
        command, cwd=cwd, input=stdin, capture_output=True, check=False,
        env=os.environ | environment,
    )  # fmt: skip


def objects(done):
    assert done.returncode == 0, done.stderr.decode()
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.fixture(scope="module")
def event():
    (found,) = objects(geoconflict("extract", "seeds/"))
    return found


def test_the_seed_is_one_air_strike_on_a_day(event):
    assert event["event_date"] == "2026-03-03"
    assert event["time_precision"] == 1
    assert event["event_type"] == "Explosions/Remote violence"
    assert event["sub_event_type"] == "Air/drone strike"


def test_the_seed_event_is_in_a_province_and_says_so(event):
    assert (event["country"], event["x_country_iso2"]) == ("Ecuador", "EC")
    assert (event["admin1"], event["x_admin1_iso"]) == ("Esmeraldas", "EC-E")
    assert (event["x_precision"], event["geo_precision"]) == ("province", 3)


def test_the_seed_event_names_both_forces_and_no_deaths(event):
    assert event["actor1"] == "Military Forces of the United States"
    assert event["inter1"] == "External/Other forces"
    assert event["assoc_actor_1"] == "Military Forces of Ecuador"
    assert (event["fatalities"], event["x_fat_reported"]) == (0, False)


def test_a_second_run_gives_the_same_id(event):
    (again,) = objects(geoconflict("extract", SEED))
    assert again["event_id_cnty"] == event["event_id_cnty"]


def test_only_where_it_happened_has_the_role_event():
    (article,) = objects(geoconflict("geoparse", "seeds/"))
    events = {each["text"] for each in article["toponyms"] if each["role"] == "event"}
    context = {each["place"]["name"] for each in article["toponyms"] if each["role"] == "context"}
    assert events == {"Esmeraldas"}
    assert {"United States", "Ecuador", "North America", "Europe"} <= context


def test_every_offset_cuts_the_text_it_names():
    (article,) = objects(geoconflict("geoparse", "seeds/"))
    header, _, body = SEED.read_text("utf-8").partition("\n\n")
    text = f"{header.split(maxsplit=2)[2]}\n\n{body}"
    assert article["toponyms"]
    for toponym in article["toponyms"]:
        assert text[toponym["start"] : toponym["end"]] == toponym["text"]


def test_given_spans_are_answered_in_order_and_an_unknown_one_is_null():
    line = {"id": "1", "text": "From Xqzzt to Quito, Ecuador", "spans": [[5, 10], [14, 19]]}
    (found,) = objects(
        geoconflict("resolve", "--spans", "-", stdin=json.dumps(line).encode() + b"\n")
    )
    unknown, known = found["toponyms"]
    assert (unknown["text"], unknown["place"]) == ("Xqzzt", None)
    assert (known["place"]["name"], known["place"]["country"]) == ("Quito", "EC")


def test_a_span_outside_its_text_is_named_and_the_rest_goes_on():
    lines = b'{"text": "Quito", "spans": [[0, 99]]}\n{"text": "Quito", "spans": [[0, 5]]}\n'
    done = geoconflict("resolve", "--spans", "-", stdin=lines)
    assert len(objects(done)) == 1
    assert b"-:1: span [0, 99] does not cut the text of 5 characters" in done.stderr


def test_explain_tells_every_decision():
    done = geoconflict("explain", SEED)
    text = done.stdout.decode()
    assert done.returncode == 0
    assert "published  2026-03-06" in text
    assert "'Esmeraldas' -> Esmeraldas [admin1, EC]" in text
    assert "Air/drone strike" in text


def test_geocode_answers_offline_best_first():
    places = objects(geoconflict("geocode", "Esmeraldas", "--country", "EC"))
    assert places[0]["admin1_iso"] == "EC-E"
    assert {place["country"] for place in places} == {"EC"}


def test_geocoding_an_unknown_name_prints_nothing_and_says_so():
    done = geoconflict("geocode", "Xqzzt")
    assert (done.returncode, done.stdout) == (0, b"")
    assert b"no place named 'Xqzzt'" in done.stderr


class Nominatim(BaseHTTPRequestHandler):
    """Answers as the service documents: one place for Esmeraldas, then an outage."""

    def do_GET(self):
        self.send_response(200 if "q=Esmeraldas" in self.path else 500)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(json.dumps([NOMINATIM_PLACE]).encode())

    def log_message(self, *_):
        """Say nothing."""


NOMINATIM_PLACE = {
    "place_id": 1, "osm_type": "relation", "osm_id": 111, "lat": "0.9682", "lon": "-79.6517",
    "class": "place", "type": "city", "addresstype": "city", "name": "Esmeraldas",
    "display_name": "Esmeraldas, Ecuador", "boundingbox": ["0.8", "1.0", "-79.7", "-79.6"],
    "address": {"city": "Esmeraldas", "country": "Ecuador", "country_code": "ec"},
}  # fmt: skip


@pytest.fixture
def service():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Nominatim)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_geocoding_service_answers_in_the_same_form(service):
    (place,) = objects(
        geoconflict(
            "geocode", "Esmeraldas", "--provider", "nominatim", GEOCONFLICT_NOMINATIM_URL=service
        )
    )
    assert (place["name"], place["country"], place["lat"]) == ("Esmeraldas", "EC", 0.9682)


def test_an_outage_of_a_service_is_no_unknown_place(service):
    done = geoconflict(
        "geocode", "Quito", "--provider", "nominatim", GEOCONFLICT_NOMINATIM_URL=service
    )
    assert done.returncode == 1
    assert b"nominatim" in done.stderr
    assert b"no place named" not in done.stderr


def test_text_of_any_script_is_printed_whatever_the_locale():
    line = {"text": "حلب وكييف", "spans": [[0, 3]]}
    done = geoconflict(
        "resolve", "--spans", "-", stdin=json.dumps(line).encode(), PYTHONIOENCODING="ascii"
    )
    assert objects(done)[0]["toponyms"][0]["text"] == "حلب"


def test_a_mistyped_provider_is_told_what_was_meant():
    done = geoconflict("geocode", "Quito", "--provider", "nominatm")
    assert done.returncode != 0
    assert b"nominatim" in done.stderr


def test_data_verify_passes():
    done = geoconflict("data", "verify")
    assert done.returncode == 0, done.stdout.decode()
    assert all(line.endswith(b": ok") for line in done.stdout.splitlines())


def test_data_list_credits_every_source():
    text = geoconflict("data", "list").stdout.decode()
    assert "GeoNames" in text
    assert "Natural Earth" in text
    assert "CC BY 4.0" in text


def test_a_folder_without_articles_says_so_and_ends_with_2(tmp_path):
    (tmp_path / "empty").mkdir()
    done = geoconflict("run", "empty", "--out", "map", cwd=tmp_path)
    assert done.returncode == 2
    assert b"empty: no article found" in done.stderr
    assert not (tmp_path / "map").exists()


def test_sources_of_which_none_can_be_read_are_named_and_end_with_2(tmp_path):
    (tmp_path / "empty.txt").touch()
    done = geoconflict("run", "empty.txt", "gone.txt", "--out", "map", cwd=tmp_path)
    assert done.returncode == 2
    assert b"not read: empty.txt: empty file" in done.stderr
    manifest = json.loads((tmp_path / "map" / "manifest.json").read_text("utf-8"))
    assert [source["status"] for source in manifest["sources"]] == ["failed", "failed"]


def test_strict_turns_a_failed_article_into_status_1(tmp_path):
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "a.txt").write_bytes(SEED.read_bytes())
    (tmp_path / "news" / "b.txt").touch()
    for strict, status in (((), 0), (("--strict",), 1)):
        done = geoconflict("run", "news", "--out", "map", *strict, cwd=tmp_path)
        assert done.returncode == status, done.stderr.decode()
        assert b"not read: news/b.txt: empty file" in done.stderr


def test_a_mistyped_command_is_told_what_was_meant():
    done = geoconflict("extrat")
    assert done.returncode == 2
    assert b"Did you mean 'extract'?" in done.stderr


@pytest.mark.parametrize(
    "command",
    [
        (), ("run",), ("geoparse",), ("resolve",), ("extract",), ("explain",), ("geocode",),
        ("evaluate",), ("data",), ("data", "list"), ("data", "verify"), ("map",), ("gallery",),
    ],
)  # fmt: skip
def test_every_command_has_help_with_an_example(command):
    done = geoconflict(*command, "--help")
    assert done.returncode == 0
    assert b"Example:\n" in done.stdout
    assert b"  geoconflict " in done.stdout


def test_output_cut_off_by_the_reader_ends_quietly():
    command = f"{sys.executable} -m geo geoparse seeds seeds | true"
    done = subprocess.run(  # noqa: S602 - a shell is what cuts the pipe
        command, shell=True, cwd=ROOT, capture_output=True, check=False
    )
    assert b"Traceback" not in done.stderr


def test_evaluate_scores_an_annotated_corpus(tmp_path):
    text = "Rebels shelled Aleppo, Syria, on Monday."
    gold = {"start": 15, "end": 21, "text": "Aleppo", "lat": 36.2, "lon": 37.16, "demonym": False}
    country = gold | {"start": 23, "end": 28, "text": "Syria", "lat": 35.0, "lon": 38.0}
    line = {"id": "1", "text": text, "toponyms": [gold, country]}
    (tmp_path / "corpus.jsonl").write_text(json.dumps(line) + "\n", encoding="utf-8")
    (card,) = objects(geoconflict("evaluate", tmp_path / "corpus.jsonl", "--json"))
    assert card["recognition"]["exact"]["f1"] == 1.0
    assert card["resolution"]["acc161"] == 1.0
    assert card["end_to_end"]["recall"] == 1.0


def test_evaluate_lists_the_worst_mistakes_with_the_reason(tmp_path):
    gold = {"start": 0, "end": 6, "text": "Aleppo", "lat": -40.0, "lon": 0.0, "demonym": False}
    line = {"id": "1", "text": "Aleppo was calm.", "toponyms": [gold]}
    (tmp_path / "corpus.jsonl").write_text(json.dumps(line) + "\n", encoding="utf-8")
    done = geoconflict("evaluate", tmp_path / "corpus.jsonl", "--errors", "3")
    assert done.returncode == 0
    assert b"'Aleppo'" in done.stdout
    assert b"wanted" in done.stdout
