"""The built wheel, installed alone, does the main job from another folder."""

from __future__ import annotations

import json
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def run(*command, cwd):
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT, cwd=folder)
    venv.create(folder / "clean", with_pip=True)
    python = folder / "clean" / "bin" / "python"
    wheel = next(folder.glob("*.whl"))
    constraints = ROOT / "constraints.txt"
    run(python, "-m", "pip", "install", "--quiet", "-c", constraints, wheel, cwd=folder)
    return folder


def test_the_wheel_maps_an_article_in_another_folder(installed, tmp_path):
    (tmp_path / "news").mkdir()
    article = next((ROOT / "seeds").glob("*.txt"))
    (tmp_path / "news" / "strike.txt").write_bytes(article.read_bytes())
    command = installed / "clean" / "bin" / "geoconflict"
    run(command, "run", "news", "--out", "map", cwd=tmp_path)
    manifest = json.loads((tmp_path / "map" / "manifest.json").read_text("utf-8"))
    assert manifest["totals"]["events"] == 1
    assert "Esmeraldas" in (tmp_path / "map" / "events.csv").read_text("utf-8")


def test_the_wheel_carries_verified_data(installed, tmp_path):
    command = installed / "clean" / "bin" / "geoconflict"
    done = run(command, "data", "verify", cwd=tmp_path)
    assert done.stdout.count(": ok") >= 3


def test_the_sdist_carries_the_data_too(installed):
    import tarfile

    with tarfile.open(next(installed.glob("*.tar.gz"))) as archive:
        names = archive.getnames()
    assert any(name.endswith("data/manifest.json") for name in names)
