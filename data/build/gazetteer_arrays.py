"""Write the places of the gazetteer as flat little-endian arrays."""

from __future__ import annotations

import json
import math
import shutil
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from gazetteer_places import KINDS, Entry

from geo.gazetteer.sorted_keys import Entries, bucket_edges, sort_keys
from geo.names import hash_key

FORMAT = 1
BUCKET_BITS = 18


def write_gazetteer(folder: Path, entries: Sequence[Entry], tables: dict[str, Any]) -> None:
    """Write all arrays and meta.json; the bytes depend on nothing but the arguments."""
    codes = _code_lists(entries)
    columns = _place_columns(entries, codes) | _key_columns(entries)
    columns |= _text_columns("name", [entry.name for entry in entries])
    columns |= _text_columns(
        "code", [e.id for e in entries if e.kind != "populated" or not e.geonames]
    )
    # Written aside and moved, so that whoever has the old files open keeps them whole.
    fresh = folder.with_name(f"{folder.name}.new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    for name, column in sorted(columns.items()):
        np.save(fresh / f"{name}.npy", column, allow_pickle=False)
    meta = {
        "format": FORMAT,
        "bucket_bits": BUCKET_BITS,
        "columns": {name: [c.dtype.str, len(c)] for name, c in sorted(columns.items())},
        **codes,
        **tables,
    }
    text = json.dumps(meta, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    (fresh / "meta.json").write_text(text + "\n", encoding="utf-8")
    shutil.rmtree(folder, ignore_errors=True)
    fresh.rename(folder)


def _code_lists(entries: Sequence[Entry]) -> dict[str, list[str]]:
    return {
        "countries": sorted({"", *(entry.country for entry in entries)}),
        "admin1_codes": sorted({"", *(entry.admin1 for entry in entries)}),
        "province_ids": sorted({"", *(entry.province for entry in entries)}),
        "sources": sorted({entry.source for entry in entries}),
    }


def _place_columns(
    entries: Sequence[Entry], codes: dict[str, list[str]]
) -> dict[str, np.ndarray[Any, Any]]:
    index = {name: {code: i for i, code in enumerate(values)} for name, values in codes.items()}
    districts = {e.admin2: i for i, e in enumerate(entries) if e.kind == "admin2" and e.admin2}
    first_district = min(districts.values(), default=0)
    rows = {
        "lat": ("<f4", [e.lat for e in entries]),
        "lon": ("<f4", [e.lon for e in entries]),
        "population": ("<u4", [e.population for e in entries]),
        "kind": ("|u1", [KINDS.index(e.kind) for e in entries]),
        "country": ("|u1", [index["countries"][e.country] for e in entries]),
        "admin1": ("<u2", [index["admin1_codes"][e.admin1] for e in entries]),
        "admin2": (
            "<u2",
            [districts.get(e.admin2, first_district - 1) - first_district + 1 for e in entries],
        ),
        "capital": ("|i1", [e.capital for e in entries]),
        "n_names": ("<u2", [min(len(e.names), 65535) for e in entries]),
        "geonames": ("<u4", [e.geonames for e in entries]),
        "province": ("<u2", [index["province_ids"][e.province] for e in entries]),
        "prominence": ("|u1", _prominence(entries)),
        "source": ("|u1", [index["sources"][e.source] for e in entries]),
    }
    return {name: np.array(values, dtype=dtype) for name, (dtype, values) in rows.items()}


def _prominence(entries: Sequence[Entry]) -> list[int]:
    """Ten times log10 of the people of a place; for a unit those of all towns in it."""
    people: dict[str, int] = defaultdict(int)
    for entry in entries:
        if entry.kind == "populated" and entry.capital >= 0:
            people[entry.admin1] += entry.population
            people[entry.admin2] += entry.population
    people[""] = 0
    own = {"admin1": lambda e: people[e.admin1], "admin2": lambda e: people[e.admin2]}
    sizes = [own.get(e.kind, lambda e: e.population)(e) for e in entries]
    return [round(10 * math.log10(1 + size)) for size in sizes]


def _text_columns(name: str, texts: Sequence[str]) -> dict[str, np.ndarray[Any, Any]]:
    encoded = [text.encode() for text in texts]
    starts = np.zeros(len(encoded) + 1, dtype="<u4")
    np.cumsum([len(each) for each in encoded], out=starts[1:])
    return {
        f"{name}_text": np.frombuffer(b"".join(encoded), dtype="|u1"),
        f"{name}_starts": starts,
    }


def _key_columns(entries: Sequence[Entry]) -> dict[str, np.ndarray[Any, Any]]:
    keys: dict[str, int] = {}
    rows = [
        (keys.setdefault(key, len(keys)), place, match)
        for place, entry in enumerate(entries)
        for key, match in entry.names.items()
    ]
    hashes = np.array([hash_key(key) for key in keys], dtype="<u8")
    if len(np.unique(hashes)) != len(hashes):
        raise ValueError("two names share one 64-bit hash; the gazetteer cannot tell them apart")
    table = np.array(rows, dtype=np.int64)
    found = sort_keys(
        Entries(hashes[table[:, 0]], table[:, 1], table[:, 2]),
        kind=np.array([KINDS.index(entry.kind) for entry in entries]),
        population=np.array([entry.population for entry in entries]),
    )
    return {
        "key_hashes": found.hashes.astype("<u8"),
        "key_starts": found.starts.astype("<u4"),
        "key_places": found.places.astype("<u4"),
        "key_matches": found.matches.astype("|u1"),
        "key_profiles": found.profiles.astype("<u2"),
        "key_buckets": bucket_edges(found.hashes, bits=BUCKET_BITS).astype("<u4"),
    }
