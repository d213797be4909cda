"""One article's way through the house: recognise, resolve, extract."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from geo import __version__
from geo.datasets import data_dir
from geo.events import RULES_ID, extract_events, place_roles
from geo.frames import Row, event_row
from geo.gazetteer import Gazetteer, list_layers
from geo.pipeline.beyond import NOT_ASKED, OFFLINE, Asked, beyond
from geo.pipeline.context import Named, named_elsewhere
from geo.records import Article, Resolution
from geo.resolve import Homes, Resolver, load_weights
from geo.toponyms import Recognizer, recognizer


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What decides a result; two runs with equal options on equal input give equal rows.

    `recognizer` finds the names: "builtin", "spacy:MODEL" or "python:MODULE:NAME". `home` is where
    the readers are (ISO 3166-1 alpha-2). `provider` is the service that is asked for names that the
    gazetteer lacks, such as "nominatim"; its answers are kept in the file `geocodes`.

    >>> len(geo.extract("seeds/", options=geo.Options(home="EC")))
    1
    """

    recognizer: str = "builtin"
    home: str | None = None
    weights: str | None = None
    provider: str = OFFLINE
    geocodes: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of one article: its toponyms, resolved, and its event rows; or why it failed."""

    article: Article
    resolutions: tuple[Resolution, ...] = ()
    rows: tuple[Row, ...] = ()
    n_toponyms: int = 0
    context: tuple[Named, ...] = ()
    asked: Asked = NOT_ASKED
    failure: str = ""


class Stages:
    """The stages with everything they need opened once; safe to make in every process."""

    def __init__(self, options: Options | None = None) -> None:
        options = options or Options()
        self.gazetteer = Gazetteer.open()
        self.recognizer: Recognizer = recognizer(options.recognizer, self.gazetteer)
        weights = load_weights(Path(options.weights)) if options.weights else None
        self.resolver = Resolver(self.gazetteer, home=options.home, weights=weights)
        self.beyond = beyond(options.provider, options.geocodes)

    @property
    def id(self) -> str:
        """What decided: the stages' names and versions, for caches and manifests."""
        asked = f" {self.beyond.id}" if self.beyond else ""
        return f"{self.recognizer.id} {self.resolver.id} {RULES_ID}{asked}"

    def begin(self) -> None:
        """A new run: nothing of an earlier one shall hold it back."""
        if self.beyond:
            self.beyond.begin()

    def process(self, articles: Sequence[Article]) -> list[Outcome]:
        """The outcome of each article, in order; one that breaks a stage fails alone."""
        try:
            return self._together(articles)
        except Exception:  # noqa: BLE001 - one bad article must not take its neighbours along
            return [self._alone(article) for article in articles]

    def resolve(self, articles: Sequence[Article]) -> list[list[Resolution]]:
        """The resolved toponyms of each article, before events give some their role."""
        return [found for found, _ in self._resolved(articles)]

    def _resolved(self, articles: Sequence[Article]) -> list[tuple[list[Resolution], Asked]]:
        toponyms = list(self.recognizer.recognize(articles))
        # Homes learnt from a batch would make a row depend on its neighbours in the folder.
        every = self.resolver.resolve_batch(
            list(zip(articles, toponyms, strict=True)), homes=Homes()
        )
        if self.beyond is None:
            return [(found, NOT_ASKED) for found in every]
        return [self.beyond.fill(found) for found in every]

    def _together(self, articles: Sequence[Article]) -> list[Outcome]:
        resolved = self._resolved(articles)
        return [
            self._extract(article, found, asked)
            for article, (found, asked) in zip(articles, resolved, strict=True)
        ]

    def _alone(self, article: Article) -> Outcome:
        try:
            return self._together([article])[0]
        except Exception as error:  # noqa: BLE001 - named in the manifest; the run goes on
            return Outcome(article=article, failure=f"{type(error).__name__}: {error}")

    def _extract(self, article: Article, resolutions: list[Resolution], asked: Asked) -> Outcome:
        events = extract_events(article, resolutions, countries=self.gazetteer)
        told = tuple(place_roles(resolutions, events))
        return Outcome(
            article=article,
            resolutions=told,
            rows=tuple(event_row(event) for event in events),
            n_toponyms=len(resolutions),
            context=named_elsewhere(told),
            asked=asked,
        )


@functools.cache
def stages(options: Options) -> Stages:
    """The stages of this process, opened when first asked for."""
    return Stages(options)


def version_id(options: Options) -> str:
    """Everything that decides an outcome besides the article: code, stages, reference data."""
    data = (data_dir() / "manifest.json").read_bytes()
    layers = "".join(f" {layer.name} {layer.sha256}" for layer in list_layers())
    return f"{__version__} {stages(options).id} {hashlib.sha256(data).hexdigest()}{layers}"
