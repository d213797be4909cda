"""Read the texts that the recogniser learns from: silver labels and openly licensed corpora."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

Span = tuple[int, int, str]

SILVER = ("lgl", "geovirus", "muc", "case")
GOLD = ("wikigold", "re3d", "wnut17_train")

_SILVER_LABELS = {
    "GPE": "LOC", "LOC": "LOC", "ORG": "ORG", "PERSON": "PER", "FAC": "FAC", "NORP": "NORP",
    "EVENT": "MISC", "WORK_OF_ART": "MISC", "PRODUCT": "MISC", "LAW": "MISC",
}  # fmt: skip
_GOLD_LABELS = {
    "LOC": "LOC", "ORG": "ORG", "PER": "PER", "MISC": "MISC",
    "location": "LOC", "person": "PER", "group": "ORG", "corporation": "ORG",
    "creative-work": "MISC", "product": "MISC",
    "Location": "LOC", "Organisation": "ORG", "Person": "PER", "Nationality": "NORP",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Example:
    """A text with the names in it: start, end and label, none inside another."""

    text: str
    spans: tuple[Span, ...]


def read_examples(corpora: Path, leave_out: str = "") -> Iterator[Example]:
    """All training texts except those of one corpus."""
    for name in SILVER:
        if name != leave_out:
            yield from _read_silver(corpora / "silver" / f"silver_{name}.jsonl")
    for name in GOLD:
        if name != leave_out:
            yield from _read_gold(corpora / "silver" / f"silver_{name}.jsonl")


def _read_silver(path: Path) -> Iterator[Example]:
    for record in _records(path):
        yield _example(record["text"], _relabel(record["ents"], _SILVER_LABELS))


def _read_gold(path: Path) -> Iterator[Example]:
    """Gold names, with the nationalities that these corpora do not mark taken from silver."""
    for record in _records(path):
        gold = _relabel(record["gold"], _GOLD_LABELS)
        silver = [span for span in _relabel(record["ents"], _SILVER_LABELS) if span[2] == "NORP"]
        gold = [span for span in gold if (*span[:2], "NORP") not in silver or span[2] != "MISC"]
        yield _example(record["text"], [*gold, *silver])


def _relabel(spans: list[list[object]], labels: dict[str, str]) -> list[Span]:
    return [(int(a), int(b), labels[c]) for a, b, c in spans if c in labels]  # type: ignore[index,call-overload]


def _example(text: str, spans: list[Span]) -> Example:
    kept: list[Span] = []
    reached = 0
    for start, end, label in (_trim(text, *span) for span in spans_first_come(spans)):
        if start >= reached and end > start:
            kept.append((start, end, label))
            reached = end
    return Example(text, tuple(kept))


def spans_first_come(spans: list[Span]) -> list[Span]:
    """Spans by position; where two overlap the one named first in the list wins."""
    taken: list[Span] = []
    for span in spans:
        if all(span[1] <= start or span[0] >= end for start, end, _ in taken):
            taken.append(span)
    return sorted(taken)


def _trim(text: str, start: int, end: int, label: str) -> Span:
    for article in ("the ", "The ", "THE ", "a ", "an "):
        if text.startswith(article, start, end):
            start += len(article)
            break
    if text[start:end].endswith(("'s", "’s")):
        end -= 2
    return start, end, label


def _records(path: Path) -> Iterator[dict[str, list[list[object]]]]:
    with path.open(encoding="utf-8") as file:
        yield from map(json.loads, file)
