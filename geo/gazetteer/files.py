"""Open the gazetteer's files and make sure that they fit together."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

from geo.errors import GazetteerError

FORMAT = 1

REQUIRED = frozenset(
    {
        "columns", "bucket_bits", "countries", "admin1_codes", "admin1_names", "admin1_iso",
        "province_ids", "sources", "members", "type_words", "countries_table", "first_admin2",
    }
)  # fmt: skip
PLACE_COLUMNS = (
    "lat", "lon", "population", "kind", "country", "admin1", "admin2", "capital", "n_names",
    "geonames", "province", "prominence", "source",
)  # fmt: skip
JOINTS = (
    ("name_starts", "name_text"),
    ("code_starts", "code_text"),
    ("key_starts", "key_places"),
    ("key_starts", "key_matches"),
    ("key_buckets", "key_hashes"),
)
"""Tables of starts, and the column that each points into: it ends where that one ends."""

Columns = dict[str, np.ndarray[Any, Any]]


def open_files(folder: Path) -> tuple[dict[str, Any], Columns]:
    """The tables of meta.json and the arrays it lists, memory-mapped.

    Raises GazetteerError where a file is missing, damaged, of another format or of another
    length than meta.json says.
    """
    meta = _read_meta(folder / "meta.json")
    columns = {
        name: _open_column(folder / f"{name}.npy", np.dtype(dtype), int(rows))
        for name, (dtype, rows) in meta["columns"].items()
    }
    _check_fit(folder, columns)
    return meta, columns


def _read_meta(path: Path) -> dict[str, Any]:
    try:
        meta = json.loads(path.read_text("utf-8"))
    except FileNotFoundError as error:
        raise GazetteerError(f"{path} is missing; reinstall geoconflict") from error
    except (OSError, ValueError) as error:
        raise GazetteerError(f"{path} cannot be read ({error}); reinstall geoconflict") from error
    found = meta.get("format") if isinstance(meta, dict) else None
    if found != FORMAT or not meta.keys() >= REQUIRED:
        raise GazetteerError(
            f"{path} has format {found}, expected {FORMAT} with {', '.join(sorted(REQUIRED))}; "
            "take data and package from the same version of geoconflict"
        )
    return dict(meta)


def _open_column(path: Path, dtype: np.dtype[Any], rows: int) -> np.ndarray[Any, Any]:
    try:
        column = np.load(path, mmap_mode="r", allow_pickle=False)
    except FileNotFoundError as error:
        raise GazetteerError(f"{path} is missing; reinstall geoconflict") from error
    except (OSError, ValueError, EOFError) as error:
        raise GazetteerError(f"{path} cannot be read ({error}); reinstall geoconflict") from error
    if column.dtype != dtype or column.shape != (rows,):
        raise GazetteerError(
            f"{path} holds {column.dtype.str} {column.shape}, meta.json says {dtype.str} "
            f"({rows},); the files are of different builds, reinstall geoconflict"
        )
    return np.asarray(column)


def _check_fit(folder: Path, columns: Columns) -> None:
    expected = {*PLACE_COLUMNS, "key_profiles", *(name for joint in JOINTS for name in joint)}
    missing = expected - columns.keys()
    if missing:
        raise GazetteerError(f"{folder / 'meta.json'} lists no {min(missing)}")
    for starts, target in JOINTS:
        _check_length(folder, f"the end of {starts}", int(columns[starts][-1]), columns, target)
    keys = len(columns["key_starts"]) - 1
    for name in ("key_hashes", "key_profiles"):
        _check_length(folder, "the number of keys", keys, columns, name)
    names = len(columns["name_starts"]) - 1
    for name in PLACE_COLUMNS:
        _check_length(folder, "the number of names", names, columns, name)


def _check_length(folder: Path, what: str, expected: int, columns: Columns, name: str) -> None:
    found = len(columns[name])
    if found != expected:
        raise GazetteerError(
            f"{folder}: {what} is {expected}, {name} has {found} rows; reinstall geoconflict"
        )
