from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import geo
from geo import datasets
from geo.errors import DataError

ROOT = Path(__file__).resolve().parents[1]


def test_every_public_name_can_be_had():
    for name in geo.__all__:
        assert getattr(geo, name) is not None


def test_a_name_that_is_not_public_is_an_attribute_error():
    with pytest.raises(AttributeError, match="maps"):
        geo.maps  # noqa: B018 - the look-up is the test


def test_importing_the_package_loads_nothing_heavy():
    code = "import sys, geo; print(sorted({'numpy', 'pandas', 'folium'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_asking_for_help_loads_nothing_heavy():
    code = (
        "import sys\nfrom click.testing import CliRunner\nfrom geo.cli import cli\n"
        "assert CliRunner().invoke(cli, ['run', '--help']).exit_code == 0\n"
        "print(sorted({'numpy', 'pandas', 'folium'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_version_is_the_distributions():
    assert f'version = "{geo.__version__}"' in (ROOT / "pyproject.toml").read_text("utf-8")


def test_every_file_that_ships_is_in_the_manifest():
    described = {dataset.file for dataset in datasets.datasets()}
    shipped = {
        path.relative_to(ROOT / "data").as_posix()
        for path in (ROOT / "data").rglob("*")
        if path.is_file() and "build" not in path.relative_to(ROOT / "data").parts
    }
    own = {"manifest.json", "tables/README.md"}
    assert shipped - described - own == set()
    assert described <= shipped


def test_the_data_stays_under_60_mb():
    sizes = (path.stat().st_size for path in (ROOT / "data").rglob("*") if path.is_file())
    assert sum(sizes) < 60_000_000


def test_a_damaged_file_is_told_by_its_hash(tmp_path, monkeypatch):
    entry = {
        "file": "a.txt", "title": "", "licence": "", "attribution": "", "version": "1",
        "sha256": "0" * 64, "rows": 1, "sources": [],
    }  # fmt: skip
    missing = entry | {"file": "b.txt"}
    (tmp_path / "manifest.json").write_text(json.dumps({"files": [entry, missing]}))
    (tmp_path / "a.txt").write_text("damaged")
    monkeypatch.setattr(datasets, "_PLACES", (tmp_path,))
    datasets.data_dir.cache_clear()
    datasets.datasets.cache_clear()
    try:
        faults = [fault for _, fault in datasets.verify()]
        with pytest.raises(DataError, match=r"c\.txt is not in"):
            datasets.data_path("c.txt")
    finally:
        monkeypatch.undo()
        datasets.data_dir.cache_clear()
        datasets.datasets.cache_clear()
    assert faults[0].startswith("sha256 is")
    assert faults[1] == "missing"


def test_missing_data_says_where_it_was_looked_for(tmp_path, monkeypatch):
    monkeypatch.setattr(datasets, "_PLACES", (tmp_path / "here",))
    datasets.data_dir.cache_clear()
    try:
        with pytest.raises(DataError, match=r"not found in .*here; reinstall"):
            datasets.data_dir()
    finally:
        datasets.data_dir.cache_clear()
