"""The field's measures: precision, recall, distances in kilometres and their summaries.

Counted as by Gritta et al. 2020, "A pragmatic guide to geoparsing evaluation": an unplaced name
is as far off as can be, 20,039 km.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean, median

WORST_KM = 20_039.0
NEAR_KM = 161.0
_EARTH_RADIUS_KM = 6371.0


@dataclass(frozen=True, slots=True)
class Match:
    """Precision, recall and F1 from counts."""

    right: int
    found: int
    wanted: int

    @property
    def precision(self) -> float:
        """The share of what was found that is right."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """The share of what was wanted that is right."""
        return self.right / self.wanted if self.wanted else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        total = self.found + self.wanted
        return 2 * self.right / total if total else 0.0

    def as_dict(self) -> dict[str, float]:
        """All three by name."""
        return {"precision": self.precision, "recall": self.recall, "f1": self.f1}


def distance_km(lat1: float, lon1: float, lat2: float, lon2: float) -> float:
    """The great-circle distance of two points in degrees."""
    a, b = math.radians(lat1), math.radians(lat2)
    half = math.sin((b - a) / 2) ** 2
    half += math.cos(a) * math.cos(b) * math.sin(math.radians(lon2 - lon1) / 2) ** 2
    return 2 * _EARTH_RADIUS_KM * math.asin(math.sqrt(min(1.0, half)))


def error_scores(errors_km: Sequence[float]) -> dict[str, float]:
    """Acc@161, mean and median error in km, and the area under ln(error + 1), 0 best, 1 worst."""
    if not errors_km:
        return {"n": 0, "acc161": 0.0, "mean_km": 0.0, "median_km": 0.0, "auc": 0.0}
    logs = sorted(math.log(error + 1) for error in errors_km)
    steps = len(logs) - 1
    area = sum((a + b) / 2 for a, b in pairwise(logs)) / steps if steps else 0
    return {
        "n": len(errors_km),
        "acc161": sum(error <= NEAR_KM for error in errors_km) / len(errors_km),
        "mean_km": fmean(errors_km),
        "median_km": median(errors_km),
        "auc": (area if steps else logs[0]) / math.log(WORST_KM + 1),
    }


def overlapping(spans: Iterable[tuple[int, int]], others: Collection[tuple[int, int]]) -> int:
    """How many of `spans` share a character with one of `others`."""
    ordered = sorted(others)
    count, at = 0, 0
    for start, end in sorted(spans):
        while at < len(ordered) and ordered[at][1] <= start:
            at += 1
        count += at < len(ordered) and ordered[at][0] < end
    return count
