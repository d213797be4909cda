"""Count the victims that no number counts: "was killed", "the murder of Galan and his son"."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from geo.datasets import data_path
from geo.events.cues import CUES, NOTHING
from geo.events.sentences import Sentence
from geo.events.wordlists import read_sets

_WORDS = read_sets("tolls")

Kind = Literal["dead", "hurt"]

KIND_BEFORE: dict[str, Kind] = {
    **dict.fromkeys(_WORDS["before_dead"], "dead"),
    **dict.fromkeys(_WORDS["before_hurt"], "hurt"),
}
"""What a word says of those who stand before it."""
KIND_AFTER: dict[str, Kind] = {
    **dict.fromkeys(_WORDS["after_dead"], "dead"),
    **dict.fromkeys(_WORDS["after_hurt"], "hurt"),
}
"""What a word says of those who stand after it."""
ACTIVE = _WORDS["active"]
AUXILIARY = _WORDS["auxiliary"]
MURDER = _WORDS["murder"]
PERSONS = frozenset(["civ", "people", "state", "police", "armed", "people_held", "protesters"])
_NOUNS = _WORDS["nouns"]
_SINGULAR = _WORDS["singular"]
_REDUCED = _WORDS["reduced"]
_NOT_SINGLE = _WORDS["not_single"]
_MANY = _WORDS["many"]
_DEATHS = _WORDS["deaths_of"]
_AND = frozenset(["and", "y", "et", "e"])
_OF = frozenset(["of", "de", "del", "the", "who", "which"])
_OPENING = frozenset(["that", "que", "when", "where", "said", "after", "cuando", "apres", "text"])
_CLOSING = _WORDS["closing"]
_BREAKS = _CLOSING | _OPENING | {"the", "of", "killed", "killing"}
_KIN = _WORDS["possessive"]
_NAMES = frozenset(
    row["name"]
    for table in ("first_names", "surnames")
    for row in csv.DictReader(data_path(f"tables/{table}.csv").read_text("utf-8").splitlines())
)
_WISHED = frozenset(["kill", "murder"])
_UNDONE = frozenset(["to", "not", "never", "will", "would", "may", "could", "or"])
_ALL = frozenset(["all", "others", "many", "several", "some", "other", "those"])
_ROUGHLY = frozenset(["least", "most", "menos", "moins"])
_DYING = frozenset(
    [
        "murieron", "fallecieron", "perecieron", "peri", "perissent", "meurent", "died",
        "perished",
    ]
)  # fmt: skip
_COLLECTIVE = frozenset(["police", "army", "military", "policia", "ejercito", "armee"])
_MARCHING = ("protest", "demonstrat", "manifest")
_SPOKEN = _WORDS["spoken"]
_CAUSES = frozenset(["over", "por", "apres", "after", "tras", "contre", "contra", "against"])
_DETERMINERS = _WORDS["determiners"]
_NOBODY = frozenset(["nobody", "none", "nadie", "personne", "noone"])


def is_active(sentence: Sentence, index: int) -> bool:
    """Whether the victims stand after the word at `index`."""
    words = sentence.words
    word = words[index]
    if word in ACTIVE or word in _NOUNS:
        return True
    if word in _DYING:
        return word.endswith("ieron")
    if word in {"asesinados", "muertos", "heridos", "herido", "blesses", "lesionados"}:
        return any(each in AUXILIARY for each in words[max(0, index - 2) : index])
    if any(each in AUXILIARY for each in words[max(0, index - 3) : index]):
        return False
    after = words[index + 1] if index + 1 < len(words) else ""
    if not after or sentence.between(index, index + 1).strip():
        return False
    return after not in _REDUCED or _is_about(words, index + 1)


def _is_about(words: list[str], index: int) -> bool:
    """Whether a number follows that is told roughly: "at least nine", "over 20"."""
    following = words[index + 1 : index + 2]
    return bool(following) and (following[0] in _ROUGHLY or following[0][0].isdecimal())


@dataclass(frozen=True, slots=True)
class Single:
    """Victims without a number in words `first` up to `last`; "the murder" alone is not `sure`."""

    kind: Kind
    count: int
    first: int
    last: int
    sure: bool


def count_singles(sentence: Sentence, taken: set[int]) -> Iterator[Single]:
    """The victims of each kind that a verb or noun tells of, outside the words in `taken`."""
    best: dict[Kind, Single] = {}
    for index in range(len(sentence.words)):
        kind = _single_kind(sentence.words, index)
        if kind is None or index in taken or is_grievance(sentence.words, index):
            continue
        told = _count(sentence, index)
        known = best.get(kind)
        if told[0] and (known is None or (told[1] and not known.sure)):
            best[kind] = Single(kind, told[0], max(0, index - 3), index + 1, told[1])
    yield from best.values()


def is_grievance(words: list[str], index: int) -> bool:
    """Whether people march about a death: "protesting over the death of"."""
    caused = not _CAUSES.isdisjoint(words[max(0, index - 3) : index])
    return caused and any(word.startswith(_MARCHING) for word in words)


def _count(sentence: Sentence, index: int) -> tuple[int, bool]:
    """How many victims a word of death or injury has, and whether somebody is named."""
    passive = _passive_count(sentence, index)
    return (passive, True) if passive else _object_count(sentence, index)


def is_person(word: str) -> bool:
    """Whether a word is a noun for people, in the singular or with an s."""
    cues = CUES.get(word) or CUES.get(word.removesuffix("s"), NOTHING)
    return not cues.isdisjoint(PERSONS)


def _single_kind(words: list[str], index: int) -> Kind | None:
    word = words[index]
    if word in {"shot", "gunned", "burned", "hacked", "beaten", "stabbed"}:
        deadly = words[index + 1 : index + 3] == ["to", "death"] or words[
            index + 1 : index + 2
        ] in (["dead"], ["down"])
        return "dead" if deadly else None
    if word in _NOT_SINGLE and not (word in _DEATHS and words[index + 1 : index + 2] == ["of"]):
        return None
    return KIND_BEFORE.get(word) or KIND_AFTER.get(word)


def _passive_count(sentence: Sentence, index: int) -> int:
    words = sentence.words
    before = words[max(0, index - 4) : index]
    if words[index] in _NOUNS or words[index] in ACTIVE:
        return 0
    if any(
        word in _NOBODY
        or word in {"not", "no", "nobody", "if", "would", "could", "will", "to", "may"}
        for word in before
    ):
        return 0
    if words[index] in {"murio", "fallecio", "died", "perished"}:
        return 0 if any(word in _MANY for word in before) else 1
    if any(word in _SINGULAR for word in before[-2:]):
        return 0 if any(word in {"were", "fueron", "ont"} for word in before) else 1
    if any(word in {"were", "fueron"} for word in before[-2:]):
        return _named_subjects(sentence, index)
    return 0


def _named_subjects(sentence: Sentence, index: int) -> int:
    """How many are joined before a plural verb: "Hector Oqueli and Gilda Flores were killed"."""
    words = sentence.words
    verb = max(i for i in range(max(0, index - 3), index) if words[i] in {"were", "fueron"})
    start = max(0, verb - 18)
    for position in range(verb - 1, start, -1):
        mark = sentence.between(position - 1, position).strip()
        if mark in {";", ":", "--", ".", "]"} or words[position] in _OPENING:
            start = position + (words[position] in _OPENING)
            break
    count = _joined_names(sentence, start, verb)
    return count if count > 1 else 0


def _object_count(sentence: Sentence, index: int) -> tuple[int, bool]:
    """One for "killed the mayor", two for "the murder of Galan and his son"; 0 for plurals."""
    words = sentence.words
    word, after = words[index], words[index + 1 : index + 6]
    if word in MURDER or word in _DEATHS:
        if after[:1] and after[0] in {"of", "de", "del", "d"}:
            return (0, False) if _is_plural(after[1:]) else (_listed(sentence, index + 2), True)
        return int(word in MURDER), False
    if not after or word not in KIND_AFTER or word in _NOUNS or not is_active(sentence, index):
        return 0, False
    if word in _WISHED and not _UNDONE.isdisjoint(words[max(0, index - 4) : index]):
        return 0, False
    named = sentence.span(index + 1, index + 2)[:1].isupper() and after[0] not in CUES
    if not named and not any(is_person(each) for each in after):
        return 0, False
    several = _is_plural(after) or words[index - 1] in {"the", "los", "las", "les"}
    return (0, False) if several else (_listed(sentence, index + 1), True)


def _listed(sentence: Sentence, start: int) -> int:
    return _joined_names(sentence, start, _stop(sentence, start))


def _stop(sentence: Sentence, start: int) -> int:
    """Where a list of names that starts at a word ends."""
    words = sentence.words
    for position in range(start, min(len(words), start + 18)):
        mark = sentence.between(position - 1, position).strip() if position > start else ""
        if words[position] in _CLOSING or mark not in {"", ",", "'"}:
            return position
    return min(len(words), start + 18)


def _joined_names(sentence: Sentence, start: int, stop: int) -> int:
    """How many persons "X", "X and Y", "X, Y, and his son" are; 1 where it is no such list."""
    pieces = [piece for piece in _pieces(sentence, start, stop) if not _is_age(piece)]
    if pieces and pieces[0][0] not in _DETERMINERS:
        pieces = [piece for piece in pieces if piece[0] not in {"a", "an"}]
    named = [piece for piece in pieces if not _is_title(piece)]
    joined = not _AND.isdisjoint(sentence.words[start:stop])
    if not joined or not all(_is_one(piece) for piece in named):
        return 1
    return len(named)


def count_beside(sentence: Sentence, first: int, last: int) -> int:
    """The single persons in a list with numbered groups: "his son and 15 others", "X and two men".

    The groups stand in words `first` up to `last`; the persons before them and after them count.
    """
    return _before(sentence, first) + _after(sentence, last)


def count_ahead(sentence: Sentence, first: int) -> tuple[Kind | None, int]:
    """Kind and number of the persons who open a list that goes on with a group.

    "Killed the mayor of the town, as well as two peasants", "the murder of Ellacuria, five other
    priests, and two women"; (None, 0) where word `first` goes on no such list.
    """
    words = sentence.words
    listed = words[first - 1] in _AND or "," in sentence.between(first - 1, first)
    if not first or not (listed or words[first - 3 : first] == ["as", "well", "as"]):
        return None, 0
    for index in range(first - 1, max(-1, first - 16), -1):
        kind = _single_kind(words, index)
        if kind and _object_count(sentence, index)[1]:
            named = _pieces(sentence, index + 1, first)
            return kind, max(1, sum(_is_somebody(piece) for piece in named))
        if words[index] in _CLOSING and words[index] != "as":
            break
    return None, 0


def _before(sentence: Sentence, first: int) -> int:
    words = sentence.words
    if not first or not (words[first - 1] in _AND or "," in sentence.between(first - 1, first)):
        return 0
    start = first - 1
    while start > max(0, first - 16):
        mark = sentence.between(start - 1, start).strip()
        if words[start - 1] in _BREAKS or mark not in {"", ","}:
            break
        start -= 1
    pieces = [piece for piece in _pieces(sentence, start, first) if not _is_age(piece)]
    persons = [_is_somebody(piece) for piece in pieces]
    return len(persons) if persons and all(persons) else 0


def _after(sentence: Sentence, last: int) -> int:
    words = sentence.words
    stop = _stop(sentence, last)
    if not _SPOKEN.isdisjoint(words[last : stop + 1]):
        return 0
    joined = next((at for at in range(last, min(stop, last + 6)) if words[at] in _AND), stop)
    pieces = list(_pieces(sentence, joined, stop))
    return len(pieces) if pieces and all(_is_somebody(piece) for piece in pieces) else 0


def _is_somebody(piece: list[str]) -> bool:
    """Whether a piece of a list names one person, or one of somebody's kin."""
    if not _is_one(piece) or _is_title(piece) or piece[-1] in _COLLECTIVE:
        return False
    if piece[0] not in _NAMES | _DETERMINERS | _KIN and not is_person(piece[0]):
        return False
    kin = piece[0] in _KIN and is_person(piece[-1])
    return (
        kin
        or any(word in _NAMES for word in piece)
        or (piece[0] in _DETERMINERS and is_person(piece[-1]))
    )


def _pieces(sentence: Sentence, start: int, stop: int) -> Iterator[list[str]]:
    """The members of a list of names between two words."""
    piece: list[str] = []
    for position in range(start, stop):
        word = sentence.words[position]
        mark = sentence.between(position - 1, position).strip() if position > start else ""
        if (word in _AND or mark.startswith(",")) and piece:
            yield piece
            piece = []
        if word not in _AND and (piece or word not in {"of", "de"}):
            piece.append(word)
    end = next((at for at, word in enumerate(piece) if at > 1 and word in _OF), len(piece))
    if piece:
        yield piece[:end]


def _is_age(piece: list[str]) -> bool:
    return piece[0].isdecimal() and (len(piece) == 1 or piece[-1] == "old")


def _is_title(piece: list[str]) -> bool:
    """Whether a piece says what the next one is: "senator and candidate Luis Carlos Galan"."""
    return is_person(piece[-1]) and piece[0] not in _DETERMINERS


def _is_one(piece: list[str]) -> bool:
    """Whether a piece of a list is one person: a name, or one of somebody's kin."""
    short = len(piece) <= 7 and _OF.isdisjoint(piece[1:])  # noqa: PLR2004 - longer ones explain
    several = piece[0] in _ALL or (piece[0] == "the" and piece[-1].endswith("s"))
    return short and not several and not _is_plural(piece) and not piece[0].isdecimal()


def _is_plural(after: list[str]) -> bool:
    """Whether the first person's noun after a verb is plural: "killed the Jesuit priests"."""
    if after[:1] == ["the"] and len(after) > 1 and after[1].endswith("s") and not after[2:]:
        return True
    for word in after:
        if is_person(word):
            return word in _MANY or (word.endswith("s") and not word.endswith("ss"))
        if word in {"by", "in", "at", "on", "por", "par", "en"}:
            return False
    return False
