"""Read news with filled event templates, as MUC-4's in JSON Lines.

One object a line: `docid`, `text`, `dateline_date`, `relevant`, and `events`, each with `type`,
`date`, `location`, the words that fill `perp_ind`, `perp_org`, `phys_tgt`, `hum_tgt_name`,
`hum_tgt_desc` and `instrument`, and `hum_tgt_number_raw` and `hum_effect_raw` as published.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice, product
from pathlib import Path
from typing import Any

from geo.errors import SourceError
from geo.evaluate.forms import found_instead
from geo.records import Article

_FILLS = ("perp_ind", "perp_org", "phys_tgt", "hum_tgt_name", "hum_tgt_desc", "instrument")
_QUOTED = re.compile(r'"([^"]*)"')
_KIND_INSIDE = re.compile(r"\s*\([^()]*\)\s*")
_MOST_SUMS = 64


@dataclass(frozen=True, slots=True)
class Step:
    """One place of a chain: its name, or both ends of a way, and its kind as annotated."""

    names: tuple[str, ...]
    kind: str


@dataclass(frozen=True, slots=True)
class Days:
    """First and last day of an annotated date, None where it is open."""

    start: date | None
    end: date | None

    @property
    def day(self) -> date | None:
        """The day, None where a span is annotated."""
        return self.start if self.start == self.end else None


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldEvent:
    """An annotated event; alternatives stand beside one another, any of them is right.

    `chains` run from the country to the finest place. `deaths` holds the numbers that may be
    meant, empty where nobody is said to have died or no number is given (`deadly` tells which).
    """

    types: frozenset[str]
    days: tuple[Days, ...]
    chains: tuple[tuple[Step, ...], ...]
    fills: tuple[str, ...]
    deaths: frozenset[int]
    deadly: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateArticle:
    """An article, whether it holds an event of the task's kinds, and the annotated events."""

    article: Article
    relevant: bool
    events: tuple[GoldEvent, ...]


def read_templates(path: Path | str) -> list[TemplateArticle]:
    """The articles of a file of filled templates, in its order.

    An article is published on the day of its dateline, where that is given. Raises SourceError,
    naming the line, where the file is in another form.
    """
    path = Path(path)
    try:
        lines = path.read_text("utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(str(path), f"not readable as UTF-8 text ({error})") from error
    articles = [_read(path, number, line) for number, line in enumerate(lines, 1) if line.strip()]
    if not articles:
        raise SourceError(str(path), "holds no article; expected one JSON object a line")
    return articles


def _read(path: Path, number: int, line: str) -> TemplateArticle:
    try:
        row = json.loads(line)
        article = Article(
            id=str(row.get("docid") or row.get("id") or number),
            text="" + row["text"],
            published=_date(row.get("dateline_date")),
        )
        events = tuple(_event(each) for each in row["events"])
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise SourceError(
            f"{path}, line {number}",
            f"not an article with event templates ({error!r}), found {found_instead(line)}; "
            'expected {"docid", "text", "dateline_date", "relevant", "events": [...]}',
        ) from error
    relevant = row.get("relevant")
    return TemplateArticle(
        article=article,
        relevant=bool(events) if relevant is None else bool(relevant),
        events=events,
    )


def _event(row: Mapping[str, Any]) -> GoldEvent:
    kinds = row["type"] or ()
    dead = list(_dead(row.get("hum_effect_raw") or ""))
    return GoldEvent(
        types=frozenset([kinds] if isinstance(kinds, str) else kinds),
        days=tuple(Days(_date(each["start"]), _date(each["end"])) for each in row["date"] or ()),
        chains=tuple(
            tuple(_step(step) for step in chain) for chain in row["location"] or () if chain
        ),
        fills=tuple(fill for name in _FILLS for fill in row.get(name) or ()),
        deaths=frozenset(_deaths(dead, row.get("hum_tgt_number_raw") or "")),
        deadly=bool(dead),
    )


def _date(text: str | None) -> date | None:
    """The day of "1989-12-30"; None for a month, a year or nothing."""
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


def _step(row: Mapping[str, Any]) -> Step:
    """A place of a chain; "CALI (CITY) - BUGA" is a way between two, either of them right."""
    names = (_KIND_INSIDE.sub(" ", name).strip(" ()") for name in (row["name"] or "").split(" - "))
    return Step(tuple(name for name in names if name), row.get("type") or "")


def _parts(raw: str) -> Iterator[tuple[str, frozenset[str]]]:
    """What stands before each group of words, and the words: 'DEATH: "PRIESTS" / "JESUITS"'."""
    for part in raw.split("||"):
        head, _, rest = part.strip().partition(":")
        words = frozenset(_QUOTED.findall(rest))
        if words:
            yield head.strip(), words


def _dead(raw: str) -> Iterator[frozenset[str]]:
    return (words for head, words in _parts(raw) if head == "DEATH")


def _deaths(dead: Iterable[frozenset[str]], raw: str) -> set[int]:
    """The sums of those who died, where all have numbers.

    Of a group and single persons beside it, the persons may be members of the group: with the sum
    of all, the group alone is right too.
    """
    counts = [(words, _numbers(head)) for head, words in _parts(raw)]
    groups = [next((n for words, n in counts if words & each), []) for each in dead]
    if not groups or not all(groups):
        return set()
    sums: set[int] = set()
    for chosen in islice(product(*groups), _MOST_SUMS):
        several = [number for number in chosen if number > 1]
        sums |= {sum(chosen), sum(several) if several else sum(chosen)}
    return sums


def _numbers(head: str) -> list[int]:
    """The numbers of "6", "~30" or "7 / 8"; none of "PLURAL", "10-" (at least), "? 1"."""
    parts = [part.strip().removeprefix("~") for part in head.split("/")]
    return [int(part) for part in parts] if all(part.isdecimal() for part in parts) else []
