"""Every input that once broke something: a file each in tests/cases/fuzz, by what reads it."""

from pathlib import Path

import pytest
from invariants import check_articles, check_geonames, check_places, check_table, check_text

CASES = Path(__file__).parents[1] / "cases" / "fuzz"
FILES = sorted(path for path in CASES.glob("*/*"))
CHECKS = {
    "articles": check_articles,
    "geonames": check_geonames,
    "places": check_places,
    "tables": check_table,
    "texts": lambda data, _: check_text(data.decode()),
}


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_what_once_broke_the_invariants_holds_them(path):
    CHECKS[path.parent.name](path.read_bytes(), path.name)


def test_rows_that_are_no_events_are_named_and_the_others_kept():
    from geo.exchange import import_events

    found = import_events(CASES / "tables" / "lines_that_are_no_events.jsonl")
    assert found.events["event_id_cnty"].tolist() == ["a"]
    assert [problem.row for problem in found.unmapped] == [2, 3, 4, 5]
