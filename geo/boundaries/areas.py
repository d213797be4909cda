"""Rows of a boundary file as areas: one each, named, with a country, checked against the towns."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from geo.boundaries.fields import LOOSE_CODES, Level, Role
from geo.boundaries.polygons import overlaps
from geo.boundaries.shapes import label_points, measure_areas
from geo.boundaries.shipped import ShippedBoundaries
from geo.boundaries.votes import count_votes, locate
from geo.errors import FrameError, UsageError
from geo.names import fold

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd

FEWEST_TOWNS, CONTRADICTED = 2, 0.8
"""A name is doubted where so many towns lie inside, and so large a part of them contradicts it."""

_LINKED = 0.25
_WHOLE = 0.9
_NAMED = 5
_ISO = re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}")


class Known(Protocol):
    """What a gazetteer knows of provinces; see geo.gazetteer.Units."""

    def country_code(self, said: str) -> str:
        """The ISO alpha-2 code of a code or a name, "" if unknown."""
        ...

    def country_name(self, code: str) -> str:
        """The name of a country."""
        ...

    def towns(self, box: tuple[float, float, float, float]) -> pd.DataFrame:
        """Towns in a box (west, south, east, north): lat, lon, country, unit, population."""
        ...

    def named(self, name: str, country: str) -> set[str]:
        """The units of a country that bear a name."""
        ...

    def coded(self, iso: str) -> set[str]:
        """The unit of an ISO 3166-2 code, as a set of one or none."""
        ...

    def describe(self, units: Collection[str]) -> list[tuple[str, str]]:
        """The name and the ISO 3166-2 code of each unit."""
        ...


def checked_areas(
    frame: gpd.GeoDataFrame,
    fields: Mapping[Role, str],
    *,
    level: Level,
    country: str | None,
    known: Known,
    file: str,
) -> tuple[gpd.GeoDataFrame, list[str]]:
    """The areas of a file and what is to be said of them.

    `frame` has valid polygons in EPSG:4326. Areas have the columns of provinces, with `area_id`
    in place of province_id, and `parent` and `population` (of the towns inside). Rows of one code
    become one area. Raises FrameError where a code stands for two names, UsageError for a
    `country` that there is not.
    """
    said: list[str] = []
    shapes = ShippedBoundaries().countries()
    rows = _named_rows(frame, fields, said)
    rows["country"] = _countries(rows, shapes, given=country, known=known, said=said)
    rows = _merged(_with_ids(rows, file=file), said, level=level)
    rows["area_km2"] = measure_areas(rows.geometry)
    votes, rows["population"] = _votes(rows, known)
    _link(rows, votes, known, level=level)
    said += _overlapping(rows)
    said += _contradicted(rows, votes, known, level=level)
    if level == 1:
        said += _partly_covered(rows, shapes, known)
    return _finished(rows), said


def _named_rows(
    frame: gpd.GeoDataFrame, fields: Mapping[Role, str], said: list[str]
) -> gpd.GeoDataFrame:
    """The texts of the known columns, "" where empty; rows without name and code are left out."""
    import geopandas as gpd

    texts = {role: _texts(frame, fields.get(role)) for role in ("name", "code", "iso", "parent")}
    texts["said"] = _texts(frame, fields.get("country"))
    rows = gpd.GeoDataFrame(texts, geometry=list(frame.geometry), crs=frame.crs)
    if fields.get("code", "").lower() in LOOSE_CODES and len(_doubled(rows)):
        rows["code"] = ""
        said.append(f"the column {fields['code']} stands for several names, and is no code")
    nameless = rows["name"] == ""
    rows.loc[nameless, "name"] = rows.loc[nameless, "code"]
    empty = rows["name"] == ""
    if empty.any():
        said.append(f"{int(empty.sum())} rows without a name left out")
    if empty.all():
        raise FrameError(f"no row has a name in the column {fields['name']}")
    return rows[~empty].reset_index(drop=True)


def _texts(frame: gpd.GeoDataFrame, column: str | None) -> list[str]:
    if column is None:
        return [""] * len(frame)
    return ["" if _missing(value) else _text(value) for value in frame[column].astype(object)]


def _missing(value: Any) -> bool:
    return value is None or value != value  # noqa: PLR0124 - NaN and NaT alone differ from themselves


def _text(value: Any) -> str:
    whole = isinstance(value, float) and value.is_integer()
    return " ".join(str(int(value) if whole else value).split())


def _countries(
    rows: gpd.GeoDataFrame,
    shapes: gpd.GeoDataFrame,
    *,
    given: str | None,
    known: Known,
    said: list[str],
) -> list[str]:
    """The country of each row: as given, as the file says, or the one that it lies in."""
    if given:
        code = known.country_code(given)
        if not code:
            raise UsageError(f"--country {given} is no country; give its ISO code, such as SD")
        return [code] * len(rows)
    codes = {said_so: known.country_code(said_so) for said_so in set(rows["said"]) if said_so}
    found = [codes.get(said_so, "") for said_so in rows["said"]]
    missing = [number for number, code in enumerate(found) if not code]
    if missing:
        for number, code in zip(missing, _lying_in(rows.iloc[missing], shapes), strict=True):
            found[number] = code
        names = ", ".join(sorted({known.country_name(found[number]) for number in missing}))
        said.append(
            f"the country of {len(missing)} rows is taken from where they lie: {names}; "
            "say another with --country"
        )
    return found


def _lying_in(rows: gpd.GeoDataFrame, shapes: gpd.GeoDataFrame) -> list[str]:
    points = rows.geometry.representative_point()
    nearest = shapes.sindex.nearest(points.array, return_all=False)
    return [str(code) for code in shapes["country"].iloc[nearest[1]]]


def _with_ids(rows: gpd.GeoDataFrame, *, file: str) -> gpd.GeoDataFrame:
    """The rows with an `area_id` each: the code where there is one, else country and name."""
    doubled = _doubled(rows)
    if len(doubled):
        code, (first, second) = doubled.index[0], doubled.iloc[0][:2]
        raise FrameError(
            f"{file}: the code {code} stands for {first} and for {second}; name the column of "
            "codes with --columns code=COLUMN"
        )
    return rows.assign(area_id=[_area_id(row) for row in rows.itertuples()])


def _doubled(rows: gpd.GeoDataFrame) -> pd.Series[Any]:
    """The names of each code that stands for several."""
    names = rows[rows["code"] != ""].groupby("code")["name"].unique()
    doubled: pd.Series[Any] = names[names.map(len) > 1]
    return doubled


def _area_id(row: Any) -> str:
    if row.code[:1].isalpha():
        return str(row.code)
    key = row.code or "-".join(
        fold(name).replace(" ", "-") for name in (row.parent, row.name) if name
    )
    return f"{row.country}-{key}"


def _merged(rows: gpd.GeoDataFrame, said: list[str], *, level: Level) -> gpd.GeoDataFrame:
    """One row an area, sorted by country and id."""
    rows = rows.sort_values(["country", "area_id"], kind="stable", ignore_index=True)
    if rows["area_id"].is_unique:
        return rows
    merged = rows.dissolve("area_id", as_index=False, method="unary")
    noun = "provinces" if level == 1 else "districts"
    said.append(f"{len(rows):,} rows merged into {len(merged):,} {noun}")
    return merged.sort_values(["country", "area_id"], ignore_index=True)


def _votes(rows: gpd.GeoDataFrame, known: Known) -> tuple[pd.DataFrame, pd.Series]:
    """The towns inside each area with their `polygon`, and how many people live in them."""
    west, south, east, north = rows.total_bounds
    towns = known.towns((west - 0.1, south - 0.1, east + 0.1, north + 0.1))
    located = locate(towns, rows.geometry)
    inside = towns.loc[located.index].assign(polygon=located.astype(int))
    people = inside.groupby("polygon")["population"].sum()
    return inside, people.reindex(rows.index).fillna(0).astype("int64")


def _link(rows: gpd.GeoDataFrame, towns: pd.DataFrame, known: Known, *, level: Level) -> None:
    """Fill in the units whose land each area shares, and the ISO code that its name has."""
    towns = _at_home(rows, towns)
    votes = count_votes(towns, towns["polygon"])
    votes = votes[(votes["unit"] != "") & votes[["of_polygon", "of_unit"]].max(axis=1).gt(_LINKED)]
    units = votes.groupby("polygon")["unit"].agg(list).reindex(rows.index)
    rows["admin1_codes"] = [found if isinstance(found, list) else [] for found in units]
    rows["admin1_code"] = [found[0] if found else "" for found in rows["admin1_codes"]]
    told = [known.describe(found) for found in rows["admin1_codes"]]
    rows["admin1_names"] = [[name for name, _ in each] for each in told]
    rows["admin1_isos"] = [[iso for _, iso in each if iso] for each in told]
    rows["iso_3166_2"] = [_iso(row, known) if level == 1 else "" for row in rows.itertuples()]


def _iso(row: Any, known: Known) -> str:
    """The file's own code, else that of the unit which has the area's name and its towns."""
    if _ISO.fullmatch(row.iso):
        return str(row.iso)
    named = known.named(row.name, row.country)
    same = known.describe(named) if named == {row.admin1_code} else []
    return same[0][1] if same else ""


def _overlapping(rows: gpd.GeoDataFrame) -> list[str]:
    names = rows["name"].tolist()
    pairs = overlaps(rows.geometry.to_numpy())
    if not pairs:
        return []
    told = _some(f"{names[a]} and {names[b]}" for a, b in pairs)
    return [f"areas overlap, an event in both counts for the one whose id comes first: {told}"]


def _contradicted(
    rows: gpd.GeoDataFrame, towns: pd.DataFrame, known: Known, *, level: Level
) -> list[str]:
    """A word for each area whose name or country most towns inside contradict."""
    countries, units = _leading(towns, "country"), _leading(_at_home(rows, towns), "unit")
    said = []
    for number, row in enumerate(rows.drop(columns="geometry").to_dict("records")):
        country = countries.get(number)
        if country and country.name != row["country"]:
            said.append(_wrong_country(row, country, known))
        elif unit := units.get(number):
            said += _wrong_name(row, unit, known, level=level)
    return said


class _Lead(NamedTuple):
    """What nearly all of the `towns` inside an area have in common."""

    name: str
    agreeing: int
    towns: int

    def __str__(self) -> str:
        return f"{self.agreeing:,} of the {self.towns:,} towns inside"


def _leading(towns: pd.DataFrame, column: str) -> dict[int, _Lead]:
    """What CONTRADICTED of the towns of an area share, by area, where there are FEWEST_TOWNS."""
    votes = count_votes(towns, towns["polygon"], column=column)
    first = votes.drop_duplicates("polygon")
    of_all = (first["cities"] / first["of_polygon"]).round().astype(int)
    chosen = first.assign(towns=of_all)[(first["of_polygon"] >= CONTRADICTED).to_numpy()]
    leads = zip(chosen["polygon"], chosen["unit"], chosen["cities"], chosen["towns"], strict=True)
    return {
        int(polygon): _Lead(str(name), int(agreeing), int(towns))
        for polygon, name, agreeing, towns in leads
        if towns >= FEWEST_TOWNS
    }


def _at_home(rows: gpd.GeoDataFrame, towns: pd.DataFrame) -> pd.DataFrame:
    """The towns that lie in an area of their own country."""
    home = rows["country"].reindex(towns["polygon"]).to_numpy()
    found: pd.DataFrame = towns[(towns["country"] == home).to_numpy()]
    return found


def _wrong_country(row: Any, lead: _Lead, known: Known) -> str:
    own, told = known.country_name(row["country"]), known.country_name(lead.name)
    return f"{row['name']} is said to lie in {own}: {lead} lie in {told}"


def _wrong_name(row: Any, lead: _Lead, known: Known, *, level: Level) -> list[str]:
    named = row["name"] if level == 1 else row["parent"]
    claimed = known.named(named, row["country"])
    claimed |= known.coded(row["iso"]) if level == 1 else set()
    if not claimed or lead.name in claimed:
        return []
    told = " ".join(name for name, _ in known.describe([lead.name])) or lead.name
    called = row["name"] if level == 1 else f"{row['name']} in {named}"
    return [f"{called}: {lead} lie in {told}; is the name on the right polygon?"]


def _partly_covered(rows: gpd.GeoDataFrame, shapes: gpd.GeoDataFrame, known: Known) -> list[str]:
    """A word for each country that the provinces leave a tenth or more of uncovered."""
    areas = dict(zip(shapes["country"], shapes["area_km2"], strict=True))
    said = []
    for country, area_km2 in rows.groupby("country")["area_km2"].sum().items():
        whole = areas.get(country, 0)
        if area_km2 < _WHOLE * whole:
            said.append(
                f"{area_km2 / whole:.0%} of {known.country_name(str(country))} is covered; "
                "elsewhere the provinces that ship stay"
            )
    return said


def _finished(rows: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """The columns of an areas frame, with a label point and an area each."""
    kept = [
        "area_id", "name", "local_name", "iso_3166_2", "country", "country_de_facto", "admin1_code",
        "admin1_codes", "admin1_isos", "admin1_names", "type", "wikidata_id", "disputed", "vintage",
        "lat", "lon", "area_km2", "parent", "population", "geometry",
    ]  # fmt: skip
    return rows.assign(
        local_name=rows["name"],
        country_de_facto=rows["country"],
        type="",
        wikidata_id="",
        disputed=False,
        vintage="",
        **label_points(rows.geometry),
    )[kept]


def _some(texts: Iterable[str]) -> str:
    """The first few of many texts."""
    listed = list(texts)
    rest = len(listed) - _NAMED
    return ", ".join(listed[:_NAMED]) + (f" and {rest:,} more" if rest > 0 else "")
