"""The page's server: this computer only, behind a secret, and deaf to other pages.

It listens on 127.0.0.1. Every address begins with a random token; a request for another host, as
DNS rebinding makes, or from the page of another origin is refused. What it serves may load nothing
but itself.
"""

from __future__ import annotations

import hmac
import json
import logging
import secrets
import threading
from datetime import date
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from typing import Any
from urllib.parse import parse_qs, urlsplit

from geo.errors import GeoconflictError, UsageError
from geo.review.land import land
from geo.review.session import Session
from geo.review.views import detail, overview, search

_ASSETS = {
    "": ("review.html", "text/html; charset=utf-8"),
    "review.css": ("review.css", "text/css; charset=utf-8"),
    "elements.js": ("elements.js", "text/javascript; charset=utf-8"),
    "chart.js": ("chart.js", "text/javascript; charset=utf-8"),
    "card.js": ("card.js", "text/javascript; charset=utf-8"),
    "review.js": ("review.js", "text/javascript; charset=utf-8"),
}
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
        "img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
_LOG = logging.getLogger(__name__)
_MOST_BYTES = 65_536
_LONGEST_QUERY = 200


class ReviewServer(ThreadingHTTPServer):
    """Serves one review on 127.0.0.1; `port` 0 takes a free one."""

    daemon_threads = True

    def __init__(self, session: Session, *, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.session = session
        self.token = secrets.token_urlsafe(24)
        self.lock = threading.Lock()

    @property
    def origin(self) -> str:
        """Scheme, host and port."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    @property
    def url(self) -> str:
        """The address of the page, with the token in it."""
        return f"{self.origin}/{self.token}/"


def serve(session: Session, *, port: int = 0) -> ReviewServer:
    """A server that is ready to run; raises UsageError where the port is taken."""
    try:
        return ReviewServer(session, port=port)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise UsageError(f"port {port} of 127.0.0.1: {reason}; name another with --port") from error


class _Refused(Exception):  # noqa: N818 - an answer, not a fault
    def __init__(self, status: HTTPStatus, reason: str = "") -> None:
        super().__init__(reason)
        self.status = status


class _Handler(BaseHTTPRequestHandler):
    server: ReviewServer
    server_version = "geoconflict"
    sys_version = ""
    timeout = 60

    def do_GET(self) -> None:
        """A page, a script, or something to show."""
        self._answer(self._get)

    def do_POST(self) -> None:
        """A decision, or taking one back."""
        self._answer(self._post)

    def log_message(self, *_: Any) -> None:
        """Nothing: addresses hold the token."""

    def _answer(self, work: Any) -> None:
        try:
            kind, body = work(self._path())
            self._send(HTTPStatus.OK, kind, body)
        except _Refused as refused:
            self._send_error(refused.status, str(refused))
        except GeoconflictError as error:
            self._send_error(HTTPStatus.UNPROCESSABLE_ENTITY, str(error))
        except ConnectionError:
            _LOG.debug("the page left before it was answered")
        except Exception:  # noqa: BLE001 - the page must hear of it, whatever it is
            _LOG.exception("the review could not answer")
            self._send_error(HTTPStatus.INTERNAL_SERVER_ERROR, "this failed; see the terminal")

    def _path(self) -> str:
        """The path behind the token; refuses strangers."""
        host = self.headers.get("Host", "")
        if host != urlsplit(self.server.origin).netloc:
            raise _Refused(HTTPStatus.FORBIDDEN, "another host")
        if self.headers.get("Origin", self.server.origin) != self.server.origin:
            raise _Refused(HTTPStatus.FORBIDDEN, "another origin")
        if self.headers.get("Sec-Fetch-Site", "none") not in {"none", "same-origin"}:
            raise _Refused(HTTPStatus.FORBIDDEN, "another site")
        _, token, *rest = [*urlsplit(self.path).path.split("/", 2), "", ""][:3]
        if not hmac.compare_digest(token.encode(), self.server.token.encode()):
            raise _Refused(HTTPStatus.NOT_FOUND)
        return rest[0]

    def _get(self, path: str) -> tuple[str, bytes]:
        if path in _ASSETS:
            name, kind = _ASSETS[path]
            return kind, (files("geo.review") / "assets" / name).read_bytes()
        query = {name: values[0] for name, values in parse_qs(urlsplit(self.path).query).items()}
        return _json(self._shown(path, query))

    def _shown(self, path: str, query: dict[str, str]) -> Any:
        session = self.server.session
        with self.server.lock:
            match path:
                case "api/cases":
                    return overview(session)
                case "api/case":
                    return detail(session, (query.get("article", ""), query.get("event", "")))
                case "api/places":
                    asked = query.get("name", "")[:_LONGEST_QUERY]
                    return search(asked, country=query.get("country", ""))
                case "api/land":
                    return land(_box(query))
        raise _Refused(HTTPStatus.NOT_FOUND)

    def _post(self, path: str) -> tuple[str, bytes]:
        if self.headers.get("Origin") != self.server.origin:
            raise _Refused(HTTPStatus.FORBIDDEN, "no origin")
        given, session = self._body(), self.server.session
        with self.server.lock:
            match path:
                case "api/decide":
                    return _json(_decide(session, given))
                case "api/undo":
                    key = session.undo()
                    return _json({"key": list(key) if key else None} | overview(session))
        raise _Refused(HTTPStatus.NOT_FOUND)

    def _body(self) -> dict[str, Any]:
        if self.headers.get_content_type() != "application/json":
            raise _Refused(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "expected application/json")
        size = self.headers.get("Content-Length", "")
        if not size.isdecimal() or int(size) > _MOST_BYTES:
            raise _Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        try:
            given = json.loads(self.rfile.read(int(size)))
        except (ValueError, RecursionError) as error:
            raise _Refused(HTTPStatus.BAD_REQUEST, "not JSON") from error
        if not isinstance(given, dict):
            raise _Refused(HTTPStatus.BAD_REQUEST, "expected an object")
        return given

    def _send(self, status: HTTPStatus, kind: str, body: bytes) -> None:
        self.send_response(status)
        for name, value in _HEADERS.items():
            self.send_header(name, value)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _send_error(self, status: HTTPStatus, reason: str) -> None:
        self._send(status, *_json({"error": reason or status.phrase}))


def _json(value: Any) -> tuple[str, bytes]:
    text = json.dumps(value, ensure_ascii=True, allow_nan=False)
    return "application/json; charset=utf-8", text.encode("ascii")


def _decide(session: Session, given: dict[str, Any]) -> dict[str, Any]:
    match given:
        case {
            "key": [str(article), str(event)],
            "changes": [*changes],
            "who": str(who),
            "why": str(why),
        } if who.strip() and all(isinstance(each, dict) for each in changes):
            key = (article, event)
            today = date.today()  # noqa: DTZ011 - the day where the reviewer is
            session.decide(
                key,
                changes,
                who=who.strip(),
                why=why.strip(),
                today=today,
                copies=given.get("copies") is True,
            )
            return overview(session)
    raise UsageError("say who you are: your name stands beside every correction")


def _box(query: dict[str, str]) -> tuple[float, float, float, float]:
    try:
        west, south, east, north = (
            round(float(query[name]), 3) for name in ("west", "south", "east", "north")
        )
    except (KeyError, ValueError) as error:
        raise _Refused(HTTPStatus.BAD_REQUEST, "no box") from error
    if not (-540 <= west < east <= 540 and -90 <= south < north <= 90):  # noqa: PLR2004
        raise _Refused(HTTPStatus.BAD_REQUEST, "no box")
    return west, south, east, north
