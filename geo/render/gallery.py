"""A page of cards for a folder of maps: a picture and a line of each, and the link to it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote

from geo.errors import MapError
from geo.render.inline import Verbatim, gallery_styles, style
from geo.render.mapfile import MapFile, read_map
from geo.render.page import Page
from geo.render.picture import picture
from geo.render.words import LANGUAGES, load_words
from geo.replacing import replacing

NAME = "gallery.html"

_MOST_COUNTRIES = 3


def draw_gallery(folder: Path, *, title: str | None = None, language: str = "en") -> str:
    """A page that shows every map below `folder`, in the order of their paths.

    It is as safe as a map: it holds all it needs, runs no script and asks for nothing. Raises
    MapError where the folder holds no map.
    """
    if language not in LANGUAGES:
        raise MapError(f"language is {language!r}, expected one of {', '.join(LANGUAGES)}")
    words = load_words(language)
    cards = [_card(found, folder, words) for found in _maps(folder)]
    if not cards:
        raise MapError(f"{folder} holds no map; make one with `geoconflict run --out {folder}`")
    heading = title or words["gallery"]
    page = Page(title=heading, language=language)
    page.header.add_child(Verbatim(style(gallery_styles())), name="style")
    body = f"<main><h1>{escape(heading)}</h1>\n<ul>\n{''.join(cards)}</ul></main>"
    page.html.add_child(Verbatim(body), name="gallery")
    return str(page.render())


def save_gallery(folder: Path, *, title: str | None = None, language: str = "en") -> Path:
    """Write `folder`/gallery.html, whole or not at all, and return its path."""
    text = draw_gallery(folder, title=title, language=language)
    path = folder / NAME
    with replacing(path) as scratch:
        scratch.write_text(text, encoding="utf-8", newline="\n")
    return path


def _maps(folder: Path) -> Iterable[MapFile]:
    for path in sorted(folder.rglob("*.html")):
        if path.name != NAME and (found := read_map(path)):
            yield found


def _card(found: MapFile, folder: Path, words: dict[str, Any]) -> str:
    link = quote(found.path.relative_to(folder).as_posix())
    return (
        f'<li><a href="./{escape(link)}">{picture(found)}\n<h2>{escape(found.title)}</h2></a>'
        f"<p>{escape(_summary(found, words))}</p></li>\n"
    )


def _summary(found: MapFile, words: dict[str, Any]) -> str:
    """Such as "12 events in 9 articles, 1 January 2026 to 31 March 2026, 4 countries"."""
    parts = [_form(words["events"], found.count)]
    if found.articles:
        parts[0] += f" {_form(words['in_articles'], found.articles)}"
    if days := found.days():
        first, last = (_day(day, words) for day in days)
        parts.append(
            first if first == last else words["date_range"].format_map({"from": first, "to": last})
        )
    countries = [name for name in found.names("country") if name]
    if len(countries) > _MOST_COUNTRIES:
        countries = [_form(words["countries"], len(countries))]
    return ", ".join(parts + countries)


def _form(forms: list[str], number: int) -> str:
    return forms[number != 1].format(n=f"{number:,}")


def _day(day: date, words: dict[str, Any]) -> str:
    return str(
        words["date_plain"].format(day=day.day, month=words["months"][day.month - 1], year=day.year)
    )
