"""Events to provinces: which polygon holds each event, and how many each polygon holds."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from geo.errors import FrameError
from geo.frames import check_points
from geo.names import fold

if TYPE_CHECKING:
    import geopandas as gpd
    import numpy as np
    import pandas as pd

JOIN_COLUMNS = (
    "x_province_id", "x_province", "x_province_iso", "x_province_distance_km", "x_province_check",
)  # fmt: skip
"""What join_provinces adds to an event table."""

DISTRICT_JOIN_COLUMNS = ("x_district_id", "x_district")
"""What join_districts adds to an event table."""

AGREES, DIFFERS, UNCHECKED = "agrees", "differs", "unchecked"

COARSE = frozenset(("province", "country"))
"""Precisions whose points say nothing of anything smaller than a province."""

_NOWHERE = -1
_KM_PER_DEGREE = 110.0
"""No degree of latitude is shorter, so a box made with it is never too small."""
_STEEPEST_LAT = 89.0


def join_provinces(
    events: gpd.GeoDataFrame, provinces: gpd.GeoDataFrame, *, tolerance_km: float = 10.0
) -> gpd.GeoDataFrame:
    """Add the province that holds each event; rows and their order stay as they were.

    A point on a shared border goes to the province whose id sorts first, so that every event
    is counted once. A point off the coast goes to the nearest province within `tolerance_km`
    (geodesic, WGS 84); farther out, without a point, or known only by country, an event keeps
    a missing province.

    Adds x_province_id, x_province (name), x_province_iso, x_province_distance_km (0 inside,
    NaN without province) and x_province_check, which compares the polygon with the province
    that the event itself names (x_admin1_iso, else admin1): "agrees", "differs" or "unchecked"
    where neither can be told. Polygons older than the present division agree with every present
    province that they share (columns admin1_isos and admin1_names of `provinces`, if it has them).

    Raises FrameError if a frame lacks its columns or is not in EPSG:4326.
    """
    check_points(events, name="events")
    check_points(provinces, name="provinces")
    _check_columns(provinces, ("province_id", "name"), name="provinces")
    ordered = provinces.reset_index(drop=True).sort_values("province_id", ignore_index=True)
    rows, distances = _locate(events, ordered, tolerance_km)
    found = {
        "x_province_id": _take(ordered, "province_id", rows),
        "x_province": _take(ordered, "name", rows),
        "x_province_iso": _take(ordered, "iso_3166_2", rows),
        "x_province_distance_km": distances,
        "x_province_check": _Checker(ordered).check_all(events, rows),
    }
    return events.assign(**{name: _column(found[name], events.index) for name in JOIN_COLUMNS})


def join_districts(
    events: gpd.GeoDataFrame, districts: gpd.GeoDataFrame, *, tolerance_km: float = 10.0
) -> gpd.GeoDataFrame:
    """Add the district that holds each event; rows and their order stay as they were.

    Adds x_district_id and x_district (name), and fills in admin2 where it is missing. Points are
    joined as join_provinces does. An event that is known by its district alone goes to the one
    district of its country that has the name; one known by province or country keeps a missing
    district, since its point says nothing of districts.

    `districts` has district_id, name and country. Raises FrameError if a frame lacks its columns
    or is not in EPSG:4326.
    """
    check_points(events, name="events")
    check_points(districts, name="districts")
    _check_columns(districts, ("district_id", "name", "country"), name="districts")
    ordered = districts.reset_index(drop=True).sort_values("district_id", ignore_index=True)
    rows, _ = _locate(events, ordered, tolerance_km)
    rows = _named_districts(events, ordered, rows)
    rows[_is_one_of(events, "x_precision", COARSE)] = _NOWHERE
    found = {
        "x_district_id": _take(ordered, "district_id", rows),
        "x_district": _take(ordered, "name", rows),
    }
    joined = events.assign(**{name: _column(found[name], events.index) for name in found})
    if "admin2" in joined.columns:
        joined["admin2"] = joined["admin2"].where(joined["admin2"].notna(), joined["x_district"])
    return joined


def _is_one_of(events: gpd.GeoDataFrame, column: str, wanted: Collection[str]) -> np.ndarray:
    import numpy as np

    if column not in events.columns:
        return np.zeros(len(events), dtype=bool)
    chosen: np.ndarray = events[column].isin(list(wanted)).to_numpy(dtype=bool)
    return chosen


def _named_districts(
    events: gpd.GeoDataFrame, districts: gpd.GeoDataFrame, rows: np.ndarray
) -> np.ndarray:
    """The rows, and for events known by district the one that their country has of that name."""
    import numpy as np

    at: dict[tuple[Any, str], list[int]] = {}
    keys = zip(districts["country"], map(fold, districts["name"]), strict=True)
    for number, key in enumerate(keys):
        at.setdefault(key, []).append(number)
    named = rows.copy()
    for event in np.flatnonzero(_is_one_of(events, "x_precision", {"district"})):
        row = events.iloc[event]
        same = at.get((row.get("x_country_iso2"), fold(row.get("admin2") or "")), [])
        named[event] = same[0] if len(same) == 1 else rows[event]
    return named


def count_by_province(events: gpd.GeoDataFrame, provinces: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The provinces with how many `events` and `fatalities` each has; zero where none.

    `events` comes from join_provinces; an event without province, or in one that is not among
    `provinces`, is not counted. An event whose deaths are unknown adds none. Rows, their order
    and the other columns of `provinces` stay as they were.
    """
    _check_columns(events, ("x_province_id", "fatalities"), name="events")
    _check_columns(provinces, ("province_id",), name="provinces")
    grouped = events.groupby("x_province_id")["fatalities"]
    counts = {"events": grouped.size(), "fatalities": grouped.sum()}
    return provinces.assign(
        **{
            column: provinces["province_id"].map(count).astype("Float64").fillna(0).astype("int64")
            for column, count in counts.items()
        }
    )


def _check_columns(frame: pd.DataFrame, columns: Sequence[str], *, name: str) -> None:
    missing = [column for column in columns if column not in frame.columns]
    if missing:
        hint = "; call join_provinces first" if "x_province_id" in missing else ""
        raise FrameError(f"{name} lacks the columns {', '.join(missing)}{hint}")


def _column(values: np.ndarray, index: pd.Index[Any]) -> pd.Series[Any]:
    import pandas as pd

    # Without a dtype pandas would turn texts and None into its own text type and NaN.
    return pd.Series(values, index=index, dtype=values.dtype)


def _take(provinces: gpd.GeoDataFrame, column: str, rows: np.ndarray) -> np.ndarray:
    """The values of `column` in `rows`, None for no row and for an empty value."""
    import numpy as np

    given = provinces[column] if column in provinces.columns else [None] * len(provinces)
    texts = [value if isinstance(value, str) and value else None for value in given]
    # No row is -1, which takes the None at the end.
    values: np.ndarray = np.array([*texts, None], dtype=object)[rows]
    return values


def _locate(
    events: gpd.GeoDataFrame, provinces: gpd.GeoDataFrame, tolerance_km: float
) -> tuple[np.ndarray, np.ndarray]:
    """The row of the province of each event (-1: none) and its distance in km.

    Equal points are looked up once.
    """
    import numpy as np
    import pandas as pd
    import shapely

    rows = np.full(len(events), _NOWHERE)
    distances = np.full(len(events), np.nan)
    placed = np.flatnonzero(_placed(events))
    coordinates = shapely.get_coordinates(events.geometry.to_numpy()[placed])
    # A complex number is a point in one column, and finding its equals takes one pass.
    same, distinct = pd.factorize(coordinates.view(complex).ravel(), use_na_sentinel=False)
    points = distinct.view(float).reshape(-1, 2)
    inside = _inside(points, provinces)
    gaps = np.where(inside == _NOWHERE, np.nan, 0.0)
    outside = np.flatnonzero(inside == _NOWHERE)
    if len(outside) and tolerance_km > 0:
        inside[outside], gaps[outside] = _nearest(points[outside], provinces, tolerance_km)
    rows[placed] = inside[same]
    distances[placed] = gaps[same]
    return rows, distances


def _placed(events: gpd.GeoDataFrame) -> np.ndarray:
    """Which events have a point that means more than their country."""
    import shapely

    shapes = events.geometry.to_numpy()
    placed: np.ndarray = ~(shapely.is_missing(shapes) | shapely.is_empty(shapes))
    if "x_precision" in events.columns:
        placed &= (events["x_precision"] != "country").to_numpy(dtype=bool)
    return placed


def _inside(points: np.ndarray, provinces: gpd.GeoDataFrame) -> np.ndarray:
    """The first row of `provinces` that holds or touches each point, -1 for none."""
    import numpy as np
    import shapely

    # A tree of the points, because shapely then prepares each province once for all of its points.
    tree = shapely.STRtree(np.asarray(shapely.points(points), dtype=object))
    province, point = tree.query(provinces.geometry.to_numpy(), predicate="intersects")
    return _first(len(points), point, province, np.zeros(len(point)))


def _first(
    n_points: int, point: np.ndarray, province: np.ndarray, distance: np.ndarray
) -> np.ndarray:
    """The nearest province of each point, among equals that of the first row; -1 for none."""
    import numpy as np

    rows = np.full(n_points, _NOWHERE)
    backwards = np.lexsort((province, distance, point))[::-1]
    rows[point[backwards]] = province[backwards]
    return rows


def _nearest(
    points: np.ndarray, provinces: gpd.GeoDataFrame, tolerance_km: float
) -> tuple[np.ndarray, np.ndarray]:
    """The nearest row of `provinces` within the tolerance, -1 for none, and the geodesic km."""
    import numpy as np
    import shapely

    which, seen = _across_antimeridian(points, tolerance_km)
    boxes = _boxes(seen, tolerance_km)
    near, province = provinces.sindex.query(boxes, predicate="intersects")
    shapes = shapely.intersection(provinces.geometry.to_numpy()[province], boxes[near])
    distance = _geodesic_km(seen[near], shapes)
    close = distance <= tolerance_km
    point, province, distance = which[near][close], province[close], distance[close]
    rows = _first(len(points), point, province, distance)
    gaps = np.full(len(points), np.inf)
    np.minimum.at(gaps, point, distance)
    return rows, np.where(np.isinf(gaps), np.nan, gaps)


def _across_antimeridian(points: np.ndarray, tolerance_km: float) -> tuple[np.ndarray, np.ndarray]:
    """Each point and its number; again, a turn farther, where the tolerance spans 180 degrees."""
    import numpy as np

    reach = _reach_deg(points, tolerance_km)[:, 0]
    west = np.flatnonzero(points[:, 0] - reach < -180)  # noqa: PLR2004 the antimeridian
    east = np.flatnonzero(points[:, 0] + reach > 180)  # noqa: PLR2004
    which = np.concatenate([np.arange(len(points)), west, east])
    seen = np.concatenate([points, points[west] + [360, 0], points[east] - [360, 0]])
    return which, seen


def _reach_deg(points: np.ndarray, tolerance_km: float) -> np.ndarray:
    """How many degrees of longitude and latitude the tolerance spans at least, per point."""
    import numpy as np

    lat = np.clip(np.abs(points[:, 1]), 0, _STEEPEST_LAT)
    reach = np.full(len(points), tolerance_km / _KM_PER_DEGREE)
    return np.column_stack(
        [reach / np.cos(np.radians(np.minimum(lat + reach, _STEEPEST_LAT))), reach]
    )


def _boxes(points: np.ndarray, tolerance_km: float) -> np.ndarray:
    import numpy as np
    import shapely

    low = points - _reach_deg(points, tolerance_km)
    high = points + _reach_deg(points, tolerance_km)
    return np.asarray(shapely.box(low[:, 0], low[:, 1], high[:, 0], high[:, 1]), dtype=object)


def _geodesic_km(points: np.ndarray, shapes: np.ndarray) -> np.ndarray:
    """The distance of each point to its shape, rounded to a metre so that ties stay ties.

    The nearest point of a shape is sought in a plane scaled to the point's latitude, which
    within some ten kilometres is true to a metre; the distance is then measured on WGS 84.
    """
    import numpy as np
    import shapely
    from pyproj import Geod

    stretch = np.cos(np.radians(np.clip(points[:, 1], -_STEEPEST_LAT, _STEEPEST_LAT)))
    coordinates, owner = shapely.get_coordinates(shapes, return_index=True)
    local = coordinates - points[owner]
    local[:, 0] *= stretch[owner]
    plane = shapely.set_coordinates(shapes.copy(), local)
    lines = shapely.shortest_line(shapely.points(np.zeros_like(points)), plane)
    ends = shapely.get_coordinates(shapely.get_point(lines, 1))
    ends[:, 0] /= stretch
    ends += points
    metres = Geod(ellps="WGS84").inv(points[:, 0], points[:, 1], ends[:, 0], ends[:, 1])[2]
    return np.round(np.asarray(metres, dtype=float) / 1000, 3)


class _Checker:
    """Compares the province an event names with the polygon that it fell into."""

    def __init__(self, provinces: gpd.GeoDataFrame) -> None:
        self._isos = _sets(provinces, "iso_3166_2", "admin1_isos")
        self._names = [
            {fold(name) for name in names}
            for names in _sets(provinces, "name", "local_name", "admin1_names")
        ]
        self._known_isos = set().union(*self._isos)
        self._known_names = set().union(*self._names)

    def check_all(self, events: gpd.GeoDataFrame, rows: np.ndarray) -> np.ndarray:
        """The word for each event; those that name the same and fell alike are checked once."""
        import numpy as np
        import pandas as pd

        named = {name: events.get(name, "") for name in ("x_admin1_iso", "admin1")}
        asked = pd.DataFrame({"row": rows, **named}, index=events.index)
        alike = asked.groupby(list(asked), sort=False, dropna=False).ngroup()
        distinct = asked[~alike.duplicated()].itertuples(index=False)
        return np.array([self._check(*each) for each in distinct], dtype=object)[alike]

    def _check(self, row: int, iso: Any, name: Any) -> str:
        if row == _NOWHERE:
            return UNCHECKED
        if iso in self._known_isos:
            return AGREES if iso in self._isos[row] else DIFFERS
        key = fold(name) if isinstance(name, str) else ""
        if key in self._known_names:
            return AGREES if key in self._names[row] else DIFFERS
        return UNCHECKED


def _sets(provinces: gpd.GeoDataFrame, *columns: str) -> list[set[str]]:
    """All values of `columns`, texts or lists of texts, of each province."""
    found: list[set[str]] = [set() for _ in range(len(provinces))]
    for column in columns:
        if column in provinces.columns:
            for values, value in zip(found, provinces[column], strict=True):
                values.update(_flat(value))
    return found


def _flat(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        return [value] if value else []
    return value if isinstance(value, Iterable) else []
