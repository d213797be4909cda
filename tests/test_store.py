from __future__ import annotations

import pytest

from geo.errors import StoreError
from geo.store import Store


def test_a_value_put_is_there_when_the_file_is_opened_again(tmp_path):
    path = tmp_path / "deep" / "cache.sqlite"
    with Store(path) as store:
        store.put("a", {"rows": [1, None, "é"]})
    with Store(path) as store:
        assert store.get("a") == {"rows": [1, None, "é"]}


def test_an_unknown_key_is_none(tmp_path):
    with Store(tmp_path / "cache.sqlite") as store:
        assert store.get("nothing") is None


def test_a_later_value_replaces_the_earlier(tmp_path):
    with Store(tmp_path / "cache.sqlite") as store:
        store.put("a", 1)
        store.put("a", 2)
        assert store.get("a") == 2


def test_a_file_that_is_no_database_is_named(tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text("not a database " * 100, encoding="utf-8")
    with pytest.raises(StoreError, match=r"notes\.txt.*--cache"):
        Store(path)
