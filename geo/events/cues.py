"""The words around a trigger that tell who acts, with what, on what: folded, three languages."""

from __future__ import annotations

from collections.abc import Iterable

from geo.events.wordlists import read_sets

NOTHING: frozenset[str] = frozenset()


def _cues() -> dict[str, frozenset[str]]:
    cues: dict[str, frozenset[str]] = {}
    for cue, words in read_sets("cues").items():
        for word in words:
            cues[word] = cues.get(word, NOTHING) | {cue}
    return cues


CUES = _cues()
"""Each word to the cues it gives."""


def cues_of(words: Iterable[str]) -> dict[str, int]:
    """How many words of each cue stand among `words`."""
    counts: dict[str, int] = {}
    for word in words:
        for cue in CUES.get(word, NOTHING):
            counts[cue] = counts.get(cue, 0) + 1
    return counts
