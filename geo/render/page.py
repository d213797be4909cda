"""One HTML file that needs nothing else: no request, no foreign script, always the same bytes."""

# ruff: noqa: SLF001  # branca keeps its tree in private attributes and has no other door to it

from __future__ import annotations

import base64
import hashlib
import itertools
import re
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from html import escape
from typing import Any

import branca.element
import folium
from branca.element import CssLink, Element, Figure, JavascriptLink
from folium.features import CustomIcon, DivIcon, GeoJsonDetail
from folium.raster_layers import ImageOverlay, TileLayer, VideoOverlay, WmsTileLayer

from geo.errors import MapError

_RUNS = re.compile(r"<script>(.*?)</script>", re.DOTALL)
_STYLES = re.compile(r"<style>(.*?)</style>", re.DOTALL)
_REFUSED = (
    (folium.Popup, "runs its text as JavaScript and needs jQuery; use EventLayer for cards"),
    (folium.Tooltip, "runs its text as JavaScript; use EventLayer for texts"),
    (GeoJsonDetail, "shows its texts as HTML; use EventLayer for texts"),
    (DivIcon, "shows its text as HTML; use a Marker without an icon, or CustomIcon"),
    (folium.Icon, "needs scripts and fonts of a CDN; use a Marker without an icon, or CustomIcon"),
    (VideoOverlay, "would fetch its video"),
    (TileLayer, "has no policy of its own; use OnlineTiles, or ProvinceLayer as the base map"),
    (WmsTileLayer, "has no policy of its own; use OnlineTiles, or ProvinceLayer as the base map"),
)


class Page(Figure):
    """A branca figure that renders as one safe, self-contained page."""

    def __init__(self, *, title: str, language: str) -> None:
        super().__init__()
        self._name = "Page"
        self.title = title
        self.language = language

    def render(self, **kwargs: Any) -> str:
        """The page; rendering again gives the same bytes.

        Raises MapError where an element would fetch something, or would run text as code.
        """
        _refuse_unsafe(self)
        _number(self)
        with _unchanged(self), _final_texts():
            for child in list(self._children.values()):
                child.render(**kwargs)
            return self._compose()

    def _compose(self) -> str:
        header = "\n".join(_inlined(name, child) for name, child in self.header._children.items())
        body = "\n".join(child.render() for child in self.html._children.values())
        lines = "\n".join(child.render() for child in self.script._children.values())
        body = f"{body}\n<script>\n{lines}\n</script>"
        origins = sorted(_image_origins(self))
        policy = _policy(header + body, origins)
        # Tile servers refuse whoever does not say where he comes from.
        referrer = "origin" if origins else "no-referrer"
        return (
            f'<!DOCTYPE html>\n<html lang="{escape(self.language)}">\n<head>\n'
            '<meta charset="utf-8">\n'
            f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
            f'<meta name="referrer" content="{referrer}">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            '<meta name="color-scheme" content="light dark">\n'
            f"<title>{escape(self.title or '')}</title>\n"
            f'<link rel="icon" href="data:,">\n{header}\n</head>\n'
            f"<body>\n{body}\n</body>\n</html>\n"
        )


def _inlined(name: str, element: Element) -> str:
    if name == "meta_http":
        return ""
    if isinstance(element, JavascriptLink | CssLink):
        raise MapError(f"{name} would be fetched from {element.url}; a page holds all it needs")
    return str(element.render())


def _image_origins(figure: Figure) -> set[str]:
    """The servers whose tiles were asked for."""
    return {found for each in _walk(figure) if (found := getattr(each, "image_origin", ""))}


def _policy(html: str, origins: Sequence[str]) -> str:
    """A Content-Security-Policy that lets the page's own scripts and styles run, nothing else.

    Images come from inside the page, and from `origins`.
    """
    scripts, styles = _hashes(_RUNS, html), _hashes(_STYLES, html)
    images = " ".join(("data:", "blob:", *origins))
    return (
        f"default-src 'none'; script-src {scripts}; style-src {styles}; img-src {images}; "
        "connect-src 'none'; base-uri 'none'; form-action 'none'; object-src 'none'; "
        "frame-src 'none'"
    )


def _hashes(pattern: re.Pattern[str], html: str) -> str:
    digests = (hashlib.sha256(text.encode()).digest() for text in pattern.findall(html))
    sources = dict.fromkeys(f"'sha256-{base64.b64encode(d).decode()}'" for d in digests)
    return " ".join(sources) or "'none'"


def _walk(element: Element) -> Iterator[Element]:
    yield element
    for child in element._children.values():
        yield from _walk(child)


def _number(figure: Figure) -> None:
    """Replace branca's random ids by the elements' numbers in the tree."""
    numbers = itertools.count()
    for part in (figure, figure.header, figure.html, figure.script):
        for element in _walk(part):
            element._id = str(next(numbers))


def _refuse_unsafe(figure: Figure) -> None:
    for element in _walk(figure):
        for kind, reason in _REFUSED:
            if isinstance(element, kind) and not isinstance(element, CustomIcon):
                raise MapError(f"folium.{type(element).__name__} {reason}")
        for image in _images_of(element):
            if not image.startswith("data:"):
                name = type(element).__name__
                raise MapError(f"folium.{name} would fetch {image}; give the path of a local file")


def _images_of(element: Element) -> Sequence[str]:
    """The addresses of the images that an element shows."""
    if isinstance(element, CustomIcon):
        given = (element.options.get(name) for name in ("icon_url", "shadow_url"))
        return [str(address) for address in given if address]
    return [str(element.url)] if isinstance(element, ImageOverlay) else []


class _Text:
    """What stands in for a template where a text is final: it renders as it is."""

    def __init__(self, text: str) -> None:
        self._text = text

    def render(self, **_: Any) -> str:
        return self._text


_RENDERING = threading.RLock()


@contextmanager
def _final_texts() -> Iterator[None]:
    """Keep branca from running what an element rendered as a template once more.

    Otherwise "{{ ... }}" in the name of a layer or in a shape's data would run in this process.
    """
    elements: Any = branca.element
    with _RENDERING:
        template, elements.Template = elements.Template, _Text
        try:
            yield
        finally:
            elements.Template = template


@contextmanager
def _unchanged(figure: Figure) -> Iterator[None]:
    """Take back what rendering adds to the figure, so that it can be rendered again."""
    parts = (figure.header, figure.html, figure.script)
    before = [part._children.copy() for part in parts]
    try:
        yield
    finally:
        for part, children in zip(parts, before, strict=True):
            part._children = children
