"""Read from a sentence how many died and how many were hurt, with the words that say so.

A number belongs to the dead where it stands before "were killed" or "dead", or after "killed",
"killing", "the death of"; numbers of kilometres, years, hours and weapons belong to nobody.
Groups joined by "and" before one verb add up. Nobody named and a singular verb is one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from geo.events.cues import CUES, NOTHING
from geo.events.numerals import Amount, read_amount
from geo.events.sentences import Sentence
from geo.events.wordlists import read_sets

_WORDS = read_sets("tolls")

Kind = Literal["dead", "hurt"]

_KIND_BEFORE: dict[str, Kind] = {
    **dict.fromkeys(_WORDS["before_dead"], "dead"),
    **dict.fromkeys(_WORDS["before_hurt"], "hurt"),
}
_KIND_AFTER: dict[str, Kind] = {
    **dict.fromkeys(_WORDS["after_dead"], "dead"),
    **dict.fromkeys(_WORDS["after_hurt"], "hurt"),
}
_ACTIVE = _WORDS["active"]
_NOUNS = _WORDS["nouns"]
_AUXILIARY = _WORDS["auxiliary"]
_SINGULAR = _WORDS["singular"]
_REDUCED = _WORDS["reduced"]
_UNITS = _WORDS["units"]
_NOT_GROUP = _WORDS["not_group"]
_GAP = _WORDS["gap"]
_NOBODY = frozenset(["nobody", "none", "nadie", "personne", "noone"])
_NEGATIONS = _WORDS["negations"]
_CASUALTY_WORDS = _WORDS["casualty_words"]
_REPORTS = _WORDS["reports"]
_MURDER = _WORDS["murder"]
_NOT_SINGLE = _WORDS["not_single"]
_MANY = _WORDS["many"]
_EITHER = _WORDS["either"]
_PERSONS = frozenset(["civ", "people", "state", "police", "armed", "people_held", "protesters"])
_NO_PEOPLE = (_UNITS - _NOT_GROUP) | {"st", "nd", "rd", "th"}
_PREPOSITIONS = frozenset(["of", "in", "on", "at", "to", "by", "de", "en"])
_WINDOW = 9


@dataclass(frozen=True, slots=True)
class Toll:
    """How many of a kind, in words `first` up to `last`; a lone "was killed" is not `counted`."""

    kind: Kind
    low: int
    best: int
    high: int | None
    first: int
    last: int
    counted: bool = True


def read_tolls(sentence: Sentence) -> list[Toll]:
    """The tolls of a sentence in order; a sentence without a word of death or injury has none."""
    words = sentence.words
    if not any(
        word in _KIND_BEFORE or word in _KIND_AFTER or word in _CASUALTY_WORDS for word in words
    ):
        return []
    zeros = list(_zeros(words))
    amounts = list(_groups(sentence))
    tolls = [toll for group in _joined(sentence, amounts) if (toll := _bind(sentence, group))]
    numbered = {toll.kind for toll in tolls}
    tolls += [toll for toll in _singles(sentence, tolls) if toll.kind not in numbered]
    tolls += [zero for zero in zeros if zero.kind not in {toll.kind for toll in tolls}]
    return tolls


def _zeros(words: list[str]) -> Iterator[Toll]:
    """None at all, where that is said: "no casualties", "nobody was injured"."""
    for index, word in enumerate(words):
        before = words[max(0, index - 4) : index]
        if _REPORTS.isdisjoint(before) and _is_none(word, before):
            kinds: tuple[Kind, ...] = ("dead", "hurt") if word in _WORDS["victims"] else ("dead",)
            if _KIND_BEFORE.get(word) == "hurt" or word == "injury":
                kinds = ("hurt",)
            yield from (Toll(kind, 0, 0, 0, max(0, index - 2), index + 1) for kind in kinds)


def _is_none(word: str, before: list[str]) -> bool:
    if word in _CASUALTY_WORDS and not _NEGATIONS.isdisjoint(before):
        return True
    nobody = not _NOBODY.isdisjoint(before) or {"no", "one"} <= set(before)
    return nobody and word in _WORDS["verbs"]


def _groups(sentence: Sentence) -> Iterator[Amount]:
    """The amounts that count people: with a person's noun, or with none before the verb."""
    words = sentence.words
    index = 0
    while index < len(words):
        amount = read_amount(words, index)
        if amount is None:
            index += 1
            continue
        index = amount.last
        if _counts_people(sentence, amount):
            yield amount


def _counts_people(sentence: Sentence, amount: Amount) -> bool:
    words = sentence.words
    after = words[amount.last : amount.last + 4]
    lead = words[amount.first - 1] if amount.first else ""
    if _is_age(sentence, amount) or lead in _WORDS["numbered"]:
        return False
    if not amount.article and _follows_count(words, amount, lead):
        return not (after and after[0] in _UNITS)
    if not after or after[0] in _NO_PEOPLE or _is_marked(sentence, amount):
        return False
    return _names_people(words, amount, after)


def _follows_count(words: list[str], amount: Amount, lead: str) -> bool:
    """Whether a number stands where only the dead are counted: "killing three", "toll rose to"."""
    toll = lead in {"to", "at", "a"} and _is_toll_sentence(words, amount.first)
    return toll or lead in _ACTIVE


def _is_marked(sentence: Sentence, amount: Amount) -> bool:
    """Whether a sign before a number makes it money or part of a name: "$5", "M-16"."""
    at = sentence.begins[amount.first] - sentence.start - 1
    return sentence.text[max(0, at)] in "$€£#/-"


def _names_people(words: list[str], amount: Amount, after: list[str]) -> bool:
    for position, word in enumerate(after):
        if amount.article and (word in _PREPOSITIONS or read_amount(words, amount.last + position)):
            return False
        if word in _KIND_BEFORE:
            return not amount.article or position > 0
        if not CUES.get(word, NOTHING).isdisjoint(_PERSONS):
            return True
    return not amount.article and after[0] in _GAP | _AUXILIARY | {"have", "had"}


def _is_age(sentence: Sentence, amount: Amount) -> bool:
    """Whether a number is an age or a time: "Pelaez, 45, was", "1210 GMT"."""
    if amount.last - amount.first > 1 or amount.last >= len(sentence.words) or not amount.first:
        return False
    if sentence.words[amount.last] in {"gmt", "local"}:
        return True
    left = sentence.between(amount.first - 1, amount.first)
    right = sentence.between(amount.last - 1, amount.last)
    return "," in left and "," in right and 10 <= amount.best <= 99  # noqa: PLR2004


def _is_toll_sentence(words: list[str], first: int) -> bool:
    """Whether "the death toll rose to" stands before the number."""
    return "toll" in words[max(0, first - 6) : first]


def _joined(sentence: Sentence, amounts: list[Amount]) -> list[list[Amount]]:
    """Amounts in runs: "three soldiers and two civilians" is one group of five."""
    runs: list[list[Amount]] = []
    for amount in amounts:
        if runs and _is_coordinated(sentence, runs[-1][-1], amount):
            runs[-1].append(amount)
        else:
            runs.append([amount])
    return runs


def _is_coordinated(sentence: Sentence, left: Amount, right: Amount) -> bool:
    between = sentence.words[left.last : right.first]
    if not between or len(between) > 8:  # noqa: PLR2004 - farther apart they are two statements
        return False
    if any(word in _KIND_BEFORE or word in _KIND_AFTER or word in _AUXILIARY for word in between):
        return False
    if not _WORDS["part"].isdisjoint(between):
        return False
    comma = sentence.between(right.first - 1, right.first).strip() == ","
    return between[-1] in {"and", "y", "et", "plus"} or comma


def _bind(sentence: Sentence, run: list[Amount]) -> Toll | None:
    """The toll a run of amounts states, by the nearest word of death or injury."""
    words = sentence.words
    first, last = run[0].first, run[-1].last
    kind = _kind_on_left(sentence, first) or _kind_on_right(sentence, last)
    if kind is None:
        return None
    highs = [amount.high for amount in run]
    high = None if None in highs else sum(value for value in highs if value is not None)
    end = min(len(words), last + 1)
    low = sum(amount.low for amount in run)
    return Toll(kind, low, sum(amount.best for amount in run), high, first, end)


def _kind_on_left(sentence: Sentence, first: int) -> Kind | None:
    words = sentence.words
    if _is_toll_sentence(words, first):
        return "dead"
    for index in range(first - 1, max(-1, first - 9), -1):
        word = words[index]
        if ";" in sentence.between(index, index + 1):
            return None
        if word in _KIND_AFTER and _is_active(sentence, index):
            return _KIND_AFTER[word]
        if word not in _GAP and not CUES.get(word, NOTHING) & {"civ", "people"}:
            return None
    return None


def _is_active(sentence: Sentence, index: int) -> bool:
    """Whether the victims stand after the word at `index`."""
    words = sentence.words
    word = words[index]
    if word in _ACTIVE or word in _NOUNS:
        return True
    if word in {"murieron", "fallecieron", "perecieron"}:
        return True
    if word in {"peri", "perissent", "meurent", "died", "perished"}:
        return False
    if word in {"asesinados", "muertos", "heridos", "herido", "blesses", "lesionados"}:
        return any(each in _AUXILIARY for each in words[max(0, index - 2) : index])
    if any(each in _AUXILIARY for each in words[max(0, index - 3) : index]):
        return False
    after = words[index + 1] if index + 1 < len(words) else ""
    return (
        after not in _REDUCED and not sentence.between(index, index + 1).strip() if after else False
    )


def _kind_on_right(sentence: Sentence, last: int) -> Kind | None:
    words = sentence.words
    for index in range(last, min(len(words), last + _WINDOW)):
        word = words[index]
        if index > last and ";" in sentence.between(index - 1, index):
            return None
        if word in _KIND_BEFORE and word not in _ACTIVE:
            if not _is_active(sentence, index) or word in _EITHER:
                return _KIND_BEFORE[word]
            return None
        if word in _ACTIVE or word in {"who", "que", "qui", "opened", "attacked", "fired", "to"}:
            return None
    return None


def _singles(sentence: Sentence, tolls: list[Toll]) -> Iterator[Toll]:
    """One victim for each kind that a singular verb or noun tells of, without a number."""
    words = sentence.words
    taken = {index for toll in tolls for index in range(toll.first, toll.last + 4)}
    seen: set[Kind] = set()
    for index in range(len(words)):
        kind = _single_kind(words, index)
        if kind is None or kind in seen or index in taken:
            continue
        count = _passive_count(sentence, index) or _object_count(sentence, index)
        if count:
            seen.add(kind)
            yield Toll(kind, count, count, count, max(0, index - 3), index + 1, counted=False)


def _single_kind(words: list[str], index: int) -> Kind | None:
    word = words[index]
    if word in {"shot", "gunned", "burned", "hacked", "beaten", "stabbed"}:
        deadly = words[index + 1 : index + 3] == ["to", "death"] or words[
            index + 1 : index + 2
        ] in (["dead"], ["down"])
        return "dead" if deadly else None
    if word in _NOT_SINGLE:
        return None
    return _KIND_BEFORE.get(word) or _KIND_AFTER.get(word)


def _passive_count(sentence: Sentence, index: int) -> int:
    words = sentence.words
    before = words[max(0, index - 4) : index]
    if words[index] in _NOUNS or words[index] in _ACTIVE:
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
    start = max(0, verb - 14)
    count, joined = 1, False
    for position in range(verb - 1, start, -1):
        mark = sentence.between(position - 1, position).strip()
        if mark in {";", ":", "--", "."} or words[position] in {
            "that",
            "que",
            "when",
            "where",
            "said",
        }:
            break
        if words[position] in {"and", "y", "et"}:
            count, joined = count + 1, True
        elif mark == "," and joined and words[position - 1] not in {"and", "y", "et"}:
            count += 1
    return count if joined else 0


def _object_count(sentence: Sentence, index: int) -> int:
    """One for "killed the mayor", "killed Piescher", "the murder of Galan"; 0 for plurals."""
    words = sentence.words
    word = words[index]
    after = words[index + 1 : index + 6]
    if word in _MURDER:
        named = after[:1] and after[0] in {"of", "de", "del", "d"}
        return 0 if named and _is_plural(after[1:]) else 1
    if not after or word not in _KIND_AFTER or word in _NOUNS or not _is_active(sentence, index):
        return 0
    if _is_plural(after):
        return 0
    people = any(CUES.get(each, NOTHING) & _PERSONS for each in after)
    name = sentence.span(index + 1, index + 2)[:1].isupper() and after[0] not in CUES
    return 1 if people or name else 0


def _is_plural(after: list[str]) -> bool:
    """Whether the first person's noun after a verb is plural: "killed the Jesuit priests"."""
    for word in after:
        if CUES.get(word, NOTHING) & _PERSONS:
            return word in _MANY or (word.endswith("s") and not word.endswith("ss"))
        if word in {"by", "in", "at", "on", "por", "par", "en"}:
            return False
    return False
