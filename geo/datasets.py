"""Find and verify the reference data that ships with the package."""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from geo.errors import DataError

_PACKAGE = Path(__file__).resolve().parent
_PLACES = (_PACKAGE / "_data", _PACKAGE.parent / "data")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """One file of reference data, as data/manifest.json describes it."""

    file: str
    title: str
    licence: str
    attribution: str
    version: str
    sha256: str
    rows: int
    sources: tuple[str, ...]


@functools.cache
def data_dir() -> Path:
    """The folder that holds manifest.json: inside the wheel, or beside the package."""
    for place in _PLACES:
        if (place / "manifest.json").is_file():
            return place
    looked = " nor ".join(str(place) for place in _PLACES)
    raise DataError(f"reference data not found in {looked}; reinstall geoconflict")


def data_path(file: str) -> Path:
    """The path of one shipped file, which must be listed in the manifest."""
    if not any(dataset.file == file for dataset in datasets()):
        raise DataError(f"{file} is not in {data_dir() / 'manifest.json'}")
    return data_dir() / file


@functools.cache
def datasets() -> tuple[Dataset, ...]:
    """What ships, in the manifest's order."""
    entries = json.loads((data_dir() / "manifest.json").read_text("utf-8"))["files"]
    return tuple(Dataset(**entry | {"sources": tuple(entry["sources"])}) for entry in entries)


def verify() -> Iterator[tuple[Dataset, str]]:
    """Each dataset with what is wrong with it: "" for a file that is as the manifest says."""
    for dataset in datasets():
        yield dataset, _fault(dataset)


def _fault(dataset: Dataset) -> str:
    path = data_dir() / dataset.file
    if not path.is_file():
        return "missing"
    found = hashlib.sha256(path.read_bytes()).hexdigest()
    return "" if found == dataset.sha256 else f"sha256 is {found}, expected {dataset.sha256}"
