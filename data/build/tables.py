"""Enter our own tables, data/tables/*.csv, in data/manifest.json.

The tables are written by hand from general knowledge; the CSV is the source.
"""

from __future__ import annotations

import csv

from manifest import DATA, register

LICENCE = "MIT"
ATTRIBUTION = "geoconflict"

TITLES = {
    "abbreviations": "Abbreviations of provinces, countries and cities in news prose",
    "admin1_codes": "ISO 3166-2 codes of GeoNames admin-1 units that names and points get wrong",
    "boundary_repairs": "Repairs of province polygons, each with its reason",
    "boundary_vintages": "Countries whose polygons are older than their present provinces",
    "countries": "Countries and territories: names, ACLED's region, points of the World Factbook",
    "demonyms": "Demonyms of countries, provinces and regions in four languages",
    "first_names": "First names, to tell persons from places",
    "places": "Places that news of conflicts names and GeoNames' towns lack",
    "regions": "Informal regions as sets of provinces, world regions, waters, mountains",
    "spellings": "How news spells places that GeoNames spells otherwise",
    "surnames": "Surnames, to tell persons from places",
    "toponym_words": "Words that decide whether a name is a place",
    "type_words": "Words that say what kind of place a name means, in four languages",
}


def main() -> None:
    """Register every table; a table without a title here is an error."""
    for path in sorted((DATA / "tables").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            rows = sum(1 for _ in csv.reader(file)) - 1
        version = "1"
        register(
            f"tables/{path.name}",
            TITLES[path.stem],
            LICENCE,
            ATTRIBUTION,
            version,
            rows,
            ["own table"],
        )
        print(f"tables/{path.name}: {rows:,} rows")


if __name__ == "__main__":
    main()
