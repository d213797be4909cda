"""Whole articles of our own, read from text to rows with everything that ships."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from geo.pipeline import Options, stages
from geo.records import Article

STORIES = [
    (path.stem, json.loads(line))
    for path in sorted((Path(__file__).parent / "cases" / "stories").glob("*.jsonl"))
    for line in path.read_text("utf-8").splitlines()
]


@pytest.mark.parametrize(
    ("language", "story"), STORIES, ids=[f"{code}: {story['title']}" for code, story in STORIES]
)
def test_a_story_gives_its_events(language, story):
    article = Article(
        id="story",
        text=f"{story['title']}\n\n{story['text']}",
        title=story["title"],
        published=date.fromisoformat(story["published"]),
        language=language,
    )
    (outcome,) = stages(Options()).process([article])
    found = [
        {
            "sub_event_type": row["sub_event_type"],
            "start": str(row["x_date_start"]),
            "end": str(row["x_date_end"]),
            "place": row["x_place_text"],
            "deaths": row["x_fat_best"],
        }
        for row in outcome.rows
    ]
    assert found == story["events"]
