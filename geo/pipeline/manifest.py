"""What a run was made from, and what became of every source: manifest.json."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from geo import __version__
from geo.articles import Failure
from geo.datasets import datasets
from geo.layers import list_layers
from geo.pipeline.beyond import Asked
from geo.pipeline.ledger import Ledger, SourceCount
from geo.pipeline.stages import Options, stages
from geo.replacing import replacing


def write_manifest(path: Path, about: dict[str, Any], ledger: Ledger) -> None:
    """Write `about` and the sources of `ledger`, one at a time, so that the file is whole or not.

    The sources come last.
    """
    head = json.dumps(about, ensure_ascii=False, indent=2)
    with replacing(path) as scratch, scratch.open("wb") as file:
        file.write(_encoded(head.removesuffix("\n}") + ',\n  "sources": ['))
        mark = "\n"
        for entry in sources(ledger):
            file.write(_encoded(f"{mark}    {_indented(entry)}"))
            mark = ",\n"
        file.write(b"]\n}\n" if mark == "\n" else b"\n  ]\n}\n")


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "backslashreplace")


def manifest(
    options: Options,
    totals: dict[str, Any],
    *,
    asked: Asked | None = None,
    corrections: dict[str, Any] | None = None,
    boundaries: Sequence[str] = (),
) -> dict[str, Any]:
    """The manifest of one run but for its sources; without clock times, so that two runs compare.

    `corrections` is the account of those that were replayed, nothing where none were given;
    `boundaries` are the ids of a user's own.
    """
    return {
        "geoconflict": __version__,
        "stages": stages(options).id,
        "options": _options(options),
        "data": [
            {"file": data.file, "version": data.version, "sha256": data.sha256}
            for data in datasets()
        ],
        "layers": [
            {"name": layer.name, "kind": layer.kind, "file": layer.file, "sha256": layer.sha256}
            for layer in list_layers()
        ],
        **({"corrections": corrections} if corrections else {}),
        **({"boundaries": list(boundaries)} if boundaries else {}),
        "totals": totals,
        **_service(options, asked),
    }


def _options(options: Options) -> dict[str, Any]:
    """The options that decide; where answers are kept decides nothing."""
    return {name: value for name, value in asdict(options).items() if name != "geocodes"}


def _service(options: Options, asked: Asked | None) -> dict[str, Any]:
    """What a service told, and whom to credit for it; nothing where none was to be asked."""
    beyond = stages(options).beyond
    if beyond is None:
        return {}
    credit = {"id": beyond.id, "attribution": beyond.geocoder.service.attribution}
    return {"service": credit | asdict(asked or Asked())}


def _indented(entry: dict[str, Any]) -> str:
    """As json.dumps(indent=2) would write it there, many times as fast."""
    fields = (f"{json.dumps(name)}: {json.dumps(value, ensure_ascii=False)}"
              for name, value in entry.items())  # fmt: skip
    return "{\n      " + ",\n      ".join(fields) + "\n    }"


def sources(ledger: Ledger) -> Iterator[dict[str, Any]]:
    """Every source, each followed by the articles in it that failed or were left out."""
    failures: dict[str, list[Failure]] = defaultdict(list)
    for failure in ledger.failures:
        failures[failure.path].append(failure)
    for count in ledger.counts:
        yield _source(count, failures.pop(count.source.path, []))
    for rest in failures.values():
        for failure in rest:
            yield _entry(failure.path, failure.sha256, reason=failure.reason)
    for each in ledger.skipped:
        yield {"path": each.path, "status": "left out", "reason": each.reason}


def _source(count: SourceCount, failures: list[Failure]) -> dict[str, Any]:
    reason = "; ".join(failure.reason for failure in failures)
    entry = _entry(count.source.path, count.source.sha256, reason=reason)
    return entry | {
        "articles": count.articles,
        "toponyms": count.toponyms,
        "events": count.events,
    }


def _entry(path: str, sha256: str, *, reason: str) -> dict[str, Any]:
    status = "failed" if reason else "ok"
    return {"path": path, "sha256": sha256, "status": status, "reason": reason}
