"""Text that may stand inside a page: inert JSON, scripts and styles, images as data URIs.

Text from articles enters a page only as JSON that no browser runs. Nothing here passes through
a template: branca compiles what an element's macros return as a template once more, so that
"{{ ... }}" in a headline would be run in this process.
"""

from __future__ import annotations

import base64
import json
import re
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import Any

from branca.element import Element

_ASSETS = files("geo.render") / "assets"

SCRIPTS = (
    "atlas.js",
    "decode.js",
    "cards.js",
    "shapes.js",
    "events.js",
    "filter.js",
    "plate.js",
    "basemap.js",
    "labels.js",
    "glyphs.js",
    "marks.js",
    "districts.js",
    "view.js",
    "legend.js",
    "card.js",
    "list.js",
    "panel.js",
    "filters.js",
    "timeline.js",
    "choropleth.js",
    "context.js",
    "tiles.js",
    "downloads.js",
    "state.js",
    "pointer.js",
    "page.js",
)


class Verbatim(Element):
    """An element that renders as the text it was given, untouched."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._name = "Verbatim"
        self.text = text

    def render(self, **_: Any) -> str:
        """The text."""
        return self.text


def json_text(value: Any) -> str:
    """Compact ASCII JSON without <, > and &, so that no parser of HTML can leave it."""
    text = json.dumps(value, ensure_ascii=True, allow_nan=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def json_script(name: str, value: Any) -> str:
    """A script element that no browser runs, holding `value` for document.getElementById."""
    return f'<script type="application/json" id="{escape(name)}">{json_text(value)}</script>'


def script(text: str) -> str:
    """A script element; a closing tag or comment inside the text is made harmless."""
    text = re.sub(r"</(script)", r"<\\/\1", text, flags=re.IGNORECASE).replace("<!--", "<\\!--")
    return f"<script>\n{text}\n</script>"


def style(text: str) -> str:
    """A style element."""
    text = text.replace("</style", "<\\/style")
    return f"<style>\n{text}\n</style>"


def own_scripts() -> list[str]:
    """Our JavaScript, file by file, in the order in which the files build on each other."""
    return [_bare((_ASSETS / name).read_text("utf-8")) for name in SCRIPTS]


def _bare(text: str) -> str:
    """A script without its indentation and its lines of comment, which no page needs."""
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))


def own_styles() -> str:
    """Our style sheet."""
    return (_ASSETS / "atlas.css").read_text("utf-8")


def gallery_styles() -> str:
    """The style sheet of the page of many maps."""
    return (_ASSETS / "gallery.css").read_text("utf-8")


def leaflet_script() -> str:
    """Leaflet with its marker images inside it."""
    text = (_leaflet() / "leaflet.js").read_text("utf-8")
    text = re.sub(r"//# sourceMappingURL=.*", "", text).strip()
    icons = {
        "iconUrl": _image("marker-icon.png"),
        "iconRetinaUrl": _image("marker-icon-2x.png"),
        "shadowUrl": _image("marker-shadow.png"),
    }
    return f'{text}\nL.Icon.Default.imagePath="";L.Icon.Default.mergeOptions({json_text(icons)});'


def leaflet_styles() -> str:
    """Leaflet's style sheet with its images inside it."""
    text = (_leaflet() / "leaflet.css").read_text("utf-8")
    return re.sub(r"url\(images/([\w.-]+)\)", lambda match: f"url({_image(match[1])})", text)


def _leaflet() -> Path:
    from xstatic.pkg import leaflet

    return Path(leaflet.BASE_DIR)


def _image(name: str) -> str:
    data = base64.b64encode((_leaflet() / "images" / name).read_bytes()).decode("ascii")
    return f"data:image/png;base64,{data}"
