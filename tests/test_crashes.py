"""Whatever ends a run, the next one with the same cache writes what an undisturbed run writes."""

from __future__ import annotations

import io
import json
import re
import signal
import subprocess
import sys
from pathlib import Path

import crashing
import pytest

import geo
from geo.errors import StoreError
from geo.pipeline import Options, stages

ROOT = Path(__file__).resolve().parents[1]
SEED = next((ROOT / "seeds").glob("*.txt"))
TOWNS = ("Quito", "Guayaquil", "Cuenca", "Loja", "Ambato", "Manta", "Machala", "Ibarra")
N_ARTICLES = 40


@pytest.fixture(scope="module")
def news(tmp_path_factory):
    """Forty articles in one file, which is large enough to be read in pieces."""
    path = tmp_path_factory.mktemp("news") / "news.jsonl"
    (seed,) = geo.read(SEED)
    lines = [
        {
            "id": f"a{number}",
            "text": f"A bomb killed {number + 2} people in {TOWNS[number % 8]} on Monday.\n"
            + seed.text.replace("Esmeraldas", TOWNS[number % 8]),
            "published": f"2026-03-{number % 20 + 1:02}",
        }
        for number in range(N_ARTICLES)
    ]
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    assert path.stat().st_size > 100_000
    return path


@pytest.fixture(scope="module")
def undisturbed(news, tmp_path_factory):
    return written(news, tmp_path_factory.mktemp("undisturbed"))


def written(news, out, cache=None):
    """The files of a run, by name."""
    report = geo.run(news, out, cache=cache, today=crashing.TODAY)
    assert report.totals["articles"] == N_ARTICLES
    return contents(out)


def contents(folder):
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def crash(moment, news, folder):
    out, cache = folder / "map", folder / "cache.sqlite"
    command = [sys.executable, crashing.__file__, moment, str(news), str(out), str(cache)]
    return subprocess.run(command, capture_output=True, text=True, check=False), out, cache


@pytest.mark.parametrize("moment", ["third-commit", "table"])
def test_the_run_after_a_kill_writes_the_same_bytes(moment, news, undisturbed, tmp_path):
    ended, out, cache = crash(moment, news, tmp_path)
    assert ended.returncode == -signal.SIGKILL, ended.stderr
    for name, data in contents(out).items() if out.exists() else ():
        assert name.startswith(".") or data == undisturbed[name]
    assert written(news, out, cache) == undisturbed


@pytest.mark.parametrize(
    ("moment", "told"),
    [
        ("no-room-for-the-store", r"StoreError: .*cache\.sqlite"),
        ("no-room-for-the-page", r"ExportError: .*index\.html"),
    ],
)
def test_a_full_disk_is_told_and_leaves_no_half_file(moment, told, news, undisturbed, tmp_path):
    ended, out, cache = crash(moment, news, tmp_path)
    assert ended.returncode == 1
    assert re.match(told, ended.stderr)
    assert set(contents(out) if out.exists() else ()) <= {*undisturbed} - {"index.html"}
    assert written(news, out, cache) == undisturbed


def test_a_damaged_store_is_set_aside_and_built_again(news, undisturbed, tmp_path):
    cache = tmp_path / "cache.sqlite"
    written(news, tmp_path / "first", cache)
    data = bytearray(cache.read_bytes())
    data[200 : len(data) // 2] = bytes(len(data) // 2 - 200)
    cache.write_bytes(data)
    assert written(news, tmp_path / "second", cache) == undisturbed
    assert (tmp_path / "cache.sqlite.damaged-1").exists()


def test_standard_input_is_not_read_twice_because_the_store_is_damaged(tmp_path):
    cache = tmp_path / "cache.sqlite"
    article = json.dumps({"text": "The weather was fine."}).encode()
    geo.run("-", tmp_path / "map", cache=cache, stdin=io.BytesIO(article))
    data = cache.read_bytes()
    cache.write_bytes(data[:200] + bytes(len(data) - 200))
    with pytest.raises(StoreError, match=r"cache\.sqlite was damaged .*damaged-1; run again"):
        geo.run("-", tmp_path / "map", cache=cache, stdin=io.BytesIO(article))
    report = geo.run("-", tmp_path / "map", cache=cache, stdin=io.BytesIO(article))
    assert report.totals["articles"] == 1


def test_what_was_worked_out_before_a_kill_is_not_worked_out_again(
    news, undisturbed, tmp_path, monkeypatch
):
    ended, out, cache = crash("page", news, tmp_path)
    assert ended.returncode == -signal.SIGKILL

    def process(*_):
        pytest.fail("an article was worked on again")

    monkeypatch.setattr(type(stages(Options())), "process", process)
    assert written(news, out, cache) == undisturbed
