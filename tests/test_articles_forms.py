"""Each form that an article can come in."""

import datetime as dt
import json
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.articles import Failure, parse_date, read_articles
from geo.articles.feeds import html_to_text
from geo.records import Article

TODAY = date(2026, 11, 24)
CASES = Path(__file__).parent / "cases" / "articles"


def read(*sources):
    return list(read_articles(sources, today=TODAY))


def read_bytes(folder, name, data):
    (folder / name).write_bytes(data)
    return read(folder / name)


def read_json_lines(folder, *objects):
    lines = "".join(json.dumps(entry) + "\n" for entry in objects)
    return read_bytes(folder, "a.jsonl", lines.encode())


def test_seed_with_an_impossible_date_fails(tmp_path):
    [failure] = read_bytes(tmp_path, "a.txt", b" date 2026-02-30 Headline\n\nBody")
    assert failure.reason == "published '2026-02-30' is impossible: day is out of range for month"


def test_seed_without_a_body_fails(tmp_path):
    [failure] = read_bytes(tmp_path, "a.txt", b" date 2026-02-03 Headline\n\n \n")
    assert failure.reason.startswith("no text")


def test_plain_text_stands_as_it_is(tmp_path):
    text = "\n Headline of a story\n\n\nFirst line.\nSecond line.\n"
    [article] = read_bytes(tmp_path, "a.txt", text.encode())
    assert article.text == text


def test_short_first_line_is_the_title_of_plain_text(tmp_path):
    [article] = read_bytes(tmp_path, "a.txt", b"Headline of a story\n\nThe text.\n")
    assert article.title == "Headline of a story"
    assert article.text == "Headline of a story\n\nThe text.\n"


def test_markdown_gives_front_matter_and_text_without_marks():
    [article] = read(CASES / "front_matter.md")
    assert article == Article(
        id="dp-77",
        title="Clashes in El Fasher",
        text="Clashes in El Fasher\n\nFighting resumed in El Fasher on Friday, the UN said.\n\n\n\n"
        "Nobody knows how many have fled.",
        published=date(2026, 2, 28),
        source="Darfur Post",
        url="https://darfur-post.example/clashes",
        language="en",
        path=(CASES / "front_matter.md").as_posix(),
    )


def test_impossible_date_in_front_matter_fails(tmp_path):
    [failure] = read_bytes(tmp_path, "a.md", b"---\ndate: 2026-02-30\n---\nText")
    assert "is impossible" in failure.reason


def test_malformed_front_matter_fails(tmp_path):
    [failure] = read_bytes(tmp_path, "a.md", b"---\ntitle: [\n---\nText")
    assert failure.reason.startswith("malformed front matter")


def test_page_gives_its_article_and_no_tag():
    [article] = read(CASES / "page.html")
    assert article.title == "Shelling hits a market in Kharkiv"
    assert article.published == date(2026, 2, 3)
    assert article.url == "https://www.eastern-daily.example/world/2026/kharkiv"
    assert (article.source, article.language) == ("The Eastern Daily", "en")
    assert article.text.startswith(article.title + "\n\nShelling killed two people at a market in")
    assert article.text.count(article.title) == 1
    assert "district & asked" in article.text
    for leaked in ("<p>", "</", "Buy now", "Home", "Copyright", "color"):
        assert leaked not in article.text


@pytest.mark.parametrize(
    "html",
    [b"<html></html>", b"<html><body></body></html>", b"<!-- nothing -->", b"<" * 5000],
)
def test_page_without_text_fails(tmp_path, html):
    [failure] = read_bytes(tmp_path, "a.html", html)
    assert isinstance(failure, Failure)


def test_deeply_nested_page_does_not_break_the_run(tmp_path):
    html = b"<html><body>" + b"<div>" * 20000 + b"<p>Two people died in Aleppo.</p></body></html>"
    assert len(read_bytes(tmp_path, "a.html", html)) == 1


def test_page_in_the_encoding_it_declares(tmp_path):
    text = "<p>Обстрел Харькова унес жизни двух человек.</p>"
    html = f'<html><head><meta charset="windows-1251"></head><body>{text}</body></html>'
    [article] = read_bytes(tmp_path, "a.html", html.encode("cp1251"))
    assert "Обстрел Харькова" in article.text


def test_page_is_read_under_the_name_of_a_text_file(tmp_path):
    [article] = read_bytes(tmp_path, "a.txt", (CASES / "page.html").read_bytes())
    assert "<" not in article.text.replace("<No group>", "")


def test_json_lines_text_is_title_blank_line_text(tmp_path):
    titled, bare = read_json_lines(
        tmp_path, {"title": " T ", "text": "Body\r\n"}, {"id": 12, "text": " as it stands \n"}
    )
    assert (titled.text, titled.title) == (" T \n\nBody\r\n", "T")
    assert (bare.text, bare.id) == (" as it stands \n", "12")


def test_json_lines_carry_every_field(tmp_path):
    [article] = read_json_lines(
        tmp_path,
        {
            "id": "x1",
            "text": "Body",
            "published": "2026-03-06",
            "url": "https://www.paper.example/1",
            "source": "The Paper",
            "language": "en-GB",
            "unknown": [1],
        },
    )
    assert (article.id, article.published, article.source) == ("x1", date(2026, 3, 6), "The Paper")
    assert (article.url, article.language) == ("https://www.paper.example/1", "en")


def test_source_is_the_domain_of_the_address_where_no_outlet_is_given(tmp_path):
    [article] = read_json_lines(tmp_path, {"text": "Body", "url": "https://www.paper.example/1"})
    assert article.source == "paper.example"


def test_malformed_lines_stand_alone(tmp_path):
    lines = [
        b'{"text": "One"}',
        b"",
        b'{"text": "Two"',
        b'["not an object"]',
        b'{"text": 5}',
        b'{"title": "No text"}',
        b'{"text": " "}',
        b"[" * 100_000,
        b'{"text": "Caf\xc3\xa9 Bogot\xc3\xa1 \xff"}',
        b'{"text": "Nine", "published": "2031-01-01"}',
        b'{"text": ' + b"1" * 5000 + b"}",
        b'{"text": "Ten"}',
    ]
    outcomes = read_bytes(tmp_path, "a.jsonl", b"\n".join(lines))
    texts = [outcome.text for outcome in outcomes if isinstance(outcome, Article)]
    failures = {
        int(outcome.path.rpartition(":")[2]): outcome.reason
        for outcome in outcomes
        if isinstance(outcome, Failure)
    }
    assert texts == ["One", "Ten"]
    assert sorted(failures) == [3, 4, 5, 6, 7, 8, 9, 10, 11]
    assert failures[3] == "malformed JSON at column 15: Expecting ',' delimiter"
    assert failures[4] == "expected a JSON object with a text, found list"
    assert failures[8] == "malformed JSON: nested too deeply"
    assert failures[10] == "published 2031-01-01 is in the future"


def test_unstorable_characters_are_replaced_one_for_one(tmp_path):
    data = rb'{"text": "a\u0000b\ud83dc\ud83d\ude00d"}'
    [article] = read_bytes(tmp_path, "a.jsonl", data)
    assert article.text == "a\ufffdb\ufffdc😀d"


def test_line_of_five_megabytes_is_read(tmp_path):
    [article] = read_json_lines(tmp_path, {"text": "word " * 1_000_000})
    assert len(article.text) == 5_000_000


def test_json_lines_in_utf16(tmp_path):
    data = '{"text": "Bogotá"}\r\n{"text": "Kyïv\u2028x"}\n'.encode("utf-16")
    assert [article.text for article in read_bytes(tmp_path, "a.jsonl", data)] == [
        "Bogotá",
        "Kyïv\u2028x",
    ]


@pytest.mark.parametrize(
    "document",
    [
        {"text": "One", "title": "T"},
        [{"text": "One", "title": "T"}],
        {"status": "ok", "articles": [{"content": "One", "title": "T", "source": {"name": "N"}}]},
    ],
)
@pytest.mark.parametrize("name", ["a.json", "a.jsonl"])
def test_json_is_an_object_an_array_or_a_list_of_articles(tmp_path, document, name):
    data = json.dumps(document, indent=1).encode()
    [article] = read_bytes(tmp_path, name, data)
    assert article.text == "T\n\nOne"


def test_json_that_is_really_json_lines_is_read_as_that(tmp_path):
    outcomes = read_bytes(tmp_path, "a.json", b'{"text": "One"}\n{"text": "Two"}\n')
    assert [article.text for article in outcomes] == ["One", "Two"]


@pytest.mark.parametrize("data", [b"[]", b'{"articles": []}', b"[[[[", b"17", b'"text"'])
def test_json_without_an_article_fails(tmp_path, data):
    assert isinstance(read_bytes(tmp_path, "a.json", data)[0], Failure)


def test_entry_of_an_array_fails_alone(tmp_path):
    outcomes = read_bytes(tmp_path, "a.json", b'[{"text": "One"}, {"title": "x"}, {"text": "Two"}]')
    assert [type(outcome) for outcome in outcomes] == [Article, Failure, Article]
    assert outcomes[1].path.endswith("a.json:2")


def test_csv_with_other_names_and_delimiter():
    first, second = read(CASES / "semicolons.csv")
    assert first.text == "Two die in Goma\n\nTwo people died in Goma.\nA third was wounded."
    assert (first.published, first.source) == (date(2026, 3, 1), "Kivu Today")
    assert second.title == "Quoted; with a delimiter"
    assert (second.published, second.source) == (None, "semicolons.csv")


def test_bad_row_of_a_csv_stands_alone(tmp_path):
    rows = b'id,text\n1,One\n2\n"x"y,3\n\n4,""\n5,"Fi\nve"\n6,Six\n'
    outcomes = read_bytes(tmp_path, "a.csv", rows)
    assert [outcome.text for outcome in outcomes if isinstance(outcome, Article)] == [
        "One",
        "Fi\nve",
        "Six",
    ]
    failed = [outcome for outcome in outcomes if isinstance(outcome, Failure)]
    assert [failure.path.rpartition(":")[2] for failure in failed] == ["3", "4", "6"]
    assert failed[0].reason == "malformed CSV: 1 cells in the row, 2 in the header"


def test_csv_without_a_text_column_names_its_columns(tmp_path):
    [failure] = read_bytes(tmp_path, "a.csv", b"id,words\n1,x\n")
    assert failure.reason.endswith("columns: id, words")


def test_csv_that_ends_inside_a_quote_fails(tmp_path):
    outcomes = read_bytes(tmp_path, "a.csv", b'id,text\n1,One\n2,"Two\n3,Three\n')
    assert [type(outcome) for outcome in outcomes] == [Article, Failure]
    assert outcomes[1].path.endswith(":3")


def test_csv_cell_longer_than_the_module_allows_is_read(tmp_path):
    [article] = read_bytes(tmp_path, "a.csv", b"text\n" + b"word " * 100_000 + b"\n")
    assert len(article.text) == 500_000


def test_csv_in_latin1(tmp_path):
    [article] = read_bytes(tmp_path, "a.csv", "text\nBogotá\n".encode("latin-1"))
    assert article.text == "Bogotá"


def test_parquet_rows_are_articles(tmp_path):
    table = pa.table(
        {
            "ID": [1, 2, 3],
            "headline": ["T", None, None],
            "text": ["One", "Two", None],
            "date": [dt.date(2026, 1, 1), None, None],
        }
    )
    pq.write_table(table, tmp_path / "a.parquet")
    first, second, failure = read(tmp_path / "a.parquet")
    assert (first.id, first.text, first.published) == ("1", "T\n\nOne", date(2026, 1, 1))
    assert (second.text, second.published) == ("Two", None)
    assert failure.path.endswith("a.parquet:3")


def test_damaged_parquet_fails(tmp_path):
    [failure] = read_bytes(tmp_path, "a.parquet", b"PAR1 and nothing more")
    assert failure.reason.startswith("damaged Parquet table")


def test_rss_entries_are_articles():
    first, headline, failure = read(CASES / "feed.rss")
    assert first.text == "Bomb in Mosul\n\nA bomb exploded in Mosul.\n\nFive people died."
    # The day as it was written, not the day in Greenwich.
    assert (first.id, first.published) == ("ten-1", date(2026, 3, 3))
    assert (first.url, first.source) == ("https://www.ten.example/1", "Tigris & Euphrates News")
    assert headline.text == "Curfew lifted in Tikrit"
    assert failure.path.endswith("feed.rss:3")
    assert "is impossible" in failure.reason


def test_atom_entries_are_articles():
    [article] = read(CASES / "feed.atom")
    assert article.text == (
        "Convoy attacked near Gao\n\nA convoy was attacked near Gao.\n\nTwo soldiers died."
    )
    assert (article.id, article.url, article.published) == ("urn:sahel:1", "", date(2026, 3, 3))


@pytest.mark.parametrize(
    "xml",
    [
        b"<html><body>x</body></html>",
        b"<?xml version='1.0'?><kml><Point/></kml>",
        b"<rss><channel>",
        b"not xml",
        b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><r>&b;</r>',
    ],
)
def test_xml_that_is_no_feed_fails(tmp_path, xml):
    [failure] = read_bytes(tmp_path, "a.xml", xml)
    assert isinstance(failure, Failure)


def test_feed_does_not_read_files_that_it_names(tmp_path):
    (tmp_path / "secret.txt").write_text("secret words")
    entity = f'<!DOCTYPE r [<!ENTITY x SYSTEM "{(tmp_path / "secret.txt").as_uri()}">]>'
    xml = f"<?xml version='1.0'?>{entity}<rss version='2.0'><channel><item><title>T</title>"
    xml += "<description>Here: &x; it is</description></item></channel></rss>"
    assert "secret words" not in repr(read_bytes(tmp_path, "a.rss", xml.encode()))


@given(st.text(max_size=200))
def test_html_to_text_never_fails(html):
    assert isinstance(html_to_text(html), str)


@given(st.text(alphabet=st.characters(codec="utf-8", categories=("L", "N", "P", "Zs"))))
def test_html_to_text_leaves_no_tag(words):
    text = html_to_text(f"<p>{words.replace('<', '').replace('&', '')}</p><script>x()</script>")
    assert "<" not in text
    assert "x()" not in text or "x()" in words


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2026-03-06", date(2026, 3, 6)),
        ("2026-03-06T23:10:00-05:00", date(2026, 3, 6)),
        ("2026/3/6", date(2026, 3, 6)),
        ("20260306", date(2026, 3, 6)),
        ("20260306T101500Z", date(2026, 3, 6)),
        ("Fri, 06 Mar 2026 10:00:00 GMT", date(2026, 3, 6)),
        ("March 6, 2026", date(2026, 3, 6)),
        ("6 de marzo de 2026", date(2026, 3, 6)),
        ("6 mars 2026", date(2026, 3, 6)),
        ("6 de março de 2026", date(2026, 3, 6)),
        ("Friday, March 6th, 2026", date(2026, 3, 6)),
        (1_772_800_000, date(2026, 3, 6)),
        (1_772_800_000_000, date(2026, 3, 6)),
        (dt.datetime(2026, 3, 6, 23, tzinfo=dt.UTC), date(2026, 3, 6)),
        ("2026-11-25", date(2026, 11, 25)),
        (float("nan"), None),
        (" ", None),
        ("", None),
        (None, None),
    ],
)
def test_published_day_is_read(value, expected):
    assert parse_date(value, today=TODAY) == expected


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("2026-02-30", "impossible"),
        ("30 February 2026", "impossible"),
        ("2026-11-26", "future"),
        ("0001-01-01", "impossible"),
        ("03/04/2026", "not a date that is read with certainty"),
        ("yesterday", "not a date"),
        ("March 2026", "not a date"),
        (True, "not a date"),
        (12, "not a date"),
        (float("inf"), "not a date"),
        ([2026], "of type list"),
    ],
)
def test_published_day_that_cannot_be_is_refused(value, reason):
    with pytest.raises(ValueError, match=reason):
        parse_date(value, today=TODAY)


@given(st.text(max_size=60) | st.integers() | st.floats())
def test_published_day_is_a_day_or_a_reason(value):
    try:
        found = parse_date(value, today=TODAY)
    except ValueError as error:
        found = str(error)
    is_reason = isinstance(found, str) and found.startswith("published ")
    assert is_reason or found is None or found <= TODAY + dt.timedelta(days=1)


def test_headings_and_links_of_markdown_are_their_words(tmp_path):
    data = b"## Goma falls ##\n\nSee [the map](https://maps.example/goma) and <b>more</b>.\n"
    [article] = read_bytes(tmp_path, "a.md", data)
    assert article.text == "Goma falls\n\nSee the map and more."


def test_line_of_nothing_but_heading_marks_is_read(tmp_path):
    [article] = read_bytes(tmp_path, "a.md", b"# " * 500_000 + b"x")
    assert article.text.endswith("x")


def test_page_of_endless_tags_is_refused(tmp_path):
    [failure] = read_bytes(tmp_path, "a.html", b"<html><body>" + b"<p>x</p>" * 150_000)
    assert failure.reason == "a page of more than 200,000 tags"
