"""Sources cut into pieces hold what they hold as a whole."""

from __future__ import annotations

import codecs
import gzip
import hashlib
import json
import os
from datetime import date

import fsspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.articles import Piece, find_pieces, find_sources
from geo.errors import NoArticlesError, UsageError

TODAY = date(2026, 11, 1)
LINE = json.dumps({"text": "A bomb exploded in Bogotá."}, ensure_ascii=False)


def read(pieces):
    return [found for piece in pieces for found in piece.read(today=TODAY, languages=())]


def read_whole(file):
    return [found for source in find_sources([file]) for found in source.read(today=TODAY)]


def cut(file, size):
    (piece,) = find_pieces([file])
    return piece.cut(size)


kinds = st.sampled_from([LINE, LINE.replace("Bogotá", "Lima"), "", "  ", '{"text": ', '{"a": 1}'])
ends = st.sampled_from(["\n", "\r\n"])


@given(lines=st.lists(st.tuples(kinds, ends), min_size=1), size=st.integers(1, 400))
def test_pieces_hold_every_line_of_the_whole_once_under_its_number(lines, size, tmp_path_factory):
    file = tmp_path_factory.getbasetemp() / "lines.jsonl"
    text = LINE + "\n" + "".join(line + end for line, end in lines)
    file.write_bytes(text.encode())
    pieces = cut(file, size)
    assert read(pieces) == read_whole(file)
    assert sum(piece.size for piece in pieces) == len(text.encode())
    assert {piece.sha256 for piece in pieces} == {hashlib.sha256(text.encode()).hexdigest()}


def test_a_last_line_without_an_end_belongs_to_the_last_piece(tmp_path):
    file = tmp_path / "lines.jsonl"
    file.write_text("\n".join([LINE] * 9), "utf-8")
    pieces = cut(file, 100)
    assert len(pieces) > 2
    assert read(pieces) == read_whole(file)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("packed.jsonl.gz", gzip.compress((LINE + "\n").encode() * 9)),
        ("wide.jsonl", codecs.BOM_UTF16_LE + (LINE + "\n").encode("utf-16-le") * 9),
        ("list.jsonl", f"[\n{LINE},\n{LINE}\n]".encode()),
        ("document.jsonl", json.dumps({"text": "Quito\n" * 9}, indent=1).encode()),
        ("other.txt", b"A bomb exploded in Quito.\n" * 9),
    ],
)
def test_what_can_only_be_read_whole_is_one_piece(tmp_path, name, data):
    file = tmp_path / name
    file.write_bytes(data)
    (piece,) = cut(file, 10)
    assert piece.lines is None
    assert read([piece]) == read_whole(file)
    assert not any(hasattr(found, "reason") for found in read([piece]))


def test_urls_are_read_through_fsspec_whole_and_in_pieces():
    memory = fsspec.filesystem("memory")
    memory.pipe({"/news/b.jsonl": (LINE + "\n").encode() * 40, "/news/a.txt": b"Quito is calm.",
                 "/news/.hidden": b"x"})  # fmt: skip
    found = find_pieces(["memory://news"])
    assert [piece.path for piece in found] == ["memory:///news/a.txt", "memory:///news/b.jsonl"]
    assert find_pieces(["memory://news/*.jsonl"])[0].path == "memory:///news/b.jsonl"
    pieces = [part for piece in found for part in piece.cut(300)]
    assert len(pieces) > 3
    articles = read(pieces)
    assert len(articles) == 41
    assert {article.path for article in articles} == {piece.path for piece in found}


def test_a_url_that_nothing_installed_can_read_is_refused_with_what_to_install():
    with pytest.raises(UsageError, match=r"s3://bucket/\*.jsonl: cannot be read here: .*s3fs"):
        find_pieces(["s3://bucket/*.jsonl"])
    with pytest.raises(UsageError, match="nosuch"):
        find_pieces(["nosuch://bucket/news.jsonl"])


def test_a_missing_file_keeps_its_piece_and_is_named_when_it_is_read(tmp_path):
    (piece,) = cut(tmp_path / "none.jsonl", 10)
    assert read([piece]) == read_whole(tmp_path / "none.jsonl")
    with pytest.raises(NoArticlesError, match="no file is there"):
        find_pieces([tmp_path / "*.jsonl"])
    with pytest.raises(NoArticlesError, match="no file is there"):
        find_pieces(["memory://empty-place/*.jsonl"])


def test_a_file_whose_name_looks_like_a_pattern_is_that_file(tmp_path):
    for name in ("news[1].txt", "news1.txt"):
        (tmp_path / name).write_text("Quito is calm.")
    (piece,) = find_pieces([tmp_path / "news[1].txt"])
    assert piece.path.endswith("news[1].txt")


def test_what_only_one_machine_can_read_is_refused(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for source in ("-", tmp_path / "pipe"):
        with pytest.raises(UsageError, match="cannot be read by several machines"):
            find_pieces([source])


def test_a_piece_travels_to_another_folder(tmp_path, monkeypatch):
    (tmp_path / "news.txt").write_text("Quito is calm.")
    monkeypatch.chdir(tmp_path)
    (piece,) = find_pieces(["news.txt"])
    monkeypatch.chdir(tmp_path.parent)
    (article,) = read([piece])
    assert article.path == "news.txt"
    assert isinstance(piece, Piece)
