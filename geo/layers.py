"""The layers that a user adds to the data that ships: which there are, and how one is added.

A layer is a folder of the user's, `layers/NAME-HASH`, named by what it holds. layers.json names
those that count, from the moment that it is replaced, at once.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from geo.datasets import Dataset
from geo.errors import DataError, GazetteerError, UsageError

FORMAT = 1
Kind = Literal["geonames", "places", "boundaries"]
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


def user_dir(environment: Mapping[str, str] = os.environ) -> Path:
    """The folder of a user's layers: GEOCONFLICT_DATA, else geoconflict in the XDG data folder."""
    if given := environment.get("GEOCONFLICT_DATA"):
        return Path(given)
    base = environment.get("XDG_DATA_HOME", "")
    # The XDG specification says that a relative path counts as none.
    root = Path(base) if Path(base).is_absolute() else Path.home() / ".local" / "share"
    return root / "geoconflict"


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


def new_layer(
    home: Path, file: Path, *, name: str | None, kind: Kind, write: Callable[[Path], int]
) -> Layer:
    """A layer written below `home`, whole or not at all; it counts once `record` lists it.

    `write` fills the folder that it is given, manifest.json included, and gives back how many rows
    that holds. Raises UsageError for a name that is no folder's, or that a layer of another kind
    has; DataError where nothing can be written.
    """
    name = _checked_name(file, name)
    for layer in list_layers(home):
        if layer.name == name and layer.kind != kind:
            raise UsageError(
                f"the layer {name} holds {layer.kind}; give another --name, or remove it first"
            )
    with writing(home), tempfile.TemporaryDirectory(dir=home, prefix=".import-") as scratch:
        fresh = Path(scratch) / name
        fresh.mkdir()
        rows = write(fresh)
        sha256 = sha256_of(fresh / "manifest.json")
        layer = Layer(name=name, kind=kind, file=file.name, rows=rows, sha256=sha256)
        install(fresh, home / layer.folder)
    return layer


def with_layer(home: Path, layer: Layer) -> list[Layer]:
    """The layers that count with this one among them, in place of one of its name."""
    return [*(each for each in list_layers(home) if each.name != layer.name), layer]


def record(home: Path, layers: Sequence[Layer]) -> None:
    """Let these layers count and no others, whose folders go."""
    ordered = sorted(layers, key=lambda layer: (layer.kind != "places", layer.name))
    with writing(home):
        listed = home / f".layers.json.{os.getpid()}"
        write_json(listed, {"format": FORMAT, "layers": [asdict(layer) for layer in ordered]})
        listed.replace(home / "layers.json")
        clear(home / "layers", {home / layer.folder for layer in ordered})


def install(fresh: Path, target: Path) -> None:
    """Give a finished folder its name; one that is there already holds the same."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if not target.is_dir():
        fresh.rename(target)


def clear(parent: Path, kept: Collection[Path]) -> None:
    """Remove the folders in `parent` that are not among `kept`."""
    for folder in parent.iterdir() if parent.is_dir() else ():
        if folder not in kept:
            shutil.rmtree(folder, ignore_errors=True)


def describe(folder: Path, files: Sequence[Dataset]) -> None:
    """Write manifest.json: what the files of a folder hold, in the form of the shipped one."""
    write_json(folder / "manifest.json", {"files": [asdict(each) for each in files]})


@contextlib.contextmanager
def writing(home: Path) -> Iterator[None]:
    """Make sure of the folder; DataError where it, or anything in it, cannot be written."""
    try:
        home.mkdir(parents=True, exist_ok=True)
        yield
    except OSError as error:
        raise DataError(
            f"{home} cannot be written: {error.strerror or error}; free some space, or name "
            "another folder in the environment variable GEOCONFLICT_DATA"
        ) from error


def write_json(path: Path, value: dict[str, Any]) -> None:
    """Write `value` in one form only, so that equal values give equal bytes."""
    text = json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    path.write_text(text, encoding="utf-8", newline="\n")


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _checked_name(file: Path, name: str | None) -> str:
    given = re.sub(r"[^a-z0-9._-]+", "-", file.stem.lower()) if name is None else name
    if not _NAME.fullmatch(given):
        raise UsageError(
            f"a layer cannot be named {given!r}; give --name with letters a-z, digits, . _ or -"
        )
    return given
