"""Read from a sentence how many died and how many were hurt, with the words that say so.

A number belongs to the dead where it stands before "were killed" or "dead", or after "killed",
"killing", "the death of"; numbers of kilometres, years, hours and weapons belong to nobody.
Groups joined by "and" before one verb add up. Nobody named and a singular verb is one. What a
war has cost since some year is no toll of an event.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from geo.events.calendar import MONTHS
from geo.events.cues import CUES, NOTHING
from geo.events.numerals import Amount, read_amount
from geo.events.sentences import Sentence
from geo.events.singles import (
    ACTIVE,
    AUXILIARY,
    KIND_AFTER,
    KIND_BEFORE,
    MURDER,
    Kind,
    Single,
    count_ahead,
    count_beside,
    count_singles,
    is_active,
    is_grievance,
    is_person,
)
from geo.events.wordlists import read_sets

_WORDS = read_sets("tolls")

_UNITS = _WORDS["units"]
_NOT_GROUP = _WORDS["not_group"]
_GAP = _WORDS["gap"]
_NOBODY = frozenset(["nobody", "none", "nadie", "personne", "noone"])
_NEGATIONS = _WORDS["negations"]
_CASUALTY_WORDS = _WORDS["casualty_words"]
_TELLING = frozenset(KIND_BEFORE) | frozenset(KIND_AFTER) | _CASUALTY_WORDS
_REPORTS = _WORDS["reports"]
_EITHER = _WORDS["either"]
_NO_PEOPLE = (_UNITS - _NOT_GROUP) | {"st", "nd", "rd", "th"}
_OF_WHOM = MURDER | _WORDS["bodies"]
_AND = frozenset(["and", "y", "et", "e"])
_WHOLE = frozenset(["them", "whom", "ellos", "ellas", "eux", "elles", "which"])
_PREPOSITIONS = frozenset(["of", "in", "on", "at", "to", "by", "de", "en"])
_WHO = frozenset(["who", "que", "qui"])
_ENDING = frozenset(["opened", "attacked", "fired", "to"])
_PERFECT = frozenset(["have", "has", "had", "han", "ha", "habian", "ont"])
_SINCE = frozenset(["since", "desde", "depuis"])
_IN = frozenset(["in", "since", "en", "desde", "depuis", "during"])
_PAST = frozenset(["last", "past", "ultimos", "ultimas", "derniers", "dernieres"])
_LONG = frozenset(["years", "year", "decade", "months", "month", "anos", "ano", "meses", "ans",
                   "mois", "annees"])  # fmt: skip
_OVER = frozenset(["the", "in", "during", "over", "los", "en", "durante", "les", "ces", "des"])
_WINDOW, _RELATIVE = 9, 3
COUNTED, NAMED, IMPLIED = 2, 1, 0


@dataclass(frozen=True, slots=True)
class Toll:
    """How many of a kind, in words `first` up to `last`, and how that is told.

    `told` is 2 for a number, 1 for somebody named or a singular verb, 0 for "the murder" alone.
    """

    kind: Kind
    low: int
    best: int
    high: int | None
    first: int
    last: int
    told: int = COUNTED

    @property
    def counted(self) -> bool:
        """Whether a number is told."""
        return self.told == COUNTED


def read_tolls(sentence: Sentence) -> list[Toll]:
    """The tolls of a sentence in order; a sentence without a word of death or injury has none."""
    words = sentence.words
    if _TELLING.isdisjoint(words) or _is_cumulative(words):
        return []
    zeros = list(_zeros(words))
    amounts = list(_groups(sentence))
    tolls = [toll for group in _joined(sentence, amounts) if (toll := _bind(sentence, group))]
    numbered = {toll.kind for toll in tolls}
    taken = {index for toll in tolls for index in range(toll.first, toll.last + 4)}
    tolls += [
        _of_single(each) for each in count_singles(sentence, taken) if each.kind not in numbered
    ]
    tolls += [zero for zero in zeros if zero.kind not in {toll.kind for toll in tolls}]
    return tolls


def _of_single(single: Single) -> Toll:
    count, told = single.count, NAMED if single.sure else IMPLIED
    return Toll(single.kind, count, count, count, single.first, single.last, told)


def _is_cumulative(words: list[str]) -> bool:
    """Whether a sentence sums up years: "70,000 have died since 1980", "in the past 9 years"."""
    for index, word in enumerate(words[:-1]):
        if word in _SINCE and any(map(_is_year, words[index + 1 : index + 8])):
            return _is_perfect(words)
        if word in _PAST and not _LONG.isdisjoint(words[index + 1 : index + 4]):
            return words[index - 1] in _OVER or words[index - 2] in _OVER
    return "far" in words and {"so", "this", "year"} <= set(words)


def _is_perfect(words: list[str]) -> bool:
    """Whether deaths go on: "have been killed", "han muerto"; not "killed 12 on Monday"."""
    return any(
        word in KIND_BEFORE and not _PERFECT.isdisjoint(words[max(0, at - 3) : at])
        for at, word in enumerate(words)
    )


def _is_year(word: str) -> bool:
    return word.isdecimal() and len(word) == 4 and word[:2] in {"19", "20"}  # noqa: PLR2004


def _zeros(words: list[str]) -> Iterator[Toll]:
    """None at all, where that is said: "no casualties", "nobody was injured"."""
    for index, word in enumerate(words):
        before = words[max(0, index - 4) : index]
        if _REPORTS.isdisjoint(before) and _is_none(word, before):
            kinds: tuple[Kind, ...] = ("dead", "hurt") if word in _WORDS["victims"] else ("dead",)
            if KIND_BEFORE.get(word) == "hurt" or word == "injury":
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
    earlier: Amount | None = None
    while index < len(words):
        amount = read_amount(words, index)
        if amount is None:
            index += 1
            continue
        amount = _as_range(words, amount)
        index = amount.last
        if earlier and _is_bracketed(sentence, amount):
            continue
        if _counts_people(sentence, amount) or (earlier and _is_listed(words, earlier, amount)):
            earlier = amount
            yield amount


def _as_range(words: list[str], amount: Amount) -> Amount:
    """The amount, or "between 20 and 30" where it begins such a range."""
    ranged = words[amount.first - 1 : amount.first] in (["between"], ["entre"])
    if not ranged or words[amount.last : amount.last + 1] not in (["and"], ["y"], ["et"]):
        return amount
    top = read_amount(words, amount.last + 1) if amount.last + 1 < len(words) else None
    if top is None or top.best <= amount.best:
        return amount
    return Amount(amount.first, top.last, amount.best, amount.best, top.best)


def _is_bracketed(sentence: Sentence, amount: Amount) -> bool:
    """Whether a number stands in brackets: "six priests -- five Spaniards and a Dane -- and"."""
    at = sentence.begins[amount.first] - sentence.start
    before, after = sentence.text[:at], sentence.text[at:]
    if before.count("(") > before.count(")"):
        return True
    return before.count(" -- ") % 2 == 1 and " -- " in after


def _is_listed(words: list[str], earlier: Amount, amount: Amount) -> bool:
    """Whether a group of unknown kind goes on a list: "six priests and two companions"."""
    near = amount.first - earlier.last <= 5 and words[amount.first - 1] in _AND  # noqa: PLR2004
    noun = next((word for word in words[amount.last : amount.last + 2] if word.endswith("s")), "")
    known = noun in _UNITS or CUES.get(noun)
    return near and not amount.article and bool(noun) and not known


def _counts_people(sentence: Sentence, amount: Amount) -> bool:
    words = sentence.words
    after = words[amount.last : amount.last + 4]
    lead = words[amount.first - 1] if amount.first else ""
    if lead in _IN and _is_year(words[amount.first]):
        return False
    if _is_age(sentence, amount) or lead in _WORDS["numbered"] or (after and after[0] in MONTHS):
        return False
    if not amount.article and _follows_count(words, amount, lead):
        return not (after and after[0] in _UNITS)
    if not after or after[0] in _NO_PEOPLE or _is_marked(sentence, amount):
        return False
    return _names_people(words, amount, after) or (
        not amount.article and _is_subject_of_death(words, amount)
    )


def _follows_count(words: list[str], amount: Amount, lead: str) -> bool:
    """Whether a number stands where only the dead are counted: "killing three", "toll rose to"."""
    toll = lead in {"to", "at", "a"} and _is_toll_sentence(words, amount.first)
    if toll or lead in ACTIVE or lead in _WORDS["died"]:
        return True
    at = amount.first - 1
    while at > 0 and words[at] in _GAP and words[at] != "of":
        if words[at] == "de" and words[at - 1] in _OF_WHOM:
            return True
        at -= 1
    if at > 0 and words[at] in {"of", "de"}:
        return words[at - 1] in _OF_WHOM
    aux = AUXILIARY.intersection(words[max(0, at - 2) : at])
    return at >= 0 and words[at] in _WORDS["killing"] and not aux


def _is_subject_of_death(words: list[str], amount: Amount) -> bool:
    """Whether a group of unknown kind died or was hurt: "six Jesuits were murdered"."""
    last = amount.last + 1
    while (
        last < min(len(words), amount.last + 3)
        and words[last] not in AUXILIARY | _AND
        and not read_amount(words, last)
    ):
        last += 1
    noun = words[last - 1] if last <= len(words) else ""
    if not noun.endswith("s") or noun in _UNITS or CUES.get(noun):
        return False
    part = read_amount(words, last) if last < len(words) else None
    if part and _is_part(words, part):
        return True
    if last < len(words) and words[last] in _AND:
        return last + 1 < len(words) and read_amount(words, last + 1) is not None
    following = words[last : last + 3]
    return (
        bool(following)
        and following[0] in AUXILIARY
        and any(word in KIND_BEFORE for word in following[1:])
    )


def _is_marked(sentence: Sentence, amount: Amount) -> bool:
    """Whether a sign before a number makes it money or part of a name: "$5", "M-16"."""
    at = sentence.begins[amount.first] - sentence.start - 1
    return sentence.text[max(0, at)] in "$€£#/-"


def _names_people(words: list[str], amount: Amount, after: list[str]) -> bool:
    for position, word in enumerate(after):
        if amount.article and (word in _PREPOSITIONS or read_amount(words, amount.last + position)):
            return False
        if word in KIND_BEFORE:
            return not amount.article or position > 0
        if is_person(word):
            return True
    return not amount.article and after[0] in _GAP | AUXILIARY | {"have", "had"}


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
        if runs and _is_part(sentence.words, amount):
            continue
        if runs and _is_coordinated(sentence, runs[-1][-1], amount):
            runs[-1].append(amount)
        else:
            runs.append([amount])
    return runs


def _is_part(words: list[str], amount: Amount) -> bool:
    """Whether a number tells of some of those counted before: "six Jesuits, five of them"."""
    before = [word for word in words[max(0, amount.first - 2) : amount.first] if word not in _WHOLE]
    if before and before[-1] in _WORDS["part_of"]:
        return True
    return words[amount.last : amount.last + 1] == ["of"] and (
        not _WHOLE.isdisjoint(words[amount.last + 1 : amount.last + 2])
    )


def _is_coordinated(sentence: Sentence, left: Amount, right: Amount) -> bool:
    between = sentence.words[left.last : right.first]
    if not between or len(between) > 8:  # noqa: PLR2004 - farther apart they are two statements
        return False
    if any(word in KIND_BEFORE or word in KIND_AFTER or word in AUXILIARY for word in between):
        return False
    if not _WORDS["part"].isdisjoint(between):
        return False
    comma = sentence.between(right.first - 1, right.first).strip() == ","
    return between[-1] in _AND | {"plus"} or between[-3:] == ["as", "well", "as"] or comma


def _bind(sentence: Sentence, run: list[Amount]) -> Toll | None:
    """The toll a run of amounts states, by the nearest word of death or injury."""
    words = sentence.words
    first, last = run[0].first, run[-1].last
    kind = _kind_on_left(sentence, first) or _kind_on_right(sentence, last)
    more = 0 if kind is None else count_beside(sentence, first, last)
    if kind is None:
        kind, more = count_ahead(sentence, first)
    if kind is None:
        return None
    highs = [amount.high for amount in run]
    high = None if None in highs else sum(value for value in highs if value is not None) + more
    end = min(len(words), last + 1)
    low = sum(amount.low for amount in run) + more
    return Toll(kind, low, sum(amount.best for amount in run) + more, high, first, end)


def _kind_on_left(sentence: Sentence, first: int) -> Kind | None:
    words = sentence.words
    if _is_toll_sentence(words, first):
        hurt = any(KIND_BEFORE.get(word) == "hurt" for word in words[first + 1 : first + 4])
        return "hurt" if hurt else "dead"
    for index in range(first - 1, max(-1, first - 9), -1):
        word = words[index]
        if ";" in sentence.between(index, index + 1):
            return None
        if word in KIND_AFTER and is_active(sentence, index):
            return None if is_grievance(words, index) else KIND_AFTER[word]
        if word == "dead" and words[index - 1] == "shot":
            return "dead"
        if word not in _GAP and not CUES.get(word, NOTHING) & {"civ", "people"}:
            return None
    return None


def _kind_on_right(sentence: Sentence, last: int) -> Kind | None:
    words = sentence.words
    last = _behind_bracket(sentence, last)
    relative = False
    for index in range(last, min(len(words), last + _WINDOW + _RELATIVE)):
        word = words[index]
        if word in _WORDS["gave_life"] and not _WORDS["life"].isdisjoint(words[index : index + 4]):
            return "dead"
        cut = index > last and ";" in sentence.between(index - 1, index)
        if cut or (index >= last + _WINDOW and not relative):
            return None
        if word in KIND_BEFORE and word not in ACTIVE:
            loose = relative and AUXILIARY.isdisjoint(words[index - 2 : index])
            before = word in _EITHER or not is_active(sentence, index)
            return KIND_BEFORE[word] if before and not loose else None
        relative = relative or word in _WHO
        if word in ACTIVE or (not relative and word in _ENDING):
            return None
    return None


def _behind_bracket(sentence: Sentence, last: int) -> int:
    """Past an insertion behind a group: "eight people, among them a child, were killed"."""
    words = sentence.words
    for index in range(last + 1, min(len(words), last + 3)):
        if words[index] in _WORDS["part_of"] and "," in sentence.between(index - 1, index):
            commas = (
                at + 1
                for at in range(index, min(len(words) - 1, index + _WINDOW))
                if "," in sentence.between(at, at + 1)
            )
            return next(commas, last)
    return last
