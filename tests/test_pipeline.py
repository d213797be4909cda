from __future__ import annotations

import json
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import geo
from geo.errors import NoArticlesError
from geo.gazetteer import import_places
from geo.pipeline import Options, Reading
from geo.pipeline.context import ContextPlaces
from geo.pipeline.manifest import manifest
from geo.pipeline.spread import batches, outcomes
from geo.pipeline.stages import stages, version_id
from geo.records import Article

ROOT = Path(__file__).resolve().parents[1]
SEED = next((ROOT / "seeds").glob("*.txt"))
FILES = ("index.html", "events.csv", "events.geojson", "events.parquet")
TODAY = date(2026, 4, 1)


def seed_article():
    return geo.read(SEED)[0]


@pytest.fixture
def folder(tmp_path):
    """One good article among everything that can be wrong with a file."""
    news = tmp_path / "news"
    news.mkdir()
    seed = SEED.read_text("utf-8")
    (news / "good.txt").write_bytes(SEED.read_bytes())
    (news / "empty.txt").touch()
    (news / "binary.txt").write_bytes(bytes(range(256)) * 8)
    (news / "latin.txt").write_bytes(
        " date 2026-03-06 Explosión en Bogotá\n\nUna bomba explotó en Bogotá.\n".encode("latin-1")
    )
    (news / "wide.txt").write_bytes(seed.replace("airstrike", "air raid").encode("utf-16"))
    (news / "future.txt").write_text(" date 2031-01-01 Later\n\nA bomb exploded in Quito.\n")
    (news / "never.txt").write_text(" date 2026-02-30 Never\n\nA bomb exploded in Quito.\n")
    (news / "lines.jsonl").write_text('{"text": "Nothing happened in Quito."}\n{"text": \n')
    (news / "headline.txt").write_text(" date 2026-03-06 Only a headline\n\n")
    return news


def run(sources, out, **options):
    return geo.run(sources, out, today=TODAY, **options)


def test_bad_input_is_named_with_its_reason_and_the_rest_is_mapped(folder, tmp_path):
    report = run(folder, tmp_path / "map")
    failed = {Path(failure.path).name for failure in report.failures}
    assert failed == {
        "empty.txt", "binary.txt", "future.txt", "never.txt", "lines.jsonl:2", "headline.txt",
    }  # fmt: skip
    assert all(failure.reason for failure in report.failures)
    assert "EC-E" in set(report.events["x_admin1_iso"])


def test_the_manifest_lists_every_source_with_hash_status_and_counts(folder, tmp_path):
    run(folder, tmp_path / "map")
    manifest = json.loads((tmp_path / "map" / "manifest.json").read_text("utf-8"))
    sources = {Path(source["path"]).name: source for source in manifest["sources"]}
    assert sources["good.txt"]["status"] == "ok"
    assert sources["good.txt"]["events"] == 1
    assert len(sources["good.txt"]["sha256"]) == 64
    assert sources["never.txt"]["status"] == "failed"
    assert "2026-02-30" in sources["never.txt"]["reason"]
    assert manifest["totals"]["failed"] == 6
    assert {entry["file"] for entry in manifest["data"]} >= {"provinces.parquet"}


def test_a_missing_file_is_named_and_the_others_are_mapped(tmp_path):
    report = run([tmp_path / "none.txt", SEED], tmp_path / "map")
    assert [Path(failure.path).name for failure in report.failures] == ["none.txt"]
    assert len(report.events) == 1


def test_the_join_agrees_with_the_gazetteer_about_the_seed(tmp_path):
    event = run(SEED, tmp_path / "map").events.iloc[0]
    assert event["x_province_iso"] == "EC-E"
    assert event["x_province_check"] == "agrees"


def test_a_folder_without_articles_is_refused_before_anything_is_written(tmp_path):
    (tmp_path / "news").mkdir()
    with pytest.raises(NoArticlesError, match="no article found"):
        run(tmp_path / "news", tmp_path / "map")
    assert not (tmp_path / "map").exists()


def test_two_jobs_write_what_one_writes(folder, tmp_path, monkeypatch):
    monkeypatch.setattr(sys.modules["geo.pipeline.job"], "_MANY_REPORTS", 0)
    run(folder, tmp_path / "one")
    run(folder, tmp_path / "two", jobs=2)
    for name in FILES:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_a_run_from_the_cache_writes_the_same_bytes(folder, tmp_path):
    cache = tmp_path / "cache.sqlite"
    run(folder, tmp_path / "first", cache=cache)
    run(folder, tmp_path / "second", cache=cache)
    for name in FILES:
        assert (tmp_path / "first" / name).read_bytes() == (tmp_path / "second" / name).read_bytes()


def test_an_article_that_breaks_a_stage_fails_alone():
    good = seed_article()
    bad = replace(good, id="bad", text=None)
    done = stages(Options()).process([good, bad])
    assert [bool(outcome.failure) for outcome in done] == [False, True]
    assert len(done[0].rows) == 1


def test_batches_are_bounded_by_number_and_by_characters():
    small = [Article(id=str(number), text="x") for number in range(70)]
    assert [len(batch) for batch in batches(small)] == [32, 32, 6]
    large = [Article(id=str(number), text="x" * 600_000) for number in range(3)]
    assert [len(batch) for batch in batches(large)] == [2, 1]


def test_outcomes_keep_the_order_of_the_articles():
    articles = [Article(id=str(number), text=f"Quito {number}") for number in range(40)]
    done = list(outcomes(articles, options=Options()))
    assert [outcome.article.id for outcome in done] == [article.id for article in articles]


def test_a_copy_of_an_article_is_counted_once(tmp_path):
    (tmp_path / "a.txt").write_bytes(SEED.read_bytes())
    (tmp_path / "b.txt").write_bytes(SEED.read_bytes())
    reading = Reading([tmp_path], today=TODAY)
    assert len(list(reading.outcomes(Options()))) == 1
    assert [skipped.kind for skipped in reading.skipped] == ["duplicate"]


def test_ten_lines_of_python_make_the_map(tmp_path):
    events = geo.extract(ROOT / "seeds")
    geo.map(events).save(tmp_path / "index.html")
    assert "Esmeraldas" in (tmp_path / "index.html").read_text("utf-8")


def test_an_empty_run_writes_empty_tables_with_all_columns(tmp_path):
    (tmp_path / "calm.txt").write_text(" date 2026-03-06 Calm\n\nThe weather was fine.\n")
    report = run(tmp_path / "calm.txt", tmp_path / "map")
    assert len(report.events) == 0
    assert (tmp_path / "map" / "events.csv").read_text("utf-8").startswith("event_id_cnty,")


def test_layers_are_named_in_the_manifest_and_change_what_is_remembered(tmp_path, monkeypatch):
    monkeypatch.setenv("GEOCONFLICT_DATA", str(tmp_path / "home"))
    before = version_id(Options())
    (tmp_path / "own.csv").write_text("name,lat,lon\nQumbari,12.5,24.5\n")
    layer = import_places(tmp_path / "own.csv").layer
    stages.cache_clear()
    assert layer.sha256 in version_id(Options())
    assert layer.sha256 not in before
    (named,) = manifest(Options(), {})["layers"]
    assert named == {"name": "own", "kind": "places", "file": "own.csv", "sha256": layer.sha256}
    stages.cache_clear()


def test_context_places_are_named_and_hold_no_event(tmp_path):
    articles = tmp_path / "articles"
    articles.mkdir()
    told = "A bomb exploded in Guayaquil on Monday, police in Quito said. Ecuador mourned."
    (articles / "a.txt").write_text(f" date 2026-03-03 Bomb in Guayaquil\n\n{told}\n")
    found = stages(Options()).process(geo.read(articles))
    places = ContextPlaces()
    for outcome in found:
        places.count(outcome.context)
    frame = places.frame(geo.extract(articles))
    assert frame[["name", "n_articles"]].to_numpy().tolist() == [["Quito", 1]]
