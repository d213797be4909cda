"""Corrections of the place names of one article, before its events are read."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence

from geo.corrections.records import Correction, Fate
from geo.corrections.values import NONE, REMOVED
from geo.records import Article, Place, Resolution, Toponym

Span = tuple[int, int]

_OTHERS = 5


def correct_toponyms(
    article: Article, toponyms: Sequence[Toponym], corrections: Sequence[Correction]
) -> tuple[list[Toponym], list[Fate]]:
    """The place names with those added and removed that persons said; and what became of that.

    A name whose place a person chose is added where nothing marks it.
    """
    marked = {(each.start, each.end): each for each in toponyms}
    fates = []
    for each in corrections:
        spans = find_words(article.text, each)
        if each.field == "mention":
            fates.append(_mark(article, marked, spans, each))
        elif each.meaning is not None and marked.keys().isdisjoint(spans):
            _add(article, marked, spans)
    return [marked[span] for span in sorted(marked)], fates


def _mark(
    article: Article, marked: dict[Span, Toponym], spans: list[Span], correction: Correction
) -> Fate:
    known = marked.keys() & set(spans)
    stale = "" if spans else _missing(correction)
    if correction.meaning == REMOVED:
        for span in known:
            del marked[span]
        stale = stale or ("" if known else "the machine marks no such name any more")
    else:
        stale = stale or ("the machine marks this name itself now" if known >= set(spans) else "")
        _add(article, marked, [span for span in spans if span not in known])
    return Fate(key=correction.key, applied=bool(spans), stale=stale)


def _add(article: Article, marked: dict[Span, Toponym], spans: list[Span]) -> None:
    """Mark spans as place names; what was marked across them gives way."""
    for start, end in spans:
        crossing = [span for span in marked if span[0] < end and start < span[1]]
        for span in crossing:
            del marked[span]
        marked[start, end] = Toponym(text=article.text[start:end], start=start, end=end)


def correct_resolutions(
    article: Article, resolutions: Sequence[Resolution], corrections: Sequence[Correction]
) -> tuple[list[Resolution], list[Fate]]:
    """The resolutions with the places that persons chose; and what became of each choice."""
    chosen: dict[Span, Correction] = {}
    fates = []
    for each in corrections:
        if each.field == "place":
            spans = set(find_words(article.text, each))
            meant = [one for one in resolutions if _span(one) in spans]
            chosen |= {_span(one): each for one in meant}
            fates.append(_fate(each, spans, meant))
    return [_chosen(each, chosen.get(_span(each))) for each in resolutions], fates


def _span(resolution: Resolution) -> Span:
    return resolution.toponym.start, resolution.toponym.end


def _fate(correction: Correction, spans: set[Span], meant: list[Resolution]) -> Fate:
    now = {place_id(each.place) for each in meant}
    wanted = place_id(correction.meaning)
    if not spans:
        stale = _missing(correction)
    elif not meant:
        stale = "the machine marks no such name any more"
    elif now == {wanted}:
        stale = f"the machine now says {wanted} itself"
    elif correction.was and correction.was not in now:
        stale = f"made when the machine said {correction.was}, now it says {', '.join(sorted(now))}"
    else:
        stale = ""
    return Fate(key=correction.key, applied=bool(meant), stale=stale)


def place_id(place: Place | None) -> str:
    """The id of a place, "none" for no place."""
    return place.id if place else NONE


def _chosen(resolution: Resolution, correction: Correction | None) -> Resolution:
    if correction is None:
        return resolution
    place: Place | None = correction.meaning
    others = [each for each in _considered(resolution) if place is None or each[0].id != place.id]
    return dataclasses.replace(
        resolution,
        place=place,
        score=1.0 if place else 0.0,
        reason=f"corrected by {correction.decided_by}",
        alternatives=tuple(others[:_OTHERS]),
        decided_by=correction.decided_by,
    )


def _considered(resolution: Resolution) -> list[tuple[Place, float]]:
    """The places that the machine considered, its own choice first."""
    own = [(resolution.place, resolution.score)] if resolution.place else []
    return [*own, *resolution.alternatives]


def find_words(text: str, correction: Correction) -> list[Span]:
    """Where a correction's words stand: all places, or the one that `occurrence` counts to.

    White space may differ, and the case where the words stand nowhere as they are written.
    """
    spans = _find(text, correction.text, 0) or _find(text, correction.text, re.IGNORECASE)
    if correction.occurrence is None:
        return spans
    return spans[correction.occurrence - 1 : correction.occurrence]


def _find(text: str, words: str, flags: int) -> list[Span]:
    pattern = r"\s+".join(map(re.escape, words.split()))
    if not pattern:
        return []
    found = re.finditer(rf"(?<!\w){pattern}(?!\w)", text, flags)
    return [match.span() for match in found]


def _missing(correction: Correction) -> str:
    which = f" a time number {correction.occurrence}" if correction.occurrence else ""
    return f"the article does not say {correction.text!r}{which}"
