import json
import zipfile
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from click.testing import CliRunner

import geo
from geo.boundaries import (
    DISTRICT_COLUMNS,
    PROVINCE_COLUMNS,
    Boundaries,
    BoundarySource,
    ShippedBoundaries,
)
from geo.cli import cli
from geo.errors import DataError, FrameError, UsageError
from geo.frames import typed_frame
from geo.join import join_districts
from geo.layers import list_layers
from geo.pipeline import (
    Sharing,
    choose_boundaries,
    import_boundaries,
    read_boundaries,
    with_provinces,
)
from geo.render.pack import expand
from geo.stats import rates

pytestmark = pytest.mark.usefixtures("home")

ROOT = Path(__file__).resolve().parents[1]
NAMES = ("Darfur West", "Darfur East")
WEST, EAST = shapely.box(22, 10, 26, 15), shapely.box(26, 10, 30, 15)


def squares(*shapes, **columns):
    table = pd.DataFrame(columns or {"name": NAMES, "country": "SD"})
    return gpd.GeoDataFrame(table, geometry=list(shapes or (WEST, EAST)), crs="EPSG:4326")


@pytest.fixture
def saved(tmp_path):
    def save(frame, name="own.gpkg", **options):
        path = tmp_path / name
        frame.to_file(path, **options) if path.suffix != ".parquet" else frame.to_parquet(path)
        return path

    return save


@pytest.fixture(scope="module")
def ecuador():
    return ShippedBoundaries().provinces(["EC"])


def cod(provinces, **columns):
    """The provinces with the columns of OCHA's operational datasets."""
    codes = [f"EC{number:02}" for number in range(1, len(provinces) + 1)]
    table = {"ADM1_EN": provinces["name"], "ADM1_PCODE": codes, "ADM0_EN": "Ecuador"} | columns
    return gpd.GeoDataFrame(table, geometry=provinces.geometry.to_numpy(), crs=provinces.crs)


# What is read


@pytest.mark.parametrize("name", ["own.gpkg", "own.geojson", "own.shp", "own.fgb", "own.parquet"])
def test_every_form_gives_the_same_provinces(saved, name):
    provinces = read_boundaries(saved(squares(), name)).provinces()
    assert tuple(provinces.columns) == PROVINCE_COLUMNS
    assert provinces.crs.to_epsg() == 4326
    assert provinces["name"].tolist() == ["Darfur East", "Darfur West"]
    assert set(provinces["country"]) == {"SD"}
    assert shapely.equals(provinces.geometry.to_numpy(), [EAST, WEST]).all()


@pytest.mark.parametrize(
    ("columns", "level", "area_id"),
    [
        ({"ADM1_EN": NAMES, "ADM1_PCODE": ("SD01", "SD02"), "ADM0_PCODE": "SD"}, 1, "SD01"),
        ({"ADM1_ES": NAMES, "ADM1_PCODE": ("SD01", "SD02"), "ADM0_ES": "Sudán"}, 1, "SD01"),
        ({"adm1_name": NAMES, "adm1_pcode": ("SD01", "SD02"), "iso3": "SDN"}, 1, "SD01"),
        ({"shapeName": NAMES, "shapeID": ("A1", "B2"), "shapeGroup": "SDN"}, 1, "A1"),
        ({"NAME_1": NAMES, "GID_1": ("SDN.1_1", "SDN.2_1"), "COUNTRY": "Sudan"}, 1, "SDN.1_1"),
        ({"name": NAMES, "iso_a2": "SD"}, 1, "SD-darfur-west"),
        ({"ADM2_EN": NAMES, "ADM2_PCODE": ("SD011", "SD012"), "ADM1_EN": "X"}, 2, "SD011"),
        ({"shapeName": NAMES, "shapeType": "ADM2", "shapeGroup": "SDN"}, 2, "SD-darfur-west"),
    ],
)
def test_columns_and_level_are_found(saved, columns, level, area_id):
    own = read_boundaries(saved(squares(**columns)))
    assert own.level == level
    first = own.areas[own.areas["name"] == NAMES[0]].iloc[0]
    assert (first["area_id"], first["country"]) == (area_id, "SD")


def test_named_columns_come_before_those_that_are_found(saved):
    frame = squares(name=("a", "b"), etat=NAMES, no=(7, 8))
    own = read_boundaries(saved(frame), columns={"name": "etat", "code": "no"}, country="SDN")
    assert own.areas["name"].tolist() == list(NAMES)
    assert own.areas["area_id"].tolist() == ["SD-7", "SD-8"]


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        ({"name": "nane"}, r"has no column nane; did you mean name\? it has name, country"),
        ({"title": "name"}, "title is none of name, code"),
    ],
)
def test_column_that_is_not_there_is_refused(saved, columns, message):
    with pytest.raises(UsageError, match=message):
        read_boundaries(saved(squares()), columns=columns)


def test_file_without_names_is_refused_with_what_it_has(saved):
    with pytest.raises(UsageError, match=r"looked for .*it has etat; .*--columns name=COLUMN"):
        read_boundaries(saved(squares(etat=NAMES)))


def test_layer_of_the_level_is_read_of_several(saved):
    saved(squares(NAME_2=NAMES, COUNTRY="Sudan"), layer="ADM_ADM_2")
    path = saved(squares(NAME_1=NAMES, COUNTRY="Sudan"), layer="ADM_ADM_1", mode="a")
    assert read_boundaries(path).level == 1
    assert read_boundaries(path, level=2).level == 2
    other = saved(squares(), "b.gpkg", layer="north")
    saved(squares(), "b.gpkg", layer="south", mode="a")
    with pytest.raises(UsageError, match="holds the layers north, south; name one with --layer"):
        read_boundaries(other)
    assert len(read_boundaries(other, layer="south").areas) == 2


@pytest.mark.parametrize("folder", ["", "admin1/"])
def test_zipped_shapefile_is_read(saved, tmp_path, folder):
    shape = saved(squares(), "own.shp")
    with zipfile.ZipFile(tmp_path / "own.zip", "w") as archive:
        for part in tmp_path.glob("own.*"):
            if part.suffix != ".zip":
                archive.write(part, f"{folder}{part.name}")
    assert read_boundaries(tmp_path / "own.zip").sha256 == read_boundaries(shape).sha256


def test_rows_of_one_code_become_one_area(saved):
    frame = squares(ADM2_EN=NAMES, ADM1_EN="Darfur", ADM1_PCODE="SD01", ADM0_EN="Sudan")
    own = read_boundaries(saved(frame), level=1)
    assert own.areas["name"].tolist() == ["Darfur"]
    assert own.areas.geometry.iloc[0].equals(shapely.box(22, 10, 30, 15))
    assert "2 rows merged into 1 provinces" in own.notes


def test_code_of_two_names_is_refused(saved):
    with pytest.raises(FrameError, match="code SD01 stands for Darfur West and for Darfur East"):
        read_boundaries(saved(squares(ADM1_EN=NAMES, ADM1_PCODE="SD01")))


def test_column_that_only_looks_like_a_code_is_passed_over(saved):
    own = read_boundaries(saved(squares(name=NAMES, country="SD", id=7)))
    assert len(own.areas) == 2
    assert "the column id stands for several names, and is no code" in own.notes


def test_country_is_where_a_row_lies_if_nothing_tells_it(saved):
    own = read_boundaries(saved(squares(name=NAMES)))
    assert set(own.areas["country"]) == {"SD"}
    assert any("taken from where they lie: Sudan" in note for note in own.notes)


def test_country_that_there_is_not_is_refused(saved):
    with pytest.raises(UsageError, match="--country XX is no country"):
        read_boundaries(saved(squares()), country="XX")


# CRS and polygons


def test_other_crs_is_converted(saved, ecuador):
    own = read_boundaries(saved(cod(ecuador).to_crs("EPSG:32717")))
    shapes = own.provinces().geometry.to_numpy()
    assert own.areas.crs.to_epsg() == 4326
    assert shapely.hausdorff_distance(shapes, ecuador.geometry.to_numpy()).max() < 1e-6


@pytest.mark.filterwarnings("ignore:'crs' was not provided")
def test_file_without_crs_is_refused_until_it_is_said(saved):
    path = saved(squares().set_crs(None, allow_override=True), "own.shp")
    with pytest.raises(FrameError, match=r"own\.shp does not say which CRS .*--crs EPSG:4326"):
        read_boundaries(path)
    assert len(read_boundaries(path, crs="EPSG:4326").areas) == 2
    with pytest.raises(UsageError, match="--crs EPSG:1 is no CRS"):
        read_boundaries(path, crs="EPSG:1")


def test_metres_that_claim_to_be_degrees_are_refused(saved):
    metres = squares().to_crs("EPSG:32635").set_crs("EPSG:4326", allow_override=True)
    with pytest.raises(FrameError, match="are no degrees of EPSG:4326; say which CRS"):
        read_boundaries(saved(metres, "own.geojson"))
    own = read_boundaries(saved(metres, "own.geojson"), crs="EPSG:32635")
    assert own.areas.total_bounds == pytest.approx([22, 10, 30, 15], abs=0.2)


def test_invalid_polygon_is_repaired_with_a_word(saved):
    bow = shapely.Polygon([(22, 10), (26, 15), (26, 10), (22, 15)])
    own = read_boundaries(saved(squares(bow, EAST)))
    assert own.areas.is_valid.all()
    assert "1 row with an invalid polygon repaired" in own.notes


def test_rows_without_area_are_left_out_with_a_word(saved):
    own = read_boundaries(saved(squares(None, EAST)))
    assert own.areas["name"].tolist() == ["Darfur East"]
    assert "1 row without an area left out" in own.notes


def test_file_of_points_is_refused(saved):
    with pytest.raises(FrameError, match=r"holds no polygons \(found Point\)"):
        read_boundaries(saved(squares(shapely.Point(25, 12), shapely.Point(26, 12))))


def test_file_that_is_no_map_is_refused(tmp_path):
    path = tmp_path / "own.gpkg"
    path.write_text("no map", encoding="utf-8")
    with pytest.raises(DataError, match=r"own\.gpkg cannot be read as boundaries"):
        read_boundaries(path)
    with pytest.raises(UsageError, match="does not exist"):
        read_boundaries(tmp_path / "absent.shp")


def test_overlap_is_told_by_name(saved):
    own = read_boundaries(saved(squares(WEST, shapely.box(25, 10, 30, 15))))
    assert any("overlap" in note and "Darfur East and Darfur West" in note for note in own.notes)
    assert not any("overlap" in note for note in read_boundaries(saved(squares())).notes)


# What the towns say


def test_right_boundaries_need_no_word(saved, ecuador):
    own = read_boundaries(saved(cod(ecuador)))
    assert own.notes == ()
    linked = own.areas.set_index("name")["iso_3166_2"]
    assert linked["Esmeraldas"] == "EC-E"
    assert (linked != "").mean() > 0.9


def test_swapped_names_are_doubted_by_the_towns_inside(saved, ecuador):
    swap = {"Napo": "Tungurahua", "Tungurahua": "Napo"}
    own = read_boundaries(saved(cod(ecuador, ADM1_EN=ecuador["name"].replace(swap))))
    assert len(own.notes) == 2
    assert any(note.startswith("Napo:") and "lie in Tungurahua" in note for note in own.notes)


def test_wrong_country_is_doubted_by_the_towns_inside(saved, ecuador):
    own = read_boundaries(saved(cod(ecuador[ecuador["name"] == "Guayas"])), country="PE")
    assert any("is said to lie in Peru" in note and "in Ecuador" in note for note in own.notes)


def test_people_are_those_of_the_towns_inside(saved, ecuador):
    own = read_boundaries(saved(cod(ecuador)))
    people = own.people()
    shipped = Boundaries().people()
    guayas = own.areas.set_index("name").at["Guayas", "area_id"]
    assert people[guayas] == pytest.approx(shipped["ECU-1280"], rel=0.1)


# In place of what ships


def test_own_boundaries_are_boundary_sources(saved):
    own = read_boundaries(saved(squares()))
    for source in (own, Boundaries([own]), Boundaries()):
        assert isinstance(source, BoundarySource)
        empty = source.provinces([])
        assert (len(empty), tuple(empty.columns)) == (0, PROVINCE_COLUMNS)
        provinces = source.provinces(["SD", "EC"])
        keys = list(zip(provinces["country"], provinces["province_id"], strict=True))
        assert keys == sorted(keys)
        assert source.id


def test_own_provinces_replace_those_of_their_country(saved, ecuador):
    both = Boundaries([read_boundaries(saved(cod(ecuador)))])
    provinces = both.provinces(["EC", "CO"])
    ids = provinces.groupby("country")["province_id"].agg(list)
    assert ids["EC"] == [f"EC{number:02}" for number in range(1, len(ecuador) + 1)]
    assert ids["CO"] == ShippedBoundaries().provinces(["CO"])["province_id"].tolist()


def test_provinces_that_are_not_covered_stay(saved, ecuador):
    coast = ecuador[ecuador["name"].isin(["Esmeraldas", "Manabi"])]
    own = read_boundaries(saved(cod(coast)))
    provinces = Boundaries([own]).provinces(["EC"])
    assert len(provinces) == len(ecuador)
    assert set(coast["province_id"]).isdisjoint(provinces["province_id"])
    assert any("14% of Ecuador is covered" in note for note in own.notes)


def test_area_of_two_sources_is_refused(saved):
    own = read_boundaries(path := saved(squares()))
    with pytest.raises(UsageError, match="own and own both have SD-darfur-east; choose one"):
        choose_boundaries([own, path])


def test_rates_of_own_provinces_are_by_the_people_in_them(saved, ecuador):
    own = read_boundaries(saved(cod(ecuador)))
    counts = geo.count_events(geo.extract(ROOT / "seeds"), by="province", boundaries=own)
    found = rates(counts, own).set_index("province")
    assert len(found) == len(ecuador)
    assert found.loc["Esmeraldas", "events_per_100k"] > 0
    assert (found["population"] > 0).all()


def test_districts_stand_beside_the_provinces_that_ship(saved):
    frame = squares(ADM2_EN=NAMES, ADM2_PCODE=("SD011", "SD012"), ADM1_EN="X", ADM0_PCODE="SD")
    both = Boundaries([read_boundaries(saved(frame))])
    assert both.provinces(["SD"]).equals(ShippedBoundaries().provinces(["SD"]))
    districts = both.districts(["SD"])
    assert tuple(districts.columns) == DISTRICT_COLUMNS
    assert districts["district_id"].tolist() == ["SD011", "SD012"]
    assert districts["name"].tolist() == list(NAMES)
    assert set(districts["parent"]) == {"X"}
    assert len(both.districts(["EC"])) == 0


# As a layer


def run(*args):
    return CliRunner().invoke(cli, ["data", *map(str, args)], catch_exceptions=False)


def test_layer_is_listed_verified_chosen_and_removed(saved, home):
    path = saved(squares())
    done = run("import", "boundaries", path, "--name", "darfur", "--credit", "A mapper")
    assert "layer darfur: 2 provinces" in done.stderr
    assert "layer darfur\t2 rows" in run("list").stdout
    assert "A mapper" in run("list").stdout
    assert run("verify").exit_code == 0
    chosen = choose_boundaries("darfur")
    assert chosen.provinces(["SD"])["name"].tolist()[:2] == ["Darfur East", "Darfur West"]
    assert chosen.own[0].sha256 == read_boundaries(path).sha256
    assert chosen.credits == (("darfur", "A mapper"),)
    run("remove", "darfur")
    assert list_layers() == ()
    assert not list((home / "layers").iterdir())


def test_damaged_layer_is_found(saved, home):
    import_boundaries(read_boundaries(path := saved(squares())), path)
    (areas,) = home.glob("layers/*/areas.parquet")
    areas.write_bytes(b"damaged")
    assert run("verify").exit_code == 1
    with pytest.raises(DataError, match="import it anew"):
        choose_boundaries("own")


def test_import_that_fails_leaves_what_was_there(saved, home):
    import_boundaries(read_boundaries(path := saved(squares())), path)
    before = {file: file.read_bytes() for file in home.rglob("*") if file.is_file()}
    saved(squares(shapely.Point(1, 1), shapely.Point(2, 2)))
    with pytest.raises(FrameError):
        run("import", "boundaries", path)
    assert {file: file.read_bytes() for file in home.rglob("*") if file.is_file()} == before


def test_two_imports_give_the_same_bytes(saved, tmp_path):
    own = read_boundaries(path := saved(squares()))
    layers = [import_boundaries(own, path, home=tmp_path / name) for name in ("one", "two")]
    assert layers[0] == layers[1]


def test_boundaries_that_are_neither_file_nor_layer_are_refused():
    with pytest.raises(UsageError, match=r"nowhere is no file, and no layer .* there are: none"):
        choose_boundaries("nowhere")


def test_misspelt_layer_is_answered_with_the_nearest(saved):
    import_boundaries(read_boundaries(path := saved(squares())), path, name="darfur")
    with pytest.raises(UsageError, match=r"did you mean darfur\?"):
        choose_boundaries("dafur")


@pytest.mark.filterwarnings("ignore:'crs' was not provided")
def test_options_of_the_command_reach_the_reader(saved):
    path = saved(squares(etat=NAMES).set_crs(None, allow_override=True), "own.shp")
    done = run(
        "import", "boundaries", path, "--crs", "EPSG:4326", "--columns", "name=etat",
        "--level", "2", "--country", "SD",
    )  # fmt: skip
    assert "layer own: 2 districts" in done.stderr
    with pytest.raises(UsageError, match="etat is not ROLE=COLUMN"):
        run("import", "boundaries", path, "--columns", "etat")


# In a run


def events_at(*rows):
    columns = ("longitude", "latitude", "x_precision", "admin2", "x_country_iso2")
    return typed_frame(pd.DataFrame(rows, columns=columns))


def districts_of(*rows):
    table = pd.DataFrame(rows, columns=["district_id", "name", "country"])
    shapes = [shapely.box(number, 0, number + 1, 1) for number in range(len(rows))]
    return gpd.GeoDataFrame(table, geometry=shapes, crs="EPSG:4326")


UPPER, LOWER = ("D2", "Upper", "SD"), ("D1", "Lower", "SD")


def test_district_is_filled_in_where_precision_allows():
    events = events_at(
        (0.5, 0.5, "town", None, "SD"),
        (1.5, 0.5, "near", "As named", "SD"),
        (0.5, 0.5, "province", None, "SD"),
        (0.5, 0.5, "country", None, "SD"),
        (50, 50, "town", None, "SD"),
    )
    joined = join_districts(events, districts_of(UPPER, LOWER))
    assert joined["x_district"].tolist() == ["Upper", "Lower", None, None, None]
    assert joined["x_district_id"].tolist() == ["D2", "D1", None, None, None]
    assert joined["admin2"].tolist() == ["Upper", "As named", None, None, None]


def test_border_point_has_one_district():
    joined = join_districts(events_at((1, 0.5, "town", None, "SD")), districts_of(UPPER, LOWER))
    assert joined["x_district_id"].tolist() == ["D1"]


def test_event_known_by_its_district_goes_to_the_one_of_its_name():
    event = (0.5, 0.5, "district", "lower", "SD")
    assert join_districts(events_at(event), districts_of(UPPER, LOWER))["x_district_id"][0] == "D1"
    twice = districts_of(UPPER, LOWER, ("D3", "Lower", "SD"))
    assert join_districts(events_at(event), twice)["x_district_id"][0] == "D2"


def test_no_event_gives_no_row_and_all_columns():
    joined = join_districts(events_at(), districts_of(UPPER))
    assert len(joined) == 0
    assert {"x_district_id", "x_district"} <= set(joined.columns)


def test_run_joins_and_draws_own_provinces(saved, ecuador, tmp_path):
    path = saved(cod(ecuador))
    done = CliRunner().invoke(
        cli, ["run", str(ROOT / "seeds"), "--out", str(tmp_path / "map"), "--boundaries", str(path)]
    )
    assert done.exit_code == 0, done.stderr
    events = geo.read_events(tmp_path / "map" / "events.csv")
    assert events["x_province"].tolist() == ["Esmeraldas"]
    assert events["x_province_id"].str.fullmatch(r"EC\d\d").all()
    assert events["x_province_check"].tolist() == ["agrees"]
    manifest = json.loads((tmp_path / "map" / "manifest.json").read_text("utf-8"))
    assert manifest["boundaries"] == [read_boundaries(path).id]
    assert events["x_province_id"][0] in page_of(tmp_path / "map" / "index.html")


def page_of(path):
    """The text of a page with its packed parts opened."""
    text = path.read_text("utf-8")
    packed = [each for each in text.split('"') if each[:1].isdigit() and len(each) > 40]
    return text + "".join(_opened(each) for each in packed)


def _opened(text):
    try:
        return expand(text).decode("utf-8", "replace")
    except ValueError:
        return ""


def test_map_takes_an_imported_layer_by_name(saved, ecuador, tmp_path):
    import_boundaries(read_boundaries(path := saved(cod(ecuador))), path, name="mine")
    table = ROOT / "tests" / "cases" / "exchange" / "acled_new.csv"
    out = tmp_path / "acled.html"
    args = ["map", str(table), "-o", str(out), "--boundaries", "mine"]
    done = CliRunner().invoke(cli, args, catch_exceptions=False)
    assert done.exit_code == 0, done.stderr
    assert "mine" in out.read_text("utf-8")


def test_coarse_map_tells_no_district(saved, ecuador):
    frame = cod(ecuador).rename(columns={"ADM1_EN": "ADM2_EN", "ADM1_PCODE": "ADM2_PCODE"})
    own = read_boundaries(saved(frame))
    events = with_provinces(events_at((-79.65, 0.96, "town", None, "EC")), own)
    assert events["x_district"].tolist() == ["Esmeraldas"]
    coarse = Sharing(coarsen="province").apply(events, boundaries=own)
    assert coarse[["x_district_id", "x_district", "admin2"]].isna().all(axis=None)


def test_coarse_event_stands_in_its_own_district(saved, ecuador):
    frame = cod(ecuador).rename(columns={"ADM1_EN": "ADM2_EN", "ADM1_PCODE": "ADM2_PCODE"})
    own = read_boundaries(saved(frame))
    events = with_provinces(events_at((-79.65, 0.96, "town", None, "EC")), own)
    [coarse] = Sharing(coarsen="district").apply(events, boundaries=own).to_dict("records")
    label = own.districts().set_index("name").loc["Esmeraldas"]
    assert (coarse["latitude"], coarse["longitude"]) == (label["lat"], label["lon"])
    assert (coarse["x_precision"], coarse["location"]) == ("district", "Esmeraldas")
