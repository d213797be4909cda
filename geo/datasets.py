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
    return read_manifest(data_dir())


def read_manifest(folder: Path) -> tuple[Dataset, ...]:
    """The files that manifest.json in `folder` lists; DataError where it cannot be read."""
    path = folder / "manifest.json"
    try:
        entries = json.loads(path.read_text("utf-8"))["files"]
        return tuple(Dataset(**entry | {"sources": tuple(entry["sources"])}) for entry in entries)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DataError(f"{path} cannot be read ({error}); reinstall geoconflict") from error


def verify() -> Iterator[tuple[Dataset, str]]:
    """Each dataset that ships with what is wrong with it: "" where it is as the manifest says."""
    return find_faults(data_dir())


def find_faults(folder: Path) -> Iterator[tuple[Dataset, str]]:
    """Each file that manifest.json in `folder` lists with what is wrong with it, or ""."""
    for dataset in read_manifest(folder):
        yield dataset, _fault(folder / dataset.file, dataset.sha256)


def _fault(path: Path, sha256: str) -> str:
    if not path.is_file():
        return "missing"
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    return "" if found == sha256 else f"sha256 is {found}, expected {sha256}"
