"""Find the words that may tell of an event, without those that mean something else.

"Riot police" riot no more than a coal mine explodes; a death that people march about is not the
march's; talks that collapsed are no agreement.
"""

from __future__ import annotations

from geo.events.cues import NOTHING
from geo.events.lexicon import ENTRIES, Entry, find_entry
from geo.events.sentences import Sentence
from geo.events.wordlists import read_sets

_WORDS = read_sets("gate")
_LABOUR = _WORDS["labour"]
_ANDS = (["y"], ["e"], ["o"], ["et"], ["ou"], ["and"], ["or"])
_CHARGES = (["por"], ["pour"], ["for"])
_MINES = frozenset(["mine", "mines", "mina", "minas"])
_OVER = frozenset(["over", "por"])
_FAILED = _WORDS["failed"]
_SOUGHT = _WORDS["sought"]
_CAUSES = _WORDS["causes"]
_PROTESTING = frozenset(["protest", "assemble", "riot"])
_HELD_LAND = frozenset(["the", "israeli", "russian", "in", "currently", "temporarily"])
_LAND = frozenset(["west", "territories", "territory", "palestinian"])
_RIOT_POLICE = frozenset(["police", "policemen", "gear", "squad", "control", "officers"])
_STRIKES = frozenset(["strike", "strikes"])
_SHOWING = frozenset(["demonstrated", "demonstrates", "demonstrate"])
_SHOWN = frozenset(["that", "the", "how", "his", "its", "their", "a"])
_MARCHES = frozenset(["march", "marche", "mars"])
_FIGURATIVE = {
    "striking": frozenset(["a", "balance", "out", "deal", "similarities"]),
    "fighting": frozenset(["for", "corruption", "against", "poverty", "crime", "drugs", "drug"]),
    "battle": frozenset(["against", "legal", "court", "for", "election", "political", "of"]),
    "battling": frozenset(["cancer", "fire", "fires", "wildfire"]),
    "killing": frozenset(["time"]),
    "shot": frozenset(["down", "film", "video", "put"]),
    "march": frozenset(),
}


def find_triggers(sentence: Sentence) -> list[tuple[int, Entry]]:
    """Where triggers start in a sentence, with their entries; none overlaps another."""
    words = sentence.words
    found: list[tuple[int, Entry]] = []
    if ENTRIES.keys().isdisjoint(words):
        return found
    index = 0
    while index < len(words):
        entry = find_entry(words, index) if words[index] in ENTRIES else None
        if entry is None or _is_figurative(words, index, entry) or _is_market(sentence, index):
            index += 1
            continue
        found.append((index, entry))
        index += len(entry.words)
    return _without_grievances(words, found)


def _without_grievances(
    words: list[str], found: list[tuple[int, Entry]]
) -> list[tuple[int, Entry]]:
    """Without the deaths that a protest is about: "manifestants ... apres l'assassinat de"."""
    if not any(entry.family in _PROTESTING for _, entry in found):
        return found
    return [
        (index, entry)
        for index, entry in found
        if not (
            entry.family in {"dead", "kill", "attack"}
            and entry.form in {"noun", "nouns"}
            and not _CAUSES.isdisjoint(words[max(0, index - 3) : index])
        )
    ]


def _is_market(sentence: Sentence, index: int) -> bool:
    """Whether "marche" is no march but a market, which the accent alone tells."""
    market = sentence.span(index, index + 1).lower() == "marché"
    return market and sentence.words[index - 1 : index] not in (["ont"], ["a"], ["avoir"])


def _is_figurative(words: list[str], index: int, entry: Entry) -> bool:
    last = index + len(entry.words)
    after = words[last] if last < len(words) else ""
    before = words[index - 1] if index else ""
    if after in _FIGURATIVE.get(words[index], NOTHING) or _means_else(words, index, before, after):
        return True
    return any(reads(words, index, entry) for reads in _READINGS)


def _means_else(words: list[str], index: int, before: str, after: str) -> bool:
    """Whether the words beside a trigger give it another sense: "riot police", "coal mine"."""
    word = words[index]
    dated = after[:1].isdecimal() or before[:1].isdecimal()
    return (
        (word == "occupied" and (before in _HELD_LAND or after in _LAND))
        or (word == "riot" and after in _RIOT_POLICE)
        or (word in _STRIKES and (before in _LABOUR or after == "by" or _is_labour(words)))
        or (word in _SHOWING and (after in _SHOWN or before == "been"))
        or (word in _MARCHES and (dated or before in {"in", "on", "of", "since"}))
        or (word == "mine" and before in {"coal", "gold", "of", "copper", "a"})
    )


def _is_labour(words: list[str]) -> bool:
    return not _WORDS["work"].isdisjoint(words)


def _is_pit(words: list[str], index: int, entry: Entry) -> bool:
    """Whether a mine is one that gold or coal comes from."""
    if words[index] not in _MINES or len(entry.words) > 1:
        return False
    around = words[max(0, index - 6) : index] + words[index + 1 : index + 7]
    return not _WORDS["mining"].isdisjoint(around)


def _fires_gas(words: list[str], index: int, entry: Entry) -> bool:
    """Whether what is fired at a crowd does not kill: "a tire des gaz lacrymogenes"."""
    fired = entry.family == "shoot" and entry.form in {"past", "ing"}
    end = index + len(entry.words)
    return fired and not _WORDS["gas"].isdisjoint(words[end : end + 4])


def _is_cause(words: list[str], index: int, entry: Entry) -> bool:
    """Whether a death is what others protest against: "over the death of"."""
    if entry.form not in {"noun", "nouns"}:
        return False
    listed = words[index - 1 : index] in _ANDS and words[index - 3 : index - 2] in _CHARGES
    if listed or words[index - 1 : index] in _CHARGES:
        return entry.family in {"abduct", "kill", "sexual", "loot"}
    return entry.family in {"dead", "kill"} and not _OVER.isdisjoint(
        words[max(0, index - 2) : index]
    )


def _is_record(words: list[str], index: int, entry: Entry) -> bool:
    """Whether an event is only ranked: "the worst attack on civilians since"."""
    ranked = not _WORDS["worst"].isdisjoint(words[max(0, index - 2) : index])
    since = words[index + len(entry.words) : index + 9]
    return ranked and not _WORDS["since"].isdisjoint(since)


def _breaks_out(words: list[str], index: int, entry: Entry) -> bool:
    """Whether what "estallaron" is no bomb: "las protestas que estallaron"."""
    if entry.family != "bomb" or entry.form != "past":
        return False
    return not _WORDS["outbreak"].isdisjoint(words[max(0, index - 3) : index + 4])


def _came_to_nothing(words: list[str], index: int, entry: Entry) -> bool:
    if entry.family != "agree":
        return False
    sought = entry.form == "noun" and not _SOUGHT.isdisjoint(words[max(0, index - 4) : index])
    return sought or not _FAILED.isdisjoint(words[index : index + 9])


_READINGS = (_is_cause, _is_record, _is_pit, _breaks_out, _came_to_nothing, _fires_gas)
