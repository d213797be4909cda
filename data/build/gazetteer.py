"""Build data/gazetteer: every place with every name, as memory-mapped arrays.

Run as `python data/build/gazetteer.py`. The same packages and tables give the same bytes.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from gazetteer_arrays import write_gazetteer
from gazetteer_forms import add_forms
from gazetteer_links import link_districts
from gazetteer_names import TypeWords
from gazetteer_own import add_transliterations, give_units, own_entries
from gazetteer_places import (
    KINDS,
    Entry,
    city_entries,
    country_entries,
    points_by_unit,
    read_table,
)
from gazetteer_provinces import Provinces
from gazetteer_regions import continent_entries, merge_regions, region_entries, sea_entries
from gazetteer_sources import (
    SOURCES,
    read_cities,
    read_continents,
    read_countries,
    read_districts,
    read_feature_codes,
    read_seas,
    read_subdivisions,
    read_units,
)
from gazetteer_units import UnitSources, admin1_entries, admin2_entries
from manifest import register

DATA = Path(__file__).resolve().parents[1]

_Units = tuple[list[Entry], dict[str, Entry]]


def build(data: Path, folder: Path) -> None:
    """Write the gazetteer into `folder` from the packages and the tables under `data`."""
    tables = data / "tables"
    geonames = read_countries()
    countries = country_entries(read_table(tables / "countries.csv"), geonames)
    provinces = Provinces.read(data)
    capitals = {code: str(row["capital"]) for code, row in geonames.items()}
    codes = {code for level in (1, 2) for code, _ in read_units(level)}
    cities = city_entries(read_cities(), read_districts(), read_feature_codes(), capitals, codes)
    types = TypeWords.read(tables / "type_words.csv")
    units, isos = _units(types, cities, provinces)
    own = own_entries(read_table(tables / "places.csv"))
    provinces.place([*(unit for unit in units if not provinces.is_divided(unit)), *cities, *own])
    give_units(own, cities)
    add_transliterations(cities)
    cities += own
    codes_of = {iso: code for code, iso in provinces.codes.items()}
    regions = region_entries(read_table(tables / "regions.csv"), codes_of)
    regions += provinces.unlisted([*countries, *units, *regions, *cities])
    regions, merged = merge_regions(regions, isos, types)
    regions += continent_entries(read_continents(), geonames, regions)
    regions += sea_entries(read_seas(), regions)
    entries = [*countries, *units, *regions, *cities]
    entries.sort(key=lambda e: (e.kind == "populated", KINDS.index(e.kind), e.geonames, e.id))
    unknown = add_forms(
        entries,
        isos,
        merged,
        spellings=read_table(tables / "spellings.csv"),
        abbreviations=read_table(tables / "abbreviations.csv"),
        demonyms=read_table(tables / "demonyms.csv"),
    )
    print("no place for:", *unknown)
    write_gazetteer(folder, entries, _tables(entries, provinces.codes, tables))
    print(dict(sorted(Counter(entry.kind for entry in entries).items())))


def _units(types: TypeWords, cities: Sequence[Entry], provinces: Provinces) -> _Units:
    """The admin-1 and admin-2 units, and the unit of each ISO 3166-2 code."""
    subdivisions = {each.iso: each for each in read_subdivisions()}
    codes = provinces.codes
    links1 = {code: subdivisions[iso] for code, iso in codes.items() if iso in subdivisions}
    names2, points2 = read_units(2), points_by_unit(cities, 2)
    free = [subdivisions[iso] for iso in sorted(subdivisions.keys() - set(codes.values()))]
    links2 = link_districts(names2, free, points2, types)
    polygons2 = {
        code: provinces.by_iso[each.iso]
        for code, each in links2.items()
        if each.iso in provinces.by_iso
    }
    points1 = points_by_unit(cities, 1)
    admin1 = admin1_entries(UnitSources(read_units(1), points1, links1, provinces.units), types)
    admin2 = admin2_entries(UnitSources(names2, points2, links2, polygons2), admin1, cities, types)
    isos = _by_iso(admin2, {code: each.iso for code, each in links2.items()})
    return [*admin1, *admin2], isos | _by_iso(admin1, codes)


def _by_iso(entries: Sequence[Entry], codes: Mapping[str, str]) -> dict[str, Entry]:
    found = ((codes.get(entry.admin2 or entry.admin1, ""), entry) for entry in entries)
    return {iso: entry for iso, entry in found if iso}


def _tables(entries: Sequence[Entry], isos: Mapping[str, str], tables: Path) -> dict[str, Any]:
    admin1 = {entry.admin1: entry.name for entry in entries if entry.kind == "admin1"}
    codes = sorted({"", *(entry.admin1 for entry in entries)})
    first_admin2 = next((i for i, entry in enumerate(entries) if entry.kind == "admin2"), 0)
    return {
        "first_admin2": first_admin2,
        "admin1_names": [admin1.get(code, "") for code in codes],
        "admin1_iso": [isos.get(code, "") for code in codes],
        "countries_table": [
            [row["iso2"], row["iso3"], int(row["iso_numeric"]), row["name"], row["region"],
             float(row["lat"]), float(row["lon"])]
            for row in read_table(tables / "countries.csv")
        ],
        "members": {
            entry.id: [entry.countries, entry.provinces]
            for entry in entries
            if entry.countries or entry.provinces
        },
        "type_words": [
            [row["language"], row["word"], row["position"], row["kind"]]
            for row in read_table(tables / "type_words.csv")
        ],
    }  # fmt: skip


def describe(folder: Path) -> None:
    """Enter every file of the gazetteer in the manifest."""
    columns = json.loads((folder / "meta.json").read_text("utf-8"))["columns"]
    for file in sorted(folder.iterdir()):
        register(
            file=f"{folder.name}/{file.name}",
            title=f"Gazetteer: {file.stem}",
            licence="CC BY 4.0",
            attribution="GeoNames (geonames.org), Natural Earth, iso3166-2, geoconflict",
            version="1",
            rows=columns.get(file.stem, ["", 1])[1],
            sources=(*SOURCES, "data/tables"),
        )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA, help="folder of tables and provinces")
    parser.add_argument("--out", type=Path, default=DATA / "gazetteer")
    options = parser.parse_args()
    build(options.data, options.out)
    if options.out.parent == DATA:
        describe(options.out)
