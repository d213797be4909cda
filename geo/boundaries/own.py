"""Boundaries of a user's own: read from any file, checked, and kept as a layer."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from geo.boundaries.areas import Known, checked_areas
from geo.boundaries.fields import Level, find_fields, find_level
from geo.boundaries.polygons import in_degrees, keep_polygons, open_file
from geo.boundaries.source import DISTRICT_COLUMNS, PROVINCE_COLUMNS
from geo.datasets import Dataset, read_manifest
from geo.errors import DataError, UsageError
from geo.layers import (
    Layer,
    describe,
    list_layers,
    new_layer,
    record,
    sha256_of,
    user_dir,
    with_layer,
)

if TYPE_CHECKING:
    import geopandas as gpd

_AREAS = "areas.parquet"
_ABOUT = "about.json"
_SHORT = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnBoundaries:
    """The areas of one file, of level 1 (provinces) or 2 (districts); a BoundarySource.

    `notes` tell what was repaired, guessed or looks wrong; `credit` whom to name for them.
    """

    name: str
    level: Level
    areas: gpd.GeoDataFrame
    sha256: str
    credit: str = ""
    notes: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """Name, content and level: "sdn_admin1:3f2a91c0b7de:level1"."""
        return f"{self.name}:{self.sha256[:_SHORT]}:level{self.level}"

    def provinces(self, countries: Collection[str] | None = None) -> gpd.GeoDataFrame:
        """The provinces of `countries` (ISO alpha-2), of all by default; no row from level 2.

        Columns are PROVINCE_COLUMNS, in EPSG:4326, sorted by country and province_id.
        """
        areas = self._areas(countries if self.level == 1 else ())
        named = areas.rename(columns={"area_id": "province_id"})
        return cast("gpd.GeoDataFrame", named[list(PROVINCE_COLUMNS)])

    def districts(self, countries: Collection[str] | None = None) -> gpd.GeoDataFrame:
        """The districts of `countries` (ISO alpha-2), of all by default; no row from level 1.

        Columns are DISTRICT_COLUMNS, in EPSG:4326, sorted by country and district_id.
        """
        areas = self._areas(countries if self.level == 2 else ())  # noqa: PLR2004 - districts
        named = areas.rename(columns={"area_id": "district_id"})
        return cast("gpd.GeoDataFrame", named[list(DISTRICT_COLUMNS)])

    def people(self) -> dict[str, int]:
        """How many people live in the towns of each area, by its id."""
        return dict(zip(self.areas["area_id"], self.areas["population"].astype(int), strict=True))

    def _areas(self, countries: Collection[str] | None) -> gpd.GeoDataFrame:
        if countries is None:
            return self.areas.copy()
        chosen = self.areas["country"].isin(list(countries))
        return self.areas[chosen].reset_index(drop=True)


def read_own(
    path: str | Path,
    *,
    known: Known,
    level: Level | None = None,
    country: str | None = None,
    crs: str | None = None,
    columns: Mapping[str, str] | None = None,
    layer: str | None = None,
    credit: str = "",
) -> OwnBoundaries:
    """The boundaries of a file; what geo.read_boundaries tells of its options holds here."""
    path = Path(path)
    if not path.exists():
        raise UsageError(f"{path} does not exist")
    frame = in_degrees(open_file(path, level=level, layer=layer), crs=crs, file=path.name)
    frame, said = keep_polygons(frame, file=path.name)
    names = [str(name) for name in frame.columns if name != frame.geometry.name]
    level = level or find_level(names, _types(frame))
    fields = find_fields(names, level=level, given=columns or {}, file=path.name)
    areas, more = checked_areas(
        frame, fields, level=level, country=country, known=known, file=path.name
    )
    return OwnBoundaries(
        name=path.stem,
        level=level,
        areas=areas,
        sha256=_digest(areas),
        credit=credit or path.name,
        notes=(*said, *more),
    )


def _types(frame: gpd.GeoDataFrame) -> list[str]:
    return sorted(set(frame.get("shapeType", ())) - {None})


def _digest(areas: gpd.GeoDataFrame) -> str:
    table = areas.drop(columns="geometry").to_json(orient="records").encode()
    shapes = b"".join(areas.geometry.to_wkb())
    return hashlib.sha256(table + shapes).hexdigest()


def import_own(own: OwnBoundaries, file: Path, *, name: str | None, home: Path) -> Layer:
    """Keep boundaries as a layer, whole or not at all; one of the same name is replaced."""

    def write(folder: Path) -> int:
        own.areas.to_parquet(folder / _AREAS, compression="zstd")
        about: dict[str, Any] = {"level": own.level, "sha256": own.sha256, "credit": own.credit}
        (folder / _ABOUT).write_text(json.dumps(about, sort_keys=True) + "\n", encoding="utf-8")
        describe(folder, [_dataset(folder / each, own, file) for each in (_ABOUT, _AREAS)])
        return len(own.areas)

    layer = new_layer(home, file, name=name, kind="boundaries", write=write)
    record(home, with_layer(home, layer))
    return layer


def _dataset(path: Path, own: OwnBoundaries, file: Path) -> Dataset:
    return Dataset(
        file=path.name,
        title=f"Boundaries of level {own.level}: {path.stem}",
        licence="that of its source",
        attribution=own.credit,
        version="1",
        sha256=sha256_of(path),
        rows=len(own.areas) if path.name == _AREAS else 1,
        sources=(file.name,),
    )


def open_layer(name: str, *, home: Path | None = None) -> OwnBoundaries | None:
    """The boundaries of an imported layer, None where none has this name.

    Raises DataError where its files are damaged.
    """
    home = home or user_dir()
    for layer in list_layers(home):
        if layer.name == name and layer.kind == "boundaries":
            return replace(_open(home / layer.folder), name=name)
    return None


def _open(folder: Path) -> OwnBoundaries:
    import geopandas as gpd

    read_manifest(folder)
    try:
        about = json.loads((folder / _ABOUT).read_text("utf-8"))
        areas = gpd.read_parquet(folder / _AREAS)
        return OwnBoundaries(name=folder.name, areas=areas, **about)
    except (OSError, ValueError, TypeError) as error:
        raise DataError(
            f"{folder} cannot be read ({error}); run `geoconflict data verify`, and import it anew"
        ) from error
