"""Decide which trigger words tell of an event that happened, and how surely.

A word alone says little: "attacks" may be feared, planned, denied, or twenty years old. Each
mention collects plain facts about itself (its form, its determiner, what stands before it, the
dates, places and victims beside it); their weights add up to a score, and a sentence tells of
an event where its best mention reaches `THRESHOLD`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from math import fsum
from typing import cast

from geo.events.calendar import FIRST_YEAR, MONTHS
from geo.events.cues import CUES, NOTHING
from geo.events.lexicon import Entry
from geo.events.sentences import Sentence
from geo.events.spans import HISTORY_DAYS, DateMention
from geo.events.weights import WEIGHTS
from geo.events.wordlists import read_sets
from geo.records import Status

_WORDS = read_sets("gate")

THRESHOLD = 0.0
_WINDOW = 6
_YEAR_DIGITS = 4
_BRIEF, _LEAD, _LATE = 4, 2, 12
_QUOTES = frozenset('"“«')

PLAN = _WORDS["plan"]
PREVENT = _WORDS["prevent"]
CONDITION = _WORDS["condition"]
DENY = _WORDS["deny"]
DENYING = _WORDS["denying"]
SPORT = _WORDS["sport"]
LEGAL = _WORDS["legal"]
GENERIC = _WORDS["generic"]
MEMORY = _WORDS["memory"]
OPINION = _WORDS["opinion"]
DEFINITE = _WORDS["definite"]
INDEFINITE = _WORDS["indefinite"]
PASSIVE = _WORDS["passive"]
REPORTED = _WORDS["reported"]
SAYING = REPORTED | frozenset(
    [
        "condemned",
        "denounced",
        "demanded",
        "issued",
        "ordered",
        "charged",
        "accused",
        "met",
        "published",
        "rejected",
        "expressed",
        "claimed",
        "stressed",
        "asserted",
        "noted",
        "demands",
        "condemns",
        "condemno",
        "condenaron",
        "denuncio",
        "exigio",
        "declared",
        "arrested",
        "captured",
        "held",
        "sentenced",
        "filed",
        "called",
        "urged",
        "vowed",
        "visited",
        "testified",
        "appeared",
        "released",
        "announcing",
        "saying",
        "found",
        "discovered",
        "reports",
        "report",
        "says",
        "condamne",
        "denonce",
        "affirmed",
    ]
)
CLAIMING = _WORDS["claiming"]
TOLD_VERBS = _WORDS["told_verbs"]
_WANTED = _WORDS["wanted"]
_ACCIDENT = _WORDS["accident"]
_HARM = frozenset(["kill", "dead", "hurt", "harm"])


@dataclass(frozen=True, slots=True)
class Mention:
    """A trigger in its sentence: words `first` up to `last`, its status, facts and score."""

    first: int
    last: int
    entry: Entry
    status: Status
    facts: frozenset[str]
    score: float

    @property
    def family(self) -> str:
        """The family of the trigger."""
        return self.entry.family


@dataclass(frozen=True, slots=True)
class Setting:
    """What a sentence offers beside its triggers."""

    sentence: Sentence
    dates: list[DateMention]
    reference: date | None
    places: int = 0
    fine_places: int = 0
    deaths: bool = False
    genre: str = ""
    length: int = 0
    ancient: bool = False


def weigh_mentions(setting: Setting, triggers: list[tuple[int, Entry]]) -> list[Mention]:
    """The mentions of a sentence with status and score, in order."""
    shared = frozenset(_sentence_facts(setting))
    told = not TOLD_VERBS.isdisjoint(setting.sentence.words)
    deeds = {entry.family for _, entry in triggers} - _HARM
    by_accident = not deeds and not _ACCIDENT.isdisjoint(setting.sentence.words)
    mentions: list[Mention] = []
    for index, entry in triggers:
        status, own = _status(setting, index, entry)
        if (
            mentions
            and status in {"reported", "claimed"}
            and _relates(setting.sentence, mentions[-1], index)
        ):
            status, own = mentions[-1].status, mentions[-1].facts & _STATUS_FACTS
        facts = shared | frozenset(_mention_facts(setting, index, entry)) | own
        if entry.family in _HARM and by_accident:
            facts |= {"accident"}
        if told and not facts.isdisjoint(_NAMING):
            facts |= {"told"}
        score = fsum(WEIGHTS.get(fact, 0.0) for fact in facts) + WEIGHTS["bias"]
        mentions.append(Mention(index, index + len(entry.words), entry, status, facts, score))
    return mentions


_TELLING = {"opinion": OPINION, "reported": REPORTED, "memory": MEMORY, "legal": LEGAL}
_NAMING = frozenset(["form:noun", "form:nouns"])
_STATUS_FACTS = frozenset(["denied", "planned", "prevented", "conditional", "history", "claimed"])
_IN_WHICH = frozenset(["which", "where", "cual", "cuales", "donde", "laquelle", "lequel", "ou"])
_RELATIVE = frozenset(["that", "which", "que", "qui", "who"])


def _relates(sentence: Sentence, earlier: Mention, index: int) -> bool:
    """Whether a trigger only says what an earlier one did: "the 1998 bombing that killed 200"."""
    gap = sentence.words[earlier.last : index]
    if 0 < len(gap) <= 3 and gap[0] in _RELATIVE:  # noqa: PLR2004
        return True
    return len(gap) <= _WINDOW + 2 and not _IN_WHICH.isdisjoint(gap)


def is_source(words: list[str], first: int, last: int) -> bool:
    """Whether words only say where news is from: "police said", "selon l'armee"."""
    after, before = words[last : last + 2], words[max(0, first - 3) : first]
    if any(word in _SAID for word in after[:1]) or (
        after[1:]
        and after[0] in {"sources", "officials", "spokesman", "source", "spokesperson"}
        and after[1] in _SAID
    ):
        return True
    tail = [
        word for word in before if word not in {"the", "la", "el", "le", "l", "les", "los", "a"}
    ]
    return bool(tail) and tail[-1] in _SAID_BEFORE


_SAID = _WORDS["said"]
_SAID_BEFORE = _WORDS["said_before"]


def _sentence_facts(setting: Setting) -> Iterator[str]:
    words = setting.sentence.words
    yield from _when_facts(setting)
    yield from _position_facts(setting)
    yield (
        "place:fine" if setting.fine_places else "place:coarse" if setting.places else "place:none"
    )
    if setting.deaths:
        yield "victims"
    if setting.genre:
        yield f"genre:{setting.genre}"
    if not _QUOTES.isdisjoint(setting.sentence.text):
        yield "quoted"
    if "?" in setting.sentence.text:
        yield "question"
    for fact, listed in _TELLING.items():
        if not listed.isdisjoint(words):
            yield fact


def _position_facts(setting: Setting) -> Iterator[str]:
    index = setting.sentence.index
    if setting.length <= _BRIEF:
        yield "brief"
    if index == 0:
        yield "at:first"
    elif index <= _LEAD:
        yield "at:lead"
    elif index > _LATE:
        yield "at:late"


def _when_facts(setting: Setting) -> Iterator[str]:
    if not setting.dates or setting.reference is None:
        yield "date:none"
        return
    edge = setting.reference - timedelta(HISTORY_DAYS)
    recent = [found for found in setting.dates if found.end >= edge and not found.future]
    if any(found.precision == 1 for found in recent):
        yield "date:day"
    elif recent:
        yield "date:span"
    elif any(found.future for found in setting.dates):
        yield "date:future"
    else:
        yield "date:old"


def _mention_facts(setting: Setting, index: int, entry: Entry) -> Iterator[str]:
    words = setting.sentence.words
    form = _form_here(words, index, entry)
    yield f"form:{form}"
    yield f"family:{entry.family}"
    before = words[max(0, index - 3) : index]
    if any(word in PASSIVE for word in before[-2:]):
        yield "passive"
    if before and form in {"noun", "nouns"}:
        yield from _determiner(before)
    after = words[index + len(entry.words) : index + len(entry.words) + 2]
    if after[:1] and after[0] in {"by", "por", "par"}:
        yield "agent"
    around = words[max(0, index - 10) : index + 10]
    present = {cue for word in around for cue in CUES.get(word, NOTHING)}
    yield from (f"near:{cue}" for cue in sorted(present & {"armed", "state", "civ", "property"}))


def _form_here(words: list[str], index: int, entry: Entry) -> str:
    """The form, a "base" word being a noun after an article or before "on" and "against"."""
    if entry.form != "base":
        return entry.form
    before = words[max(0, index - 3) : index]
    after = words[index + 1] if index + 1 < len(words) else ""
    if before[-1:] == ["to"] or (before and before[-1] in PLAN):
        return "base"
    named = any(word in DEFINITE or word in INDEFINITE for word in before)
    return "noun" if named or after in {"on", "against", "in", "at", "by", "that"} else "base"


def _determiner(before: list[str]) -> Iterator[str]:
    if any(word in INDEFINITE or word[0].isdecimal() for word in before[-2:]):
        yield "det:indefinite"
    elif any(word in DEFINITE for word in before[-2:]):
        yield "det:definite"
    else:
        yield "det:none"
    if any(word in GENERIC for word in before):
        yield "generic"


def _status(setting: Setting, index: int, entry: Entry) -> tuple[Status, frozenset[str]]:
    words = setting.sentence.words
    before = _same_clause(setting.sentence, index)
    for status, fact, holds in (
        ("denied", "denied", _is_denied(words, index) or _is_negated(before, entry)),
        ("planned", "planned", _is_planned(before, entry)),
        ("planned", "prevented", _is_prevented(before, entry)),
        ("planned", "conditional", not CONDITION.isdisjoint(before)),
        ("historical", "history", setting.ancient or _is_history(setting, index)),
        ("claimed", "claimed", not CLAIMING.isdisjoint(words[max(0, index - 12) : index])),
    ):
        if holds:
            return cast("Status", status), frozenset([fact])
    return "reported", frozenset()


def _is_negated(before: list[str], entry: Entry) -> bool:
    return entry.family != "withdraw" and not DENY.isdisjoint(before[-3:])


def _is_prevented(before: list[str], entry: Entry) -> bool:
    return entry.family not in {"weapons", "protest"} and not PREVENT.isdisjoint(before[-3:])


def _is_denied(words: list[str], index: int) -> bool:
    """Whether somebody denies the deed itself, not a part in it."""
    start = max(0, index - 14)
    at = next((i for i in range(start, index) if words[i] in DENYING), None)
    return at is not None and _OWN_PART.isdisjoint(words[at : at + 6])


_OWN_PART = _WORDS["own_part"]


def _same_clause(sentence: Sentence, index: int) -> list[str]:
    start = max(0, index - _WINDOW)
    for position in range(index - 1, start - 1, -1):
        if any(mark in sentence.between(position, position + 1) for mark in ",;:()"):
            start = position + 1
            break
    return sentence.words[start:index]


def _is_planned(before: list[str], entry: Entry) -> bool:
    if before and before[-1] == "to" and entry.form == "base":
        return not any(word in {"attempted", "tried", "managed", "continued"} for word in before)
    if entry.family == "arrest" and entry.form == "noun" and not _WANTED.isdisjoint(before):
        return True
    return any(
        word in PLAN and before[place + 1 : place + 2] != ["be"]
        for place, word in enumerate(before)
    )


def _is_history(setting: Setting, index: int) -> bool:
    """Whether the date nearest to the trigger lies months back, or a past year stands before it."""
    words = setting.sentence.words
    years = [
        int(word)
        for word in words[max(0, index - 3) : index]
        if word.isdecimal() and len(word) == _YEAR_DIGITS
    ]
    if setting.reference and any(1900 <= year < setting.reference.year for year in years):  # noqa: PLR2004
        return True
    if setting.reference is None or not setting.dates:
        return False
    nearest = min(setting.dates, key=lambda found: _distance(found, index))
    return nearest.end < setting.reference - timedelta(HISTORY_DAYS)


def is_ancient(words: list[str]) -> bool:
    """Whether words name a year before 1900: "in 1842", "11 November 1827"."""
    years = (at for at, word in enumerate(words) if len(word) == _YEAR_DIGITS and word.isdecimal())
    return any(
        at and 1400 <= int(words[at]) < FIRST_YEAR  # noqa: PLR2004
        and (words[at - 1] in _IN_YEAR or words[at - 1] in MONTHS)
        for at in years
    )  # fmt: skip


_IN_YEAR = frozenset(["in", "en", "de", "of", "since"])


def _distance(found: DateMention, index: int) -> int:
    return found.first - index if found.first >= index else index - found.last + 1
