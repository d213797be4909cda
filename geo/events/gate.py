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

from geo.events.cues import CUES, NOTHING
from geo.events.dates import HISTORY_DAYS, DateMention
from geo.events.lexicon import ENTRIES, Entry, find_entry
from geo.events.sentences import Sentence
from geo.events.weights import WEIGHTS
from geo.records import Status

THRESHOLD = 0.0
_WINDOW = 6

PLAN = frozenset(
    "will would could might should can may must shall plan plans planned planning plotting "
    "intend intends intended threaten threatens threatened threatening threat threats vow vowed vows "
    "warned warns warning fear fears feared possible potential possibly imminent future prepare "
    "preparing prepared preparations order orders ordered urged urge calls ready trying want wants "
    "wanted podria podrian podra podran pueden puede planeaba planeaban planean planes planeado "
    "pretendia pretendian amenaza amenazas amenazo amenazaron posible posibles eventual va van iba "
    "iban temor temores advirtio advierte ordeno preparaba preparaban pourrait pourraient "
    "menace menaces menacent prevoit prevu prevue devrait devraient crainte craintes "
    "eventuelle eventuel veulent voulaient projet projetait compte".split()
)
PREVENT = frozenset(
    "prevent prevents prevented preventing avoid avert averted stop thwart thwarted foil foiled "
    "against combat combating fight counter deter evitar impedir frustrar contra prevenir "
    "combatir eviter empecher contre prevenir dejouer lutter protect".split()
)
CONDITION = frozenset("if unless whether si cuando every each any either cualquier tout toute".split())
DENY = frozenset(
    "no not never without neither nor denied denies deny denying cannot "
    "ni sin nunca nego negaron niega desmintio desmienten jamais aucun aucune sans pas nie dementi "
    "dement ningun ninguna false hoax rumors rumor rumores rumeurs t".split()
)
LEGAL = frozenset(
    "accused charged convicted sentenced trial tried responsible guilty suspected condemned indicted "
    "court judge prosecutor investigation investigations investigate inquiry case charges "
    "acusado acusados acusada condenado condenados juicio proceso responsables responsable culpable "
    "investigacion caso accuse accuses condamne condamnes proces enquete prosecution verdict "
    "tribunal extradition extradited extradicion lawsuit implicated".split()
)
GENERIC = frozenset(
    "wave waves series rise increase escalation acts act kind kinds type types form forms campaign "
    "policy culture cycle spate level levels problem issue crime crimes climate history victim "
    "victims ola serie aumento actos acto campana vague serie hausse actes recrudescence such "
    "more further many other risk risks end continued continuing constant several all these those "
    "tales estos esos alleged anti".split()
)
MEMORY = frozenset(
    "anniversary commemorate commemorated commemorating commemoration memory remember remembered "
    "decades century aniversario conmemora conmemoro "
    "memoria decadas siglo anniversaire commemore commemoration memoire decennies siecle "
    "historia histoire veterans".split()
)
OPINION = frozenset(
    "we our us i my you your must should nosotros nuestro nuestra nuestros nous notre nos je "
    "condemn condemned condemns condemnation reject rejected demand demands repudiate repudiated "
    "believe policy democracy struggle people's negotiations dialogue aggression intervention "
    "imperialism sovereignty principles solidarity revolutionary".split()
)
DEFINITE = frozenset("the this that el la los las este esta ese esa le les l ce cette cet".split())
INDEFINITE = frozenset(
    "a an one two three four five another un una uno otro otra dos tres une autre deux trois "
    "second separate".split()
)
PASSIVE = frozenset(
    "was were been being is are be fue fueron sido resulto resultaron es son ete est sont furent "
    "fut etait etaient got".split()
)
REPORTED = frozenset(
    "reported said confirmed announced stated added told informed revealed according dijo "
    "informo confirmo anuncio senalo reporto segun informaron declaro indique annonce confirme "
    "selon declare precise affirme rapporte".split()
)
SAYING = REPORTED | frozenset(
    "condemned denounced demanded issued ordered charged accused met published rejected expressed "
    "claimed stressed asserted noted demands condemns condemno condenaron denuncio exigio declared "
    "arrested captured held sentenced filed called urged vowed visited testified appeared released "
    "announcing saying found discovered reports report says condamne denonce affirmed".split()
)
CLAIMING = frozenset(
    "claimed claims claim alleged allegedly afirmo afirma afirmaron presuntamente supuestamente "
    "asegura aseguro affirme affirment pretend pretendent".split()
)
TOLD_VERBS = frozenset(
    "occurred happened took carried launched staged perpetrated committed conducted hit targeted "
    "left caused damaged destroyed ocurrio ocurrieron produjo registro perpetro perpetrado cometio "
    "dejo causo lanzo lanzaron realizo survenu survenue perpetre fait vise mene lance commis "
    "claimed rocked ripped tore resulted struck".split()
)
_LABOUR = frozenset("general hunger labor labour workers strike union striking".split())
_FIGURATIVE = {
    "striking": frozenset(["a", "balance", "out", "deal", "similarities"]),
    "fighting": frozenset("for corruption against poverty crime drugs drug".split()),
    "battle": frozenset("against legal court for election political of".split()),
    "battling": frozenset("cancer fire fires wildfire".split()),
    "killing": frozenset(["time"]),
    "shot": frozenset("down film video put".split()),
    "march": frozenset(),
}


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


def find_triggers(sentence: Sentence) -> list[tuple[int, Entry]]:
    """Where triggers start in a sentence, with their entries; none overlaps another."""
    words = sentence.words
    found: list[tuple[int, Entry]] = []
    index = 0
    while index < len(words):
        entry = find_entry(words, index) if words[index] in ENTRIES else None
        if entry is None or _is_figurative(words, index, entry):
            index += 1
            continue
        found.append((index, entry))
        index += len(entry.words)
    return found


def _is_figurative(words: list[str], index: int, entry: Entry) -> bool:
    after = words[index + len(entry.words)] if index + len(entry.words) < len(words) else ""
    if after in _FIGURATIVE.get(words[index], NOTHING):
        return True
    before = words[index - 1] if index else ""
    if words[index] == "riot":
        return after in {"police", "policemen", "gear", "squad", "control", "officers"}
    if words[index] in {"strike", "strikes"}:
        return before in _LABOUR or after == "by"
    if words[index] in {"march", "marche", "mars"}:
        return after[:1].isdigit() or before[:1].isdigit() or before in {"in", "on", "of", "since"}
    return words[index] == "mine" and before in {"coal", "gold", "of", "copper", "a"}


def weigh_mentions(setting: Setting, triggers: list[tuple[int, Entry]]) -> list[Mention]:
    """The mentions of a sentence with status and score, in order."""
    shared = frozenset(_sentence_facts(setting))
    mentions = []
    for index, entry in triggers:
        status, own = _status(setting, index, entry)
        facts = shared | frozenset(_mention_facts(setting, index, entry)) | own
        score = sum(WEIGHTS.get(fact, 0.0) for fact in facts) + WEIGHTS["bias"]
        mentions.append(Mention(index, index + len(entry.words), entry, status, facts, score))
    return mentions


def _sentence_facts(setting: Setting) -> Iterator[str]:
    sentence, words = setting.sentence, setting.sentence.words
    yield from _when_facts(setting)
    yield "place:fine" if setting.fine_places else "place:coarse" if setting.places else "place:none"
    if setting.deaths:
        yield "victims"
    if setting.genre:
        yield f"genre:{setting.genre}"
    if setting.length <= 4:  # noqa: PLR2004 - a brief is all lead
        yield "brief"
    if sentence.index == 0:
        yield "at:first"
    elif sentence.index <= 2:  # noqa: PLR2004 - the lead of a news story
        yield "at:lead"
    elif sentence.index > 12:  # noqa: PLR2004
        yield "at:late"
    if not OPINION.isdisjoint(words):
        yield "opinion"
    if '"' in sentence.text or "“" in sentence.text or "«" in sentence.text:
        yield "quoted"
    if "?" in sentence.text:
        yield "question"
    if not REPORTED.isdisjoint(words):
        yield "reported"
    if not MEMORY.isdisjoint(words):
        yield "memory"
    if not LEGAL.isdisjoint(words):
        yield "legal"


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
    if form in {"noun", "nouns"} and not TOLD_VERBS.isdisjoint(words):
        yield "told"


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
    if any(word in INDEFINITE or word[0].isdigit() for word in before[-2:]):
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
    near = before[-3:]
    if any(word in DENY for word in near) and entry.family not in {"withdraw"}:
        return "denied", frozenset(["denied"])
    if _is_planned(before, entry):
        return "planned", frozenset(["planned"])
    if any(word in PREVENT for word in near) and entry.family not in {"weapons", "protest"}:
        return "planned", frozenset(["prevented"])
    if any(word in CONDITION for word in before):
        return "planned", frozenset(["conditional"])
    if _is_history(setting, index):
        return "historical", frozenset(["history"])
    if any(word in CLAIMING for word in words[max(0, index - 12) : index]):
        return "claimed", frozenset(["claimed"])
    return "reported", frozenset()


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
    return any(
        word in PLAN and before[place + 1 : place + 2] != ["be"] for place, word in enumerate(before)
    )


def _is_history(setting: Setting, index: int) -> bool:
    """Whether the date nearest to the trigger lies months back."""
    if setting.reference is None or not setting.dates:
        return False
    nearest = min(setting.dates, key=lambda found: _distance(found, index))
    return nearest.end < setting.reference - timedelta(HISTORY_DAYS)


def _distance(found: DateMention, index: int) -> int:
    return found.first - index if found.first >= index else index - found.last + 1
