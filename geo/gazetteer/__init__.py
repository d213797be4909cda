"""Places by name, from memory-mapped files.

Everything that is known of some 290,000 places stands in flat arrays: opening them reads
almost nothing, and a name is found by the hash of its folded form. Layers add places: tables of
GeoNames and a user's own.
"""

from geo.gazetteer.gazetteer import Gazetteer, Origin
from geo.gazetteer.keys import MatchKind
from geo.gazetteer.layers import (
    Import,
    import_geonames,
    import_places,
    merge,
    place_layers,
    remove_layer,
    verify_layers,
)
from geo.gazetteer.near import near_names
from geo.gazetteer.units import Units

__all__ = [
    "Gazetteer",
    "Import",
    "MatchKind",
    "Origin",
    "Units",
    "import_geonames",
    "import_places",
    "merge",
    "near_names",
    "place_layers",
    "remove_layer",
    "verify_layers",
]
