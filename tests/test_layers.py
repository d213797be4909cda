import zipfile

import numpy as np
import pytest
from layer_tables import DUMP, OWN, files, ids, line, written

from geo.errors import SourceError
from geo.gazetteer import (
    Gazetteer,
    Origin,
    import_geonames,
    import_places,
    remove_layer,
)
from geo.gazetteer.geonames import kind_of
from geo.gazetteer.layers import shipped_dir
from geo.layers import list_layers

pytestmark = pytest.mark.usefixtures("home")


# What a table of GeoNames adds


@pytest.mark.parametrize(
    ("query", "expected", "kind"),
    [
        ("Nahr Qazbir", "geonames:99000001", "water"),
        ("Qazbir River", "geonames:99000001", "water"),
        ("نهر قزبير", "geonames:99000001", "water"),
        ("Jebel Wazzanur", "geonames:99000002", "other"),
        ("Zamkora Camp", "geonames:99000003", "other"),
        ("Tarbash Ulya", "geonames:99000004", "populated"),
        ("Tarbash Ulya, Sudan", "geonames:99000004", "populated"),
    ],
)
def test_imported_place_is_found_by_its_names(dump, query, expected, kind):
    assert ids(query) == []
    import_geonames(dump)
    (place,) = Gazetteer.open().geocode(query)
    assert (place.id, place.kind, place.country) == (expected, kind, "SD")
    assert (place.admin1, place.admin1_iso, place.source) == ("Western Darfur", "SD-DW", "geonames")


def test_zipped_table_gives_the_same_places(home, dump, tmp_path):
    import_geonames(dump, name="plain")
    plain = files(home / list_layers()[0].folder)
    remove_layer("plain")
    with zipfile.ZipFile(tmp_path / "SD.zip", "w") as archive:
        archive.writestr("readme.txt", "about this table")
        archive.write(dump, "SD.txt")
    import_geonames(tmp_path / "SD.zip", name="plain")
    zipped = files(home / list_layers()[0].folder)
    assert {name for name in plain if plain[name] != zipped[name]} == {"manifest.json", "meta.json"}


def test_place_that_ships_is_not_doubled(dump):
    before = Gazetteer.open().geocode("Khartoum")
    assert import_geonames(dump).layer.rows == 6
    assert Gazetteer.open().geocode("Khartoum") == before
    assert ids("Darfur Unit") == []


def test_place_of_two_tables_is_there_once(dump, tmp_path):
    import_geonames(dump)
    import_geonames(written(tmp_path / "again.txt", DUMP + DUMP))
    assert ids("Tarbash Ulya") == ["geonames:99000004"]


@pytest.mark.parametrize(
    ("group", "code", "kind"),
    [
        ("A", "PCLI", 0), ("A", "ADM1", 1), ("A", "ADM2", 2), ("A", "ADM3", 6), ("A", "ADM1H", 6),
        ("P", "PPLX", 3), ("L", "RGN", 4), ("L", "PRK", 6), ("H", "LK", 5), ("S", "CMP", 6),
        ("T", "MT", 6), ("", "", 6),
    ],
)  # fmt: skip
def test_kind_follows_the_feature(group, code, kind):
    assert kind_of(group, code) == kind


def test_imported_stream_does_not_hide_a_city(tmp_path):
    import_geonames(written(tmp_path / "s.txt", line(99000009, "Goma", "H", "STM")))
    assert ids("Goma")[0] == "geonames:216281"
    assert "geonames:99000009" in ids("Goma")


def test_province_that_no_one_knew_is_named(tmp_path):
    text = line(99000010, "Newland", "A", "ADM1", admin1="ZZ9")
    text += line(99000011, "Newtarbash", "P", "PPL", admin1="ZZ9")
    import_geonames(written(tmp_path / "n.txt", text))
    (place,) = Gazetteer.open().geocode("Newtarbash, Newland")
    assert (place.admin1, place.admin1_iso) == ("Newland", "")


def test_imported_town_knows_its_district(tmp_path):
    (district,) = Gazetteer.open().geocode("Alexandria, Louisiana")[:1]
    text = line(99000012, "Rapidesville", "P", "PPL", admin1="LA", admin2="079")
    import_geonames(written(tmp_path / "us.txt", text.replace("\tSD\t", "\tUS\t")))
    (place,) = Gazetteer.open().geocode("Rapidesville")
    assert place.admin2 == district.admin2 == "Rapides Parish"


# Lines that are no place


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a\tb\n", "line 7: 2 columns, expected 19 with tabs between them"),
        (line(1, "North", "P", "PPL", at=(91, 0)), "line 7: latitude is '91'"),
        (line(1, "North", "P", "PPL", at=("x", 0)), "line 7: latitude is 'x'"),
        (line(1, "North", "P", "PPL", at=(0, "nan")), "line 7: longitude is 'nan'"),
        (line("x7", "North", "P", "PPL"), "line 7: geonameid is 'x7'"),
        (line(1 << 40, "North", "P", "PPL"), "line 7: geonameid is 1099511627776"),
        (line(1, "North", "P", "PPL", people=-5), "line 7: population is '-5'"),
        (line(1, "", "P", "PPL"), "line 7: no name in column 2"),
    ],
)
def test_bad_line_is_named_and_the_rest_goes_on(tmp_path, text, reason):
    done = import_geonames(written(tmp_path / "bad.txt", DUMP + text))
    assert done.layer.rows == 6
    assert done.faults.count == 1
    assert reason in done.faults.first[0]
    assert "bad.txt" in done.faults.first[0]


def test_line_that_is_no_utf8_is_named(tmp_path):
    path = tmp_path / "latin.txt"
    path.write_bytes(DUMP.encode() + line(5, "Bogotá", "P", "PPL").encode("latin-1"))
    assert "line 7: no UTF-8 at byte" in import_geonames(path).faults.first[0]


def test_faults_beyond_twenty_are_counted_only(tmp_path):
    faults = import_geonames(written(tmp_path / "bad.txt", DUMP + "x\n" * 50)).faults
    assert (faults.count, len(faults.first)) == (50, 20)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (DUMP.encode() + b"\x00\x01\x02\n", "line 7 is binary"),
        (b"x" * (1 << 21), "line 1 is binary"),
        (b"", "0 lines and no place"),
        (b"name,lat,lon\n", r"1 lines and no place \(line 1: 1 columns"),
        (b"PK\x03\x04 no archive", "no place"),
    ],
)
def test_file_without_places_is_refused_and_nothing_changes(home, dump, tmp_path, content, reason):
    import_geonames(dump)
    before = files(home)
    path = tmp_path / "bad.txt"
    path.write_bytes(content)
    with pytest.raises(SourceError, match=reason):
        import_geonames(path)
    assert files(home) == before
    assert not [each for each in home.iterdir() if each.name.startswith(".")]


def test_archive_of_several_tables_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "two.zip", "w") as archive:
        archive.writestr("SD.txt", DUMP)
        archive.writestr("TD.txt", DUMP)
    with pytest.raises(SourceError, match=r"holds SD\.txt, TD\.txt, expected one"):
        import_geonames(tmp_path / "two.zip")


def test_missing_file_is_named(tmp_path):
    with pytest.raises(SourceError, match=r"none\.txt: cannot be read: No such file"):
        import_geonames(tmp_path / "none.txt")


# A user's own places


def test_own_place_comes_first(own):
    import_places(own)
    first, second, *_ = Gazetteer.open().geocode("Paris")
    assert (first.source, first.admin1_iso, first.country) == ("user", "SD-DW", "SD")
    assert second.country == "FR"
    assert ids("Old Paris") == [first.id]
    assert Gazetteer.open().geocode("Paris, France")[0].id == second.id


def test_own_place_wins_over_an_imported_one(dump, tmp_path):
    import_geonames(dump)
    mine = written(tmp_path / "mine.csv", "name,lat,lon,id\nTarbash Ulya,1,2,tarbash\n")
    import_places(mine)
    assert ids("Tarbash Ulya") == ["tarbash", "geonames:99000004"]


def test_own_rows_carry_what_the_table_says(tmp_path):
    text = (
        "\ufeffName,LAT,lon,kind,country,population,id,note\n"
        '"Lake, Qumbar",1.5,-2.5,water,TD,,q-1,"a ""note"""\n'
    )
    import_places(written(tmp_path / "lake.csv", text))
    (place,) = Gazetteer.open().geocode("Lake Qumbar")
    assert (place.id, place.name, place.kind) == ("q-1", "Lake, Qumbar", "water")
    assert (place.lat, place.lon, place.country, place.population) == (1.5, -2.5, "TD", 0)


def test_towns_that_ship_keep_their_ids_beside_own_places(own):
    import_places(own)
    gazetteer = Gazetteer.open()
    shipped = Gazetteer.open(shipped_dir())
    assert gazetteer.place_id(len(gazetteer) - 1) == shipped.place_id(len(shipped) - 1)
    origins = gazetteer.origins(np.arange(len(gazetteer)))
    assert np.bincount(origins).tolist() == [len(shipped), 0, 2]
    assert origins[gazetteer.rows("Old Paris")[0][0]] == Origin.OWN


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("Far,100,2,,,", "line 4: lat is '100', expected degrees from -90 to 90"),
        ("Far,1,,,,", "line 4: lon is ''"),
        ("Far,1,2", "line 4: 3 columns, line 1 has 6"),
        (",1,2,,,", "line 4: name is ''"),
        ("Far,1,2,,SD-QQ,", "line 4: admin1_iso is 'SD-QQ'"),
        ("Far,1,2,,,many", "line 4: population is 'many'"),
        ("Paris,13.0,25.0,,,", "line 4: the place of line 2 again"),
        ('"Far,1,2,,,', "line 4: unexpected end of data"),
    ],
)
def test_bad_row_is_named_and_the_rest_goes_on(tmp_path, row, reason):
    done = import_places(written(tmp_path / "own.csv", OWN + row + "\n"))
    assert done.layer.rows == 2
    assert reason in done.faults.first[0]
    assert "own.csv" in done.faults.first[0]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("name,latitude\nA,1\n", "line 1 names no column lat, lon; found name, latitude"),
        ("", "line 1 names no column name, lat, lon; found nothing"),
        ("name,lat,lon\n", "1 lines and no place"),
        ("name,lat,lon\nFar,100,2\n", r"no place \(line 2: lat is '100'"),
    ],
)
def test_table_without_places_is_refused(tmp_path, text, reason):
    with pytest.raises(SourceError, match=reason):
        import_places(written(tmp_path / "own.csv", text))
    assert list_layers() == ()
