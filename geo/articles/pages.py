"""HTML pages: the article's own text, and what its metadata says of it.

trafilatura finds the text among menus and advertisements. Title, date, address and outlet come from
JSON-LD, the meta elements and <time>; a date that is merely guessed is left out.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from geo.articles.content import Content
from geo.articles.decoding import decode, describe_binary, marked_encoding
from geo.articles.fields import Origin, article_from_fields
from geo.articles.outcomes import Failure
from geo.errors import SourceError
from geo.records import Article

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MOST_BYTES = 20_000_000
# Ten times what the longest real pages hold; the work grows with it.
MOST_TAGS = 200_000
_ARTICLE_TYPES = ("article", "posting", "report", "page")
_META = {
    "title": ("og:title", "twitter:title", "dc.title"),
    "published": (
        "article:published_time", "datepublished", "date", "pubdate", "publish-date", "dc.date",
        "dc.date.issued", "dcterms.created", "parsely-pub-date", "sailthru.date",
    ),
    "url": ("og:url",),
    "source": ("og:site_name",),
}  # fmt: skip
_CHARSET = re.compile(
    rb"<meta[^<>]{0,200}?charset\s{0,5}=\s{0,5}[\"']?\s{0,5}([A-Za-z0-9_:-]{1,40})", re.IGNORECASE
)
_SPACES = re.compile(r"\s+")


def read_page(content: Content, origin: Origin) -> Iterator[Article | Failure]:
    """The article of a page; raises SourceError where no text is found in it."""
    data = content.read()
    if len(data) > MOST_BYTES:
        raise SourceError(origin.path, f"a page larger than {MOST_BYTES // 1_000_000} MB")
    yield read_page_text(_decode(data, origin), origin)


def _decode(data: bytes, origin: Origin) -> str:
    """The page's text: UTF-8 where it is that, else what its meta element says."""
    declared = _CHARSET.search(data[:4096])
    if declared is None or describe_binary(data[:4096]) or _is_unicode(data):
        return decode(data, path=origin.path)
    try:
        return data.decode(declared[1].decode("ascii"))
    except (LookupError, UnicodeDecodeError) as error:
        raise SourceError(origin.path, f"wrong encoding: {error}") from error


def _is_unicode(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return bool(marked_encoding(data))
    return True


def read_page_text(html: str, origin: Origin) -> Article:
    """The article of a page that is already text."""
    if html.count("<") > MOST_TAGS:
        raise SourceError(origin.where, f"a page of more than {MOST_TAGS:,} tags")
    try:
        values = _page_values(html)
    except Exception as error:  # parsers of hostile pages raise whatever they meet
        raise SourceError(origin.where, f"malformed HTML: {type(error).__name__}") from error
    if not values["text"]:
        raise SourceError(origin.where, "no text: no article found in the page")
    return article_from_fields(values, origin)


def _page_values(html: str) -> dict[str, object]:
    from lxml.html import HTMLParser, document_fromstring

    # A declaration inside text that is already decoded would be refused.
    parser = HTMLParser(encoding="utf-8", no_network=True)
    tree = document_fromstring(html.encode("utf-8", "replace"), parser=parser)
    values = _metadata(tree)
    title, text = values.get("title", ""), _main_text(html)
    if title and text.startswith(title):
        text = text.removeprefix(title).lstrip()
    return {**values, "text": text}


def _main_text(html: str) -> str:
    import trafilatura

    # The library's own remarks on a page would otherwise reach stderr.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    text = trafilatura.extract(
        html, include_comments=False, include_tables=False, include_formatting=False
    )
    return (text or "").strip()


def _metadata(tree: HtmlElement) -> dict[str, str]:
    values = _from_elements(tree) | _from_meta(tree) | _from_json_ld(tree)
    return {field: value for field, value in values.items() if value}


def _from_elements(tree: HtmlElement) -> dict[str, str]:
    headings = tree.xpath("//h1") or tree.xpath("//title")
    times = tree.xpath("//time[@datetime]/@datetime | //*[@itemprop='datePublished']/@content")
    found = {
        "title": _SPACES.sub(" ", headings[0].text_content()).strip() if headings else "",
        "published": _whole_date(times[0]) if times else "",
        "url": next(iter(tree.xpath("//link[@rel='canonical']/@href")), ""),
        "language": next(iter(tree.xpath("/html/@lang")), ""),
    }
    return {field: str(value) for field, value in found.items() if value}


def _from_meta(tree: HtmlElement) -> dict[str, str]:
    named: dict[str, str] = {}
    for meta in tree.xpath("//meta[@content]"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        named.setdefault(name.lower(), meta.get("content").strip())
    found = {
        field: next((named[name] for name in names if named.get(name)), "")
        for field, names in _META.items()
    }
    found["published"] = _whole_date(found["published"])
    return {field: value for field, value in found.items() if value}


def _from_json_ld(tree: HtmlElement) -> dict[str, str]:
    for script in tree.xpath("//script[@type='application/ld+json']"):
        try:
            data = json.loads(script.text or "")
        except (ValueError, RecursionError):
            continue
        for entry in _json_ld_entries(data):
            if _is_article(entry):
                return _json_ld_values(entry)
    return {}


def _json_ld_entries(data: object) -> Iterator[Mapping[str, Any]]:
    for item in data if isinstance(data, list) else [data]:
        if isinstance(item, Mapping):
            yield item
            graph = item.get("@graph")
            nested = graph if isinstance(graph, list) else []
            yield from (entry for entry in nested if isinstance(entry, Mapping))


def _is_article(entry: Mapping[str, Any]) -> bool:
    kinds = entry.get("@type")
    names = kinds if isinstance(kinds, list) else [kinds]
    return any(str(name).lower().endswith(_ARTICLE_TYPES) for name in names)


def _json_ld_values(entry: Mapping[str, Any]) -> dict[str, str]:
    publisher = entry.get("publisher")
    page = entry.get("mainEntityOfPage")
    found = {
        "title": entry.get("headline"),
        "published": _whole_date(entry.get("datePublished")),
        "url": entry.get("url") or (page.get("@id") if isinstance(page, Mapping) else page),
        "source": publisher.get("name") if isinstance(publisher, Mapping) else publisher,
        "language": entry.get("inLanguage"),
    }
    return {key: value.strip() for key, value in found.items() if isinstance(value, str) and value}


def _whole_date(value: object) -> str:
    """`value` where it begins with a year, month and day; a page's other dates say too little."""
    return value.strip() if isinstance(value, str) and value.strip()[:4].isdigit() else ""
