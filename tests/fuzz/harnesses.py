"""One harness for each door through which strangers' data comes in, or ours goes out.

A harness is a check of invariants.py and a strategy for its input (inputs.py). atheris takes
`seeds` instead, and lets coverage lead it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import inputs
import pandas as pd
from hypothesis import strategies as st
from invariants import (
    check_articles,
    check_exports,
    check_geonames,
    check_map,
    check_places,
    check_spans,
    check_table,
    check_text,
)

from geo.errors import FrameError
from geo.exchange.imports.own import NEEDED
from geo.frames import EVENT_COLUMNS, events_frame

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests" / "cases"


@dataclass(frozen=True, slots=True, kw_only=True)
class Harness:
    """`check` is called with what `strategy` draws; `examples` is its share of the test run."""

    name: str
    check: Callable[[Any], object]
    strategy: st.SearchStrategy[Any]
    seeds: Sequence[bytes] = ()
    examples: int = 50


def _reader(
    suffix: str, strategy: st.SearchStrategy[bytes], seeds: Sequence[bytes] = ()
) -> Harness:
    name = f"news{suffix}"
    return Harness(
        name=name, check=lambda data: check_articles(data, name), strategy=strategy, seeds=seeds
    )


def _table(name: str, strategy: st.SearchStrategy[bytes], seeds: Sequence[bytes] = ()) -> Harness:
    return Harness(
        name=name,
        check=lambda data: check_table(data, name),
        strategy=strategy,
        seeds=seeds,
        examples=20,
    )


def _seeds(pattern: str, folder: Path = CASES) -> list[bytes]:
    return [path.read_bytes() for path in sorted(folder.glob(pattern))]


def _header(name: str) -> list[str]:
    return (CASES / "exchange" / name).read_text("utf-8").split("\n", 1)[0].strip().split(",")


def _check_map_of_anything(rows: list[dict[str, Any]]) -> None:
    try:
        check_map(pd.DataFrame(rows))
    except FrameError:
        assert not {"latitude", "longitude"} <= {name for row in rows for name in row}


_STORABLE = inputs.NEWS.map(lambda text: text.encode("utf-8", "replace").decode())
_PLACE = b"1\ta\ta\t\t1\t2\tP\tPPL\tSD\t\t01\t\t\t\t5\t\t\t\t\n"
_EVENT = (
    b'{"event_id_cnty": "a", "event_date": "2026-03-06", "event_type": "Battles",'
    b' "latitude": 1, "longitude": 2, "x_precision": "town"}\n'
)

READERS = (
    _reader(".txt", inputs.made_of(inputs.MARKDOWN), _seeds("*.txt", ROOT / "seeds")),
    _reader(".md", inputs.made_of(inputs.MARKDOWN), _seeds("articles/*.md")),
    _reader(".html", inputs.made_of(inputs.PAGE), _seeds("articles/*.html")),
    _reader(".xml", inputs.made_of(inputs.FEED, size=50), _seeds("articles/feed.*")),
    _reader(
        ".json",
        inputs.document_of(
            inputs.JSON_VALUES
            | st.lists(inputs.ARTICLE, max_size=3)
            | st.fixed_dictionaries({"articles": st.lists(inputs.ARTICLE, max_size=3)})
        ),
        [b'{"text": "Twelve killed", "published": "2026-03-06"}', b'{"articles": [{"text": "a"}]}'],
    ),
    _reader(
        ".jsonl",
        inputs.lines_of(inputs.ARTICLE | inputs.JSON_VALUES),
        [b'{"text": "a"}\n{"text": "b", "published": 1772755200}\n'],
    ),
    _reader(".csv", inputs.tables(inputs.TEXT_COLUMNS, inputs.PHRASES), _seeds("articles/*.csv")),
    _reader(".parquet", inputs.parquet(inputs.TEXT_COLUMNS)),
)
TABLES = (
    _table(
        "acled.csv",
        inputs.tables(_header("acled_new.csv"), inputs.ACLED_CELLS),
        _seeds("exchange/acled*.csv"),
    ),
    _table(
        "ged.csv",
        inputs.tables(_header("ucdp_ged.csv"), inputs.ACLED_CELLS),
        _seeds("exchange/ucdp*.csv"),
    ),
    _table(
        "gdelt.CSV",
        inputs.tabbed(inputs.ACLED_CELLS, low=61, high=61).map(lambda data: b"1" + data),
        _seeds("exchange/*.CSV"),
    ),
    _table("events.csv", inputs.tables(EVENT_COLUMNS, inputs.ACLED_CELLS)),
    _table("events.jsonl", inputs.lines_of(inputs.ROW | inputs.JSON_VALUES), [_EVENT]),
    _table("events.geojson", inputs.document_of(inputs.FEATURES)),
    _table("events.parquet", inputs.parquet(EVENT_COLUMNS, always=NEEDED)),
)
OTHERS = (
    Harness(
        name="spans",
        check=check_spans,
        strategy=inputs.lines_of(inputs.SPANS),
        seeds=[b'{"id": "a", "text": "In Aleppo", "spans": [[3, 9]]}\n'],
    ),
    Harness(
        name="geonames",
        check=check_geonames,
        strategy=inputs.tabbed(inputs.GEONAMES_CELLS, low=18, high=20),
        seeds=[_PLACE],
    ),
    Harness(
        name="places",
        check=check_places,
        strategy=inputs.tables(
            ("name", "lat", "lon", "kind", "country", "admin1_iso", "alternates", "population"),
            inputs.OWN_CELLS,
        ),
        seeds=[b"name,lat,lon\nCamp,1,2\n"],
    ),
    Harness(
        name="articles",
        check=lambda drawn: check_text(*drawn),
        strategy=st.tuples(_STORABLE.filter(str.strip), inputs.DAYS),
    ),
    Harness(
        name="exports",
        check=lambda rows: check_exports(events_frame(rows)),
        strategy=st.lists(inputs.ROW, max_size=3),
        examples=8,
    ),
    Harness(
        name="map",
        check=_check_map_of_anything,
        strategy=st.lists(inputs.ROW, max_size=3) | st.lists(inputs.ODD_ROW, max_size=3),
        examples=6,
    ),
)
HARNESSES = READERS + TABLES + OTHERS
