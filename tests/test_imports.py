"""Event tables of others, and our own, read into the event frame with every row accounted for."""

import gzip
import logging
import zipfile
from datetime import date
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import geo
from geo.boundaries import ShippedBoundaries
from geo.errors import FrameError, SourceError
from geo.exchange import export, import_events, iter_events, read_events
from geo.exchange.imports.chunk import unguarded
from geo.exchange.imports.countries import country_named, country_of_fips
from geo.exchange.imports.dates import DateReader
from geo.exchange.imports.gdelt import cameo_type
from geo.exchange.imports.type_words import without_type_words
from geo.frames import EVENT_COLUMNS, events_frame
from geo.join import AGREES, DIFFERS, join_provinces

CASES = Path(__file__).parent / "cases" / "exchange"
UCDP, UCDP_HXL = CASES / "ucdp_ged.csv", CASES / "ucdp_ged_colombia_hxl.csv"
ACLED_OLD, ACLED_NEW = CASES / "acled_old.csv", CASES / "acled_new.csv"
GDELT = CASES / "20260303120000.export.CSV"
TABLES = [UCDP, UCDP_HXL, ACLED_OLD, ACLED_NEW, GDELT]


def write(path, *lines):
    path.write_text("\n".join(lines) + "\n", "utf-8")
    return path


def acled(path, *rows, columns="event_id_cnty,event_date,event_type,country,latitude,longitude"):
    return write(path, columns, *rows)


def accounted(found):
    unmapped = [problem.row for problem in found.unmapped]
    assert len(unmapped) == len(set(unmapped))
    return found.mapped + len(unmapped) == found.rows


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.name)
class TestEveryTable:
    def test_has_the_event_frames_columns_and_types(self, path):
        events = read_events(path)
        assert list(events.columns) == [*EVENT_COLUMNS, "geometry"]
        assert events.dtypes.equals(events_frame([]).dtypes)
        assert events.crs.to_epsg() == 4326

    def test_accounts_for_every_row(self, path):
        assert accounted(import_events(path))

    def test_reads_the_same_in_small_pieces(self, path):
        whole = import_events(path)
        parts = list(iter_events(path, rows=2 if path.stat().st_size < 9_000 else 97))
        assert sum(part.rows for part in parts) == whole.rows
        assert [problem for part in parts for problem in part.problems] == list(whole.problems)
        pieced = pd.concat([part.events for part in parts], ignore_index=True)
        pd.testing.assert_frame_equal(pieced, whole.events)

    def test_comes_back_from_every_form_of_ours(self, path, tmp_path):
        events = read_events(path)
        for suffix in (".csv", ".geojson", ".parquet", ".jsonl"):
            export(events, tmp_path / f"events{suffix}")
            again = import_events(tmp_path / f"events{suffix}")
            assert again.form == "geoconflict"
            pd.testing.assert_frame_equal(again.events, events, check_exact=False, atol=1e-7)


@pytest.mark.parametrize(("path", "share"), [(UCDP, 0.9), (UCDP_HXL, 0.9)])
def test_ucdp_rows_lie_in_the_province_that_they_name(path, share):
    events = read_events(path)
    joined = join_provinces(events, ShippedBoundaries().near(events.geometry))
    checks = joined["x_province_check"].value_counts()
    compared = checks[AGREES] + checks[DIFFERS]
    assert compared > 0.8 * len(events)
    assert checks[AGREES] / compared >= share


def test_every_ucdp_row_is_mapped_and_in_a_country():
    for path, rows in ((UCDP, 250), (UCDP_HXL, 309)):
        found = import_events(path)
        assert (found.form, found.rows, found.mapped) == ("UCDP GED", rows, rows)
        assert found.events["x_country_iso2"].notna().all()
        assert found.events["event_date"].notna().all()


def test_ucdp_codes_become_columns():
    first = read_events(UCDP).iloc[0]
    assert first["event_id_cnty"] == "GED300380"
    assert (first["event_type"], first["sub_event_type"]) == ("Battles", "Armed clash")
    assert (first["inter1"], first["inter2"]) == ("State forces", "Rebel group")
    assert (first["x_precision"], first["x_ucdp_where_prec"], first["x_radius_km"]) == (
        "town",
        1,
        5,
    )
    assert (first["admin1"], first["admin2"]) == ("Idlib", "Ariha")
    assert (first["x_fat_low"], first["x_fat_best"], first["x_fat_high"]) == (2, 2, 2)
    assert "deaths_b=2" in first["tags"]


def test_one_sided_violence_targets_civilians():
    events = read_events(UCDP_HXL)
    one_sided = events[events["x_ucdp_type"] == 3]
    assert len(one_sided) > 10
    assert set(one_sided["event_type"]) == {"Violence against civilians"}
    assert set(one_sided["inter2"]) == {"Civilians"}


def test_acled_of_earlier_years_gets_todays_types_and_kinds():
    events = read_events(ACLED_OLD)
    assert list(events["event_type"]) == ["Battles", "Protests", "Riots"]
    assert events["sub_event_type"].iloc[0] == "Non-state actor overtakes territory"
    assert list(events["inter1"]) == ["Rebel group", "Protesters", "Rioters"]
    assert list(events["interaction"]) == [
        "State forces-Rebel group", "Protesters only", "Rioters-Civilians",
    ]  # fmt: skip
    assert list(events["x_country_iso2"]) == ["ML"] * 3
    assert [str(day.date()) for day in events["x_date_end"]] == [
        "2012-01-14", "2012-02-09", "2012-02-29",
    ]  # fmt: skip


def test_acled_of_today_keeps_its_words():
    events = read_events(ACLED_NEW)
    assert list(events["interaction"]) == ["State forces-Political militia", "Protesters only"]
    assert list(events["fatalities"]) == [3, 0]
    assert list(events["x_fat_reported"]) == [True, False]
    assert events["tags"].iloc[1] == "crowd size=no report"


def test_gdelt_keeps_conflict_with_a_place_and_names_the_rest():
    found = import_events(GDELT)
    assert list(found.events["x_country_iso2"]) == ["UA", "NE", "US"]
    assert list(found.events["x_precision"]) == ["town", "country", "town"]
    assert list(found.events["sub_event_type"]) == [
        "Air/drone strike", "Peaceful protest", "Suicide bomb",
    ]  # fmt: skip
    assert [(problem.row, problem.done) for problem in found.unmapped] == [
        (3, "CAMEO root 04 is no event of conflict"),
        (4, "no place: row left out"),
    ]


def test_gdelt_is_read_from_its_zip_and_from_gzip(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.export.CSV.zip", "w") as archive:
        archive.write(GDELT, GDELT.name)
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(GDELT.read_bytes()))
    for path in tmp_path.iterdir():
        pd.testing.assert_frame_equal(read_events(path), read_events(GDELT))


@pytest.mark.parametrize(
    ("code", "kind"), [("18", "Attack"), ("1831", "Suicide bomb"), ("183", None), ("010", None)]
)
def test_a_cameo_code_takes_the_type_of_its_longest_known_part(code, kind):
    expected = {"183": "Remote explosive/landmine/IED"}.get(code, kind)
    assert (cameo_type(code) or (None, None))[1] == expected


def test_fips_is_not_iso():
    assert country_of_fips("NG").iso2 == "NE"
    assert country_of_fips("RB").iso2 == "RS"
    assert country_of_fips("OS") is None


def test_missing_columns_are_named_with_what_was_looked_for(tmp_path):
    path = write(tmp_path / "a.csv", "event_date,event_type,lat_itude", "2026-01-01,Battles,1")
    with pytest.raises(FrameError) as raised:
        read_events(path)
    message = str(raised.value)
    assert "ACLED needs event_date, event_type, latitude, longitude and lacks latitude" in message
    assert "UCDP GED needs id, type_of_violence" in message
    assert "found event_date, event_type, lat_itude" in message


@pytest.mark.parametrize("read", [geo.read_acled, geo.read_gdelt])
def test_a_table_of_another_kind_is_refused_by_the_named_reader(read):
    with pytest.raises(FrameError, match="and lacks"):
        read(UCDP)
    assert len(geo.read_ucdp_ged(UCDP)) == 250


def test_swapped_coordinates_are_told_by_the_country_and_turned(tmp_path):
    path = acled(tmp_path / "a.csv", "1,2026-01-01,Battles,Ecuador,-79.65,0.96")
    found = import_events(path)
    assert (found.events["latitude"].iloc[0], found.events["longitude"].iloc[0]) == (0.96, -79.65)
    assert [str(problem) for problem in found.problems] == [
        "row 1: latitude is '-79.65, 0.96': latitude and longitude swapped"
    ]


@pytest.mark.parametrize(
    ("lat", "lon", "done"),
    [
        ("99", "200", "out of range: not mapped"),
        ("", "", "no coordinates: not mapped"),
        ("NaN", "-79", "no coordinates: not mapped"),
        ("0", "0", "zero, not near a stated country: not mapped"),
        ("north", "-79", "no coordinates: not mapped"),
    ],
)
def test_coordinates_that_mean_nothing_leave_the_event_without_a_point(tmp_path, lat, lon, done):
    found = import_events(acled(tmp_path / "a.csv", f"1,2026-01-01,Battles,Ecuador,{lat},{lon}"))
    assert [problem.done for problem in found.unmapped] == [done]
    assert found.events.geometry.isna().all()
    assert accounted(found)


def test_a_point_far_from_its_country_is_kept_and_told(tmp_path):
    found = import_events(acled(tmp_path / "a.csv", "1,2026-01-01,Battles,Ecuador,48.85,2.35"))
    assert found.mapped == 1
    assert found.problems[0].done == "more than a degree from Ecuador: kept"


def test_a_decimal_comma_is_read_and_told(tmp_path):
    row = "1;2026-01-01;Battles;Ecuador;-0,23;-78,52"
    header = "event_id_cnty;event_date;event_type;country;latitude;longitude"
    found = import_events(write(tmp_path / "a.csv", header, row))
    assert found.events["latitude"].iloc[0] == -0.23
    assert {problem.done for problem in found.problems} == {"read with a decimal comma"}


def test_a_repeated_id_counts_once_even_in_another_piece(tmp_path):
    rows = [f"{name},2026-01-01,Battles,Ecuador,-0.2,-78.5" for name in ("a", "b", "a")]
    path = acled(tmp_path / "a.csv", *rows)
    for found in (import_events(path), list(iter_events(path, rows=1))[-1]):
        assert [(each.row, each.found) for each in found.unmapped] == [(3, "a")]
    assert accounted(import_events(path))


def test_a_row_of_another_length_is_named_and_left_out(tmp_path):
    found = import_events(
        acled(tmp_path / "a.csv", "1,2026-01-01,Battles,Ecuador,-0.2,-78.5", "2,x")
    )
    assert (found.rows, found.mapped) == (2, 1)
    assert str(found.unmapped[0]).startswith("row 2: (whole row) is '2 cells': the header has 6")


def test_a_row_without_id_gets_one_from_its_content(tmp_path):
    row = ",2026-01-01,Battles,Ecuador,-0.2,-78.5"
    first = read_events(acled(tmp_path / "a.csv", row))["event_id_cnty"].iloc[0]
    assert first.startswith("X")
    assert first == read_events(acled(tmp_path / "a.csv", row))["event_id_cnty"].iloc[0]


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-05", "2026-03-05T10:00:00Z", "20260305", "2026/03/05", "05 March 2026",
        "5-Mar-26", "March 5, 2026", "05/03/2026", "5.3.2026",
    ],
)  # fmt: skip
def test_a_day_is_read_however_it_is_written(text):
    assert DateReader().read(text) == date(2026, 3, 5)


def test_the_column_shows_whether_the_month_comes_first():
    reader = DateReader()
    reader.look(["03/05/2026", "03/25/2026"])
    assert reader.sure
    assert reader.read("03/05/2026") == date(2026, 3, 5)


def test_dates_that_cannot_be_told_are_reported(tmp_path):
    rows = ["1,03/05/2026,Battles,Ecuador,-0.2,-78.5", "2,soon,Battles,Ecuador,-0.2,-78.5"]
    found = import_events(acled(tmp_path / "a.csv", *rows))
    assert [problem.done for problem in found.problems] == [
        "day and month cannot be told: day first", "not a date: left empty",
    ]  # fmt: skip
    assert found.events["event_date"].isna().tolist() == [False, True]


@given(st.text(max_size=30))
def test_no_text_breaks_the_reading_of_dates(text):
    reader = DateReader()
    reader.look([text])
    assert reader.read(text) is None or isinstance(reader.read(text), date)


def test_an_unknown_kind_of_actor_is_told(tmp_path):
    columns = "event_id_cnty,event_date,event_type,country,latitude,longitude,inter1"
    path = acled(tmp_path / "a.csv", "1,2026-01-01,Battles,Ecuador,-0.2,-78.5,9", columns=columns)
    assert [problem.column for problem in import_events(path).problems] == ["inter1"]


def test_what_was_wrong_is_logged_by_the_plain_readers(tmp_path, caplog):
    with caplog.at_level(logging.WARNING):
        read_events(acled(tmp_path / "a.csv", "1,2026-01-01,Battles,Ecuador,,"))
    assert "1 rows of ACLED: 0 mapped, 1 not; the first: row 1" in caplog.text


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.csv", b"", "empty file"),
        ("a.csv", b"\0\1\2", "binary"),
        ("a.parquet", b"PAR1", "no Parquet table"),
        ("a.geojson", b"{}", "no list of features"),
        ("a.geojson", b"{", "cannot be read"),
        ("a.gpkg", b"SQLite", "is no GeoPackage"),
        ("a.zip", b"PK", "cannot be read"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(tmp_path, name, content, reason):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(SourceError, match=reason):
        read_events(tmp_path / name)


def test_a_file_that_is_not_there_says_so(tmp_path):
    with pytest.raises(SourceError, match="no such file"):
        read_events(tmp_path / "gone.csv")


def test_a_table_without_rows_gives_an_empty_frame(tmp_path):
    found = import_events(acled(tmp_path / "a.csv"))
    assert (found.rows, len(found.events), found.problems) == (0, 0, ())


def test_a_formula_guard_is_undone_and_an_apostrophe_stays(tmp_path):
    texts = ["=1+1", "'=1+1", "'quoted'", "-5 men", "'", "a;b", "@here"]
    rows = [
        {"event_id_cnty": str(at), "event_type": "Battles", "notes": text, "x_urls": [text, "-x"],
         "event_date": "2026-01-01", "latitude": 0.0, "longitude": 10.0, "x_fat_reported": False}
        for at, text in enumerate(texts)
    ]  # fmt: skip
    export(events_frame(rows), tmp_path / "events.csv")
    again = read_events(tmp_path / "events.csv")
    assert list(again["notes"]) == texts
    assert again["x_urls"].iloc[0] == ["=1+1", "-x"]


@given(st.text())
def test_taking_the_guard_away_takes_one_mark_at_most(text):
    assert text in {unguarded(text), "'" + unguarded(text)}


def test_points_of_a_geojson_serve_as_coordinates(tmp_path):
    frame = gpd.GeoDataFrame(
        {"event_date": ["2026-01-01"], "event_type": ["Battles"], "country": ["Ecuador"]},
        geometry=gpd.points_from_xy([-78.5], [-0.2]),
        crs="EPSG:4326",
    )
    frame.to_file(tmp_path / "a.geojson")
    assert import_events(tmp_path / "a.geojson").mapped == 1


@pytest.mark.parametrize(
    ("name", "iso2"),
    [
        ("Russia (Soviet Union)", "RU"), ("Macedonia, FYR", "MK"), ("DR Congo (Zaire)", "CD"),
        ("Kingdom of eSwatini (Swaziland)", "SZ"), ("COL", "CO"),
    ],
)  # fmt: skip
def test_countries_are_known_by_the_names_of_other_tables(name, iso2):
    assert country_named(name).iso2 == iso2


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("Idlib governorate", "Idlib"), ("Tolima  department", "Tolima"), ("Central", "Central"),
        ("Republic of Dagestan", "Dagestan"), ("Province", "Province"), ("", ""),
    ],
)  # fmt: skip
def test_the_type_word_is_taken_from_a_province(name, bare):
    assert without_type_words(name) == bare
