"""The committed maps are what the main job writes today."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
FILES = ("index.html", "events.csv", "events.geojson", "events.parquet", "manifest.json")


def run_seeds(out, seed):
    environment = os.environ | {"PYTHONHASHSEED": seed}
    command = [sys.executable, "-m", "geo", "run", "seeds/", "--out", str(out)]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
    return {name: (out / name).read_bytes() for name in FILES}


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    return run_seeds(tmp_path_factory.mktemp("maps"), "1")


@pytest.mark.parametrize("name", FILES)
def test_a_committed_map_is_what_the_main_job_writes(written, name):
    assert (ROOT / "maps" / name).read_bytes() == written[name], f"maps/{name}: run `make maps`"


def test_another_process_with_another_hash_seed_writes_the_same_bytes(written, tmp_path):
    assert run_seeds(tmp_path / "again", "2") == written
