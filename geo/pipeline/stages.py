"""One article's way through the house: recognise, resolve, extract."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from geo import __version__
from geo.corrections import Correction, Corrections, Fate, correct_resolutions, correct_toponyms
from geo.datasets import data_dir
from geo.events import RULES_ID, extract_events, place_roles
from geo.frames import Row, event_row
from geo.gazetteer import Gazetteer, place_layers
from geo.pipeline.beyond import NOT_ASKED, OFFLINE, Asked, beyond
from geo.pipeline.context import Named, named_elsewhere
from geo.records import Article, Resolution, Toponym
from geo.resolve import Homes, Resolver, load_weights
from geo.toponyms import Recognizer, recognizer

UNCORRECTED = Corrections()

DECIDING = (
    "articles/**/*", "corrections/**/*", "events/**/*", "frames/**/*", "gazetteer/**/*",
    "geocode/**/*", "resolve/**/*", "toponyms/**/*", "names.py", "records.py",
    "pipeline/beyond.py", "pipeline/context.py", "pipeline/findings.py", "pipeline/stages.py",
)  # fmt: skip
"""The files whose code decides what comes of an article."""


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
    """What came of one article: its toponyms, resolved, and its event rows; or why it failed.

    `fates` tell what became of the corrections of its place names.
    """

    article: Article
    resolutions: tuple[Resolution, ...] = ()
    rows: tuple[Row, ...] = ()
    n_toponyms: int = 0
    context: tuple[Named, ...] = ()
    asked: Asked = NOT_ASKED
    failure: str = ""
    fates: tuple[Fate, ...] = ()


class Resolved(NamedTuple):
    """The resolutions of one article, what a service told, and what became of corrections."""

    resolutions: list[Resolution]
    asked: Asked
    fates: tuple[Fate, ...]


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

    def process(
        self, articles: Sequence[Article], corrections: Corrections = UNCORRECTED
    ) -> list[Outcome]:
        """The outcome of each article, in order; one that breaks a stage fails alone.

        Of `corrections` those of place names are applied; those of events change rows later.
        """
        try:
            return self._together(articles, corrections)
        except Exception:  # noqa: BLE001 - one bad article must not take its neighbours along
            return [self._alone(article, corrections) for article in articles]

    def resolve(self, articles: Sequence[Article]) -> list[list[Resolution]]:
        """The resolved toponyms of each article, before events give some their role."""
        return [each.resolutions for each in self.resolve_corrected(articles, UNCORRECTED)]

    def resolve_corrected(
        self, articles: Sequence[Article], corrections: Corrections
    ) -> list[Resolved]:
        """As `resolve`, with the corrections of place names."""
        given = [corrections.of_mentions(article) for article in articles]
        found = zip(articles, self.recognizer.recognize(articles), given, strict=True)
        marked = [correct_toponyms(*each) for each in found]
        answered = self._answered(articles, [toponyms for toponyms, _ in marked])
        every = zip(articles, given, marked, answered, strict=True)
        return [
            _corrected(article, corrections, fates, *answer)
            for article, corrections, (_, fates), answer in every
        ]

    def _answered(
        self, articles: Sequence[Article], toponyms: Sequence[list[Toponym]]
    ) -> list[tuple[list[Resolution], Asked]]:
        # Homes learnt from a batch would make a row depend on its neighbours in the folder.
        every = self.resolver.resolve_batch(
            list(zip(articles, toponyms, strict=True)), homes=Homes()
        )
        if self.beyond is None:
            return [(found, NOT_ASKED) for found in every]
        return [self.beyond.fill(found) for found in every]

    def _together(self, articles: Sequence[Article], corrections: Corrections) -> list[Outcome]:
        resolved = self.resolve_corrected(articles, corrections)
        return [self._extract(*pair) for pair in zip(articles, resolved, strict=True)]

    def _alone(self, article: Article, corrections: Corrections) -> Outcome:
        try:
            return self._together([article], corrections)[0]
        except Exception as error:  # noqa: BLE001 - named in the manifest; the run goes on
            return Outcome(article=article, failure=f"{type(error).__name__}: {error}")

    def _extract(self, article: Article, resolved: Resolved) -> Outcome:
        resolutions = resolved.resolutions
        events = extract_events(article, resolutions, countries=self.gazetteer)
        told = tuple(place_roles(resolutions, events))
        return Outcome(
            article=article,
            resolutions=told,
            rows=tuple(event_row(event) for event in events),
            n_toponyms=len(resolutions),
            context=named_elsewhere(told),
            asked=resolved.asked,
            fates=resolved.fates,
        )


def _corrected(
    article: Article,
    corrections: Sequence[Correction],
    fates: Sequence[Fate],
    resolutions: Sequence[Resolution],
    asked: Asked,
) -> Resolved:
    chosen, more = correct_resolutions(article, resolutions, corrections)
    return Resolved(chosen, asked, (*fates, *more))


@functools.cache
def stages(options: Options) -> Stages:
    """The stages of this process, opened when first asked for."""
    return Stages(options)


def version_id(options: Options) -> str:
    """Everything that decides an outcome besides the article: code, stages, reference data."""
    data = (data_dir() / "manifest.json").read_bytes()
    layers = "".join(f" {layer.name} {layer.sha256}" for layer in place_layers())
    told = f"{__version__} {stages(options).id} {hashlib.sha256(data).hexdigest()}{layers}"
    return f"{told} {code_id()}"


@functools.cache
def code_id() -> str:
    """A hash of the code and the word lists that outcomes are made with."""
    package = Path(__file__).parents[1]
    hashed = hashlib.sha256()
    for file in sorted(file for room in DECIDING for file in package.glob(room)):
        if file.is_file() and file.suffix != ".pyc":
            hashed.update(f"{file.relative_to(package).as_posix()}\0".encode())
            hashed.update(hashlib.sha256(file.read_bytes()).digest())
    return hashed.hexdigest()
