"""Events: what happened, when, to whom, how many, and which named place is where.

`extract_events` reads an article with its resolved toponyms; `place_roles` marks the toponyms
that are an event's place; `merge_reports` puts the reports of several articles on one event
together; `explain` tells what was decided, on which words, and why. All are
pure: the same article and resolutions give the same result everywhere.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from typing import Literal

from geo.events.copies import Sketch, sketch_text
from geo.events.explaining import Decision, explain_analysis
from geo.events.extract import HAPPENED, CountrySource, analyse
from geo.events.reports import merge_reports, report_keys
from geo.events.sites import exactness
from geo.events.types import SUB_TYPES, TYPE_OF
from geo.records import Article, Event, Resolution

RULES_ID = "events-rules-2"


def extract_events(
    article: Article,
    resolutions: Sequence[Resolution],
    *,
    countries: CountrySource,
    include: Literal["happened", "all"] = "happened",
) -> list[Event]:
    """The events of an article, in the order in which it tells of them.

    By default those with status reported or claimed; `include="all"` adds the planned, denied
    and historical ones. An event whose place nobody named has a resolution without a place, an
    event without any date has `dates` None.
    """
    found = analyse(article, resolutions, countries).found
    return [each.event for each in found if include == "all" or each.event.status in HAPPENED]


def place_roles(resolutions: Sequence[Resolution], events: Iterable[Event]) -> list[Resolution]:
    """The resolutions in their order, those of an event's place with the role "event"."""
    ids = {event.resolution.place.id for event in events if event.resolution.place}
    return [
        dataclasses.replace(each, role="event") if each.place and each.place.id in ids else each
        for each in resolutions
    ]


def explain(
    article: Article,
    resolutions: Sequence[Resolution],
    *,
    countries: CountrySource | None = None,
) -> list[Decision]:
    """Every decision about an article's events, in the order they were taken."""
    source = countries or _NoCountries()
    return list(explain_analysis(analyse(article, resolutions, source)))


class _NoCountries:
    def find_country(self, iso2: str) -> None:
        """No country, whatever is asked."""
        del iso2


__all__ = [
    "RULES_ID",
    "SUB_TYPES",
    "TYPE_OF",
    "CountrySource",
    "Decision",
    "Sketch",
    "exactness",
    "explain",
    "extract_events",
    "merge_reports",
    "place_roles",
    "report_keys",
    "sketch_text",
]
