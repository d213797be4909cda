"""A run on a cluster gives what a run on one machine gives, whatever happens to its workers."""

from __future__ import annotations

import json
import socket
import sys
from datetime import date
from itertools import cycle, islice
from pathlib import Path

import geopandas as gpd
import pandas as pd
import poisoned
import pytest
from click.testing import CliRunner
from dask_cluster import running_cluster

import geo
from geo.articles import Slice
from geo.cli import cli
from geo.corrections import append_corrections
from geo.errors import ClusterError, GeoconflictError, NoArticlesError, UsageError
from geo.pipeline import Options, Page, write_results
from geo.pipeline.cluster import _result, find_on_cluster
from geo.pipeline.cluster_connection import compare_versions
from geo.pipeline.cluster_tasks import check_versions, versions
from geo.pipeline.memory import Keys
from geo.pipeline.packing import unpack
from geo.pipeline.replay import load_corrections
from geo.pipeline.spread import Task
from geo.pipeline.stages import version_id

CASES = Path(__file__).parent / "cases" / "events"
FILES = ("index.html", "events.csv", "events.geojson", "events.parquet", "manifest.json")
TODAY = date(2026, 11, 1)
SMALL = 4_000
"""Bytes of a partition, so that a hundred articles make many."""


def articles(count):
    """Articles with events of every kind; their texts come again under other ids."""
    texts = [json.loads(file.read_text("utf-8")) for file in sorted(CASES.glob("en_*.json"))]
    for number, text in enumerate(islice(cycle(texts), count)):
        yield {
            "id": f"a{number}",
            "text": f"{text['text']} Report {number}.",
            "published": f"2026-03-{number % 28 + 1:02}",
            "source": f"paper{number % 7}.example",
        }


def written(path, rows):
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), "utf-8")
    return path


@pytest.fixture(scope="module")
def news(tmp_path_factory):
    """JSON Lines, CSV and Parquet, with what is wrong in them, in several files."""
    folder = tmp_path_factory.mktemp("news")
    rows = list(articles(120))
    again, other = rows[3], rows[4] | {"text": "A bomb exploded in Quito."}
    lines = written(folder / "a.jsonl", [*rows[:80], again, other])
    with lines.open("a", encoding="utf-8") as file:
        file.write('\n{"text": \n{"title": "No text"}\n')
    pd.DataFrame(rows[80:100]).to_csv(folder / "b.csv", index=False)
    pd.DataFrame(rows[100:]).to_parquet(folder / "c.parquet")
    (folder / "d.txt").touch()
    # A person struck out a place name of the first article.
    struck = {"target": "mention", "article": "a0", "text": "Kirkuk", "field": "mention"}
    append_corrections(folder / "corrections.csv", [struck | {"value": "removed", "who": "E. D."}])
    return folder


@pytest.fixture(scope="module")
def cluster(tmp_path_factory):
    with running_cluster(tmp_path_factory.mktemp("dask")) as running:
        yield running


@pytest.fixture(scope="module")
def alone(news, tmp_path_factory):
    out = tmp_path_factory.mktemp("alone")
    geo.run(news, out, today=TODAY)
    return out


def task_for(sources, options=None):
    options = options or Options()
    keys = Keys.of(version_id(options), (), load_corrections(None, [sources]))
    return Task(options=options, keys=keys, today=TODAY)


def run_there(sources, out, cluster, *, options=None, **more):
    task = task_for(sources, options)
    with find_on_cluster(
        [sources], cluster.address, task=task, partition_bytes=SMALL, **more
    ) as found:
        return write_results(found, out, options=task.options, page=Page(), today=TODAY)


def find_there(sources, address):
    with find_on_cluster([sources], address, task=task_for(sources), patience_s=0.2):
        pass


def differing(one, other):
    return [name for name in FILES if (one / name).read_bytes() != (other / name).read_bytes()]


def test_a_cluster_writes_the_bytes_that_one_machine_writes(news, alone, cluster, tmp_path):
    report = run_there(news, tmp_path, cluster)
    assert len(report.events) > 20
    assert {Path(failure.path).name for failure in report.failures} == {
        "a.jsonl", "a.jsonl:84", "a.jsonl:85", "d.txt",
    }  # fmt: skip
    assert report.totals["left_out"] == {"duplicate": 1}
    assert report.corrections["applied"] == 1
    assert differing(alone, tmp_path) == []


def test_a_worker_killed_midway_costs_nothing(news, alone, cluster, tmp_path):
    doomed, _ = cluster.workers
    told = iter(range(1000))

    def kill_one():
        if next(told) == 10:
            doomed.kill()
            doomed.wait()

    run_there(news, tmp_path, cluster, on_article=kill_one)
    assert doomed.returncode
    assert next(told) > 100
    assert differing(alone, tmp_path) == []


def test_poisoned_articles_are_set_aside_by_name_and_no_worker_is_lost(cluster, tmp_path):
    alive = [worker.poll() for worker in cluster.workers]
    words = ["", poisoned.HANGS, poisoned.CRASHES, "at last"]
    (first,) = articles(1)
    rows = [first | {"id": f"a{at}", "text": f"{first['text']} {word}"}
            for at, word in enumerate(words)]  # fmt: skip
    options = Options(recognizer="python:poisoned:PoisonedRecognizer")
    news = written(tmp_path / "news.jsonl", rows)
    report = run_there(news, tmp_path / "out", cluster, options=options, timeout_s=3.0)
    assert report.totals["articles"] == 2
    hung, crashed = (failure.reason for failure in report.failures)
    assert hung.startswith("article a1: took longer than 3 s")
    assert crashed.startswith("article a2: its process died: killed by SIGSEGV")
    assert [worker.poll() for worker in cluster.workers] == alive


def test_the_command_on_a_cluster_writes_parts_and_names_what_is_missing(news, cluster, tmp_path):
    sources = [str(tmp_path / "none.jsonl"), str(news / "*.parquet")]
    command = ["run", *sources, "--cluster", cluster.address, "--out", str(tmp_path)]
    result = CliRunner().invoke(cli, command)
    assert result.exit_code == 0, result.stderr
    assert "none.jsonl: missing: there is no such file or folder" in result.stderr
    assert "in 20 articles (1 not read)" in result.stderr
    whole = gpd.read_parquet(tmp_path / "events.parquet")
    parts = geo.open_cluster_events(tmp_path).compute()
    assert sorted(parts["event_id_cnty"]) == sorted(whole["event_id_cnty"])


def test_a_scheduler_lost_midway_ends_the_run_and_says_so(news, tmp_path):
    with running_cluster(tmp_path, workers=1) as lost:

        def kill_scheduler():
            lost.scheduler.kill()
            lost.scheduler.wait()

        with pytest.raises(ClusterError, match="the scheduler was lost during the run"):
            run_there(news, tmp_path / "out", lost, on_article=kill_scheduler, patience_s=4.0)
    assert not (tmp_path / "out").exists()


def test_a_partition_that_no_worker_survives_is_named_with_its_lines(news):
    from distributed import KilledWorker

    class Lost:
        def result(self):
            raise KilledWorker("work_on-1", "tcp://10.0.0.7:40000", 3)

    *_, last = Slice(path="a.jsonl", location=str(news / "a.jsonl")).cut(SMALL)
    (block,) = _result(Lost(), [last])
    (failure,) = unpack(block)
    assert failure.path == "a.jsonl"
    assert failure.reason.startswith(f"from line {last.lines.first} on, ")
    assert "every worker that took it died, last tcp://10.0.0.7:40000" in failure.reason


def test_an_unrelated_package_of_our_name_on_a_worker_is_told_from_ours(news, tmp_path):
    (tmp_path / "geo.py").write_text("")
    environment = {"PYTHONPATH": str(tmp_path)}
    with (
        running_cluster(tmp_path, workers=1, environment=environment) as odd,
        pytest.raises(ClusterError, match=r"not installed on the workers tcp://127.0.0.1:.*pip"),
    ):
        run_there(news, tmp_path / "out", odd)


@pytest.mark.parametrize("at", range(len(versions())))
def test_a_worker_with_another_version_is_named_with_both(at):
    other = [*versions()]
    other[at] = (other[at][0], "7.7.7")
    name, ours = versions()[at]
    with pytest.raises(ClusterError) as raised:
        compare_versions({"tcp://a:1": versions(), "tcp://b:2": other}, versions())
    assert f"tcp://b:2 has another version of {name}: 7.7.7, here {ours}" in str(raised.value)
    with pytest.raises(GeoconflictError, match=r"7\.7\.7 where the run was started"):
        check_versions(other)


def test_a_scheduler_that_does_not_answer_is_named_within_the_time_given(news):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{unused.getsockname()[1]}"
        with pytest.raises(ClusterError, match=rf"no Dask scheduler answers at {address} within"):
            find_there(news, address)


@pytest.mark.parametrize("address", ["", "nosuch://host:8786", "tcp://", "host", "tcp://host:port"])
def test_what_is_no_address_of_a_scheduler_is_refused(news, address):
    with pytest.raises(UsageError, match="is no address of a Dask scheduler"):
        find_there(news, address)


def test_a_scheduler_without_workers_is_told_from_one_that_works(news, tmp_path):
    with (
        running_cluster(tmp_path, workers=0) as idle,
        pytest.raises(ClusterError, match=r"no workers; start some with `dask worker tcp://"),
    ):
        find_there(news, idle.address)


def test_absent_dask_is_named_with_what_to_install(news, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    monkeypatch.setitem(sys.modules, "dask_geopandas", None)
    with pytest.raises(ClusterError, match=r"pip install geoconflict\[cluster\]"):
        geo.run(news, tmp_path, cluster="tcp://127.0.0.1:1")
    with pytest.raises(ClusterError, match=r"pip install geoconflict\[cluster\]"):
        geo.open_cluster_events(tmp_path)


def test_options_of_one_machine_are_refused_on_a_cluster(news, tmp_path):
    cluster = {"cluster": "tcp://127.0.0.1:1"}
    with pytest.raises(UsageError, match="--jobs is for one machine"):
        geo.run(news, tmp_path, jobs=2, **cluster)
    with pytest.raises(UsageError, match="--cache is for one machine"):
        geo.run(news, tmp_path, cache=tmp_path / "cache.sqlite", **cluster)
    with pytest.raises(UsageError, match="standard input cannot be read by several machines"):
        geo.run("-", tmp_path, **cluster)
    with pytest.raises(NoArticlesError, match="no file is there"):
        geo.run(str(tmp_path / "*.jsonl"), tmp_path, **cluster)
