"""A service of geopy as a Geocoder: asked politely, retried with care, its errors explained."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn
from urllib.parse import urlsplit

import geo
from geo.errors import GeocodingError
from geo.geocode.answers import checked_adapter
from geo.geocode.pace import Pace, Turns
from geo.geocode.services import SERVICES, Service
from geo.records import Place
from geo.suggestions import did_you_mean

if TYPE_CHECKING:
    from geopy.exc import GeopyError

ATTEMPTS = 3
TIMEOUT_S = 10.0
# A service that asks for a longer pause is not waited for.
LONGEST_PAUSE_S = 60.0
# What code that reads an answer raises when the answer is of another form.
_UNUSUAL = (LookupError, TypeError, ValueError, AttributeError, RecursionError)


class Answer(NamedTuple):
    """A place, and what the service said of it, for provenance."""

    place: Place
    raw: Mapping[str, Any]


class ServiceGeocoder:
    """One of SERVICES. The server, the key, the clock and the pauses come from outside.

    `url` names another server ("http://localhost:8080"); `credential` is the key or user name.
    `turns` makes, of an id and a number of seconds between requests, what keeps them apart.
    """

    def __init__(
        self,
        service: Service,
        *,
        url: str = "",
        credential: str = "",
        timeout_s: float = TIMEOUT_S,
        attempts: int = ATTEMPTS,
        turns: Callable[[str, float], Turns] | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.service = service
        self._scheme, self._host = _server(service, url)
        if service.must_have_credential and not credential:
            raise GeocodingError(
                f"{service.name} wants a {service.credential.lower()}; "
                f"set the environment variable {service.credential_variable}"
            )
        self._credential = credential
        self._timeout_s = timeout_s
        self._attempts = attempts
        # The public server's limit does not bind a server of one's own.
        interval_s = 0.0 if url else service.interval_s
        self._turns: Turns = (
            turns(self.id, interval_s) if turns else Pace(interval_s, clock=clock, sleep=sleep)
        )
        self._client: Any = None

    @property
    def id(self) -> str:
        """The service and its server: "nominatim@nominatim.openstreetmap.org"."""
        return f"{self.service.name}@{self._host}"

    def geocode(self, query: str, *, country: str | None = None) -> list[Place]:
        """The places that `query` can mean, best first; [] where the service knows none.

        `country` (ISO 3166-1 alpha-2) keeps only places there. Raises GeocodingError where the
        service could not be asked, after as many attempts as make sense.
        """
        return [answer.place for answer in self.answers(query, country=country)]

    def answers(self, query: str, *, country: str | None = None) -> list[Answer]:
        """The places that `geocode` gives, each with what the service said of it."""
        if not query.strip():
            return []
        code = country.upper() if country else None
        answers = self._answers(self._ask(query.strip(), code))
        return [answer for answer in answers if code in (None, answer.place.country)]

    def _answers(self, locations: Sequence[Any] | None) -> list[Answer]:
        raws = [location.raw for location in locations or () if location]
        try:
            found = [(self.service.place(raw), raw) for raw in raws]
        except _UNUSUAL as error:
            self._refuse_answer(error)
        return [Answer(place, raw) for place, raw in found if place]

    def _ask(self, query: str, country: str | None) -> Sequence[Any] | None:
        from geopy.exc import GeopyError

        for pause_s in self._pauses_s():
            self._turns.wait()
            try:
                return self.service.ask(self._connected(), query, country)
            except GeopyError as error:
                wait_s = max(pause_s or 0.0, _asked_pause_s(error))
                if pause_s is None or wait_s > LONGEST_PAUSE_S or not _may_pass(error):
                    self._give_up(error)
                self._turns.pause(wait_s)
            except _UNUSUAL as error:
                self._refuse_answer(error)
        raise AssertionError("the last attempt returns or raises")

    def _pauses_s(self) -> Iterator[float | None]:
        """The pause after each attempt that fails: 1, 2, 4 ... seconds; None after the last."""
        yield from (2.0**attempt for attempt in range(self._attempts - 1))
        yield None

    def _connected(self) -> Any:
        if self._client is None:
            options = {
                "scheme": self._scheme,
                "timeout": self._timeout_s,
                "user_agent": f"geoconflict/{geo.__version__}",
                "adapter_factory": checked_adapter(self.service.answer),
            }
            self._client = self.service.connect(self._host, self._credential, options)
        return self._client

    def _give_up(self, error: GeopyError) -> NoReturn:
        raise GeocodingError(f"{self.id}: {_explain(error, self.service)}") from error

    def _refuse_answer(self, error: Exception) -> NoReturn:
        raise GeocodingError(
            f"{self.id}: answered in a form that is not {self.service.name}'s; "
            f"check the server that {self.service.url_variable} names"
        ) from error


def _server(service: Service, url: str) -> tuple[str, str]:
    """The scheme and the host, with port and path, of `url`, else of the service itself."""
    if not url and service.host:
        return service.scheme, service.host
    if not url:
        raise GeocodingError(
            f"{service.name} has no public server; set the environment variable "
            f"{service.url_variable} to yours, such as http://localhost:4000"
        )
    parts = urlsplit(url if "://" in url else f"https://{url}")
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise GeocodingError(
            f"{url!r} is not the address of a server; "
            f"set {service.url_variable} to one such as http://localhost:8080"
        )
    return parts.scheme, f"{parts.netloc}{parts.path}".rstrip("/")


def _asked_pause_s(error: GeopyError) -> float:
    return float(getattr(error, "retry_after", None) or 0.0)


def _may_pass(error: GeopyError) -> bool:
    """Whether asking again can help: too many requests, no answer, or a fault of the server."""
    from geopy import exc

    passing = (exc.GeocoderRateLimited, exc.GeocoderTimedOut, exc.GeocoderUnavailable)
    status = getattr(error.__cause__, "status_code", 0)
    is_server_fault = status >= 500  # noqa: PLR2004 - HTTP's server errors
    return isinstance(error, passing) or is_server_fault or _is_unreachable(error)


def _is_unreachable(error: GeopyError) -> bool:
    """Whether no answer came at all; geopy says so by a general error about a particular one."""
    from geopy import exc

    return type(error) is exc.GeocoderServiceError and not (
        error.__cause__ or error.__context__ is None
    )


def _explain(error: GeopyError, service: Service) -> str:
    """What went wrong, and what to do; never the address asked, which may hold a key."""
    from geopy import exc

    own = f"or name your own server in {service.url_variable}"
    key = f"check {service.credential_variable}" if service.credential else own
    # From the particular to the general: each is a subclass of a later one.
    reasons: tuple[tuple[type[Exception], str], ...] = (
        (exc.GeocoderRateLimited, f"too many requests; wait and run again, {own}"),
        (exc.GeocoderQuotaExceeded, f"the quota is used up; wait until it is renewed, {own}"),
        (exc.GeocoderAuthenticationFailure, f"refused the key or user name; {key}"),
        (exc.GeocoderInsufficientPrivileges, f"refused to answer; {key}"),
        (exc.GeocoderTimedOut, f"no answer in time; run again later, {own}"),
        (exc.GeocoderUnavailable, f"cannot be reached; check the network, {own}"),
        (exc.GeocoderParseError, f"the answer is not JSON; check {service.url_variable}"),
        (exc.GeocoderQueryError, "does not understand the query; write the name alone"),
        (exc.GeopyError, f"failed ({error}); run again later, {own}"),
    )
    if _is_unreachable(error):
        return f"cannot be reached ({error}); check the network, {own}"
    return next(reason for kind, reason in reasons if isinstance(error, kind))


def provider(
    name: str,
    *,
    environment: Mapping[str, str] = os.environ,
    turns: Callable[[str, float], Turns] | None = None,
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
) -> ServiceGeocoder:
    """The service called `name`, set up as the environment says.

    GEOCONFLICT_<NAME>_URL names another server, GEOCONFLICT_<NAME>_KEY (GeoNames: _USERNAME) holds
    the credential. Raises GeocodingError for an unknown name or a missing credential.
    """
    service = SERVICES.get(name.strip().lower())
    if service is None:
        meant = did_you_mean(name, SERVICES)
        known = ", ".join(SERVICES)
        raise GeocodingError(f"no geocoding service is called {name!r}, known are {known}{meant}")
    return ServiceGeocoder(
        service,
        url=environment.get(service.url_variable, ""),
        credential=environment.get(service.credential_variable, ""),
        turns=turns,
        clock=clock,
        sleep=sleep,
    )
