"""The built wheel, installed alone, does the main job from another folder."""

from __future__ import annotations

import json
import subprocess
import sys
import tarfile
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
def built(tmp_path_factory):
    """The sdist, and the wheel that is built from it."""
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT, cwd=folder)
    return folder


@pytest.fixture(scope="module")
def installed(built):
    """A clean environment with the wheel; what is not run need not be compiled."""
    venv.create(built / "clean", with_pip=False)
    pip = (sys.executable, "-m", "pip", "--python", built / "clean" / "bin" / "python")
    options = ("--quiet", "--no-compile", "-c", ROOT / "constraints.txt")
    run(*pip, "install", *options, next(built.glob("*.whl")), cwd=built)
    return built


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


def test_the_sdist_carries_the_data_too(built):
    with tarfile.open(next(built.glob("*.tar.gz"))) as archive:
        names = archive.getnames()
    assert any(name.endswith("data/manifest.json") for name in names)


def test_another_build_gives_the_same_bytes(built, tmp_path):
    # This wheel comes from the folder itself, where files have other dates than in the sdist.
    both = ("--no-isolation", "--sdist", "--wheel", "--outdir", tmp_path)
    run(sys.executable, "-m", "build", *both, ROOT, cwd=tmp_path)
    archives = [path for path in built.iterdir() if path.suffix in {".whl", ".gz"}]
    assert len(archives) == 2
    for path in archives:
        assert path.read_bytes() == (tmp_path / path.name).read_bytes(), path.name
