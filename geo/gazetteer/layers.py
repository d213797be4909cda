"""The layers that a user adds to the gazetteer: import, verify, remove, merge.

Beside the layers' folders (geo.layers) lies `merged/HASH`, the gazetteer that ships merged with
them. It is written aside, named by what it is made of, before layers.json lists its layers.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from geo.datasets import Dataset, data_dir, datasets, find_faults
from geo.errors import DataError, GazetteerError, UsageError
from geo.gazetteer import geonames, own_places
from geo.gazetteer.dump_lines import Faults, Lines
from geo.gazetteer.files import open_files
from geo.gazetteer.merging import merge_layers
from geo.gazetteer.place_rows import USER, write_layer
from geo.layers import (
    FORMAT,
    Kind,
    Layer,
    clear,
    describe,
    install,
    list_layers,
    new_layer,
    record,
    sha256_of,
    user_dir,
    with_layer,
    writing,
)
from geo.records import PlaceKind

_SHORT = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """What came of an import: the layer, and the lines that were left out."""

    layer: Layer
    faults: Faults


def gazetteer_dir(home: Path | None = None) -> Path:
    """The folder of the gazetteer that counts: the one that ships, or it merged with all layers.

    Raises GazetteerError where the layers were merged with another version of the one that ships.
    """
    home = home or user_dir()
    layers = place_layers(home)
    if not layers:
        return shipped_dir()
    merged = home / _merged(layers)
    if not merged.is_dir():
        raise GazetteerError(
            f"{merged} is missing: the layers in {home} were merged by another version of "
            "geoconflict; run `geoconflict data merge`"
        )
    return merged


def place_layers(home: Path | None = None) -> tuple[Layer, ...]:
    """The layers of places that count, a user's own first, then by name; () where none are."""
    return tuple(layer for layer in list_layers(home) if layer.kind != "boundaries")


def import_geonames(
    file: Path | str,
    *,
    name: str | None = None,
    home: Path | None = None,
    step: Callable[[], None] | None = None,
) -> Import:
    """Add a table of GeoNames, plain or zipped, as a layer; one of the same name is replaced.

    `step` is called every thousand lines. Raises SourceError where the file holds no place.
    """
    return _import(Path(file), "geonames", name, home or user_dir(), step)


def import_places(
    file: Path | str,
    *,
    name: str | None = None,
    home: Path | None = None,
    step: Callable[[], None] | None = None,
) -> Import:
    """Add a CSV table of a user's own places as a layer; one of the same name is replaced.

    They come first among the places of their name. Raises SourceError where the file lacks a
    column or holds no place.
    """
    return _import(Path(file), "places", name, home or user_dir(), step)


def remove_layer(name: str, *, home: Path | None = None) -> None:
    """Remove a layer of any kind; UsageError where there is none of this name."""
    home = home or user_dir()
    layers = list_layers(home)
    rest = [layer for layer in layers if layer.name != name]
    if len(rest) == len(layers):
        known = ", ".join(layer.name for layer in layers) or "none"
        raise UsageError(f"no layer is named {name!r}; there are: {known}")
    _commit(home, rest)


def merge(home: Path | None = None) -> tuple[Layer, ...]:
    """Merge all layers of places anew with the gazetteer that ships; these layers come back."""
    home = home or user_dir()
    layers = place_layers(home)
    if layers:
        shutil.rmtree(home / _merged(layers), ignore_errors=True)
        _commit(home, list_layers(home))
    return layers


def verify_layers(home: Path | None = None) -> Iterator[tuple[str, str]]:
    """Every file of the layers and of their merged gazetteer with what is wrong with it, or ""."""
    home = home or user_dir()
    layers, places = list_layers(home), place_layers(home)
    for folder in [*(layer.folder for layer in layers), *([_merged(places)] if places else [])]:
        try:
            for dataset, fault in find_faults(home / folder):
                yield f"{folder}/{dataset.file}", fault
        except DataError as error:
            yield f"{folder}/manifest.json", str(error)
    for layer in layers:
        path = home / layer.folder / "manifest.json"
        if path.is_file() and sha256_of(path) != layer.sha256:
            yield f"{layer.folder}/manifest.json", f"sha256 is not {layer.sha256}"


def _import(
    file: Path, kind: Kind, name: str | None, home: Path, step: Callable[[], None] | None
) -> Import:
    faults = Faults(str(file))

    def write(folder: Path) -> int:
        rows = _write(folder, Lines(file, faults, step=step), file, kind, faults)
        _describe(folder, kind, file.name)
        return rows

    layer = new_layer(home, file, name=name, kind=kind, write=write)
    _commit(home, with_layer(home, layer))
    return Import(layer=layer, faults=faults)


def _write(folder: Path, lines: Lines, file: Path, kind: Kind, faults: Faults) -> int:
    if kind == "geonames":
        rows = geonames.read_geonames(lines, faults)
    else:
        meta, _ = open_files(shipped_dir())
        reader = own_places.OwnPlaces(
            kinds=get_args(PlaceKind), countries=meta["countries"], isos=meta["admin1_iso"]
        )
        rows = reader.read(lines, faults)

    def about() -> dict[str, Any]:
        return {"file": file.name, "sha256": lines.sha256, "lines": lines.number}

    return write_layer(folder, rows, source=USER if kind == "places" else kind, about=about)


def _describe(folder: Path, kind: Kind, source: str) -> None:
    columns = json.loads((folder / "meta.json").read_text("utf-8"))["columns"]
    own = kind == "places"
    files = [
        Dataset(
            file=path.name,
            title=f"Layer: {path.stem}",
            licence=own_places.LICENCE if own else geonames.LICENCE,
            attribution=own_places.LICENCE if own else geonames.ATTRIBUTION,
            version="1",
            sha256=sha256_of(path),
            rows=columns.get(path.stem, ["", 1])[1],
            sources=(source,),
        )
        for path in sorted(folder.iterdir())
    ]
    describe(folder, files)


def _commit(home: Path, layers: Sequence[Layer]) -> None:
    """Merge the layers of places, let all layers count, and clear away what no longer does."""
    ordered = sorted(layers, key=lambda layer: (layer.kind != "places", layer.name))
    places = [layer for layer in ordered if layer.kind != "boundaries"]
    with writing(home):
        if places:
            _build_merged(home, places)
        record(home, ordered)
        clear(home / "merged", {home / _merged(places)} if places else set())


def _build_merged(home: Path, layers: Sequence[Layer]) -> None:
    target = home / _merged(layers)
    if target.is_dir():
        return
    own = [home / layer.folder for layer in layers if layer.kind == "places"]
    imported = [home / layer.folder for layer in layers if layer.kind != "places"]
    with tempfile.TemporaryDirectory(dir=home, prefix=".merge-") as scratch:
        fresh = Path(scratch) / "merged"
        fresh.mkdir()
        merge_layers(fresh, shipped_dir(), own=own, imported=imported)
        _describe(fresh, "geonames", "geoconflict and layers")
        install(fresh, target)


def _merged(layers: Sequence[Layer]) -> str:
    """Where the layers merged with what ships are: named by the hashes of all their files."""
    shipped = [each.sha256 for each in datasets() if each.file.startswith("gazetteer/")]
    parts = [str(FORMAT), *shipped, *(f"{layer.name} {layer.sha256}" for layer in layers)]
    said = "\n".join(parts).encode()
    return f"merged/{hashlib.sha256(said).hexdigest()[:_SHORT]}"


def shipped_dir() -> Path:
    """The folder of the gazetteer that ships."""
    return data_dir() / "gazetteer"
