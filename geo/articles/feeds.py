"""RSS and Atom files, an article for each entry; nothing is ever fetched."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from geo.articles.content import Content
from geo.articles.fields import Origin, article_from_fields
from geo.articles.outcomes import Failure
from geo.errors import SourceError
from geo.records import Article

MOST_BYTES = 20_000_000
# A mark that no text holds, because a newline inside a paragraph is a space.
_BREAK = "\u2028"
_NOT_IN_XML = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f]")
_BLOCKS = (
    "p", "div", "br", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "tr",
    "table", "section", "article", "figure", "hr",
)  # fmt: skip
_HIDDEN = ("script", "style", "template", "noscript", "iframe")


def read_feed(content: Content, origin: Origin) -> Iterator[Article | Failure]:
    """The article of each entry, numbered from 1, its HTML turned into text.

    An entry that has a headline alone is an article of that headline.
    """
    data = content.read()
    if not data:
        raise SourceError(origin.path, "empty file")
    if len(data) > MOST_BYTES:
        raise SourceError(origin.path, f"a feed larger than {MOST_BYTES // 1_000_000} MB")
    feed = _parse(data, origin)
    outlet = html_to_text(str(feed.feed.get("title", "")))
    for number, entry in enumerate(feed.entries, start=1):
        yield _read_entry(entry, outlet, origin.at(number))


def _parse(data: bytes, origin: Origin) -> Any:
    import feedparser

    try:
        # A stream: given bytes, feedparser would try them as a file name first.
        feed = feedparser.parse(io.BytesIO(data), resolve_relative_uris=False)
    except Exception as error:  # parsers of hostile feeds raise whatever they meet
        raise SourceError(origin.path, f"malformed feed: {type(error).__name__}") from error
    if feed.entries:
        return feed
    fault = feed.get("bozo_exception")
    if fault and not feed.version:
        raise SourceError(origin.path, f"neither RSS nor Atom, or malformed XML: {fault}")
    reason = "empty: a feed without entries" if feed.version else "XML, but neither RSS nor Atom"
    raise SourceError(origin.path, reason)


def _read_entry(entry: Mapping[str, Any], outlet: str, origin: Origin) -> Article | Failure:
    try:
        return article_from_fields(_entry_values(entry, outlet), origin)
    except SourceError as error:
        return Failure(path=error.path, reason=error.reason)


def _entry_values(entry: Mapping[str, Any], outlet: str) -> dict[str, object]:
    title = " ".join(html_to_text(str(entry.get("title", ""))).split())
    text = html_to_text(_longest_body(entry))
    source = entry.get("source")
    # feedparser takes an entry's id for a link where none is given.
    link = str(entry.get("link", ""))
    return {
        "id": entry.get("id"),
        "title": title if text else "",
        "text": text or title,
        "published": _published(entry),
        "url": link if link.startswith(("http://", "https://")) else "",
        "source": (source.get("title") if isinstance(source, Mapping) else None) or outlet,
    }


def _longest_body(entry: Mapping[str, Any]) -> str:
    """The entry's full content where it is given, else its summary."""
    bodies = [str(part.get("value", "")) for part in entry.get("content", ())]
    return max([str(entry.get("summary", "")), *bodies], key=len)


def _published(entry: Mapping[str, Any]) -> date | str | None:
    """The day as it is written: feedparser's own value would be shifted to Greenwich."""
    written = entry.get("published") or entry.get("updated")
    return str(written) if written else None


def html_to_text(html: str) -> str:
    """The text of a piece of HTML: no tag, script or style in it, a line for each block."""
    if "<" not in html and "&" not in html:
        return html.strip()
    lines = (" ".join(line.split()) for line in _text_with_breaks(html).split(_BREAK))
    return "\n\n".join(line for line in lines if line)


def _text_with_breaks(html: str) -> str:
    from lxml.html import HTMLParser, document_fromstring

    # The wrapper gives lxml an element to start from where the piece is text alone.
    page = f"<div>{_NOT_IN_XML.sub(' ', html)}</div>".encode("utf-8", "replace")
    tree = document_fromstring(page, parser=HTMLParser(encoding="utf-8", no_network=True))
    for element in list(tree.iter(*_HIDDEN)):
        element.drop_tree()
    for element in tree.iter(*_BLOCKS):
        element.text = _BREAK + (element.text or "")
        element.tail = _BREAK + (element.tail or "")
    return str(tree.text_content())
