import importlib
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geo.errors import GazetteerError
from geo.gazetteer import Gazetteer, MatchKind
from geo.gazetteer.naming import is_name
from geo.gazetteer.query import TypeWords, split_containers
from geo.names import fold, hash_key

ROOT = Path(__file__).resolve().parents[1]
sys.path.append(str(ROOT / "data" / "build"))
arrays = importlib.import_module("gazetteer_arrays")
names = importlib.import_module("gazetteer_names")
places = importlib.import_module("gazetteer_places")


@pytest.fixture(scope="module")
def gazetteer():
    return Gazetteer.open()


def first(gazetteer, query, **options):
    return gazetteer.geocode(query, **options)[0]


TABLES = {
    "admin1_names": [""],
    "admin1_iso": [""],
    "first_admin2": 0,
    "countries_table": [],
    "members": {},
    "type_words": [],
}


def write(folder, *named):
    """A gazetteer of towns: each a list of names, the first one official."""
    entries = []
    for number, (name, *others) in enumerate(named, start=1):
        town = places.Entry(
            id=f"geonames:{number}", name=name, kind="populated", lat=1, lon=2, geonames=number
        )
        town.add([name], places.PRIMARY)
        town.add(others, places.ALTERNATE)
        entries.append(town)
    arrays.write_gazetteer(folder, entries, TABLES)
    return entries


# Names that people write


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("Kyiv", "geonames:703448"),
        ("Kiev", "geonames:703448"),
        ("Київ", "geonames:703448"),
        ("Deir ez-Zor", "admin1:SY.07"),
        ("Dayr az Zawr Governorate", "admin1:SY.07"),
        ("city of Dayr az Zawr", "geonames:170794"),
        ("Côte d'Ivoire", "geonames:2287781"),
        ("Côte d’Ivoire", "geonames:2287781"),
        ("Ivory Coast", "geonames:2287781"),
        ("DRC", "geonames:203312"),
        ("UAE", "geonames:290557"),
        ("U.S.", "geonames:6252001"),
        ("United States", "geonames:6252001"),
        ("UK", "geonames:2635167"),
        ("W.Va.", "admin1:US.WV"),
        ("NSW", "admin1:AU.02"),
        ("حلب", "admin1:SY.09"),
        ("Calcutta", "geonames:1275004"),
    ],
)
def test_name_finds_its_place(gazetteer, query, expected):
    assert first(gazetteer, query).id == expected


def test_case_accents_and_points_do_not_matter(gazetteer):
    found = [place.id for place in gazetteer.geocode("São Paulo")]
    assert [place.id for place in gazetteer.geocode("SAO PAULO")] == found


@pytest.mark.parametrize("query", ["", "   ", ",", "Xyzzyville", "Springfield, Narnia", "!?"])
def test_unknown_name_is_an_empty_list(gazetteer, query):
    assert gazetteer.geocode(query) == []


# Names that several places share


def test_paris_is_the_capital_before_the_towns(gazetteer):
    found = gazetteer.geocode("Paris")
    assert found[0].country == "FR"
    assert found[0].capital
    assert "Texas" in {place.admin1 for place in found}


def test_london_is_the_capital_before_ontario(gazetteer):
    assert [place.country for place in gazetteer.geocode("London")[:2]] == ["GB", "CA"]


def test_georgia_is_the_country_before_the_state(gazetteer):
    assert [place.kind for place in gazetteer.geocode("Georgia")[:2]] == ["country", "admin1"]


def test_demonym_stands_behind_a_state_of_that_name(gazetteer):
    assert first(gazetteer, "Indiana").admin1_iso == "US-IN"


def test_country_filter_keeps_one_country(gazetteer):
    assert {place.country for place in gazetteer.geocode("London", country="ca")} == {"CA"}
    assert gazetteer.geocode("Paris", country="EC") == []


def test_country_filter_keeps_a_region_that_reaches_into_the_country(gazetteer):
    assert first(gazetteer, "Sahel", country="ML").id == "region:sahel"


# "X, Y" and type words


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("Paris, Texas", "geonames:4717560"),
        ("Paris, TX", "geonames:4717560"),
        ("Aleppo, Syria", "admin1:SY.09"),
        ("Springfield, Illinois, USA", "geonames:4250542"),
        ("Goma, DRC", "geonames:216281"),
        ("Washington, D.C.", "geonames:4140963"),
    ],
)
def test_container_chooses_the_place(gazetteer, query, expected):
    assert first(gazetteer, query).id == expected


def test_esmeraldas_is_the_province_before_the_cities(gazetteer):
    province, city, *_ = gazetteer.geocode("Esmeraldas")
    assert (province.kind, province.admin1_iso, province.country) == ("admin1", "EC-E", "EC")
    assert (city.kind, city.admin1_iso, city.population > 100_000) == ("populated", "EC-E", True)


@pytest.mark.parametrize(
    ("query", "kind"),
    [
        ("Esmeraldas Province", "admin1"),
        ("province of Esmeraldas", "admin1"),
        ("Provincia de Esmeraldas", "admin1"),
        ("city of Esmeraldas", "populated"),
        ("Esmeraldas city", "populated"),
        ("Esmeraldas, Ecuador", "admin1"),
    ],
)
def test_type_word_chooses_the_kind(gazetteer, query, kind):
    found = first(gazetteer, query)
    assert (found.name, found.kind, found.country) == ("Esmeraldas", kind, "EC")


def test_whole_name_goes_before_the_name_without_its_type_word(gazetteer):
    assert first(gazetteer, "New York City").id == "geonames:5128581"
    assert first(gazetteer, "Moscow Oblast").id == "admin1:RU.47"


def test_official_type_word_may_be_left_out(gazetteer):
    rows, matches = gazetteer.rows("Rapides")
    found = dict(zip(map(gazetteer.name, rows.tolist()), matches.tolist(), strict=True))
    assert found["Rapides Parish"] == MatchKind.STRIPPED


def test_container_of_a_container_comes_last():
    assert split_containers("Springfield, Illinois, USA") == ("Springfield", ("Illinois", "USA"))
    assert split_containers("باريس، تكساس") == ("باريس", ("تكساس",))


def test_type_words_are_read_on_both_sides():
    words = TypeWords(
        [("en", "city", "both", "populated"), ("es", "provincia", "before", "admin1")]
    )
    assert list(words.split("goma city")) == [("goma", frozenset({"populated"}))]
    assert list(words.split("provincia de napo")) == [("napo", frozenset({"admin1"}))]
    assert list(words.split("city")) == []


# Places that are no towns


@pytest.mark.parametrize(
    ("query", "kind"),
    [
        ("North America", "region"),
        ("Europe", "region"),
        ("Latin America", "region"),
        ("Sahel", "region"),
        ("Donbas", "region"),
        ("Darfur", "region"),
        ("Black Sea", "water"),
        ("Strait of Hormuz", "water"),
        ("Bab el-Mandeb", "water"),
    ],
)
def test_regions_and_waters_are_known(gazetteer, query, kind):
    assert first(gazetteer, query).kind == kind


def test_region_lists_what_it_is_made_of(gazetteer):
    assert set(first(gazetteer, "Donbas").provinces) == {"UA-09", "UA-14"}
    assert "EC" in first(gazetteer, "Latin America").countries


def test_demonym_leads_to_its_country_and_says_so(gazetteer):
    rows, matches = gazetteer.rows("Ecuadorian")
    assert [gazetteer.place_id(row) for row in rows.tolist()] == ["geonames:3658394"]
    assert matches.tolist() == [MatchKind.DEMONYM]


# The arrays


def test_columns_are_as_long_as_there_are_places(gazetteer):
    columns = (
        gazetteer.lat, gazetteer.lon, gazetteer.population, gazetteer.kind, gazetteer.country,
        gazetteer.admin1, gazetteer.admin2, gazetteer.capital, gazetteer.n_names,
        gazetteer.province, gazetteer.prominence,
    )  # fmt: skip
    assert {len(column) for column in columns} == {len(gazetteer)}
    assert gazetteer.countries[0] == gazetteer.admin1_codes[0] == gazetteer.province_ids[0] == ""


def test_ids_are_unique(gazetteer):
    ids = {gazetteer.place_id(row) for row in range(len(gazetteer))}
    assert len(ids) == len(gazetteer)


def test_coordinates_are_on_earth(gazetteer):
    assert np.abs(gazetteer.lat).max() <= 90
    assert np.abs(gazetteer.lon).max() <= 180


def test_most_towns_know_their_province_polygon(gazetteer):
    towns = gazetteer.kind == 3
    assert (gazetteer.province[towns] > 0).mean() > 0.999


def test_town_near_the_coast_belongs_to_its_own_polygon(gazetteer):
    province, city = gazetteer.rows("Esmeraldas")[0], first(gazetteer, "city of Esmeraldas").id
    row = next(row for row in province.tolist() if gazetteer.place_id(row) == city)
    unit = next(row for row in province.tolist() if gazetteer.place_id(row) == "admin1:EC.09")
    assert gazetteer.province[row] == gazetteer.province[unit] > 0


def test_district_is_named_with_its_towns(gazetteer):
    assert first(gazetteer, "Alexandria, Louisiana").admin2 == "Rapides Parish"


def test_admin1_lies_where_its_largest_piece_does(gazetteer):
    wales = first(gazetteer, "New South Wales")
    assert abs(wales.lat + 32) < 1
    assert abs(wales.lon - 147) < 1


def test_country_record_has_codes_and_region(gazetteer):
    country = gazetteer.find_country("ec")
    assert (country.iso3, country.iso_numeric, country.region) == ("ECU", 218, "South America")
    assert gazetteer.find_country("ZZ") is None


def test_profile_tells_kinds_matches_and_size(gazetteer):
    keys = ["ecuador", "ecuadorian", "paris", "nsw", "xyzzyville"]
    hashes = np.array([hash_key(key) for key in keys], dtype=np.uint64)
    ecuador, ecuadorian, paris, nsw, nothing = gazetteer.profiles(hashes).tolist()
    assert ecuador & 1
    assert ecuador & 1 << 8
    assert ecuadorian & 1 << 7
    assert not ecuadorian & 1 << 8
    assert paris & 1 << 3
    assert paris >> 10 & 7 == 7
    assert nsw & 1 << 9
    assert nothing == 0


def test_no_hashes_give_no_ranges(gazetteer):
    starts, stops = gazetteer.find(np.array([], dtype=np.uint64))
    assert len(starts) == len(stops) == 0


def test_every_entry_is_reached_by_its_official_name(gazetteer):
    rows = range(0, len(gazetteer), 997)
    hashes = np.array([hash_key(fold(gazetteer.name(row))) for row in rows], dtype=np.uint64)
    starts, stops = gazetteer.find(hashes)
    for row, start, stop in zip(rows, starts.tolist(), stops.tolist(), strict=True):
        assert row in gazetteer.key_places[start:stop]


NAMES = st.text(st.characters(categories=("L",), max_codepoint=0x24F), min_size=2, max_size=6)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.lists(NAMES, min_size=1, max_size=4), min_size=1, max_size=12), NAMES)
def test_look_up_agrees_with_a_plain_dictionary(named, other):
    with tempfile.TemporaryDirectory() as folder:
        entries = write(Path(folder) / "gazetteer", *named)
        opened = Gazetteer.open(Path(folder) / "gazetteer")
        for name in {other, *(name for group in named for name in group)}:
            expected = {
                (row, entry.names[fold(name)])
                for row, entry in enumerate(entries)
                if fold(name) in entry.names
            }
            rows, matches = opened.rows(name)
            assert set(zip(rows.tolist(), matches.tolist(), strict=True)) == expected
        del opened


def test_same_places_give_the_same_bytes(tmp_path):
    for folder in ("one", "two"):
        write(tmp_path / folder, ["Goma", "Ngoma"], ["Bukavu"])
    for file in (tmp_path / "one").iterdir():
        assert file.read_bytes() == (tmp_path / "two" / file.name).read_bytes()


# Opening


def test_opening_and_looking_up_loads_no_heavy_library():
    program = (
        "import sys; from geo.gazetteer import Gazetteer; "
        "assert Gazetteer.open().geocode('Esmeraldas'); "
        "print(*sorted({name.split('.')[0] for name in sys.modules}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, check=True, capture_output=True, text=True
    )
    heavy = {"pandas", "geopandas", "pyarrow", "shapely", "scipy", "folium", "geopy"}
    assert not heavy & set(done.stdout.split())


@pytest.fixture
def small(tmp_path):
    write(tmp_path / "gazetteer", ["Goma"], ["Bukavu", "Costermansville"])
    return tmp_path / "gazetteer"


def test_missing_folder_is_named(tmp_path):
    with pytest.raises(GazetteerError, match=r"nowhere.*missing"):
        Gazetteer.open(tmp_path / "nowhere")


def test_missing_file_is_named(small):
    (small / "lat.npy").unlink()
    with pytest.raises(GazetteerError, match=r"lat\.npy is missing"):
        Gazetteer.open(small)


def test_cut_off_file_is_named(small):
    content = (small / "key_hashes.npy").read_bytes()
    (small / "key_hashes.npy").write_bytes(content[:-8])
    with pytest.raises(GazetteerError, match=r"key_hashes\.npy cannot be read"):
        Gazetteer.open(small)


def test_empty_file_is_named(small):
    (small / "kind.npy").write_bytes(b"")
    with pytest.raises(GazetteerError, match=r"kind\.npy cannot be read"):
        Gazetteer.open(small)


def test_file_of_another_build_is_named(small, tmp_path):
    write(tmp_path / "other", ["Uvira"])
    shutil.copy(tmp_path / "other" / "lat.npy", small)
    with pytest.raises(GazetteerError, match=r"lat\.npy holds .* different builds"):
        Gazetteer.open(small)


def test_starts_that_do_not_end_with_their_table_are_refused(small):
    starts = np.load(small / "key_starts.npy")
    starts[-1] += 1
    np.save(small / "key_starts.npy", starts)
    with pytest.raises(GazetteerError, match="the end of key_starts is"):
        Gazetteer.open(small)


@pytest.mark.parametrize("text", ["", "[]", "{", '{"format": 99}', '{"format": 1}'])
def test_meta_that_is_no_meta_is_refused(small, text):
    (small / "meta.json").write_text(text, encoding="utf-8")
    with pytest.raises(GazetteerError, match=r"meta\.json"):
        Gazetteer.open(small)


def test_column_that_meta_does_not_list_is_refused(small):
    meta = json.loads((small / "meta.json").read_text("utf-8"))
    del meta["columns"]["lat"]
    (small / "meta.json").write_text(json.dumps(meta), encoding="utf-8")
    with pytest.raises(GazetteerError, match="lists no lat"):
        Gazetteer.open(small)


def test_column_of_another_length_is_refused(small):
    np.save(small / "lat.npy", np.zeros(3, dtype="<f4"))
    meta = json.loads((small / "meta.json").read_text("utf-8"))
    meta["columns"]["lat"][1] = 3
    (small / "meta.json").write_text(json.dumps(meta), encoding="utf-8")
    with pytest.raises(GazetteerError, match="number of names is 2, lat has 3"):
        Gazetteer.open(small)


# What the builder takes for a name


@pytest.mark.parametrize(
    "text", ["Kiev", "Київ", "حلب", "Deir ez-Zor", "'s-Hertogenbosch", "NYC City", "キーウ"]
)
def test_name_is_kept(text):
    assert is_name(text)


@pytest.mark.parametrize(
    "text", ["IEV", "LON", "EGLL", "hlb", "a lei po", "75000", "http://x.org/a", "x" * 90, "A"]
)
def test_code_transcript_number_or_link_is_left_out(text):
    assert not is_name(text)


def test_direction_alone_is_no_stripped_name():
    words = names.TypeWords([("Province", "both", "admin1")])
    assert list(words.stripped("Northern Province")) == []
    assert list(words.stripped("Kabul Province")) == ["kabul"]
