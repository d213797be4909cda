"""What a run was made from, and what became of every source: manifest.json."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import asdict
from pathlib import Path
from typing import Any

from geo import __version__
from geo.articles import Failure
from geo.datasets import datasets
from geo.gazetteer import list_layers
from geo.pipeline.beyond import Asked
from geo.pipeline.ledger import Ledger, SourceCount
from geo.pipeline.stages import Options, stages
from geo.replacing import replacing


def manifest(
    ledger: Ledger,
    options: Options,
    totals: dict[str, Any],
    *,
    asked: Asked | None = None,
    corrections: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """The manifest of one run; without clock times, so that two runs compare.

    `corrections` is the account of those that were replayed, nothing where none were given.
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
        "totals": totals,
        **_service(options, asked),
        "sources": _sources(ledger),
    }


def write_json(path: Path, value: dict[str, Any]) -> None:
    """Write `value` so that the file is whole or as it was before."""
    text = json.dumps(value, ensure_ascii=False, indent=2) + "\n"
    with replacing(path) as scratch:
        scratch.write_text(text, encoding="utf-8", errors="backslashreplace", newline="\n")


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


def _sources(ledger: Ledger) -> list[dict[str, Any]]:
    """Every source, each followed by the articles in it that failed or were left out."""
    failures: dict[str, list[Failure]] = defaultdict(list)
    for failure in ledger.failures:
        failures[failure.path].append(failure)
    entries = [_source(count, failures.pop(count.source.path, [])) for count in ledger.counts]
    entries += [
        _entry(failure.path, failure.sha256, reason=failure.reason)
        for rest in failures.values()
        for failure in rest
    ]
    left_out = ({"path": each.path, "status": "left out", "reason": each.reason}
                for each in ledger.skipped)  # fmt: skip
    return entries + list(left_out)


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
