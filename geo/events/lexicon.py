"""The words that tell of an event: families of triggers in English, Spanish and French, folded.

A form says how far a word alone can be trusted. "past" tells what happened or what was done to
somebody ("exploded", "was killed"), "ing" goes with it, "base" may be a wish, a plan or a noun,
"noun" names one event ("explosion") and "nouns" several or none in particular ("attacks").
"""

from __future__ import annotations

from dataclasses import dataclass

from geo.events.calendar import WEEKDAYS
from geo.events.wordlists import read_table


@dataclass(frozen=True, slots=True)
class Entry:
    """A trigger word or phrase: its family and how far its form can be trusted."""

    family: str
    form: str
    words: tuple[str, ...]


def _entries() -> dict[str, tuple[Entry, ...]]:
    table: dict[str, dict[tuple[str, ...], Entry]] = {}
    for head, phrases in read_table("lexicon").items():
        family, form = head.split()
        for phrase in phrases:
            for words in _tenses(tuple(phrase.split("_"))):
                table.setdefault(words[0], {}).setdefault(words, Entry(family, form, words))
    return {
        first: tuple(sorted(entries.values(), key=lambda entry: -len(entry.words)))
        for first, entries in table.items()
    }


def _tenses(words: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """A French past tense in its other forms: "ont tue" stands for "avaient tue" too."""
    if words[0] != "ont":
        return (words,)
    return tuple((verb, *words[1:]) for verb in ("ont", "avaient", "avait", "ayant", "a"))


ENTRIES = _entries()
"""First word to the entries that start with it, longest first."""


def find_entry(words: list[str], index: int) -> Entry | None:
    """The longest trigger that starts at word `index`, or None.

    A weekday may stand behind its first word: "ont pris mardi le controle".
    """
    second = words[index + 1] if index + 1 < len(words) else ""
    for entry in ENTRIES.get(words[index], ()):
        size = len(entry.words)
        if size > 1 and entry.words[1] != second and second not in WEEKDAYS:
            continue
        if size == 1 or tuple(words[index : index + size]) == entry.words:
            return entry
        with_day = tuple(words[index : index + size + 1])
        if with_day[1:2] and with_day[1] in WEEKDAYS and with_day[2:] == entry.words[1:]:
            return Entry(entry.family, entry.form, with_day)
    return None
