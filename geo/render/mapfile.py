"""What a saved map holds, read back from its file: title, land and events."""

from __future__ import annotations

import html
import json
import re
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from geo.errors import MapError
from geo.render.pack import Packed, unpack_json, unpack_numbers

_DATA = re.compile(r'<script type="application/json" id="([^"]+)">([^<]*)</script>')
_LAYER = re.compile(r'atlas\.layers\.push\(\{role: "(\w+)", id: "(\w+)"\}\)')
_EPOCH = date(1970, 1, 1)

Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class MapFile:
    """A saved map. `land` and `events` are the payloads of their layers, None without one."""

    path: Path
    title: str
    land: Packed | None
    events: Packed | None

    @property
    def count(self) -> int:
        """How many events the map holds."""
        return int(self.events["count"]) if self.events else 0

    @property
    def articles(self) -> int:
        """How many articles its events come from; 0 where it does not say."""
        return int(self.events["articles"]) if self.events else 0

    def column(self, name: str) -> Numbers:
        """A column of numbers of the events, as geo.render.payload packs them."""
        if self.events is None:
            return np.zeros(0, np.int64)
        return unpack_numbers(self.events["columns"][name], self.count)

    def names(self, name: str) -> list[str]:
        """The words that a column of numbers stands for."""
        return list(unpack_json(self.events["columns"][name]["names"])) if self.events else []

    def days(self) -> tuple[date, date] | None:
        """The first and the last day of an event; None where none is dated."""
        days = self.column("day")
        if self.events is None or not days.any():
            return None
        known = days[days > 0] + int(self.events["epoch"]) - 1
        return _EPOCH + timedelta(int(known.min())), _EPOCH + timedelta(int(known.max()))


def read_map(path: Path) -> MapFile | None:
    """The map in a file; None for a file that is no map of ours.

    Raises MapError for one that is damaged.
    """
    text = path.read_text("utf-8", "replace")
    parts = {html.unescape(name): data for name, data in _DATA.findall(text)}
    if "page-data" not in parts:
        return None
    layers = {role: name for role, name in _LAYER.findall(text) if name in parts}
    try:
        page = json.loads(parts["page-data"])
        land, events = (_layer(parts, layers, role) for role in ("provinces", "events"))
        return MapFile(path, str(page["title"] or page["words"]["en"]["title"]), land, events)
    except (ValueError, KeyError, TypeError) as error:
        raise MapError(f"{path} is a damaged map: {error}; draw it again") from error


def _layer(parts: dict[str, str], layers: dict[str, str], role: str) -> Any:
    return json.loads(parts[layers[role]]) if role in layers else None
