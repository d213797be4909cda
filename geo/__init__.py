"""From a folder of news articles to a conflict map you can trust, offline."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from geo.exchange import (
        export,
        open_cluster_events,
        read_acled,
        read_events,
        read_gdelt,
        read_ucdp_ged,
    )
    from geo.gazetteer.offline import OfflineGazetteer
    from geo.pipeline import Options, count_events, extract, geoparse, read, read_boundaries, run
    from geo.pipeline import draw as explore
    from geo.pipeline import draw as map  # noqa: A004 - geo.map is the verb its users expect

__version__ = "0.1.0"

_DOORS = {
    "Options": ("geo.pipeline", "Options"),
    "OfflineGazetteer": ("geo.gazetteer.offline", "OfflineGazetteer"),
    "count_events": ("geo.pipeline", "count_events"),
    "explore": ("geo.pipeline", "draw"),
    "export": ("geo.exchange", "export"),
    "extract": ("geo.pipeline", "extract"),
    "geoparse": ("geo.pipeline", "geoparse"),
    "map": ("geo.pipeline", "draw"),
    "open_cluster_events": ("geo.exchange", "open_cluster_events"),
    "read": ("geo.pipeline", "read"),
    "read_boundaries": ("geo.pipeline", "read_boundaries"),
    "read_acled": ("geo.exchange", "read_acled"),
    "read_events": ("geo.exchange", "read_events"),
    "read_gdelt": ("geo.exchange", "read_gdelt"),
    "read_ucdp_ged": ("geo.exchange", "read_ucdp_ged"),
    "run": ("geo.pipeline", "run"),
}

__all__ = [
    "OfflineGazetteer",
    "Options",
    "__version__",
    "count_events",
    "explore",
    "export",
    "extract",
    "geoparse",
    "map",
    "open_cluster_events",
    "read",
    "read_acled",
    "read_boundaries",
    "read_events",
    "read_gdelt",
    "read_ucdp_ged",
    "run",
]


def __getattr__(name: str) -> Any:
    """Load a door when it is first used, so that `import geo` costs nothing."""
    if name not in _DOORS:
        raise AttributeError(f"module 'geo' has no attribute {name!r}")
    module, attribute = _DOORS[name]
    return getattr(importlib.import_module(module), attribute)
