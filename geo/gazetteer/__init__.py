"""Places by name, from memory-mapped files.

Everything that is known of some 290,000 places stands in flat arrays: opening them reads
almost nothing, and a name is found by the hash of its folded form. Layers add places: tables of
GeoNames and a user's own.
"""

from geo.gazetteer.gazetteer import Gazetteer, Origin
from geo.gazetteer.keys import MatchKind
from geo.gazetteer.layers import (
    Import,
    Layer,
    import_geonames,
    import_places,
    list_layers,
    merge,
    remove_layer,
    user_dir,
    verify_layers,
)
from geo.gazetteer.near import near_names

__all__ = [
    "Gazetteer",
    "Import",
    "Layer",
    "MatchKind",
    "Origin",
    "import_geonames",
    "import_places",
    "list_layers",
    "merge",
    "near_names",
    "remove_layer",
    "user_dir",
    "verify_layers",
]
