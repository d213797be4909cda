"""Sources: what is read, in which order, and what is said of what cannot be."""

import gzip
import hashlib
import io
import json
import os
import sys
import threading
from datetime import date
from pathlib import Path
from subprocess import run

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.articles import (
    Failure,
    SeenArticles,
    Skipped,
    find_sources,
    read_articles,
)
from geo.errors import NoArticlesError
from geo.records import Article

TODAY = date(2026, 11, 24)
ROOT = Path(__file__).parent.parent


def read(*sources, **options):
    return list(read_articles(sources, today=TODAY, **options))


def reasons(outcomes):
    return [outcome.reason for outcome in outcomes if isinstance(outcome, Failure)]


def write(folder, name, text):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_seed_article_is_headline_blank_line_and_body():
    [article] = read(ROOT / "seeds")
    assert article.title == "U.S. Partners with Ecuador on Targeted Drug Trafficking Strike"
    assert article.text.startswith(article.title + "\n\nIn a significant collaborative effort")
    assert article.text.endswith("far beyond their borders.")
    assert (article.published, article.language) == (date(2026, 3, 6), "en")
    assert article.source == Path(article.path).name == "000_3cbc6066d2084c96.txt"


def test_given_path_is_kept(tmp_path, monkeypatch):
    write(tmp_path, "news/b.txt", "Text")
    monkeypatch.chdir(tmp_path)
    assert [article.path for article in read("news")] == ["news/b.txt"]


def test_id_without_one_given_is_a_hash_of_the_content_wherever_it_lies(tmp_path):
    one = write(tmp_path, "one/a.txt", " date 2026-03-06 Headline\n\nBody")
    two = write(tmp_path, "two/b.txt", " date 2026-03-06 Headline\r\n\r\nBody\r\n")
    expected = hashlib.sha256(b"Headline\n\nBody").hexdigest()[:16]
    assert read(one)[0].id == read(two)[0].id == expected


def test_folder_is_read_recursively_in_the_order_of_its_paths(tmp_path):
    for name in ("b.txt", "a/z.txt", "a.txt", "B.txt"):
        write(tmp_path, name, f"Text of {name}")
    expected = ["B.txt", "a.txt", "a/z.txt", "b.txt"]
    assert [Path(article.path).relative_to(tmp_path).as_posix() for article in read(tmp_path)] == (
        expected
    )


def test_sources_are_read_in_the_order_given(tmp_path):
    first, second = write(tmp_path, "2.txt", "One"), write(tmp_path, "1.txt", "Two")
    assert [article.text for article in read(first, second)] == ["One", "Two"]


def test_hidden_files_and_litter_are_no_sources(tmp_path):
    write(tmp_path, "a.txt", "Text")
    for name in (".DS_Store", ".git/config.txt", "Thumbs.db", "a.txt~", "__MACOSX/a.txt"):
        write(tmp_path, name, "x")
    assert len(read(tmp_path)) == 1


def test_files_beside_a_saved_page_are_no_sources(tmp_path):
    write(tmp_path, "story.html", "<html><body><p>Two people died in Aleppo.</p></body></html>")
    write(tmp_path, "story_files/style.css", "p {}")
    write(tmp_path, "other_files/a.txt", "Text")
    assert [outcome.path[len(str(tmp_path)) :] for outcome in read(tmp_path)] == [
        "/other_files/a.txt",
        "/story.html",
    ]


def test_folder_without_an_article_is_an_error_before_anything_is_read(tmp_path):
    write(tmp_path, "empty/.hidden", "x")
    with pytest.raises(NoArticlesError, match="no article found in this folder"):
        read_articles([tmp_path / "missing.txt", tmp_path / "empty"])


def test_failures_are_named_and_the_rest_goes_on(tmp_path):
    write(tmp_path, "a.txt", "Text A")
    (tmp_path / "b.txt").write_bytes(b"")
    (tmp_path / "c.bin").write_bytes(b"\x89PNG\r\n\x1a\n\0\0")
    write(tmp_path, "d.py", "print()")
    write(tmp_path, "e.json", '{"text": "x",\n "title": }')
    write(tmp_path, "f.txt", "Text F")
    outcomes = read(tmp_path, tmp_path / "gone.txt")
    assert [type(outcome) for outcome in outcomes] == [Article, *[Failure] * 4, Article, Failure]
    assert reasons(outcomes) == [
        "empty file",
        "binary file (a PNG image), expected text",
        "unknown kind of file (.py); name the file itself to read it",
        "malformed JSON at line 2, column 11: Expecting value",
        "missing: there is no such file or folder",
    ]


def test_failure_carries_the_hash_of_the_file(tmp_path):
    path = write(tmp_path, "a.jsonl", "{}\n")
    [failure] = read(path)
    assert failure.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert failure.path == f"{path.as_posix()}:1"
    assert read(tmp_path / "missing.txt")[0].sha256 == ""


def test_source_knows_its_hash_once_read(tmp_path):
    path = write(tmp_path, "a.txt", "Text")
    [source] = find_sources([path])
    list(source.read(today=TODAY))
    assert source.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize(
    "stream",
    [
        io.BytesIO(b'{"text": "One"}\n{"text": "Two"}'),
        io.StringIO('{"text": "One"}\n{"text": "Two"}'),
    ],
)
def test_dash_is_json_lines_on_standard_input(stream):
    [source] = find_sources(["-"], stdin=stream)
    articles = list(source.read(today=TODAY))
    assert [(article.text, article.path, article.source) for article in articles] == [
        ("One", "-", "stdin"),
        ("Two", "-", "stdin"),
    ]
    assert source.sha256 == hashlib.sha256(b'{"text": "One"}\n{"text": "Two"}').hexdigest()


def test_empty_standard_input_is_a_failure():
    assert reasons(read("-", stdin=io.BytesIO())) == ["empty: no article in it"]


def test_named_pipe_is_read_as_a_stream(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_bytes, args=(b'{"text": "Through a pipe"}\n',))
    writer.start()
    [article] = read(pipe)
    writer.join()
    assert article.text == "Through a pipe"


def test_pipe_inside_a_folder_does_not_hang(tmp_path):
    write(tmp_path, "a.txt", "Text")
    os.mkfifo(tmp_path / "pipe")
    article, failure = read(tmp_path)
    assert (article.text, failure.reason) == ("Text", "not a regular file")


def test_file_without_a_known_suffix_is_read_by_its_first_bytes(tmp_path):
    cases = {
        "lines.log": '{"text": "One"}\n',
        "array.dump": '[{"text": "One"}]',
        "page.php": "<!DOCTYPE html><html><body><p>One</p></body></html>",
        "feed.cgi": (ROOT / "tests/cases/articles/feed.atom").read_text("utf-8"),
        "note": "One",
    }
    for name, text in cases.items():
        [article] = read(write(tmp_path, name, text))
        assert isinstance(article, Article), name


def test_gzipped_sources_are_unpacked(tmp_path):
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(b'{"text": "Packed"}\n'))
    (tmp_path / "b.txt.gz").write_bytes(gzip.compress(b"Packed too" * 100)[:30])
    (tmp_path / "c.txt.gz").write_bytes(b"not gzip at all")
    article, *failures = read(tmp_path)
    assert article.text == "Packed"
    assert reasons(failures) == ["damaged gzip archive"] * 2


def test_duplicate_is_left_out_and_told_as_such(tmp_path):
    one, two = write(tmp_path, "1.txt", "Same text"), write(tmp_path, "2.txt", "Same text")
    assert [article.path for article in read(one, two)] == [one.as_posix()]
    assert len(read(one, two, duplicates=True)) == 2
    seen = SeenArticles()
    outcomes = [
        outcome
        for source in find_sources([one, two])
        for outcome in source.read(today=TODAY, seen=seen)
    ]
    assert isinstance(outcomes[1], Skipped)
    assert (outcomes[1].kind, outcomes[1].path) == ("duplicate", two.as_posix())


def test_one_id_for_two_texts_is_a_failure(tmp_path):
    path = write(tmp_path, "a.jsonl", '{"id": "7", "text": "One"}\n{"id": "7", "text": "Two"}\n')
    article, failure = read(path)
    assert article.text == "One"
    assert "'7' belongs to another article" in failure.reason
    assert failure.sha256


@given(st.lists(st.integers(0, 5000), max_size=3000))
def test_every_article_is_new_exactly_once(numbers):
    seen = SeenArticles()
    articles = [Article(id=str(number), text=str(number)) for number in numbers]
    new = [seen.check(article) for article in articles]
    assert sum(isinstance(outcome, Article) for outcome in new) == len(set(numbers))


def test_other_languages_are_skipped_with_the_reason(tmp_path):
    path = tmp_path / "a.jsonl"
    texts = ["The army said on Monday that two of the soldiers were killed.", "Обстрел Харькова"]
    path.write_text("".join(json.dumps({"text": text}) + "\n" for text in texts), "utf-8")
    [source] = find_sources([path])
    kept, skipped = source.read(today=TODAY, languages=["en", "es"])
    assert kept.language == "en"
    assert (skipped.kind, skipped.reason) == ("language", "in an unknown language")
    assert len(read(path, languages=["en"])) == 1


def test_name_that_is_not_utf8_is_shown(tmp_path):
    (tmp_path / os.fsdecode(b"caf\xe9.txt")).write_text("Text")
    [article] = read(tmp_path)
    assert article.path.endswith("caf\ufffd.txt")
    assert article.path.encode()


def test_reading_the_seed_loads_no_heavy_library():
    code = (
        "import sys; from geo.articles import read_articles; list(read_articles(['seeds']));"
        "heavy = {'trafilatura', 'feedparser', 'pyarrow', 'geopandas', 'pandas', 'lxml', 'yaml'};"
        "sys.exit(' '.join(heavy & set(sys.modules)) or 0)"
    )
    done = run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
