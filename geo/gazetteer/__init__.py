"""Places by name, from memory-mapped files.

Everything that is known of some 290,000 places stands in flat arrays: opening them reads
almost nothing, and a name is found by the hash of its folded form.
"""

from geo.gazetteer.gazetteer import Gazetteer
from geo.gazetteer.keys import MatchKind

__all__ = ["Gazetteer", "MatchKind"]
