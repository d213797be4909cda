"""A service that is asked once for a name, and never again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from geo.geocode.service import Answer, ServiceGeocoder
from geo.records import Place


class Shelf(Protocol):
    """Where answers are kept, by who gave them, the name and the country asked for."""

    def find(self, geocoder: str, query: str, country: str) -> list[Answer] | None:
        """The answers kept; [] where the service said that it knows none, None: never asked."""

    def keep(self, geocoder: str, query: str, country: str, answers: Sequence[Answer]) -> None:
        """Keep the answers to one question, none included."""


class Answers:
    """A shelf that lasts as long as the process."""

    def __init__(self) -> None:
        self._answers: dict[tuple[str, str, str], list[Answer]] = {}

    def find(self, geocoder: str, query: str, country: str) -> list[Answer] | None:
        """The answers kept; None where this was never asked."""
        return self._answers.get((geocoder, query, country))

    def keep(self, geocoder: str, query: str, country: str, answers: Sequence[Answer]) -> None:
        """Keep the answers to one question."""
        self._answers[geocoder, query, country] = list(answers)


class RememberedGeocoder:
    """A service whose answers are kept on a shelf, "I know no such place" among them.

    A failure is no answer: it is raised, nothing is kept, and the next time the service is asked
    again. Answers of a service that forbids to keep them last as long as the process.
    """

    def __init__(self, service: ServiceGeocoder, shelf: Shelf) -> None:
        self.service = service.service
        self._geocoder = service
        self._shelf = shelf if service.service.may_keep else Answers()

    @property
    def id(self) -> str:
        """The id of the service."""
        return self._geocoder.id

    def knows(self, query: str, *, country: str | None = None) -> bool:
        """Whether the answer is on the shelf, so that nobody has to be asked."""
        return self._shelf.find(*self._key(query, country)) is not None

    def geocode(self, query: str, *, country: str | None = None) -> list[Place]:
        """The places that `query` can mean, from the shelf or else from the service."""
        return [answer.place for answer in self.answers(query, country=country)]

    def answers(self, query: str, *, country: str | None = None) -> list[Answer]:
        """The places that `geocode` gives, each with what the service said of it."""
        key = self._key(query, country)
        answers = self._shelf.find(*key)
        if answers is None:
            answers = self._geocoder.answers(query, country=country)
            self._shelf.keep(*key, answers)
        return answers

    def _key(self, query: str, country: str | None) -> tuple[str, str, str]:
        return self.id, " ".join(query.split()), (country or "").upper()
