"""One article from the named values that a form of file holds."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from geo.articles.dates import parse_date
from geo.articles.language import detect_language, language_code
from geo.errors import SourceError
from geo.records import Article

# What tables and feeds call our fields, the best name first.
ALIASES: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "article_id", "uuid", "guid"),
    "title": ("title", "headline"),
    "text": ("text", "body", "content", "article_text", "full_text", "maintext", "article"),
    "published": (
        "published", "date", "published_at", "publishedat", "publication_date", "publish_date",
        "published_date", "date_published", "datepublished", "date_publish", "pubdate", "datetime",
    ),
    "url": ("url", "link"),
    "source": ("source", "outlet", "publisher", "source_name", "source_domain", "domain"),
    "language": ("language", "lang"),
}  # fmt: skip

_BETWEEN_WORDS = re.compile(r"[\s-]+")
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where an article stands: the source, and its line, row or entry; and which day it is."""

    path: str
    today: date
    number: int | None = None

    @property
    def where(self) -> str:
        """The path that a failure is named by: "articles.jsonl:17"."""
        return self.path if self.number is None else f"{self.path}:{self.number}"

    def at(self, number: int) -> Origin:
        """The same source at its line, row or entry `number`."""
        return replace(self, number=number)


def field_names(names: Iterable[str]) -> dict[str, str]:
    """Which of `names` holds each of our fields: {"published": "Publication date"}."""
    folded: dict[str, str] = {}
    for name in names:
        folded.setdefault(_BETWEEN_WORDS.sub("_", name.strip().lstrip("\ufeff").lower()), name)
    found = {
        field: next((folded[alias] for alias in aliases if alias in folded), None)
        for field, aliases in ALIASES.items()
    }
    return {field: name for field, name in found.items() if name is not None}


def article_from_fields(values: Mapping[str, object], origin: Origin) -> Article:
    """The article that our fields describe; `text` is required, unknown fields are left alone.

    `Article.text` is the title, a blank line and the text, or the text as it stands. A NUL and
    half a surrogate pair, which no file can hold, become U+FFFD, so that offsets stay as they
    were. Raises SourceError, which names the reason, for an article that cannot be used.
    """
    body = _string(values, "text", origin)
    title = _string(values, "title", origin)
    if not body.strip():
        raise SourceError(origin.where, "no text: the article has none, or only white space")
    text = f"{title}\n\n{body}" if title.strip() else body
    url = _string(values, "url", origin).strip()
    return Article(
        id=_id(values, origin) or content_id(text),
        text=text,
        title=title.strip(),
        url=url,
        source=_outlet(values.get("source")) or _domain(url) or file_name(origin.path),
        published=_published(values.get("published"), origin),
        language=_language(values, origin) or detect_language(text),
        path=origin.path,
    )


def content_id(text: str) -> str:
    """An id made of the text alone, so that a rerun anywhere gives the same."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def file_name(path: str) -> str:
    """What a source without an outlet is called: "report.txt", or "stdin"."""
    return "stdin" if path == "-" else PurePosixPath(path).name


def _string(values: Mapping[str, object], field: str, origin: Origin) -> str:
    value = values.get(field)
    if value is None or value != value:  # noqa: PLR0124 - not a number: how a table says missing
        return ""
    if not isinstance(value, str):
        kind = type(value).__name__
        raise SourceError(origin.where, f"{field} is of type {kind}, expected a string")
    return _UNSTORABLE.sub("\ufffd", value)


def _id(values: Mapping[str, object], origin: Origin) -> str:
    value = values.get("id")
    if isinstance(value, float) and value.is_integer():
        # A table with a gap in its id column turns whole numbers into floats.
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return _string(values, "id", origin).strip()


def _outlet(value: object) -> str:
    """The outlet's name; some services give an object with its name inside."""
    if isinstance(value, Mapping):
        value = value.get("name") or value.get("title") or value.get("domain")
    return _UNSTORABLE.sub("\ufffd", value).strip() if isinstance(value, str) else ""


def _domain(url: str) -> str:
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")


def _published(value: object, origin: Origin) -> date | None:
    try:
        return parse_date(value, today=origin.today)
    except ValueError as error:
        raise SourceError(origin.where, str(error)) from error


def _language(values: Mapping[str, object], origin: Origin) -> str:
    return language_code(_string(values, "language", origin))
