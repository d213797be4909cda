"""Runs of articles: how sources are cut, how findings are packed, what is remembered of them."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import geo
from geo.articles import Failure, Skipped, find_sources
from geo.corrections import Corrections
from geo.errors import DamagedStoreError
from geo.events import merge_reports
from geo.frames import EVENT_COLUMNS
from geo.pipeline import Finding, Findings, Ledger, Options, find
from geo.pipeline.blocks import Files, Lines, pieces
from geo.pipeline.gathering import MOST_NOTES
from geo.pipeline.memory import Keys, Remembered
from geo.pipeline.packing import join, pack, unpack, unpack_head
from geo.records import Article
from geo.store import Block, Store

ROOT = Path(__file__).resolve().parents[1]
TODAY = date(2026, 4, 1)
PADDING = " The weather was fine." * 50


@pytest.fixture(scope="module")
def told():
    """What eight articles on four bombs tell, and one that is quiet."""
    articles = [
        Article(
            id=f"a{number}",
            text=f"A bomb killed {number % 4 + 2} people in {town} on Monday, the police said.",
            published=date(2026, 3, 3),
            source=f"paper{number}.example",
            language="en",
            path="news.jsonl",
        )
        for number, town in enumerate(["Quito", "Guayaquil", "Cuenca", "Loja"] * 2)
    ]
    quiet = Article(id="quiet", text="The weather was fine.", title="Calm", path="news.jsonl")
    return find(Options(), [*articles, quiet])


def cut(path):
    return list(pieces(find_sources([path]), today=TODAY, languages=()))


def lines(numbers):
    return [json.dumps({"id": str(number), "text": f"{number}{PADDING}"}) for number in numbers]


def test_a_line_more_alters_the_run_that_it_stands_in_and_no_other(tmp_path):
    path = tmp_path / "news.jsonl"
    told = lines(range(400))
    path.write_text("\n".join(told) + "\n")
    before = cut(path)
    path.write_text("\n".join([*told[:200], *lines(["new"]), *told[200:]]) + "\n")
    after = cut(path)
    assert all(isinstance(piece, Lines) for piece in before)
    assert b"".join(line for piece in after for line in piece.lines) == path.read_bytes()
    assert len({piece.key for piece in after} - {piece.key for piece in before}) <= 2
    assert [piece.first for piece in after][-1] > [piece.first for piece in before][-1] - 1


def test_the_hash_of_a_file_in_pieces_is_that_of_the_file(tmp_path):
    path = tmp_path / "news.jsonl"
    path.write_text("\n".join(lines(range(200))))
    (source,) = find_sources([path])
    list(pieces([source], today=TODAY, languages=()))
    (whole,) = find_sources([path])
    list(whole.read(today=TODAY))
    assert source.sha256 == whole.sha256


def test_a_file_that_was_changed_has_another_key_and_one_just_written_has_none(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text(" date 2026-03-06 Calm\n\nThe weather was fine.\n")
    (fresh,) = cut(path)
    os.utime(path, (1e9, 1e9))
    assert isinstance(fresh, Files)
    assert fresh.key is None
    stamps = [replace(fresh, stamps=(stamp,)).key for stamp in ("1 2 3 4", "1 2 3 5", "1 2 3 4")]
    assert stamps[0] == stamps[2] != stamps[1]


def test_what_is_packed_is_unpacked_as_it_was(told):
    entries = [
        *told,
        Failure(path="news.jsonl:9", reason="no text", sha256="ab"),
        Skipped(path="news.jsonl", kind="language", reason="in de", id="x"),
        Finding(id="bad", path="news.jsonl", title="Bad \ud83d", failure="ValueError: broken"),
    ]
    assert unpack(pack(entries)) == entries
    hashes = {"news.jsonl": "cd"}
    whole = join([pack(entries[:4]), pack(entries[4:])], hashes=hashes)
    assert unpack(whole) == entries
    assert unpack_head(whole.head).hashes == hashes


def test_damaged_bytes_are_told_apart_from_results(told):
    block = pack(told)
    with pytest.raises(DamagedStoreError):
        unpack(block._replace(body=block.body[:-9]))


def test_columns_gathered_are_the_rows_merged(told):
    rows = [row for finding in told for row in finding.rows]
    sketches = {finding.id: finding.sketch for finding in told if finding.sketch}
    merged = merge_reports(rows, sketches)
    assert 0 < len(merged) < len(rows)
    ledger = Ledger()
    ledger.open(find_sources([Path("news.jsonl")]))
    found = Findings(ledger)
    for finding in told:
        found.add(finding)
    assert found.merged() == {name: [row[name] for row in merged] for name in EVENT_COLUMNS}


def test_notes_on_quiet_articles_are_capped_and_all_of_them_counted():
    ledger = Ledger()
    ledger.open(find_sources([Path("news.jsonl")]))
    found = Findings(ledger)
    for number in range(MOST_NOTES + 5):
        found.add(Finding(id=str(number), path="news.jsonl", title=str(number)))
    assert len(found.quiet) == MOST_NOTES
    assert found.without_event == {"no place named": MOST_NOTES + 5}


def test_an_article_is_remembered_wherever_it_stands(told, tmp_path):
    article = Article(id="a0", text="A bomb.")
    keys = Keys.of("1", (), Corrections())
    with Store(tmp_path / "cache.sqlite") as store:
        store.keep(b"a block", pack(told), [(keys.article(article), 3)])
        store.commit()
        remembered = Remembered(store)
        assert remembered.known([keys.article(article)]) == {keys.article(article): told[3]}
        other = Keys.of("2", (), Corrections()).article(article)
        assert not remembered.known([other, keys.article(replace(article, text="Two bombs."))])


def test_what_cannot_be_read_of_a_store_is_worked_out_again(tmp_path):
    with Store(tmp_path / "cache.sqlite") as store:
        store.keep(b"a block", Block(b"x", b"y", b"z"), [(b"article", 0)])
        store.commit()
        assert Remembered(store).known([b"article"]) == {}


def test_failures_of_lines_are_named_with_their_new_numbers(tmp_path):
    path, cache = tmp_path / "news.jsonl", tmp_path / "cache.sqlite"
    told = [*lines(range(100)), "{", *lines(range(100, 200))]
    path.write_text("\n".join(told) + "\n")

    def failures():
        report = geo.run(path, tmp_path / "map", cache=cache, today=TODAY)
        return [(Path(each.path).name, each.sha256) for each in report.failures]

    (first,) = failures()
    path.write_text("\n".join(["", *told]) + "\n")
    (second,) = failures()
    assert (first[0], second[0]) == ("news.jsonl:101", "news.jsonl:102")
    assert len(first[1]) == len(second[1]) == 64
    assert first[1] != second[1]
