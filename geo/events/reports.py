"""Put the reports of one event together: one row an event, every source kept, conflicts shown.

Rows are taken best evidence first. Each joins the event it is most like, judged against that
event's best report, or begins one; two rows of one article are never one event. Only events of
the same days and province, of the same toll in a country, or in the same words are compared, so
the work grows with the number of rows. What comes out does not depend on the order of the rows.
"""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from geo.events.copies import Sketch, are_copies
from geo.events.disagreements import describe_disagreements, describe_report
from geo.events.same_event import Telling, likeness, read_telling
from geo.frames import decided_columns

_PRECISIONS = ("town", "near", "district", "province", "country")
_MOST_DAYS = 10
_MOST_COMPARED = 64
_MOST_CHECKED = 8
_LONG_SENTENCE = 60
_SAME_WORDS = 100


@dataclass(slots=True)
class _Happening:
    """The tellings of one event, the best first."""

    tellings: list[Telling]
    articles: set[str] = field(default_factory=set)


def report_keys(row: Mapping[str, Any], language: str) -> list[int]:
    """Numbers of 32 bits; rows that have none in common are never reports of one event.

    Whoever has many rows need give merge_reports only those that share one with another.
    """
    keys = _keys(read_telling(row, language))
    return sorted({zlib.crc32(repr(key).encode("utf-8", "replace")) for key in keys})


def merge_reports(
    rows: Sequence[Mapping[str, Any]],
    sketches: Mapping[str, Sketch],
    *,
    languages: Mapping[str, str] | None = None,
) -> list[dict[str, Any]]:
    """One row an event: that of its best report, with the articles and sources of all of them.

    `rows` are event rows of single articles, `sketches` those of their texts by article id; the
    events stand in the order of their best reports. Deaths and injured are those of the reports
    of the latest publication, the number told by most sources, the lowest of equals;
    what a person decided in one report (`x_corrections`) holds for the event;
    `x_fat_low` and `x_fat_high` span all of them. `x_n_sources` counts copies of one text once,
    and an outlet once. `x_cluster_id` is the id of the report published first. `languages` of the
    articles by id, where they are known without the sketches.

    >>> merge_reports([], {})
    []
    """
    tellings = [read_telling(row, _language(row, sketches, languages)) for row in rows]
    happenings = _gather(sorted(tellings, key=_by_evidence))
    best = {id(happening.tellings[0].row): happening for happening in happenings}
    return [_merged(best[id(row)], sketches) for row in rows if id(row) in best]


def _language(
    row: Mapping[str, Any], sketches: Mapping[str, Sketch], languages: Mapping[str, str] | None
) -> str:
    article = row["x_article_ids"][0]
    if languages is not None:
        return languages.get(article, "")
    sketch = sketches.get(article)
    return sketch.language if sketch else ""


def _by_evidence(telling: Telling) -> tuple[Any, ...]:
    """Sorts the finest place, the surest day, a counted toll and named actors to the front."""
    row = telling.row
    precision = row["x_precision"]
    return (
        _PRECISIONS.index(precision) if precision in _PRECISIONS else len(_PRECISIONS),
        not telling.stated,
        row["time_precision"] or len(_PRECISIONS),
        telling.dead is None,
        not telling.named,
        -row["x_type_score"],
        _published(telling),
        row["event_id_cnty"],
        telling.article,
    )


def _published(telling: Telling) -> tuple[int, str]:
    """Sorts by the day of publication, unknown ones last, then by id."""
    stamp = telling.row["timestamp"]
    return (1 << 62 if stamp is None else stamp, telling.row["event_id_cnty"])


def _gather(tellings: Iterable[Telling]) -> list[_Happening]:
    happenings: list[_Happening] = []
    index: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    for telling in tellings:
        keys = list(dict.fromkeys(_keys(telling)))
        at = _home(telling, happenings, _candidates(keys, index))
        if at is None:
            at = len(happenings)
            happenings.append(_Happening([]))
            for key in keys:
                index[key].append(at)
        happenings[at].tellings.append(telling)
        happenings[at].articles.add(telling.article)
    return happenings


def _keys(telling: Telling) -> Iterator[tuple[Any, ...]]:
    """What an event must share with another to be compared with it."""
    row = telling.row
    if len(row["x_sentence"] or "") >= _LONG_SENTENCE:
        yield ("words", row["x_sentence"])
    country = row["x_country_iso2"]
    for day in _days(telling):
        yield (day, row["x_place_id"])
        yield (day, country, row["x_admin1_iso"])
        if telling.dead:
            yield (day, country, "dead", telling.dead)


def _days(telling: Telling) -> list[Any]:
    if not (telling.start and telling.end):
        return []
    length = (telling.end - telling.start).days + 1
    if length > _MOST_DAYS:
        return [(telling.start, telling.end)]
    days = [telling.start + timedelta(offset) for offset in range(length)]
    return days if telling.stated else [days[0] - timedelta(1), *days]


def _candidates(keys: list[tuple[Any, ...]], index: Mapping[Any, list[int]]) -> list[int]:
    found = {at: None for key in keys for at in index.get(key, [])[-_MOST_COMPARED:]}
    return sorted(found)


def _home(telling: Telling, happenings: list[_Happening], candidates: list[int]) -> int | None:
    """The happening a telling is most like, the best-evidenced of equals."""
    fits = [(-fit, at) for at in candidates
            if (fit := _fit(telling, happenings[at])) is not None]  # fmt: skip
    return min(fits)[1] if fits else None


def _fit(telling: Telling, happening: _Happening) -> int | None:
    if telling.article in happening.articles:
        return None
    first, *others = happening.tellings
    if _in_the_same_words(telling, first):
        return _SAME_WORDS
    if any(_apart(telling, other) for other in others[:_MOST_CHECKED]):
        return None
    return likeness(first, telling)


def _in_the_same_words(one: Telling, two: Telling) -> bool:
    sentence = one.row["x_sentence"] or ""
    return (
        len(sentence) >= _LONG_SENTENCE
        and sentence == two.row["x_sentence"]
        and one.row["sub_event_type"] == two.row["sub_event_type"]
        and one.row["x_place_id"] == two.row["x_place_id"]
        and _days_apart(one, two) <= _MOST_DAYS
    )


def _days_apart(one: Telling, two: Telling) -> int:
    return abs((one.start - two.start).days) if one.start and two.start else 0


def _apart(one: Telling, two: Telling) -> bool:
    """Whether two reports give single days, in words, that differ."""
    sure = one.is_day and two.is_day and one.stated and two.stated
    return sure and one.start != two.start


def _merged(happening: _Happening, sketches: Mapping[str, Sketch]) -> dict[str, Any]:
    best, *others = happening.tellings
    if not others:
        return dict(best.row)
    tellings = [best, *sorted(others, key=_published)]
    sources = _number_sources(tellings, sketches)
    rows = [telling.row for telling in tellings]
    return {
        **best.row,
        **_tolls(tellings, sources),
        "source": "; ".join(_distinct(row["source"] for row in rows)),
        "x_article_ids": _distinct(each for row in rows for each in row["x_article_ids"]),
        "x_urls": _distinct(each for row in rows for each in row["x_urls"]),
        "x_titles": _distinct(each for row in rows for each in row["x_titles"]),
        "x_cluster_id": min(tellings, key=_published).row["event_id_cnty"],
        "x_n_sources": len(set(sources)),
        "x_reports": [describe_report(row) for row in rows],
        "x_disagreements": describe_disagreements(rows, sources) or None,
        **_decided(rows),
    }


def _decided(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What persons decided in any report holds for the event; that in the best report first."""
    notes = _distinct(note for row in rows for note in row["x_corrections"])
    if not notes:
        return {}
    values = {
        column: row[column]
        for row in reversed(rows)
        for column in decided_columns(row["x_corrections"])
    }
    states = {row["x_review_status"] for row in rows}
    status = next(each for each in ("corrected", "confirmed", "machine") if each in states)
    return {**values, "x_corrections": notes, "x_review_status": status}


def _distinct(values: Iterable[Any]) -> list[Any]:
    return list(dict.fromkeys(value for value in values if value))


def _number_sources(tellings: Sequence[Telling], sketches: Mapping[str, Sketch]) -> list[int]:
    """For each report the number of its source: that of the first report it copies or resembles."""
    numbers: list[int] = []
    leaders: list[Telling] = []
    for telling in tellings:
        kept = leaders[:_MOST_COMPARED]
        number = next(
            (at for at, each in enumerate(kept) if _is_one(telling, each, sketches)), None
        )
        if number is None:
            number = len(leaders)
            leaders.append(telling)
        numbers.append(number)
    return numbers


def _is_one(one: Telling, two: Telling, sketches: Mapping[str, Sketch]) -> bool:
    """Whether two reports have one source: the same outlet, or the same text in two."""
    if _outlet(one) and _outlet(one) == _outlet(two):
        return True
    sentence = one.row["x_sentence"] or ""
    if len(sentence) >= _LONG_SENTENCE and sentence == two.row["x_sentence"]:
        return True
    texts = [sketches.get(each.article) for each in (one, two)]
    return texts[0] is not None and texts[1] is not None and are_copies(texts[0], texts[1])


def _outlet(telling: Telling) -> str:
    """The outlet's name, folded; "" where only the file is known."""
    source, path = telling.row["source"] or "", telling.row["x_path"] or ""
    return "" if path.endswith(source) or path == "-" else source.casefold()


def _tolls(tellings: list[Telling], sources: list[int]) -> dict[str, Any]:
    rows = [telling.row for telling in tellings]
    best = _agreed(tellings, sources, "x_fat_best")
    lows = [row["x_fat_low"] for row in rows if row["x_fat_low"] is not None]
    highs = [row["x_fat_high"] for row in rows if row["x_fat_high"] is not None]
    return {
        "fatalities": best or 0,
        "x_fat_best": best,
        "x_fat_low": min(lows, default=None),
        "x_fat_high": max(highs, default=None),
        "x_fat_reported": any(row["x_fat_reported"] for row in rows),
        "x_injured": _agreed(tellings, sources, "x_injured"),
    }


def _agreed(tellings: list[Telling], sources: list[int], column: str) -> int | None:
    """The number that most sources of the latest day tell, the lowest of equals."""
    told = [
        (telling.row["timestamp"] or 0, telling.row[column], source)
        for telling, source in zip(tellings, sources, strict=True)
        if telling.row[column] is not None
    ]
    latest = max((day for day, _, _ in told), default=0)
    voters: dict[int, set[int]] = defaultdict(set)
    for day, number, source in told:
        if day == latest:
            voters[number].add(source)
    return min(voters, key=lambda number: (-len(voters[number]), number), default=None)
