"""Score the place names of filled templates: names without offsets, in chains from the country."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from geo.evaluate.chains import Chain, Chains
from geo.evaluate.mistakes import Mistake
from geo.evaluate.templates import TemplateArticle
from geo.names import fold
from geo.records import Resolution

_AROUND = 50


def score_names(
    corpus: Sequence[TemplateArticle], resolutions: Sequence[list[Resolution]], chains: Chains
) -> tuple[dict[str, Any], list[Mistake]]:
    """Recognition and resolution of the annotated places of events, each once an article.

    The annotation gives names and no offsets, and does not mark every name of a text: there is
    no precision. A name counts in `in_text` when its words stand in the article, and as
    recognised (`recall`) when some recognised name is or holds these words. Of the recognised,
    `right_country` is the share resolved into the chain's country, `right` the share resolved to
    the annotated place or into it, as the gazetteer knows the name in that country, and, where
    the chain names a province above it, into that province. `finer` counts again the names below
    the country.
    """
    counts: Counter[str] = Counter()
    mistakes: list[Mistake] = []
    for each, found in zip(corpus, resolutions, strict=True):
        words = f" {_words(each.article.text)} "
        wanted = {
            (name, chain[: depth + 1]): None
            for event in each.events
            for chain in event.chains
            for depth, step in enumerate(chain)
            for name in step.names
        }
        names = [(_words(one.toponym.text), one) for one in found]
        for name, chain in wanted:
            told = _words(name)
            prefixes = ("", "finer ")[: 1 + (len(chain) > 1)]
            counts.update({f"{prefix}n": 1 for prefix in prefixes})
            if f" {told} " not in words:
                continue
            own = [one for text, one in names if f" {told} " in f" {text} "]
            own.sort(key=lambda one: fold(one.toponym.text) != told)
            verdict = _verdict(chains, name, chain, own[0] if own else None)
            counts.update({f"{prefix}{part}": 1 for prefix in prefixes for part in verdict})
            if "right" not in verdict:
                mistakes.append(_mistake(each, name, chain, own[0] if own else None))
    return {**_figures(counts, ""), "finer": _figures(counts, "finer ")}, mistakes


def _words(text: str) -> str:
    """The folded words of a text, one blank between: "[FMLN]" and "Usulután," lose their marks."""
    return fold("".join(char if char.isalnum() or char == "'" else " " for char in text))


def _verdict(chains: Chains, name: str, chain: Chain, own: Resolution | None) -> list[str]:
    if own is None:
        return ["in_text"]
    country, place = chains.country(chain[0].names), own.place
    parts = ["in_text", "recognised"]
    if place is None or place.country != country:
        return parts
    parts.append("right_country")
    step = next(step for step in chain if name in step.names)
    above = [each for each in chain[1:-1] if each.kind in {"department", "province"}]
    held = chains.holds(step, country, place, "") and all(
        chains.holds(each, country, place, "") for each in above
    )
    return [*parts, "right"] if held or len(chain) == 1 else parts


def _figures(counts: Counter[str], prefix: str) -> dict[str, Any]:
    in_text, recognised = counts[f"{prefix}in_text"], counts[f"{prefix}recognised"]
    return {
        "n": counts[f"{prefix}n"],
        "in_text": in_text,
        "recall": recognised / max(1, in_text),
        "right_country": counts[f"{prefix}right_country"] / max(1, recognised),
        "right": counts[f"{prefix}right"] / max(1, recognised),
    }


def _mistake(each: TemplateArticle, name: str, chain: Chain, own: Resolution | None) -> Mistake:
    wanted = ": ".join("/".join(step.names) for step in chain)
    text = each.article.text
    if own is None:
        at = text.upper().find(name.upper())
        around = " ".join(text[max(0, at - _AROUND) : at + len(name) + _AROUND].split())
        return Mistake(each.article.id, "places", name, around, wanted, "", "not recognised")
    start, end, place = own.toponym.start, own.toponym.end, own.place
    around = " ".join(text[max(0, start - _AROUND) : end + _AROUND].split())
    found = "" if place is None else f"{place.name}, {place.admin1}, {place.country} ({place.kind})"
    return Mistake(
        each.article.id, "places", own.toponym.text, around, wanted, found,
        f"{own.reason} (score {own.score})",
    )  # fmt: skip
