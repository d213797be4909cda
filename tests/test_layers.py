import hashlib
import json
import os
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from geo import datasets
from geo.cli import cli
from geo.errors import DataError, GazetteerError, SourceError, UsageError
from geo.gazetteer import (
    Gazetteer,
    Origin,
    import_geonames,
    import_places,
    list_layers,
    merge,
    remove_layer,
    user_dir,
    verify_layers,
)
from geo.gazetteer.files import PLACE_COLUMNS
from geo.gazetteer.geonames import kind_of
from geo.gazetteer.layers import gazetteer_dir, shipped_dir
from geo.gazetteer.merging import merge_layers
from geo.gazetteer.naming import is_name
from geo.names import fold, hash_key
from geo.records import Article, Toponym
from geo.resolve import Resolver

KHARTOUM = 379252


def line(number, name, group, code, *, alternates="", admin1="47", admin2="", people=0, at=None):
    """One line of GeoNames' published table."""
    lat, lon = at or (13.4, 25.1)
    fields = (
        number, name, name, alternates, lat, lon, group, code, "SD", "", admin1, admin2, "", "",
        people, "", 500, "Africa/Khartoum", "2024-01-01",
    )  # fmt: skip
    return "\t".join(map(str, fields)) + "\n"


DUMP = (
    line(99000001, "Nahr Qazbir", "H", "STM", alternates="Qazbir River,نهر قزبير")
    + line(99000002, "Jebel Wazzanur", "T", "MT")
    + line(99000003, "Zamkora Camp", "S", "CMPRF")
    + line(99000004, "Tarbash Ulya", "P", "PPL", people=40)
    + line(KHARTOUM, "Khartoum", "P", "PPLC", admin1="29", people=7)
    + line(408646, "Darfur Unit", "A", "ADM1")
)
OWN = (
    "name,lat,lon,alternates,admin1_iso,population\n"
    "Paris,13.0,25.0,Parisa;Old Paris,SD-DW,\n"
    "Camp Qumbari,12.5,24.5,مخيم قمباري,SD-DW,900\n"
)


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    folder = tmp_path / "home"
    monkeypatch.setenv("GEOCONFLICT_DATA", str(folder))
    return folder


@pytest.fixture
def dump(tmp_path):
    return written(tmp_path / "SD.txt", DUMP)


@pytest.fixture
def own(tmp_path):
    return written(tmp_path / "own.csv", OWN)


def written(path, text):
    path.write_text(text, encoding="utf-8", newline="")
    return path


def files(folder):
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def ids(query, **options):
    return [place.id for place in Gazetteer.open().geocode(query, **options)]


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


# Layers as a whole


def test_without_layers_the_shipped_files_are_read(home):
    assert list_layers() == ()
    assert gazetteer_dir() == shipped_dir()
    assert not home.exists()


def test_merging_nothing_gives_the_shipped_columns(tmp_path):
    merge_layers(tmp_path, shipped_dir(), own=[], imported=[])
    for column in sorted(tmp_path.glob("*.npy")):
        assert column.read_bytes() == (shipped_dir() / column.name).read_bytes(), column.name


def test_removing_the_last_layer_gives_back_what_ships(home, dump, own):
    import_geonames(dump)
    import_places(own)
    assert [layer.name for layer in list_layers()] == ["own", "sd"]
    remove_layer("own")
    assert ids("Paris")[0] == "geonames:2988507"
    remove_layer("sd")
    assert gazetteer_dir() == shipped_dir()
    assert {path.name for path in home.rglob("*") if path.is_file()} == {"layers.json"}


def test_two_imports_give_the_same_bytes(tmp_path, dump, own):
    for name in ("one", "two"):
        import_geonames(dump, home=tmp_path / name)
        import_places(own, home=tmp_path / name)
    other = tmp_path / "three"
    import_places(own, home=other)
    import_geonames(dump, home=other)
    assert files(tmp_path / "one") == files(tmp_path / "two") == files(other)


def test_import_of_the_same_name_replaces_the_layer(home, dump):
    import_geonames(dump)
    import_geonames(written(dump, DUMP + line(99000020, "Tarbash Sufla", "P", "PPL")))
    assert [layer.rows for layer in list_layers()] == [7]
    assert len(list((home / "layers").iterdir())) == len(list((home / "merged").iterdir())) == 1
    assert ids("Tarbash Sufla") == ["geonames:99000020"]


def test_name_of_another_kind_of_layer_is_refused(dump, own):
    import_geonames(dump, name="mine")
    with pytest.raises(UsageError, match=r"mine holds geonames; give another --name"):
        import_places(own, name="mine")


@pytest.mark.parametrize("name", ["", "../up", "A B", "x" * 80])
def test_name_that_is_no_folder_is_refused(own, name):
    with pytest.raises(UsageError, match="cannot be named"):
        import_places(own, name=name)


def test_removing_an_unknown_layer_names_the_known(own):
    import_places(own)
    with pytest.raises(UsageError, match=r"no layer is named 'else'; there are: own"):
        remove_layer("else")


def test_merged_with_another_version_is_refused_until_merged_anew(home, own):
    import_places(own)
    gazetteer_dir().rename(home / "merged" / "older")
    with pytest.raises(GazetteerError, match="run `geoconflict data merge`"):
        Gazetteer.open()
    merge()
    assert ids("Old Paris")
    assert not (home / "merged" / "older").exists()


def test_damage_is_found_and_repaired_by_merging(own):
    import_places(own)
    assert {fault for _, fault in verify_layers()} == {""}
    (gazetteer_dir() / "lat.npy").write_bytes(b"damaged")
    faults = [file for file, fault in verify_layers() if fault]
    assert faults == [f"merged/{gazetteer_dir().name}/lat.npy"]
    with pytest.raises(GazetteerError, match="geoconflict data merge"):
        Gazetteer.open()
    merge()
    assert {fault for _, fault in verify_layers()} == {""}


def test_damaged_list_of_layers_is_named(home):
    home.mkdir()
    (home / "layers.json").write_text("{")
    with pytest.raises(GazetteerError, match=r"layers\.json cannot be read .* import your layers"):
        Gazetteer.open()


def test_folder_that_cannot_be_written_is_named(tmp_path, own):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(DataError, match="GEOCONFLICT_DATA"):
        import_places(own, home=tmp_path / "file")


def test_user_folder_follows_the_environment():
    assert user_dir({"GEOCONFLICT_DATA": "/d"}) == Path("/d")
    assert user_dir({"XDG_DATA_HOME": "/x"}) == Path("/x/geoconflict")
    default = Path.home() / ".local" / "share" / "geoconflict"
    assert user_dir({}) == user_dir({"XDG_DATA_HOME": "relative"}) == default


NAMES = st.text(st.characters(categories=("L",), max_codepoint=0x24F), min_size=2, max_size=4)
TOWNS = st.lists(st.tuples(NAMES, NAMES), min_size=1, max_size=9)


# Every example merges what ships; shrinking would merge it thousands of times.
@settings(max_examples=8, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(TOWNS, TOWNS, st.sampled_from(["Paris", "Goma", "Aleppo"]))
def test_merged_look_up_agrees_with_a_plain_dictionary(table, mine, shared):
    with tempfile.TemporaryDirectory() as folder:
        expected = {}
        _add_table(Path(folder), [(shared, shared), *table], expected)
        _add_own(Path(folder), mine, expected)
        merged = Gazetteer.open(gazetteer_dir(Path(folder) / "home"))
        shipped = Gazetteer.open(shipped_dir())
        for key, found in expected.items():
            assert entries(merged, key) == found | entries(shipped, key)
        del merged, shipped


def entries(gazetteer, key):
    starts, stops = gazetteer.find(np.array([hash_key(key)], np.uint64))
    span = slice(int(starts[0]), int(stops[0]))
    places, matches = gazetteer.key_places[span].tolist(), gazetteer.key_matches[span].tolist()
    return {(gazetteer.place_id(p), m) for p, m in zip(places, matches, strict=True)}


def _add_table(folder, towns, expected):
    rows = [(4_000_000_000 + at, name, other) for at, (name, other) in enumerate(towns)]
    text = "".join(
        line(i, name, "P", "PPL", alternates=other).replace("\tSD\t", "\tFR\t")
        for i, name, other in rows
    )
    import_geonames(written(folder / "table.txt", text), home=folder / "home")
    for i, name, other in rows:
        _expect(expected, f"geonames:{i}", name, other if is_name(other) else "")


def _add_own(folder, towns, expected):
    rows = [(f"own-{at}", name, other) for at, (name, other) in enumerate(towns)]
    text = "id,name,alternates,lat,lon\n" + "".join(f"{i},{n},{o},1,2\n" for i, n, o in rows)
    import_places(written(folder / "own.csv", text), home=folder / "home")
    for i, name, other in rows:
        _expect(expected, i, name, other)


def _expect(expected, place, name, other):
    keys = {key: 1 for key in (fold(other),) if len(key) > 1 or not key.isascii()}
    keys |= {key: 0 for key in (fold(name),) if len(key) > 1 or not key.isascii()}
    for key, match in keys.items():
        expected.setdefault(key, set()).add((place, match))


def test_merged_columns_are_as_long_as_there_are_places(dump, own):
    import_geonames(dump)
    import_places(own)
    gazetteer = Gazetteer.open()
    assert len(gazetteer) == len(Gazetteer.open(shipped_dir())) + 4 + 2
    assert {len(gazetteer._columns[name]) for name in PLACE_COLUMNS} == {len(gazetteer)}
    ids_ = {gazetteer.place_id(row) for row in range(len(gazetteer))}
    assert len(ids_) == len(gazetteer)


# From text to place


def resolve(text, *names):
    spans = [Toponym(text=n, start=text.index(n), end=text.index(n) + len(n)) for n in names]
    return Resolver(Gazetteer.open()).resolve(Article(id="a", text=text), spans)


def test_own_place_is_what_its_name_means_in_an_article(own):
    text = "Fighters attacked Paris on Monday, killing nine people, the French news agency said."
    assert resolve(text, "Paris")[0].place.country == "FR"
    import_places(own)
    (answer,) = resolve(text, "Paris")
    assert answer.place.source == "user"
    assert "one of your own places" in answer.reason


def test_words_beside_a_name_are_stronger_than_an_own_place(own):
    import_places(own)
    text = "The minister spoke in Paris, France, after talks."
    assert resolve(text, "Paris", "France")[0].place.country == "FR"


def test_imported_stream_is_not_what_a_city_s_name_means(tmp_path):
    import_geonames(written(tmp_path / "s.txt", line(99000009, "Goma", "H", "STM")))
    (answer,) = resolve("Rebels shelled Goma on Monday, killing nine people.", "Goma")
    assert answer.place.id == "geonames:216281"


ARTICLE = (
    "Gunmen attacked the village of Tarbash Ulya on Tuesday, killing nine people, residents "
    "said. Survivors fled across the Qazbir River towards Zamkora Camp in West Darfur, Sudan. "
    "Clashes were also reported on the slopes of Jebel Wazzanur."
)


def run(home, *arguments):
    return subprocess.run(
        [sys.executable, "-m", "geo", *arguments],
        env=os.environ | {"GEOCONFLICT_DATA": str(home)},
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip


def test_command_imports_and_finds_places_in_an_article(home, dump, tmp_path):
    assert "6 places" in run(home, "data", "import", "geonames", str(dump)).stderr
    done = run(home, "geoparse", str(written(tmp_path / "a.txt", ARTICLE)))
    toponyms = {each["text"]: each["place"] for each in json.loads(done.stdout)["toponyms"]}
    assert toponyms["Tarbash Ulya"]["id"] == "geonames:99000004"
    assert toponyms["Qazbir River"]["id"] == "geonames:99000001"
    assert toponyms["Jebel Wazzanur"]["id"] == "geonames:99000002"


def test_command_lists_verifies_and_removes_layers(own):
    invoke = CliRunner().invoke
    bad = written(own, OWN + "Far,100,2,,,\n")
    done = invoke(cli, ["data", "import", "places", str(bad), "--name", "camps"])
    assert done.exit_code == 0, done.output
    assert "line 4: lat is '100'" in done.stderr
    listed = invoke(cli, ["data", "list"]).stdout
    assert "layer camps\t2 rows\tyour own\town.csv" in listed
    assert f"layers/camps-{list_layers()[0].sha256[:16]}/lat.npy: ok" in (
        invoke(cli, ["data", "verify"]).stdout
    )
    assert invoke(cli, ["data", "remove", "camps"]).exit_code == 0
    assert "layer" not in invoke(cli, ["data", "list"]).stdout.lower()


def test_manifest_of_a_layer_has_the_form_of_the_shipped_one(home, dump):
    import_geonames(dump)
    (layer,) = list_layers()
    listed = datasets.read_manifest(home / layer.folder)
    assert {each.attribution for each in listed} == {"GeoNames (geonames.org)"}
    manifest = (home / layer.folder / "manifest.json").read_bytes()
    assert hashlib.sha256(manifest).hexdigest() == layer.sha256
