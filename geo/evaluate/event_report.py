"""The scores of events as text, each with what is counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias

Figures: TypeAlias = Mapping[str, Any]


def event_lines(scores: Mapping[str, Figures]) -> Iterator[str]:
    """One block per task that was scored."""
    for task, lines in _BLOCKS.items():
        if task in scores:
            yield ""
            yield from lines(scores[task])
            yield f"  articles per second {scores[task]['articles_per_s']:,.0f}"


def _places(scores: Figures) -> Iterator[str]:
    yield "names of the annotated places, each once an article, where they stand in the text"
    yield "                         names  in text  recognised  country right  chain right"
    for label, row in (("all", scores), ("finer than a country", scores["finer"])):
        yield (
            f"  {label:<20} {row['n']:7,} {row['in_text']:8,} {row['recall']:11.3f}"
            f" {row['right_country']:14.3f} {row['right']:12.3f}"
        )
    yield "  recognised: of those in the text; right: of those recognised"


def _relevance(scores: Figures) -> Iterator[str]:
    yield f"relevance: {scores['relevant']:,} of {scores['n']:,} articles are annotated as relevant"
    yield "                           with events  precision  recall      F1"
    for label, row in (
        ("any event", scores),
        ("violence or looting", scores["violent"]),
        ("what MUC-4 counts", scores["counted"]),
    ):
        yield (
            f"  {label:<22} {row['with_events']:13,} {row['precision']:10.3f}"
            f" {row['recall']:7.3f} {row['f1']:7.3f}"
        )


def _events(scores: Figures) -> Iterator[str]:
    yield from _head(scores)
    for label, row in (
        ("place", scores["place"]),
        ("  finer than country", scores["place"]["finer"]),
        ("  finest place known", scores["place"]["known"]),
    ):
        yield (
            f"  {label:<20} found {row['found']:.3f} of {row['n']:,}"
            f"   precision {row['precision']:.3f} of {row['placed']:,} placed"
            f"   (coarser {row['coarser']:.3f})"
        )
    yield from _date_rows(scores["date"])
    yield from _death_rows(scores["deaths"])
    yield f"  type                 right {scores['type']['right']:.3f} of {scores['type']['n']:,}"


def _head(scores: Figures) -> Iterator[str]:
    yield (
        f"events of the {scores['articles']:,} articles with exactly one, "
        f"{scores['answered']:,} of them answered"
    )


def _date_rows(row: Figures) -> Iterator[str]:
    yield (
        f"  date, a day          exact {row['exact']:.3f} of {row['n']:,}"
        f"   in our span {row['inside']:.3f}"
    )
    yield (
        f"    one day named by us {row['single']:.3f}, right {row['single_exact']:.3f};"
        f" without date words {row['without_words']:.3f}, right {row['without_words_exact']:.3f}"
    )


def _death_rows(row: Figures) -> Iterator[str]:
    one, nobody = row["one_group"], row["nobody"]
    yield (
        f"  deaths, a number     exact {row['exact']:.3f} of {row['n']:,}"
        f"   one group of victims {one['exact']:.3f} of {one['n']:,}"
    )
    yield f"    nobody said to be dead: none of ours {nobody['exact']:.3f} of {nobody['n']:,}"


def _dates(scores: Figures) -> Iterator[str]:
    yield from _head(scores)
    yield from _date_rows(scores)
    spans, free = scores["spans"], scores["open"]
    yield f"  date, first and last day   overlapped by ours {spans['inside']:.3f} of {spans['n']:,}"
    yield f'  date, "by this day"        ours not later {free["inside"]:.3f} of {free["n"]:,}'


def _types(scores: Figures) -> Iterator[str]:
    yield from _head(scores)
    yield "                            n  type right  with sub-type   right are"
    for name, row in {"all": scores, **scores["kinds"]}.items():
        right = ", ".join(scores["mapping"].get(name, ()))
        shares = f"{row['n']:7,} {row['right']:11.3f} {row['right_sub_type']:14.3f}"
        yield f"  {name:<20} {shares}   {right}".rstrip()


def _sub_types(scores: Figures) -> Iterator[str]:
    yield f"our first event of {scores['n']:,} labelled snippets"
    yield f"  sub-type right       {scores['sub_type']:.3f}"
    yield f"  type right           {scores['type']:.3f}"
    yield f"  no event found       {scores['without_event']:.3f} (counted as wrong)"
    outside = scores["not_acled"]
    yield (
        f"  of {outside['n']:,} more, labelled with what ACLED does not code, "
        f"without an event {outside['without_event']:.3f}"
    )
    yield "  label                                     n   right"
    for name, row in scores["labels"].items():
        yield f"  {name:<36} {row['n']:6,} {row['right'] / row['n']:7.3f}"


_BLOCKS: dict[str, Callable[[Figures], Iterator[str]]] = {
    "places": _places,
    "relevance": _relevance,
    "events": _events,
    "dates": _dates,
    "types": _types,
    "sub_types": _sub_types,
}
