"""Inputs for the harnesses: the words of each format, damaged here and there."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import strategies as st
from invariants import MARK

from geo.frames import EVENT_COLUMNS
from geo.frames.columns import LIST_COLUMNS, NUMBER_COLUMNS, WHOLE_COLUMNS

HOSTILE = (
    "", "\0", "\x1b[2J", "\r", "\u2028", "\ufeff", "\ud800", "\U0001f600", "e\u0301", "\u202e", "İ",
    "ß", "\x85", "0" * 400, "1e999", "-0", "nan", "inf", "9" * 20, "1" * 5000, "=1+1", "'", '"',
    MARK, "../../etc/passwd", "%s%n", "{}", "[]", "٣", "²",
)  # fmt: skip
PHRASES = (
    "ESMERALDAS, Ecuador (AP) — ", "Twelve people were killed ", "at least three to five soldiers ",
    "in Aleppo", ", Syria", " on Monday", " overnight", " last Tuesday", " on 31 February",
    " in 0000", " between March 3 and 5", "Dos soldados murieron ", "en Cali, Valle del Cauca",
    " el lunes", "Un attentat a tué dix civils ", "à Paris", " hier", "no one was hurt", "\n\n",
    ". ", ", ", " and ", "120,000,000,000 ", "2.500 ", "one hundred and ", "dozens of ", "half a ",
    "a 12-year-old ", "ALEPPO (AFP) ", "U.S.-led ", "km north of ",
    "Gunmen attacked a village near ", "said police. ", "The “Islamic State” claimed ",
    "An air strike hit ", "10-15 ", "1/2/2026", "O’Higgins", "Côte d'Ivoire",
)  # fmt: skip
PAGE = (
    "<!doctype html>", "<html lang=en>", "<head>", "<meta charset=latin-1>", "<title>", "</title>",
    "<meta property='og:title' content='A'>", "<meta name=date content='2026-03-06'>", "<p>",
    "</p>", '<script type="application/ld+json">', '{"@type":"NewsArticle","headline":',
    '"datePublished":"2026-99-99"}', "</script>", "<body>", "<article>", "<h1>", "<div>", "<table>",
    "<!--", "-->", "<![CDATA[", "&#0;", "&#xD800;", "&nbsp;", "<svg>", "<a href='", "'>",
    "<time datetime='2026-03-06'>", "<base href=//x>",
    "Two people were killed in Aleppo on Monday, police said, after gunmen attacked a market. " * 3,
)  # fmt: skip
FEED = (
    '<?xml version="1.0" encoding="utf-8"?>', "<!DOCTYPE x [<!ENTITY a 'b'><!ENTITY c '&a;&a;'>]>",
    "&c;", '<rss version="2.0">', "<channel>", "<item>", "</item>", "<title>", "</title>",
    "<description>", "</description>", "<pubDate>Fri, 06 Mar 2026 99:00:00 +9999</pubDate>",
    "<guid>", "</guid>", '<feed xmlns="http://www.w3.org/2005/Atom">', "<entry>", "</entry>",
    "<id>", "</id>", "</feed>", "</rss>", "<content type='html'>", "<content type='xhtml'>",
    "</content>", "<content mode='base64'>", "<![CDATA[", "]]>", "<link href='", "'/>",
    "<updated>2026-03-06T00:00:00Z</updated>", "<source><title>", "</source>",
    "&lt;p&gt;Twelve killed&lt;/p&gt;", "&#x1F600;", "<!--", "-->",
)  # fmt: skip
MARKDOWN = (
    "---\n", "title: Twelve killed\n", "date: 2026-13-45\n", "tags: [a, b]\n", "a: &a [*a]\n",
    "? {}\n: []\n", "!!python/object:os.system x\n", "# ", "**", "[a](b)", "![a](b)", "> ", "<!--",
    "-->", "\n\n", "text", " date 2026-03-06 Headline\n",
)  # fmt: skip
ACLED_CELLS = (
    "2026-03-03", "03/04/2026", "13/04/2026", "3-Mar-26", "Battles", "Riots/Protests", "1", "12",
    "Ecuador", "218", "0.97", "-79.65", "0,97", "State forces", "91", "181",
)  # fmt: skip
GEONAMES_CELLS = (
    "366755", "Esmeraldas", "P", "PPLC", "A", "ADM1", "SD", "29", "0.96", "-79.6", "161868", "H",
    "L", "RGN", "a,b,c,,", "4294967295", "1e2", "nan",
)  # fmt: skip
OWN_CELLS = ("Camp", "0.9", "-79.6", "populated", "EC", "EC-E", "a;b;;", "500", "x1", "")
TEXT_COLUMNS = ("id", "text", "title", "published", "url", "source", "language", "Body", "x")

WORDS = st.sampled_from(HOSTILE) | st.text(max_size=12)
# Half a surrogate pair stands in JSON at most: pandas takes none into a column of text.
STORABLE = WORDS.map(lambda text: text.encode("utf-8", "replace").decode())
NEWS = st.lists(st.sampled_from(PHRASES) | WORDS, min_size=1, max_size=25).map("".join)
DAYS = st.none() | st.dates(date(1600, 1, 1), date(2026, 11, 29))
JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=6,
)


@st.composite
def damaged(draw, texts: st.SearchStrategy[str]) -> bytes:
    """The bytes of a text in some encoding, sometimes cut, sometimes with bytes put in."""
    encoding = draw(st.sampled_from(("utf-8", "utf-8", "utf-8-sig", "utf-16", "cp1252")))
    data = draw(texts).encode(encoding, "replace")
    if not data or draw(st.integers(0, 3)):
        return data
    place = draw(st.integers(0, len(data) - 1))
    rest = data[place + draw(st.sampled_from((0, 1, 9))) :]
    return data[:place] + draw(st.binary(max_size=4)) + rest


def made_of(pieces: Sequence[str], *, size: int = 30) -> st.SearchStrategy[bytes]:
    """Text of the format's own pieces, in any order, with hostile words among them."""
    return damaged(st.lists(st.sampled_from(pieces) | WORDS, max_size=size).map("".join))


def lines_of(values: st.SearchStrategy[Any]) -> st.SearchStrategy[bytes]:
    """Some values as JSON Lines."""
    return damaged(st.lists(values, max_size=3).map(lambda rows: "\n".join(map(json.dumps, rows))))


def document_of(values: st.SearchStrategy[Any]) -> st.SearchStrategy[bytes]:
    """A value as a JSON document."""
    return damaged(values.map(json.dumps))


@st.composite
def tables(draw, names: Sequence[str], cells: Sequence[str]) -> bytes:
    """A delimited table of these columns, few of them missing or in capitals, and some rows."""
    mark = draw(st.sampled_from(",,,;\t|"))
    dropped = draw(st.sets(st.sampled_from(names), max_size=2))
    loud = draw(st.lists(st.sampled_from(names).map(str.upper), max_size=1))
    header = [*(name for name in names if name not in dropped), *loud]
    cell = st.sampled_from(cells) | WORDS | st.floats().map(str) | st.dates().map(str)
    rows = draw(st.lists(st.lists(cell, min_size=len(header), max_size=len(header)), max_size=3))
    quote = draw(st.sampled_from(("{}", '"{}"')))
    text = "\n".join(mark.join(quote.format(each) for each in row) for row in [header, *rows])
    return draw(damaged(st.just(text)))


def tabbed(cells: Sequence[str], *, low: int, high: int) -> st.SearchStrategy[bytes]:
    """Lines of so many cells between tabs, without a header."""
    line = st.lists(st.sampled_from(cells) | WORDS, min_size=low, max_size=high).map("\t".join)
    return damaged(st.lists(line, max_size=3).map("\n".join))


_KINDS = (
    pa.string(), pa.int64(), pa.float64(), pa.timestamp("ms"), pa.timestamp("ns"), pa.date32(),
    pa.date64(), pa.list_(pa.string()), pa.binary(), pa.bool_(), pa.duration("ms"),
    pa.time64("us"), pa.decimal128(5, 2), pa.struct([("a", pa.int32())]), pa.null(),
    pa.dictionary(pa.int8(), pa.string()),
)  # fmt: skip


@st.composite
def parquet(draw, names: Sequence[str], *, always: Sequence[str] = ()) -> bytes:
    """A Parquet table of `always` and some of `names`, of any types; sometimes a damaged byte."""
    columns = [*always, *draw(st.lists(st.sampled_from([*names, *HOSTILE[:6]]), max_size=6))]
    rows = draw(st.integers(0, 3))
    arrays = [_array(draw, draw(st.sampled_from(_KINDS)), rows) for _ in columns]
    named = [name.encode("utf-8", "replace").decode() for name in columns]
    sink = io.BytesIO()
    pq.write_table(pa.Table.from_arrays(arrays, names=named), sink)
    data = bytearray(sink.getvalue())
    if draw(st.booleans()):
        data[draw(st.integers(0, len(data) - 1))] = draw(st.integers(0, 255))
    return bytes(data)


def _array(draw, kind: pa.DataType, rows: int) -> pa.Array:
    numbers = draw(st.lists(st.integers(-(2**62), 2**62), min_size=rows, max_size=rows))
    tries = (
        lambda: pa.array(numbers, pa.int64()).view(kind),
        lambda: pa.array([str(each) for each in numbers], kind),
        lambda: pa.array([[MARK]] * rows, kind),
    )
    for attempt in tries:
        try:
            return attempt()
        except (pa.ArrowException, ValueError, TypeError, OverflowError):
            continue
    return pa.nulls(rows, kind)


def _cell(name: str) -> st.SearchStrategy[Any]:
    if name in ("latitude", "longitude"):
        return st.none() | st.floats(-90, 90)
    if name in LIST_COLUMNS:
        return st.lists(STORABLE, max_size=3)
    if name in WHOLE_COLUMNS:
        return st.none() | st.integers(0, 2**40)
    if name in NUMBER_COLUMNS:
        return st.none() | st.floats(0, 1e6)
    if "date" in name and name != "x_date_text":
        return st.none() | st.dates(date(1, 1, 1), date(9999, 12, 31)).map(str)
    return st.booleans() if name == "x_fat_reported" else st.none() | STORABLE


_GIVEN = ("latitude", "longitude")
ROW = st.fixed_dictionaries(
    {"event_id_cnty": st.uuids().map(str), **{name: _cell(name) for name in _GIVEN}},
    optional={name: _cell(name) for name in EVENT_COLUMNS[1:] if name not in _GIVEN},
)
# What other tools put into a table: any cell may hold anything.
_ODD = st.none() | st.booleans() | st.integers() | st.floats() | STORABLE | st.dates()
ODD_ROW = st.dictionaries(
    st.sampled_from(EVENT_COLUMNS), _ODD | st.lists(_ODD, max_size=3), max_size=8
)

ARTICLE = st.fixed_dictionaries(
    {"text": JSON_VALUES | NEWS},
    optional=dict.fromkeys(("id", "title", "published", "url", "source", "language"), JSON_VALUES),
)
_SPAN = st.lists(st.integers(-2, 60) | st.booleans(), max_size=3) | JSON_VALUES
SPANS = st.fixed_dictionaries(
    {"text": NEWS | JSON_VALUES, "spans": st.lists(_SPAN, max_size=3) | JSON_VALUES},
    optional={"id": JSON_VALUES, "source": JSON_VALUES},
)
_GEOMETRY = st.fixed_dictionaries(
    {"type": st.just("Point") | JSON_VALUES},
    optional={"coordinates": JSON_VALUES | st.lists(st.floats(), max_size=3)},
)
FEATURES = st.fixed_dictionaries({
    "type": st.just("FeatureCollection"),
    "features": st.lists(
        JSON_VALUES
        | st.fixed_dictionaries(
            {}, optional={"properties": ROW | JSON_VALUES, "geometry": _GEOMETRY | JSON_VALUES}
        ),
        max_size=3,
    ),
})  # fmt: skip
