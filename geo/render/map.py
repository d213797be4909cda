"""A Folium map that is one file: no network, no foreign library, no text run as code."""

from __future__ import annotations

import os
from collections.abc import Sequence
from html import escape
from typing import Any, BinaryIO

import folium

from geo.errors import MapError
from geo.render.inline import (
    Verbatim,
    json_script,
    json_text,
    leaflet_script,
    leaflet_styles,
    own_scripts,
    own_styles,
    script,
    style,
)
from geo.render.page import Page
from geo.render.words import LANGUAGES, load_words
from geo.replacing import replacing

Note = tuple[str, str]
Credit = tuple[str, str, str]


class Map(folium.Map):
    """A map to which EventLayer, ProvinceLayer, Timeline, Legend and Folium's shapes are added.

    `title` heads the panel and names the page. `language` is en, es or fr. `notes` are pairs
    of an article's title and the reason why it gave no event. `credits` are triples of a
    dataset's title, attribution and licence, shown at the foot of the panel; `attribution`
    is the short form that stands on the map.
    Folium's popups, tooltips, icons of text and tile layers are refused: they run text or use
    the network; OnlineTiles brings tiles under a policy of their own.
    """

    def __init__(
        self,
        location: Sequence[float] = (15.0, 10.0),
        *,
        zoom_start: float = 2,
        title: str = "",
        language: str = "en",
        notes: Sequence[Note] = (),
        credits: Sequence[Credit] = (),  # noqa: A002  # the word of the trade
        attribution: str = "",
        **options: Any,
    ) -> None:
        if language not in LANGUAGES:
            known = ", ".join(LANGUAGES)
            raise MapError(f"language is {language!r}, expected one of {known}")
        super().__init__(location=location, tiles=None, **options)
        self.options["zoom"] = zoom_start
        self.default_js = []
        self.default_css = []
        self.title = title
        self.language = language
        self.notes = tuple(notes)
        self.credits = tuple(credits)
        self.attribution = attribution
        self.add_to(Page(title=title or load_words(language)["title"], language=language))

    def html(self) -> str:
        """The whole page as text; the same map gives the same text in every process."""
        return str(self.get_root().render())

    def save(
        self,
        outfile: str | bytes | os.PathLike[str] | BinaryIO,
        close_file: bool = True,  # noqa: FBT001, FBT002  # branca's signature
        **_: Any,
    ) -> None:
        """Write the page to a file that is either whole or as it was before.

        An open file is written to as it is.
        """
        if not isinstance(outfile, str | bytes | os.PathLike):
            outfile.write(self.html().encode("utf-8"))
            if close_file:
                outfile.close()
            return
        with replacing(os.fsdecode(outfile)) as scratch:
            scratch.write_text(self.html(), encoding="utf-8", newline="\n")

    def _repr_html_(self, **_: Any) -> str:
        """The page in a frame, for notebooks; it works without a network too."""
        return (
            f'<iframe srcdoc="{escape(self.html())}" title="{escape(self.title)}" '
            'style="width:100%;height:640px;border:0"></iframe>'
        )

    def render(self, **kwargs: Any) -> str:
        """Put the map, its scripts and its data into the page it stands in."""
        figure = figure_of(self)
        name = self.get_name()
        for index, text in enumerate((leaflet_styles(), own_styles())):
            figure.header.add_child(Verbatim(style(text)), name=f"style_{index}")
        for index, text in enumerate((leaflet_script(), *own_scripts())):
            figure.header.add_child(Verbatim(script(text)), name=f"script_{index}")
        figure.html.add_child(Verbatim(self._shell()), name=name)
        figure.script.add_child(Verbatim(self._start()), name=name)
        for child in list(self._children.values()):
            child.render(**kwargs)
        figure.script.add_child(Verbatim(f"atlas.start({name});"), name="start")
        return ""

    def _shell(self) -> str:
        data = {
            "title": self.title,
            "language": self.language,
            "words": {language: load_words(language) for language in LANGUAGES},
            "notes": [list(note) for note in self.notes],
            "credits": [list(credit) for credit in self.credits],
            "attribution": self.attribution,
        }
        label = escape(load_words(self.language)["map_label"])
        return (
            f'<main><div class="folium-map" id="{self.get_name()}" role="region" '
            f'aria-label="{label}"></div></main>\n{json_script("page-data", data)}'
        )

    def _start(self) -> str:
        options = {
            "center": list(self.location),
            "zoomSnap": 0.25,
            "zoomDelta": 1,
            "minZoom": 1.5,
            "maxZoom": 13,
            "worldCopyJump": True,
            "maxBoundsViscosity": 0.8,
            "maxBounds": [[-86, -3600], [86, 3600]],
            **self.options,
        }
        name, given = self.get_name(), json_text(options)
        return f'var {name} = L.map("{name}", {{...{given}, ...atlas.motion()}});'


def figure_of(element: Any) -> Page:
    """The page that an element stands in; MapError where it stands in none of ours."""
    page = element.get_root()
    if isinstance(page, Page):
        return page
    kind = type(element).__name__
    if page is element:
        raise MapError(f"{kind} stands in no map; call .add_to(map) first")
    raise MapError(f"{kind} stands in a plain folium.Map; make the map with geo.render.Map instead")
