"""What an event's card says, packed in chunks of rows."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

from geo.render.pack import pack_json
from geo.render.table import EventTable

Piece = tuple[str, str]

_TEXTS = {
    "id": "event_id_cnty",
    "dateText": "x_date_text",
    "dateStart": "x_date_start",
    "dateEnd": "x_date_end",
    "placeText": "x_place_text",
    "with1": "assoc_actor_1",
    "with2": "assoc_actor_2",
    "kind1": "inter1",
    "kind2": "inter2",
    "targeting": "civilian_targeting",
    "path": "x_path",
    "reason": "x_place_reason",
    "review": "x_review_status",
}
_NUMBERS = {
    "timePrecision": "time_precision",
    "low": "x_fat_low",
    "best": "x_fat_best",
    "high": "x_fat_high",
    "injured": "x_injured",
    "typeScore": "x_type_score",
    "sources": "x_n_sources",
}
_LISTS = {
    "titles": "x_titles",
    "urls": "x_urls",
    "alternatives": "x_place_alternatives",
}
_DATES = {"dateStart", "dateEnd"}
_DAY = len("2026-03-03")


def card_chunks(table: EventTable, *, rows: int) -> list[str]:
    """The texts of `rows` events at a time, compressed; a column without content is left out."""
    columns = _columns(table)
    return [
        pack_json({name: values[at : at + rows] for name, values in columns.items()})
        for at in range(0, len(table), rows)
    ]


def _columns(table: EventTable) -> dict[str, Sequence[Any]]:
    columns: dict[str, Sequence[Any]] = {
        name: table.texts(column) for name, column in _TEXTS.items() if table.has(column)
    }
    for name in columns.keys() & _DATES:
        columns[name] = [text[:_DAY] for text in columns[name]]
    columns |= {
        name: _plain(table.numbers(column))
        for name, column in _NUMBERS.items()
        if table.has(column)
    }
    columns |= {name: table.lists(column) for name, column in _LISTS.items() if table.has(column)}
    columns["published"] = _published(table)
    columns["pieces"] = _sentences(table)
    return {name: values for name, values in columns.items() if any(map(_says, values))}


def _says(value: Any) -> bool:
    return value is not None and value not in ("", [])


def _plain(values: Any) -> list[float | int | None]:
    return [
        None if math.isnan(value) else int(value) if value.is_integer() else round(value, 4)
        for value in map(float, values)
    ]


def _published(table: EventTable) -> list[str]:
    """The day of publication, which our own tables keep in ACLED's `timestamp`."""
    if not table.has("x_titles"):
        return [""] * len(table)
    return [
        "" if math.isnan(value) else datetime.fromtimestamp(value, tz=UTC).date().isoformat()
        for value in table.numbers("timestamp")
    ]


def _sentences(table: EventTable) -> list[list[Piece]]:
    sentences = table.texts("x_sentence")
    if not table.has("x_sentence"):
        sentences = table.texts("notes")
    starts = table.numbers("x_sentence_start")
    place = zip(table.numbers("x_place_start"), table.numbers("x_place_end"), strict=True)
    trigger = zip(table.numbers("x_trigger_start"), table.numbers("x_trigger_end"), strict=True)
    return [
        mark_sentence(text, place=_within(p, start, text), trigger=_within(t, start, text))
        for text, start, p, t in zip(sentences, starts, place, trigger, strict=True)
    ]


def mark_sentence(
    text: str, *, place: tuple[int, int] | None, trigger: tuple[int, int] | None
) -> list[Piece]:
    """The sentence in pieces, each with what it is: "p" the place, "t" the trigger, "pt" both.

    The pieces laid end to end are the sentence. Cutting here, in whole characters, spares the
    page JavaScript's UTF-16 offsets.
    """
    if not text:
        return []
    marks = [(name, span) for name, span in (("p", place), ("t", trigger)) if span]
    cuts = sorted({0, len(text), *(offset for _, span in marks for offset in span)})
    return [
        (text[a:b], "".join(name for name, (start, end) in marks if start <= a and b <= end))
        for a, b in pairwise(cuts)
    ]


def _within(span: tuple[float, float], sentence_start: float, text: str) -> tuple[int, int] | None:
    """Offsets in the article as offsets in the sentence; None where they lie outside it."""
    if any(map(math.isnan, (*span, sentence_start))):
        return None
    start, end = int(span[0] - sentence_start), int(span[1] - sentence_start)
    return (start, end) if 0 <= start < end <= len(text) else None
