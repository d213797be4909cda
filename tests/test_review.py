"""The review's server listens to this computer alone; its session writes what was decided."""

from __future__ import annotations

import http.client
import json
import os
import signal
import subprocess
import sys
import threading
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from geo.cli import cli
from geo.corrections import read_corrections
from geo.errors import UsageError
from geo.gazetteer import Gazetteer
from geo.pipeline import Options
from geo.records import Article
from geo.review import Session, serve
from geo.review.land import land
from geo.review.views import detail, search

ROOT = Path(__file__).resolve().parents[1]
TODAY = date(2026, 4, 1)
SAID = {"who": "Ana", "why": "it says so", "today": TODAY}
SPRINGFIELD = "Gunmen killed two farmers near Springfield on Monday. Springfield mourned."
TWICE = (
    "A bomb exploded in Quito on Monday, killing three people.\n\n"
    "Another bomb exploded in Guayaquil on Tuesday, killing five people."
)


def article(id_, text):
    return Article(id=id_, text=text, published=date(2026, 3, 3), language="en")


@pytest.fixture
def session(tmp_path):
    articles = [article("twice", TWICE), article("farmers", SPRINGFIELD), article("calm", "Calm.")]
    return Session.open(articles, tmp_path / "corrections.csv", Options())


@pytest.fixture
def server(session):
    with serve(session) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield running
        running.shutdown()


def ask(server, path="", *, method="GET", body=None, token=None, **headers):
    """The status and the answer; `headers` are those of a page of ours unless they say else."""
    host, port = server.server_address
    given = {"Host": f"{host}:{port}", "Origin": server.origin, "Content-Type": "application/json"}
    given |= {name.replace("_", "-"): value for name, value in headers.items()}
    connection = http.client.HTTPConnection(host, port, timeout=60)
    sent = None if body is None else json.dumps(body).encode()
    target = f"/{server.token if token is None else token}/{path}"
    connection.putrequest(method, target, skip_host=True)
    for name, value in given.items():
        if value is not None:
            connection.putheader(name, value)
    if sent is not None:
        connection.putheader("Content-Length", str(len(sent)))
    connection.endheaders(sent)
    answer = connection.getresponse()
    text = answer.read()
    connection.close()
    return answer, text


def decision(session, **changes):
    article_id, event = session.order[0]
    change = {"target": "event", "field": "fatalities", "value": "5"}
    return {"key": [article_id, event], "changes": [change], "who": "Ana", "why": ""} | changes


class TestServer:
    def test_it_listens_on_this_computer_alone_behind_a_long_secret(self, server):
        assert server.server_address[0] == "127.0.0.1"
        assert server.server_address[1] > 0
        assert len(server.token) >= 32
        assert server.token in server.url

    def test_page_may_load_nothing_but_itself(self, server):
        answer, text = ask(server, Origin=None)
        assert answer.status == 200
        assert b"<!DOCTYPE html>" in text
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert b"http" not in text.replace(b"http-equiv", b"")

    @pytest.mark.parametrize(
        ("changes", "status"),
        [
            ({"token": "wrong"}, 404),
            ({"token": ""}, 404),
            ({"Host": "evil.example"}, 403),
            ({"Host": "127.0.0.1:1"}, 403),
            ({"Host": None}, 403),
            ({"Origin": "http://evil.example"}, 403),
            ({"Origin": "null"}, 403),
            ({"Sec_Fetch_Site": "cross-site"}, 403),
            ({"path": "../../etc/passwd"}, 404),
            ({"path": "review.py"}, 404),
            ({"path": "api/case?article=x&event=y"}, 422),
            ({"path": "api/land?west=1"}, 400),
            ({"path": "api/land?west=nan&east=1&south=1&north=2"}, 400),
        ],
    )
    def test_strangers_are_refused(self, server, changes, status):
        answer, text = ask(server, **changes)
        assert answer.status == status
        assert server.token.encode() not in text

    @pytest.mark.parametrize(
        ("changes", "status"),
        [
            ({"Origin": None}, 403),
            ({"Origin": "http://localhost:1"}, 403),
            ({"Content_Type": "text/plain"}, 415),
            ({"Content_Type": "application/x-www-form-urlencoded"}, 415),
            ({"body": {"key": "x" * 70_000}}, 413),
            ({"body": ["no", "object"]}, 400),
            ({"path": "api/none"}, 404),
            ({"token": "wrong"}, 404),
        ],
    )
    def test_decision_from_elsewhere_or_in_another_form_is_not_written(
        self, server, session, changes, status
    ):
        given = {"path": "api/decide", "body": decision(session)} | changes
        answer, _ = ask(server, method="POST", **given)
        assert answer.status == status
        assert not session.file.exists()

    def test_decision_of_the_page_is_written(self, server, session):
        answer, _ = ask(server, "api/decide", method="POST", body=decision(session))
        assert answer.status == 200
        (found,) = read_corrections([session.file], Gazetteer.open()).given
        assert (found.field, found.value, found.who) == ("fatalities", "5", "Ana")

    @pytest.mark.parametrize(
        "change",
        [{"who": " "}, {"changes": []}, {"changes": ["x"]}, {"key": ["x", "y"]}, {"who": 3},
         {"changes": [{"target": "event", "field": "x_path", "value": "y"}]},
         {"changes": [{"target": "mention", "field": "latitude", "value": "1"}]}],
    )  # fmt: skip
    def test_decision_that_makes_no_sense_is_refused_in_words(self, server, session, change):
        body = decision(session, **change)
        answer, text = ask(server, "api/decide", method="POST", body=body)
        assert answer.status == 422
        assert len(json.loads(text)["error"]) > 10
        assert not session.file.exists()

    def test_taken_port_is_named(self, server, session):
        port = server.server_address[1]
        with pytest.raises(UsageError, match=rf"port {port} .*--port"):
            serve(session, port=port)


class TestSession:
    def test_least_certain_event_comes_first_and_reviewed_ones_last(self, session):
        first, *others = session.order
        assert first[0] == "farmers"
        assert [key[0] for key in others] == ["twice", "twice"]
        session.decide(first, [change("x_review_status", "confirmed")], **SAID)
        articles = [each.article for each in session.dossiers.values()]
        assert Session.open(articles, session.file, Options()).order[-1] == first

    def test_line_says_what_the_machine_said_and_finds_the_event_without_its_id(self, session):
        second = session.order[2]
        machine = session.case(second).machine
        session.decide(second, [change("fatalities", "9")], **SAID)
        (found,) = read_corrections([session.file], Gazetteer.open()).given
        assert (found.was, found.made) == (str(machine["fatalities"]), "2026-04-01")
        assert (found.article, found.text) == ("twice", "bomb")
        assert found.occurrence in {1, 2}
        assert session.case(second).row["fatalities"] == 9

    def test_all_changes_of_a_decision_are_written_or_none(self, session):
        changes = [change("fatalities", "9"), change("event_date", "yesterday")]
        with pytest.raises(UsageError, match="yesterday"):
            session.decide(session.order[0], changes, **SAID)
        assert not session.file.exists()

    def test_rejected_event_stays_in_the_review_and_undo_brings_it_back(self, session):
        key = session.order[0]
        session.decide(key, [change("x_review_status", "rejected")], **SAID)
        assert session.case(key).status == "rejected"
        assert session.undo() == key
        assert session.case(key).status == "machine"
        assert session.undo() is None

    def test_place_of_a_name_is_kept_for_all_its_mentions(self, session):
        key = session.order[0]
        other = session.case(key).mention.alternatives[0][0]
        session.decide(key, [change("place", other.id, target="mention")], **SAID)
        said = session.dossiers["farmers"].resolutions
        assert {each.place.id for each in said if each.toponym.text == "Springfield"} == {other.id}
        shown = detail(session, key)
        assert shown["place"]["id"] == shown["places"][0]["id"] == other.id
        assert shown["machine"]["place"] != other.id

    def test_pieces_laid_end_to_end_are_the_text(self, session):
        for key in session.order:
            pieces = detail(session, key)["text"]
            text = session.dossiers[key[0]].article.text
            assert "".join(piece for piece, _ in pieces) in text
            marked = "".join(piece for piece, marks in pieces if "s" in marks)
            assert marked == session.case(key).row["x_sentence"]

    def test_event_in_copies_of_an_agencys_sentence_is_rejected_in_all_of_them_at_once(
        self, tmp_path
    ):
        text = "Gunmen killed two farmers near Springfield, Missouri, on Monday, police said."
        articles = [article(name, text) for name in ("one", "two", "three")]
        session = Session.open(articles, tmp_path / "corrections.csv", Options())
        key = session.order[0]
        assert len(session.copies(key)) == 2
        session.decide(key, [change("x_review_status", "rejected")], copies=True, **SAID)
        assert [session.case(each).status for each in session.order] == ["rejected"] * 3
        session.undo()
        assert [session.case(each).status for each in session.order] == ["machine"] * 3

    def test_search_answers_from_the_gazetteer(self):
        first, *_ = search("Tibú, Colombia")
        assert (first["name"], first["country"]) == ("Tibú", "CO")
        assert search("  ") == []


def change(field, value, target="event"):
    return {"target": target, "field": field, "value": value}


def test_land_is_cut_to_the_box_with_provinces_in_a_small_one():
    small, large = land((-81.0, -2.0, -77.0, 1.5)), land((-170.0, -60.0, 170.0, 70.0))
    corners = [corner for ring in small["countries"] for corner in ring]
    assert all(-81 <= lon <= -77 and -2 <= lat <= 1.5 for lon, lat in corners)
    assert small["provinces"]
    assert not large["provinces"]
    assert "Pichincha" in {each["name"] for each in small["names"]}


class TestCommand:
    def test_it_prints_its_address_serves_and_stops_on_ctrl_c(self, tmp_path):
        (tmp_path / "a.txt").write_text(f" date 2026-03-03 Attack\n\n{SPRINGFIELD}\n")
        command = [sys.executable, "-m", "geo", "review", str(tmp_path)]
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
        ) as running:  # fmt: skip
            address = running.stdout.readline().strip()
            _, _, host, token, _ = address.split("/")
            connection = http.client.HTTPConnection(*host.split(":"), timeout=60)
            connection.request("GET", f"/{token}/api/cases")
            cases = json.loads(connection.getresponse().read())
            connection.close()
            running.send_signal(signal.SIGINT)
            _, said = running.communicate(timeout=60)
        assert running.returncode == 0
        assert len(cases["cases"]) == 1
        assert cases["file"] == str(tmp_path / "corrections.csv")
        assert "0 corrections written" in said
        assert token not in said

    def test_lines_of_the_file_that_cannot_be_used_are_named_first(self, session):
        session.file.write_text("target,event,field,value\nevent,E-1,fatality,3\n")
        (problem,) = session.problems
        assert "did you mean fatalities?" in str(problem)

    def test_articles_on_stdin_or_in_several_folders_need_a_named_file(self, tmp_path):
        for name in ("a", "b"):
            (tmp_path / name).mkdir()
        refused = CliRunner().invoke(cli, ["review", "-"])
        assert "on stdin cannot be reviewed" in str(refused.exception)
        refused = CliRunner().invoke(cli, ["review", str(tmp_path / "a"), str(tmp_path / "b")])
        assert "--corrections" in str(refused.exception)
