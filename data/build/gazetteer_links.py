"""Find the ISO 3166-2 subdivision that each admin-2 unit of GeoNames is.

Many countries have codes below admin-1 (a French department, a British county).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from gazetteer_names import TypeWords
from gazetteer_places import distance_km, mean_point
from gazetteer_sources import Subdivision

from geo.names import fold

Points = Mapping[str, Sequence[tuple[float, float]]]

FARTHEST_KM = 120


def link_districts(
    units: Sequence[tuple[str, str]],
    subdivisions: Iterable[Subdivision],
    points: Points,
    types: TypeWords,
) -> dict[str, Subdivision]:
    """The subdivision of the same name within 120 km of the mean of the unit's cities.

    `points` are the cities of each unit. Each subdivision is taken once.
    """
    named: dict[tuple[str, str], list[Subdivision]] = defaultdict(list)
    for each in subdivisions:
        for key in _keys((each.name, *each.others, *each.english), types):
            named[(each.iso[:2], key)].append(each)
    links: dict[str, Subdivision] = {}
    taken: set[str] = set()
    for code, name in units:
        keys = _keys((name,), types)
        alike = (each for key in keys for each in named.get((code[:2], key), ()))
        near = (each for each in alike if _is_near(each, points.get(code, ())))
        found = next((each for each in near if each.iso not in taken), None)
        if found is not None:
            links[code] = found
            taken.add(found.iso)
    return links


def _is_near(each: Subdivision, cities: Sequence[tuple[float, float]]) -> bool:
    return bool(cities) and distance_km(each.lat, each.lon, *mean_point(cities)) <= FARTHEST_KM


def _keys(names: Iterable[str], types: TypeWords) -> tuple[str, ...]:
    keys = [fold(name) for name in names]
    keys += [rest for key in list(keys) for rest in types.stripped(key)]
    return tuple(dict.fromkeys(keys))
