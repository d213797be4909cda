"""Read annotated corpora: JSON Lines, the XML of LGL, TR-News, GeoWebNews and GeoVirus, brat.

Published offsets are sometimes off, by unescaped entities or changed line ends; a gold whose
words do not stand at its offsets is moved to where they stand nearest.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from geo.errors import SourceError
from geo.evaluate.forms import found_instead
from geo.records import Article

_SEARCHED = 400
_HEAD = 1000
_EXPECTED = (
    "expected place names (JSON Lines with toponyms, the XML of LGL or GeoVirus, a folder of "
    "brat files), event templates (JSON Lines as MUC-4's) or labelled snippets (CASE's table)"
)
_BRAT_SKIPPED = frozenset({"Non_Toponym", "Literal_Expression", "Non_Lit_Expression", "Homonym"})
_BRAT_DEMONYMS = frozenset({"Demonym", "Language"})
_COORDINATES = re.compile(r"(-?\d{1,2}(?:\.\d+)?)[,;\s]+(-?\d{1,3}(?:\.\d+)?)\s*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Gold:
    """A place name as annotated; `lat`, `lon` in degrees, EPSG:4326, None where not given."""

    text: str
    start: int
    end: int
    lat: float | None = None
    lon: float | None = None
    demonym: bool = False
    geonames: str = ""

    @property
    def located(self) -> bool:
        """Whether coordinates are given."""
        return self.lat is not None and self.lon is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnotatedArticle:
    """An article and the names annotated in it, in order of the text."""

    article: Article
    golds: tuple[Gold, ...]


def read_corpus(path: Path | str) -> list[AnnotatedArticle]:
    """The annotated articles of a file (.jsonl, .xml) or of a folder of brat's .txt and .ann.

    Raises SourceError where it cannot be read or holds no annotated article.
    """
    path = Path(path)
    try:
        articles = list(_read(path))
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(str(path), f"not readable ({error!r}); {_EXPECTED}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise SourceError(
            str(path), f"not an annotated corpus ({error!r}){_found(path)}; {_EXPECTED}"
        ) from error
    if not articles:
        raise SourceError(str(path), f"holds no annotated article; {_EXPECTED}")
    return articles


def _found(path: Path) -> str:
    """What a file begins with, for a message."""
    if path.is_dir():
        return ""
    with path.open(encoding="utf-8-sig") as text:
        return f", found {found_instead(text.read(_HEAD))}"


def _read(path: Path) -> Iterator[AnnotatedArticle]:
    if path.is_dir():
        return _read_brat(path)
    text = path.read_text("utf-8-sig")
    return _read_xml(text) if text.lstrip().startswith("<") else _read_json_lines(text)


def _read_json_lines(text: str) -> Iterator[AnnotatedArticle]:
    for line in text.split("\n"):
        if line.strip():
            row = json.loads(line)
            article = Article(
                id=str(row.get("id", "")), text=row["text"], source=row.get("source") or ""
            )
            yield _annotated(article, (_from_json(gold) for gold in row["toponyms"]))


def _from_json(row: Mapping[str, Any]) -> Gold:
    return Gold(
        text=row["text"],
        start=int(row["start"]),
        end=int(row["end"]),
        lat=row.get("lat"),
        lon=row.get("lon"),
        demonym=bool(row.get("demonym")),
        geonames=str(row.get("geonameid") or ""),
    )


def _read_xml(text: str) -> Iterator[AnnotatedArticle]:
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise ValueError("a document type is declared; entities are not expanded")
    try:
        root = ET.fromstring(text)  # noqa: S314 entities are refused above
    except ET.ParseError as error:
        raise ValueError(f"not well-formed XML: {error}") from error
    for node in root.iter("article"):
        body = node.findtext("text") or node.findtext("body") or ""
        source = node.findtext("domain") or node.findtext("source") or _host(node)
        article = Article(id=node.get("docid") or node.get("id") or "", text=body, source=source)
        yield _annotated(article, map(_from_xml, node.iter("toponym")))


def _host(node: ET.Element) -> str:
    address = node.findtext("feedurl") or node.findtext("url") or ""
    found = re.match(r"https?://(?:www\.)?([^/?#]+)", address.strip())
    return found[1] if found else ""


def _from_xml(node: ET.Element) -> Gold:
    tag = node.find("gaztag")
    kind = (node.findtext("type") or "").strip()
    return Gold(
        text=unescape(node.findtext("phrase") or node.findtext("extractedName") or "").strip(),
        start=int(node.findtext("start") or 0),
        end=int(node.findtext("end") or 0),
        lat=_number(node, "lat"),
        lon=_number(node, "lon"),
        demonym=kind in _BRAT_DEMONYMS,
        geonames=(tag.get("geonameid") or "") if tag is not None else "",
    )


def _number(node: ET.Element, name: str) -> float | None:
    found = next((each.text for each in node.iter(name)), None)
    try:
        return float(found) if found else None
    except ValueError:
        return None


def _read_brat(folder: Path) -> Iterator[AnnotatedArticle]:
    for path in sorted(folder.glob("*.ann")):
        text = path.with_suffix(".txt").read_text("utf-8")
        lines = path.read_text("utf-8").splitlines()
        article = Article(id=path.stem, text=text)
        yield _annotated(article, _from_brat(lines))


def _from_brat(lines: Iterable[str]) -> Iterator[Gold]:
    rows = [line.split("\t") for line in lines]
    notes = {
        row[1].split()[1]: row[2] for row in rows if row[0].startswith("#") and row[2:] and row[1]
    }
    for row in rows:
        if not row[0].startswith("T") or len(row) < 3:  # noqa: PLR2004 id, type and span, words
            continue
        kind, start, *_, end = row[1].replace(";", " ").split()
        if kind not in _BRAT_SKIPPED:
            place = _COORDINATES.search(notes.get(row[0], ""))
            yield Gold(
                text=row[2],
                start=int(start),
                end=int(end),
                lat=float(place[1]) if place else None,
                lon=float(place[2]) if place else None,
                demonym=kind in _BRAT_DEMONYMS,
            )


def _annotated(article: Article, golds: Iterable[Gold]) -> AnnotatedArticle:
    placed = (_repaired(article.text, gold) for gold in golds)
    found = {(gold.start, gold.end): gold for gold in placed if gold is not None}
    return AnnotatedArticle(article=article, golds=tuple(found[span] for span in sorted(found)))


def _repaired(text: str, gold: Gold) -> Gold | None:
    """The gold where its words stand; None where they do not stand near its offsets."""
    if gold.text and text[gold.start : gold.end] == gold.text:
        return gold
    if not gold.text:
        return None
    low = max(0, gold.start - _SEARCHED)
    high = gold.end + _SEARCHED
    starts = [found.start() for found in re.finditer(re.escape(gold.text), text[low:high])]
    if not starts:
        return None
    start = low + min(starts, key=lambda at: abs(low + at - gold.start))
    return Gold(
        text=gold.text,
        start=start,
        end=start + len(gold.text),
        lat=gold.lat,
        lon=gold.lon,
        demonym=gold.demonym,
        geonames=gold.geonames,
    )
