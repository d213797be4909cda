"""Written articles in three languages, each with the rows that must come of it."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest

from geo.events import extract_events
from geo.records import Article, Country, Place, Resolution, Toponym

CASES = Path(__file__).parent / "cases" / "events"
ATLAS = {
    row["id"]: Place(**row)
    for row in json.loads((CASES / "atlas.json").read_text("utf-8"))["places"]
}
NAMES = sorted(path.stem for path in CASES.glob("*.json") if path.stem != "atlas")


class Countries:
    """The atlas's countries."""

    def find_country(self, iso2):
        place = ATLAS.get(iso2)
        if place is None:
            return None
        return Country(
            iso2=iso2, iso3=f"{iso2}X", iso_numeric=0, name=place.name,
            region="", lat=place.lat, lon=place.lon,
        )  # fmt: skip


def read_case(name):
    return json.loads((CASES / f"{name}.json").read_text("utf-8"))


def article_of(case):
    text = f"{case['title']}\n\n{case['text']}" if case["title"] else case["text"]
    published = date.fromisoformat(case["published"])
    return Article(
        id="case", text=text, title=case["title"], published=published, language=case["language"]
    )


def resolutions_of(case, text):
    if not case["places"]:
        return []
    names = "|".join(re.escape(name) for name in sorted(case["places"], key=len, reverse=True))
    return [
        Resolution(
            toponym=Toponym(text=match.group(), start=match.start(), end=match.end()),
            place=ATLAS[case["places"][match.group()]],
            score=0.9,
            reason="by hand",
        )
        for match in re.finditer(rf"(?<!\w)(?:{names})(?!\w)", text)
    ]


def row_of(event, gold):
    """What the gold row says, read from the event."""
    place = event.resolution.place
    found = {
        "sub_type": event.sub_type,
        "start": event.dates.start.isoformat(),
        "end": event.dates.end.isoformat(),
        "time_precision": event.dates.precision,
        "place": place.id if place else None,
        "precision": event.precision.label,
        "deaths": event.casualties.best,
        "actor1": event.side1[0].name if event.side1 else None,
        "actor2": event.side2[0].name if event.side2 else None,
        "lat": place.lat if place else None,
    }
    return {key: found[key] for key in gold}


@pytest.mark.parametrize("name", NAMES)
def test_article_gives_its_rows(name):
    case = read_case(name)
    article = article_of(case)
    events = extract_events(article, resolutions_of(case, article.text), countries=Countries())
    golds = case["events"]
    assert [event.sub_type for event in events] == [gold["sub_type"] for gold in golds]
    for event, gold in zip(events, golds, strict=True):
        expected = {**gold, "lat": pytest.approx(gold["lat"], abs=1e-3)} if "lat" in gold else gold
        assert row_of(event, gold) == expected
