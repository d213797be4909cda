from __future__ import annotations

import sqlite3

import pytest

from geo.errors import DamagedStoreError, StoreError
from geo.store import Block, Store, set_aside

BLOCK = Block(b"head", b"body", b"sketches")


def kept(path, key=b"a", block=BLOCK):
    with Store(path) as store:
        store.keep(key, block, [(b"article", 3)])


def test_a_block_kept_is_there_when_the_file_is_opened_again(tmp_path):
    path = tmp_path / "deep" / "cache.sqlite"
    kept(path)
    with Store(path) as store:
        assert store.find(b"a") == BLOCK[:2]
        assert [store.part(b"a", name) for name in Block._fields] == list(BLOCK)
        assert store.places([b"article", b"other"]) == {b"article": (b"a", 3)}


def test_what_was_never_kept_is_not_held(tmp_path):
    with Store(tmp_path / "cache.sqlite") as store:
        assert store.empty()
        assert store.find(b"nothing") is None


def test_a_later_block_replaces_the_earlier(tmp_path):
    path = tmp_path / "cache.sqlite"
    kept(path)
    kept(path, block=Block(b"new", b"", b""))
    with Store(path) as store:
        assert store.part(b"a", "head") == b"new"


def test_two_runs_keep_in_one_file_at_a_time(tmp_path):
    path = tmp_path / "cache.sqlite"
    with Store(path) as one, Store(path) as two:
        one.keep(b"a", BLOCK)
        two.keep(b"b", BLOCK)
        one.commit()
        two.commit()
        assert one.find(b"b")
        assert two.find(b"a")


def test_a_file_that_is_no_database_is_named_and_left_alone(tmp_path):
    path = tmp_path / "notes.txt"
    path.write_text("not a database " * 100, encoding="utf-8")
    with pytest.raises(StoreError, match=r"notes\.txt.*--cache"):
        Store(path)
    assert path.read_text(encoding="utf-8").startswith("not a database")


def test_the_database_of_another_program_is_refused(tmp_path):
    path = tmp_path / "other.sqlite"
    with sqlite3.connect(path) as other:
        other.execute("PRAGMA application_id = 7")
        other.execute("CREATE TABLE theirs (x)")
    other.close()
    with pytest.raises(StoreError, match="another program"):
        Store(path)


def test_a_store_that_another_program_holds_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr("geo.store._WAIT_S", 0.0)
    path = tmp_path / "cache.sqlite"
    kept(path)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    store = Store(path)
    store.keep(b"b", BLOCK)
    with pytest.raises(StoreError, match="locked by another program"):
        store.commit()
    other.close()


def test_a_damaged_store_says_so_and_can_be_set_aside(tmp_path):
    path = tmp_path / "cache.sqlite"
    kept(path, block=Block(b"x" * 50_000, b"", b""))
    data = bytearray(path.read_bytes())
    data[100:8000] = bytes(7900)
    path.write_bytes(data)
    with pytest.raises(DamagedStoreError, match=r"cache\.sqlite"), Store(path) as store:
        store.part(b"a", "head")
    assert set_aside(path) == tmp_path / "cache.sqlite.damaged-1"
    kept(path)
    assert (tmp_path / "cache.sqlite.damaged-1").exists()
