"""Boundaries of a user's own: read, kept as a layer, chosen for a run."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from pathlib import Path

from geo.boundaries import Boundaries, OwnBoundaries, import_own, open_layer, read_own
from geo.boundaries.fields import Level
from geo.errors import UsageError
from geo.gazetteer import Units
from geo.layers import Layer, list_layers, user_dir

Given = str | Path | OwnBoundaries
Chosen = Given | Sequence[Given] | Boundaries | None
"""A file, the name of a layer, what read_boundaries gave, or several of them."""


def read_boundaries(
    path: str | Path,
    *,
    level: Level | None = None,
    country: str | None = None,
    crs: str | None = None,
    columns: Mapping[str, str] | None = None,
    layer: str | None = None,
    credit: str = "",
) -> OwnBoundaries:
    """The provinces or districts of any file that GeoPandas reads, for `boundaries=`.

    Columns of OCHA's datasets (ADM1_EN, ADM1_PCODE), geoBoundaries, GADM and Natural Earth are
    found; `columns` names others by role: name, code, iso (ISO 3166-2), country, parent (a
    district's province). `level` is 1 (provinces) or 2 (districts), by default what the columns
    tell; `country` the ISO alpha-2 code of all rows, by default the file's own or the country
    that each row lies in. Of a file with layers `layer` is read. `credit` is shown on the map.

    The file's CRS is converted to EPSG:4326; one without is refused unless `crs` says it.
    Polygons are made valid; rows of one code become one area. Overlaps, names that at least 80%
    of the gazetteer's towns inside contradict, and countries covered in part are told in the
    result's `notes`. Raises DataError where the file cannot be read, FrameError where it holds no
    polygons, no CRS or codes that stand for two names, UsageError where an option fits nothing.

    >>> own = geo.read_boundaries("ecuador.gpkg", credit="Natural Earth")
    >>> own.level, len(own.provinces(["EC"])), own.notes
    (1, 24, ())
    >>> geo.map(geo.extract("seeds/"), boundaries=own).save("own.html")
    """
    return read_own(
        path,
        known=Units(),
        level=level,
        country=country,
        crs=crs,
        columns=columns,
        layer=layer,
        credit=credit,
    )


def import_boundaries(
    own: OwnBoundaries, file: str | Path, *, name: str | None = None, home: Path | None = None
) -> Layer:
    """Keep what read_boundaries read from `file` as a layer that --boundaries can name."""
    return import_own(own, Path(file), name=name, home=home or user_dir())


def choose_boundaries(chosen: Chosen) -> Boundaries:
    """The boundaries that ship, with those chosen in place of what they cover.

    Raises UsageError for a name that is neither a layer's nor a file's.
    """
    if isinstance(chosen, Boundaries):
        return chosen
    if chosen is None:
        return Boundaries()
    if isinstance(chosen, str | Path | OwnBoundaries):
        chosen = [chosen]
    return Boundaries([_opened(each) for each in chosen])


def _opened(given: Given) -> OwnBoundaries:
    if isinstance(given, OwnBoundaries):
        return given
    if isinstance(given, str) and (layer := open_layer(given)):
        return layer
    if Path(given).exists():
        return read_boundaries(given)
    known = [each.name for each in list_layers() if each.kind == "boundaries"]
    near = difflib.get_close_matches(str(given), known, n=1)
    meant = f"; did you mean {near[0]}?" if near else f"; there are: {', '.join(known) or 'none'}"
    raise UsageError(f"{given} is no file, and no layer of boundaries{meant}")
