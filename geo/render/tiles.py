"""Tiles of a server under the events: only when asked for, and from that server alone."""

from __future__ import annotations

import re
import warnings
from typing import Any
from urllib.parse import urlsplit

from geo.errors import MapError

_HOST = re.compile(r"[A-Za-z0-9.-]+(:\d{1,5})?")
_DEEPEST = 19


def tile_source(tiles: str, attribution: str = "") -> dict[str, Any]:
    """Address template, origin, attribution and deepest zoom of a tile server.

    `tiles` is a name that xyzservices knows ("OpenStreetMap.Mapnik"), which brings its own
    attribution, or a template such as "https://tiles.example.org/{z}/{x}/{y}.png".
    Raises MapError for what is neither, and for a template without its attribution.
    """
    template, known, zoom = (tiles, "", _DEEPEST) if "{" in tiles else _provider(tiles)
    if not (attribution or known):
        raise MapError(f"whose tiles are {tiles}? Their server must be credited: give attribution")
    url = template.replace("{s}", "a").replace("{r}", "")
    return {
        "url": url,
        "origin": _origin(url),
        "attribution": attribution or known,
        "zoom": min(int(zoom), _DEEPEST),
    }


def _provider(name: str) -> tuple[str, str, int]:
    import xyzservices.providers

    try:
        with warnings.catch_warnings(action="error"):
            found = xyzservices.providers.query_name(name)
            return found.build_url(), found.attribution, found.get("max_zoom", _DEEPEST)
    except (ValueError, UserWarning) as error:
        raise MapError(
            f"no tiles named {name!r} can be used: {error}; give a name such as"
            " OpenStreetMap.Mapnik, or a template with {z}, {x} and {y}"
        ) from error


def _origin(url: str) -> str:
    parts = urlsplit(url)
    missing = [part for part in ("{z}", "{x}", "{y}") if part not in url]
    if missing:
        raise MapError(f"{url} lacks {' and '.join(missing)}, which stand for the tile")
    if parts.scheme not in {"http", "https"} or not _HOST.fullmatch(parts.netloc):
        raise MapError(f"{url} is no address of a tile server: expected https://host/...")
    return f"{parts.scheme}://{parts.netloc}"
