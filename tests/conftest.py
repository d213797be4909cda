"""Tests see what ships, and no layers of whoever runs them."""

import os
import tempfile

import hypothesis
import pytest
from layer_tables import DUMP, OWN, written

# A busy machine is no failure: nothing here is timed.
hypothesis.settings.register_profile("untimed", deadline=None)
hypothesis.settings.load_profile("untimed")

_EMPTY = tempfile.TemporaryDirectory(prefix="geoconflict-")
os.environ["GEOCONFLICT_DATA"] = _EMPTY.name

# With several processes a file is one's share: the longest first, so that none waits at the end.
_LONG = ("test_wheel.py", "test_cli_map.py", "test_layers_merged.py", "test_poisoned.py")


def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: item.path.name not in _LONG)


@pytest.fixture
def home(tmp_path, monkeypatch):
    folder = tmp_path / "home"
    monkeypatch.setenv("GEOCONFLICT_DATA", str(folder))
    return folder


@pytest.fixture
def dump(tmp_path):
    return written(tmp_path / "SD.txt", DUMP)


@pytest.fixture
def own(tmp_path):
    return written(tmp_path / "own.csv", OWN)
