import hashlib
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from layer_tables import DUMP, OWN, files, ids, line, written

from geo import datasets
from geo.cli import cli
from geo.errors import DataError, GazetteerError, UsageError
from geo.gazetteer import (
    Gazetteer,
    import_geonames,
    import_places,
    merge,
    remove_layer,
    verify_layers,
)
from geo.gazetteer.files import PLACE_COLUMNS
from geo.gazetteer.layers import gazetteer_dir, shipped_dir
from geo.gazetteer.merging import merge_layers
from geo.gazetteer.naming import is_name
from geo.layers import list_layers, user_dir
from geo.names import fold, hash_key
from geo.records import Article, Toponym
from geo.resolve import Resolver

pytestmark = pytest.mark.usefixtures("home")


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
    assert toponyms["Zamkora Camp"]["id"] == "geonames:99000003"
    assert toponyms["Jebel Wazzanur"]["id"] == "geonames:99000002"


def test_event_happens_at_an_own_place_without_a_country(home, tmp_path):
    text = "Gunmen attacked the village of Qumbari on Tuesday, killing nine people, he said."
    import_places(written(tmp_path / "own.csv", "name,lat,lon\nQumbari,12.5,24.5\n"))
    done = run(home, "extract", str(written(tmp_path / "a.txt", text)))
    event = json.loads(done.stdout)
    assert (event["location"], event["latitude"], event["longitude"]) == ("Qumbari", 12.5, 24.5)


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
