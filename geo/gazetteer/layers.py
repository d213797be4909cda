"""The layers that a user adds to the gazetteer: import, list, verify, remove.

Layers live in a folder of the user's: `layers/NAME-HASH`, one folder each, `merged/HASH`, the
gazetteer that ships merged with them, and layers.json, which names those that count. Folders
are written aside, named by what they hold, and count from the moment that layers.json, replaced
at once, names them.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal, get_args

from geo.datasets import Dataset, data_dir, datasets, find_faults
from geo.errors import DataError, GazetteerError, UsageError
from geo.gazetteer import geonames, own_places
from geo.gazetteer.dump_lines import Faults, Lines
from geo.gazetteer.files import open_files
from geo.gazetteer.merging import merge_layers
from geo.gazetteer.place_rows import USER, write_layer
from geo.records import PlaceKind

FORMAT = 1
Kind = Literal["geonames", "places"]
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
_SHORT = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """One imported layer; `sha256` is that of its manifest, which names all its files."""

    name: str
    kind: Kind
    file: str
    rows: int
    sha256: str

    @property
    def folder(self) -> str:
        """Its folder, below the user's folder."""
        return f"layers/{self.name}-{self.sha256[:_SHORT]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Import:
    """What came of an import: the layer, and the lines that were left out."""

    layer: Layer
    faults: Faults


def user_dir(environment: Mapping[str, str] = os.environ) -> Path:
    """The folder of a user's layers: GEOCONFLICT_DATA, else geoconflict in the XDG data folder."""
    if given := environment.get("GEOCONFLICT_DATA"):
        return Path(given)
    base = environment.get("XDG_DATA_HOME", "")
    # The XDG specification says that a relative path counts as none.
    root = Path(base) if Path(base).is_absolute() else Path.home() / ".local" / "share"
    return root / "geoconflict"


def gazetteer_dir(home: Path | None = None) -> Path:
    """The folder of the gazetteer that counts: the one that ships, or it merged with all layers.

    Raises GazetteerError where the layers were merged with another version of the one that ships.
    """
    home = home or user_dir()
    layers = list_layers(home)
    if not layers:
        return shipped_dir()
    merged = home / _merged(layers)
    if not merged.is_dir():
        raise GazetteerError(
            f"{merged} is missing: the layers in {home} were merged by another version of "
            "geoconflict; run `geoconflict data merge`"
        )
    return merged


def list_layers(home: Path | None = None) -> tuple[Layer, ...]:
    """The layers that count, a user's own places first, then by name; () where none are."""
    path = (home or user_dir()) / "layers.json"
    try:
        listed = json.loads(path.read_text("utf-8"))
        if listed["format"] != FORMAT:
            raise ValueError(f"format {listed['format']}, expected {FORMAT}")  # noqa: TRY301
        return tuple(Layer(**each) for each in listed["layers"])
    except (FileNotFoundError, NotADirectoryError):
        return ()
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise GazetteerError(
            f"{path} cannot be read ({error}); delete it and import your layers anew"
        ) from error


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
    """Remove a layer; UsageError where there is none of this name."""
    home = home or user_dir()
    layers = list_layers(home)
    rest = [layer for layer in layers if layer.name != name]
    if len(rest) == len(layers):
        known = ", ".join(layer.name for layer in layers) or "none"
        raise UsageError(f"no layer is named {name!r}; there are: {known}")
    _commit(home, rest)


def merge(home: Path | None = None) -> tuple[Layer, ...]:
    """Merge all layers anew with the gazetteer that ships; the layers come back."""
    home = home or user_dir()
    layers = list_layers(home)
    if layers:
        shutil.rmtree(home / _merged(layers), ignore_errors=True)
        _commit(home, layers)
    return layers


def verify_layers(home: Path | None = None) -> Iterator[tuple[str, str]]:
    """Every file of the layers and of their merged gazetteer with what is wrong with it, or ""."""
    home = home or user_dir()
    layers = list_layers(home)
    for folder in [*(layer.folder for layer in layers), *([_merged(layers)] if layers else [])]:
        try:
            for dataset, fault in find_faults(home / folder):
                yield f"{folder}/{dataset.file}", fault
        except DataError as error:
            yield f"{folder}/manifest.json", str(error)
    for layer in layers:
        path = home / layer.folder / "manifest.json"
        if path.is_file() and _sha256(path) != layer.sha256:
            yield f"{layer.folder}/manifest.json", f"sha256 is not {layer.sha256}"


def _import(
    file: Path, kind: Kind, name: str | None, home: Path, step: Callable[[], None] | None
) -> Import:
    name = _layer_name(file, name)
    for layer in list_layers(home):
        if layer.name == name and layer.kind != kind:
            raise UsageError(
                f"the layer {name} holds {layer.kind}; give another --name, or remove it first"
            )
    with _writing(home), tempfile.TemporaryDirectory(dir=home, prefix=".import-") as scratch:
        fresh = Path(scratch) / name
        fresh.mkdir()
        faults = Faults(str(file))
        rows = _write(fresh, Lines(file, faults, step=step), file, kind, faults)
        _describe(fresh, kind, file.name)
        sha256 = _sha256(fresh / "manifest.json")
        layer = Layer(name=name, kind=kind, file=file.name, rows=rows, sha256=sha256)
        _install(fresh, home / layer.folder)
        _commit(home, [*(each for each in list_layers(home) if each.name != name), layer])
    return Import(layer=layer, faults=faults)


def _layer_name(file: Path, name: str | None) -> str:
    given = re.sub(r"[^a-z0-9._-]+", "-", file.stem.lower()) if name is None else name
    if not _NAME.fullmatch(given):
        raise UsageError(
            f"a layer cannot be named {given!r}; give --name with letters a-z, digits, . _ or -"
        )
    return given


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
    """Write manifest.json: what every file of the folder holds, in the form of the shipped one."""
    columns = json.loads((folder / "meta.json").read_text("utf-8"))["columns"]
    own = kind == "places"
    files = [
        Dataset(
            file=path.name,
            title=f"Layer: {path.stem}",
            licence=own_places.LICENCE if own else geonames.LICENCE,
            attribution=own_places.LICENCE if own else geonames.ATTRIBUTION,
            version="1",
            sha256=_sha256(path),
            rows=columns.get(path.stem, ["", 1])[1],
            sources=(source,),
        )
        for path in sorted(folder.iterdir())
    ]
    _write_json(folder / "manifest.json", {"files": [asdict(each) for each in files]})


def _commit(home: Path, layers: Sequence[Layer]) -> None:
    """Merge the layers, let them count, and clear away what no longer does."""
    ordered = sorted(layers, key=lambda layer: (layer.kind != "places", layer.name))
    with _writing(home):
        if ordered:
            _build_merged(home, ordered)
        listed = home / f".layers.json.{os.getpid()}"
        _write_json(listed, {"format": FORMAT, "layers": [asdict(layer) for layer in ordered]})
        listed.replace(home / "layers.json")
        _clear(home, ordered)


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
        _install(fresh, target)


def _install(fresh: Path, target: Path) -> None:
    """Give a finished folder its name; one that is there already holds the same."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if not target.is_dir():
        fresh.rename(target)


def _clear(home: Path, layers: Sequence[Layer]) -> None:
    kept = {home / layer.folder for layer in layers}
    kept |= {home / _merged(layers)} if layers else set()
    for parent in (home / "layers", home / "merged"):
        for folder in parent.iterdir() if parent.is_dir() else ():
            if folder not in kept:
                shutil.rmtree(folder, ignore_errors=True)


def _merged(layers: Sequence[Layer]) -> str:
    """Where the layers merged with what ships are: named by the hashes of all their files."""
    shipped = [each.sha256 for each in datasets() if each.file.startswith("gazetteer/")]
    parts = [str(FORMAT), *shipped, *(f"{layer.name} {layer.sha256}" for layer in layers)]
    said = "\n".join(parts).encode()
    return f"merged/{hashlib.sha256(said).hexdigest()[:_SHORT]}"


def shipped_dir() -> Path:
    """The folder of the gazetteer that ships."""
    return data_dir() / "gazetteer"


@contextlib.contextmanager
def _writing(home: Path) -> Iterator[None]:
    try:
        home.mkdir(parents=True, exist_ok=True)
        yield
    except OSError as error:
        raise DataError(
            f"{home} cannot be written: {error.strerror or error}; free some space, or name "
            "another folder in the environment variable GEOCONFLICT_DATA"
        ) from error


def _write_json(path: Path, value: dict[str, Any]) -> None:
    text = json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    path.write_text(text, encoding="utf-8", newline="\n")


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
