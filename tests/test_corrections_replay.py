"""Corrections replayed on runs: again, by other versions, from the cache, by the command."""

from __future__ import annotations

import json
import re
import shutil
import sys
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

import geo
from geo.cli import cli
from geo.corrections import append_corrections, event_digest
from geo.pipeline import Options, Reading
from geo.pipeline.memory import Keys, Remembered
from geo.pipeline.replay import load_corrections
from geo.pipeline.stages import version_id
from geo.store import Store

BOMB = (
    "A bomb exploded in a market in San Lorenzo on Monday, killing three people. "
    "Officials in Quito condemned it."
)
MARCH = "Hundreds of teachers marched peacefully through Guayaquil on Monday to demand pay."
ROOT = Path(__file__).resolve().parents[1]
MACHINE, TOWN = "admin2:EC.09.0805", "geonames:3651694"
FILES = ("index.html", "events.csv", "events.geojson", "events.parquet")


@pytest.fixture
def folder(tmp_path):
    news = tmp_path / "news"
    news.mkdir()
    write_articles(news)
    return news


def write_articles(news, *, before=""):
    articles = [{"id": "bomb", "text": before + BOMB}, {"id": "march", "text": MARCH}]
    lines = [json.dumps(each | {"published": "2026-03-03"}) for each in articles]
    (news / "articles.jsonl").write_text("\n".join(lines) + "\n")


def correct(news, *lines):
    append_corrections(
        news / "corrections.csv", [{"who": "Ana", "why": "why"} | each for each in lines]
    )


def place(value=TOWN, **cells):
    return {
        "target": "mention", "article": "bomb", "text": "San Lorenzo", "field": "place",
        "value": value, **cells,
    }  # fmt: skip


def of_event(text, field, value, **cells):
    article = "march" if text == "marched" else "bomb"
    told = {"target": "event", "article": article, "text": text}
    return told | {"field": field, "value": value} | cells


def run(news, out, **options):
    return geo.run(news, out, today=date(2026, 4, 1), **options)


def values(events, *columns):
    return events.set_index("event_type")[list(columns)].to_dict("index")


class TestRuns:
    def test_a_correction_survives_three_runs_and_a_change_of_version(
        self, folder, tmp_path, monkeypatch
    ):
        """The other version names another id, finds no place itself, and reads a longer text."""
        first = run(folder, tmp_path / "machine").events.set_index("event_type")
        machine = first.loc["Explosions/Remote violence"]
        assert machine["x_place_id"] == MACHINE
        older = f"ECU-{event_digest(machine['event_id_cnty'])[::-1]}"
        correct(
            folder,
            place(was=MACHINE),
            of_event("exploded", "fatalities", "5", event=older),
            of_event("marched", "x_review_status", "rejected"),
        )
        cache = tmp_path / "cache.sqlite"
        reports = [run(folder, tmp_path / f"run{n}", cache=cache) for n in range(3)]
        write_articles(folder, before="This report was changed on Wednesday. ")
        monkeypatch.setattr(sys.modules["geo.pipeline.stages"], "__version__", "99")
        monkeypatch.syspath_prepend(str(Path(__file__).parent))
        other = Options(recognizer="python:blind:Blind")
        reports.append(run(folder, tmp_path / "other", cache=cache, options=other))
        for report in reports:
            (event,) = report.events.to_dict("records")
            assert (event["x_place_id"], event["location"]) == (TOWN, "San Lorenzo de Esmeraldas")
            assert (event["x_precision"], event["x_province_iso"]) == ("town", "EC-E")
            assert (event["fatalities"], event["x_review_status"]) == (5, "corrected")
            assert report.corrections["applied"] == 3
        for name in FILES:
            runs = {(tmp_path / f"run{n}" / name).read_bytes() for n in range(3)}
            assert len(runs) == 1

    def test_several_jobs_apply_what_one_applies(self, folder, tmp_path):
        correct(folder, place(), of_event("exploded", "fatalities", "5"))
        one, two = run(folder, tmp_path / "one"), run(folder, tmp_path / "two", jobs=2)
        for name in FILES:
            assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
        assert one.corrections == two.corrections

    def test_manifest_counts_what_was_applied_what_is_stale_and_what_cannot_be_used(
        self, folder, tmp_path
    ):
        correct(
            folder,
            place(),
            place("none", text="Bogota"),
            place("none", article="other"),
            of_event("exploded", "fatalities", "5"),
            of_event("exploded", "fatality", "5"),
        )
        run(folder, tmp_path / "map")
        told = json.loads((tmp_path / "map" / "manifest.json").read_text("utf-8"))["corrections"]
        assert (told["applied"], told["of_other_articles"]) == (2, 1)
        (stale,) = told["stale"]
        assert stale.endswith("corrections.csv:3: the article does not say 'Bogota'")
        (unusable,) = told["unusable"]
        assert "corrections.csv:6: event has no field 'fatality'" in unusable

    def test_run_without_corrections_says_nothing_of_them(self, folder, tmp_path):
        run(folder, tmp_path / "map")
        assert "corrections" not in json.loads((tmp_path / "map" / "manifest.json").read_text())

    def test_file_of_corrections_is_no_source(self, folder, tmp_path):
        correct(folder, place())
        assert run(folder, tmp_path / "map").failures == []
        assert [each.id for each in geo.read(folder)] == ["bomb", "march"]

    def test_coarsened_map_does_not_say_who_corrected_and_why(self, folder, tmp_path):
        from geo.pipeline import Sharing

        correct(folder, place(), of_event("exploded", "fatalities", "5"))
        sharing = Sharing(coarsen="province")
        events = run(folder, tmp_path / "map", sharing=sharing).events
        assert set(events["x_corrections"].map(len)) == {0}


class TestCache:
    def known(self, folder, cache, options):
        keys = Keys.of(version_id(options), (), load_corrections(None, [folder]))
        by_key = {keys.article(each): each.id for each in Reading([folder]).articles()}
        with Store(cache) as store:
            return {by_key[key] for key in Remembered(store).known(by_key)}

    def test_correction_of_an_event_is_shown_and_nothing_is_worked_out_again(
        self, folder, tmp_path
    ):
        cache = tmp_path / "cache.sqlite"
        run(folder, tmp_path / "map", cache=cache)
        correct(folder, of_event("exploded", "fatalities", "5"))
        assert self.known(folder, cache, Options()) == {"bomb", "march"}
        events = run(folder, tmp_path / "map", cache=cache).events
        assert values(events, "fatalities")["Explosions/Remote violence"] == {"fatalities": 5}

    def test_correction_of_a_place_name_works_out_its_article_alone(self, folder, tmp_path):
        cache = tmp_path / "cache.sqlite"
        run(folder, tmp_path / "map", cache=cache)
        correct(folder, place())
        assert self.known(folder, cache, Options()) == {"march"}
        for _ in range(2):
            report = run(folder, tmp_path / "map", cache=cache)
            found = values(report.events, "x_place_id")["Explosions/Remote violence"]
            assert found == {"x_place_id": TOWN}
            assert report.corrections["applied"] == 1
        assert self.known(folder, cache, Options()) == {"bomb", "march"}

    def test_correction_taken_back_gives_the_machine_its_say(self, folder, tmp_path):
        cache = tmp_path / "cache.sqlite"
        correct(folder, place())
        run(folder, tmp_path / "map", cache=cache)
        (folder / "corrections.csv").unlink()
        events = run(folder, tmp_path / "map", cache=cache).events
        found = values(events, "x_place_id", "x_review_status")["Explosions/Remote violence"]
        assert found == {"x_place_id": MACHINE, "x_review_status": "machine"}


class TestDoors:
    def test_extract_and_geoparse_take_corrections_beside_the_sources(self, folder):
        correct(folder, place(), of_event("exploded", "fatalities", "5"))
        found = values(geo.extract(folder), "x_place_id", "fatalities")
        assert found["Explosions/Remote violence"] == {"x_place_id": TOWN, "fatalities": 5}
        bomb, _ = geo.geoparse(folder / "articles.jsonl")
        meant = {each["text"]: each["place"]["id"] for each in bomb["toponyms"]}
        assert meant["San Lorenzo"] == TOWN

    def test_another_file_may_be_named_and_none_be_asked_for(self, folder, tmp_path):
        correct(folder, place())
        correct(tmp_path, place("admin1:EC.18"))
        named = geo.extract(folder, corrections=tmp_path / "corrections.csv")
        none = geo.extract(folder, corrections=False)
        for events, expected in ((named, "admin1:EC.18"), (none, MACHINE)):
            assert expected in set(events["x_place_id"])

    def test_stale_correction_is_warned_about(self, folder, caplog):
        correct(folder, place("none", text="Bogota"))
        geo.extract(folder)
        assert "does not say 'Bogota'" in caplog.text

    def test_command_tells_of_corrections_on_stderr_and_prints_the_corrected_event(self, folder):
        correct(folder, of_event("exploded", "fatalities", "5"), place("none", text="Bogota"))
        done = CliRunner().invoke(cli, ["extract", str(folder)])
        first = json.loads(done.stdout.splitlines()[0])
        assert first["fatalities"] == 5
        assert "1 applied, 1 stale, 0 of articles not read here" in done.stderr
        assert "correction stale: " in done.stderr

    def test_command_can_leave_corrections_out(self, folder):
        correct(folder, of_event("exploded", "fatalities", "5"))
        done = CliRunner().invoke(cli, ["extract", str(folder), "--no-corrections"])
        assert json.loads(done.stdout.splitlines()[0])["fatalities"] == 3
        both = ["extract", str(folder), "--no-corrections", "--corrections"]
        refused = CliRunner().invoke(cli, [*both, str(folder / "corrections.csv")])
        assert "exclude each other" in str(refused.exception)

    def test_explain_tells_what_persons_decided(self, folder):
        correct(folder, place(), of_event("marched", "x_review_status", "rejected"))
        told = CliRunner().invoke(cli, ["explain", str(folder / "articles.jsonl")]).stdout
        assert "corrected by Ana: why" in told
        assert ": place by Ana: why" in told
        assert ": rejected" in told

    def test_example_of_the_readme_is_applied_as_it_stands(self, tmp_path):
        readme = (ROOT / "README.md").read_text("utf-8")
        (table,) = re.findall(r"^```csv\n(target,.*?)^```", readme, re.MULTILINE | re.DOTALL)
        (tmp_path / "corrections.csv").write_text(table, encoding="utf-8")
        shutil.copy(next((ROOT / "seeds").glob("*.txt")), tmp_path)
        report = run(tmp_path, tmp_path / "map")
        assert report.corrections["applied"] == table.count("\n") - 1
        assert report.corrections["unusable"] == report.corrections["stale"] == []
        (event,) = report.events.to_dict("records")
        assert (event["x_place_id"], event["fatalities"]) == ("geonames:3657990", 2)

    def test_table_that_is_no_file_of_corrections_is_refused_by_name(self, folder, tmp_path):
        (tmp_path / "t.csv").write_text("a,b\n1,2\n")
        given = ["extract", str(folder), "--corrections", str(tmp_path / "t.csv")]
        refused = CliRunner().invoke(cli, given)
        assert "has no column target, field, value" in str(refused.exception)


class TestSeveralReports:
    def test_rejection_of_one_report_leaves_the_event_to_the_others(self, folder, tmp_path):
        told = {"id": "other", "published": "2026-03-04", "source": "Radio Y", "text": BOMB}
        (folder / "other.jsonl").write_text(json.dumps(told | {"text": f"{BOMB} More follows."}))
        before = run(folder, tmp_path / "before").events
        correct(folder, of_event("bomb", "x_review_status", "rejected"))
        after = run(folder, tmp_path / "after").events
        ids = [sorted(each) for each in before["x_article_ids"]]
        assert ["bomb", "other"] in ids
        assert ["other"] in [sorted(each) for each in after["x_article_ids"]]
        assert len(after) == len(before)
