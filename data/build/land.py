"""Make the land of world-wide maps, and how many people live in the towns of each province.

A map whose events lie in most countries draws every province of the world, whatever the events:
data/land.json holds that payload, ready to be put into a page. data/province_people.csv sums the
population of the gazetteer's populated places by province; sections of towns are left out.

    python data/build/land.py
"""

from __future__ import annotations

import csv
import json

import numpy as np
from manifest import DATA, register

from geo.boundaries import ShippedBoundaries
from geo.gazetteer import Gazetteer
from geo.render.basemap import basemap_payload

LAND, PEOPLE = "land.json", "province_people.csv"
POPULATED, SECTION = 3, -1


def main() -> None:
    """Write both files and enter them in the manifest."""
    people = sum_people(Gazetteer.open())
    with (DATA / PEOPLE).open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["province_id", "population"])
        writer.writerows(sorted(people.items()))
    register(
        PEOPLE,
        "Population by province: the towns of over 500 people in it",
        "CC BY 4.0",
        "GeoNames (geonames.org)",
        "2026-11",
        len(people),
        ["data/gazetteer"],
    )
    source = ShippedBoundaries()
    provinces = source.provinces()
    provinces["population"] = provinces["province_id"].map(people)
    payload = basemap_payload(provinces, source.countries())
    (DATA / LAND).write_text(json.dumps(payload, separators=(",", ":")) + "\n", "utf-8")
    register(
        LAND,
        "Land of world-wide maps: the boundaries, simplified and packed",
        "public domain",
        "Natural Earth",
        "2026-11",
        int(payload["arcs"]["arcs"]),
        ["data/provinces.parquet", "data/countries.parquet", f"data/{PEOPLE}"],
    )


def sum_people(gazetteer: Gazetteer) -> dict[str, int]:
    """People by province_id, where any are known."""
    counted = (np.asarray(gazetteer.kind) == POPULATED) & (np.asarray(gazetteer.capital) != SECTION)
    sums = np.bincount(
        np.asarray(gazetteer.province)[counted],
        np.asarray(gazetteer.population)[counted].astype(float),
        minlength=len(gazetteer.province_ids),
    )
    pairs = zip(gazetteer.province_ids, sums.tolist(), strict=True)
    return {name: int(number) for name, number in pairs if name and number}


if __name__ == "__main__":
    main()
