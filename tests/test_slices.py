"""Sources cut into slices hold what they hold as a whole."""

from __future__ import annotations

import codecs
import gzip
import hashlib
import json
import os
from contextlib import ExitStack
from dataclasses import replace
from datetime import date

import fsspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.articles import Failure, Slice, find_slices, find_sources
from geo.corrections import Corrections
from geo.errors import NoArticlesError, UsageError
from geo.pipeline import Options
from geo.pipeline.cluster_tasks import pieces_of
from geo.pipeline.memory import Keys
from geo.pipeline.spread import Task

TODAY = date(2026, 11, 1)
LINE = json.dumps({"text": "A bomb exploded in Bogotá."}, ensure_ascii=False)


TASK = Task(options=Options(), keys=Keys.of("1", (), Corrections()), today=TODAY)


def read(slices):
    with ExitStack() as files:
        runs = pieces_of(slices, TASK, files)
        return unhashed(each for run in runs for each in run.read(today=TODAY, languages=()))


def read_whole(file):
    (source,) = find_sources([file])
    return unhashed(source.read(today=TODAY))


def unhashed(found):
    """A failure gets the hash of its file when all is read."""
    return [replace(each, sha256="") if isinstance(each, Failure) else each for each in found]


def cut(file, size):
    (part,) = find_slices([file])
    return part.cut(size)


kinds = st.sampled_from([LINE, LINE.replace("Bogotá", "Lima"), "", "  ", '{"text": ', '{"a": 1}'])
ends = st.sampled_from(["\n", "\r\n"])


@given(lines=st.lists(st.tuples(kinds, ends), min_size=1), size=st.integers(1, 400))
def test_slices_hold_every_line_of_the_whole_once_under_its_number(lines, size, tmp_path_factory):
    file = tmp_path_factory.getbasetemp() / "lines.jsonl"
    text = LINE + "\n" + "".join(line + end for line, end in lines)
    file.write_bytes(text.encode())
    slices = cut(file, size)
    assert read(slices) == read_whole(file)
    assert sum(part.size for part in slices) == len(text.encode())
    assert {part.sha256 for part in slices} == {hashlib.sha256(text.encode()).hexdigest()}


def test_a_last_line_without_an_end_belongs_to_the_last_part(tmp_path):
    file = tmp_path / "lines.jsonl"
    file.write_text("\n".join([LINE] * 9), "utf-8")
    slices = cut(file, 100)
    assert len(slices) > 2
    assert read(slices) == read_whole(file)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("packed.jsonl.gz", gzip.compress((LINE + "\n").encode() * 9, mtime=0)),
        ("wide.jsonl", codecs.BOM_UTF16_LE + (LINE + "\n").encode("utf-16-le") * 9),
        ("list.jsonl", f"[\n{LINE},\n{LINE}\n]".encode()),
        ("document.jsonl", json.dumps({"text": "Quito\n" * 9}, indent=1).encode()),
        ("other.txt", b"A bomb exploded in Quito.\n" * 9),
    ],
    ids=["packed", "wide", "list", "document", "other"],
)
def test_what_can_only_be_read_whole_is_one_part(tmp_path, name, data):
    file = tmp_path / name
    file.write_bytes(data)
    (part,) = cut(file, 10)
    assert part.lines is None
    assert read([part]) == read_whole(file)
    assert not any(hasattr(found, "reason") for found in read([part]))


def test_urls_are_read_through_fsspec_whole_and_in_slices():
    memory = fsspec.filesystem("memory")
    memory.pipe({"/news/b.jsonl": (LINE + "\n").encode() * 40, "/news/a.txt": b"Quito is calm.",
                 "/news/.hidden": b"x"})  # fmt: skip
    found = find_slices(["memory://news"])
    assert [part.path for part in found] == ["memory:///news/a.txt", "memory:///news/b.jsonl"]
    assert find_slices(["memory://news/*.jsonl"])[0].path == "memory:///news/b.jsonl"
    slices = [part for part in found for part in part.cut(300)]
    assert len(slices) > 3
    articles = read(slices)
    assert len(articles) == 41
    assert {article.path for article in articles} == {part.path for part in found}


def test_a_url_that_nothing_installed_can_read_is_refused_with_what_to_install():
    with pytest.raises(UsageError, match=r"s3://bucket/\*.jsonl: cannot be read here: .*s3fs"):
        find_slices(["s3://bucket/*.jsonl"])
    with pytest.raises(UsageError, match="nosuch"):
        find_slices(["nosuch://bucket/news.jsonl"])


def test_a_missing_file_keeps_its_part_and_is_named_when_it_is_read(tmp_path):
    (part,) = cut(tmp_path / "none.jsonl", 10)
    assert read([part]) == read_whole(tmp_path / "none.jsonl")
    with pytest.raises(NoArticlesError, match="no file is there"):
        find_slices([tmp_path / "*.jsonl"])
    with pytest.raises(NoArticlesError, match="no file is there"):
        find_slices(["memory://empty-place/*.jsonl"])


def test_a_file_whose_name_looks_like_a_pattern_is_that_file(tmp_path):
    for name in ("news[1].txt", "news1.txt"):
        (tmp_path / name).write_text("Quito is calm.")
    (part,) = find_slices([tmp_path / "news[1].txt"])
    assert part.path.endswith("news[1].txt")


def test_what_only_one_machine_can_read_is_refused(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for source in ("-", tmp_path / "pipe"):
        with pytest.raises(UsageError, match="cannot be read by several machines"):
            find_slices([source])


def test_a_part_travels_to_another_folder(tmp_path, monkeypatch):
    (tmp_path / "news.txt").write_text("Quito is calm.")
    monkeypatch.chdir(tmp_path)
    (part,) = find_slices(["news.txt"])
    monkeypatch.chdir(tmp_path.parent)
    (article,) = read([part])
    assert article.path == "news.txt"
    assert isinstance(part, Slice)
