"""Tables of events and deaths by province and month, with zeros."""

import io
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from click.testing import CliRunner

import geo
from geo.cli import cli
from geo.errors import FrameError, UsageError
from geo.tables import AREA_COLUMNS, COUNT_COLUMNS, count_events

GED = Path(__file__).parent / "cases" / "exchange" / "ucdp_ged.csv"


@pytest.fixture
def provinces():
    table = {"province_id": ["P2", "P1", "Q1"], "name": ["Two", "One", "Other"]}
    shapes = [shapely.box(number, 0, number + 1, 1) for number in range(3)]
    table |= {"country": ["AA", "AA", "BB"], "iso_3166_2": ["AA-2", "AA-1", ""]}
    return gpd.GeoDataFrame(table, geometry=shapes, crs="EPSG:4326")


def events(*rows):
    columns = ("x_province_id", "x_country_iso2", "event_date", "fatalities", "x_precision")
    table = pd.DataFrame(rows, columns=columns)
    table["event_date"] = pd.to_datetime(table["event_date"])
    return table.assign(fatalities=table["fatalities"].astype("Int64"))


NOVEMBER = ("P1", "AA", "2025-11-30", 3, "town")
JANUARY = ("P1", "AA", "2026-01-01", None, "province")
COUNTRY = (None, "AA", "2026-01-02", 7, "country")


def test_every_province_has_a_row_for_every_month(provinces):
    counts = count_events(events(NOVEMBER, JANUARY), provinces)
    assert list(counts.columns) == [*AREA_COLUMNS, "month", *COUNT_COLUMNS]
    assert len(counts) == 3 * 3
    one = counts[counts["province"] == "One"]
    assert one["month"].tolist() == ["2025-11", "2025-12", "2026-01"]
    assert one["events"].tolist() == [1, 0, 1]
    assert one["fatalities"].tolist() == [3, 0, 0]
    assert one["deaths_unknown"].tolist() == [0, 0, 1]
    assert counts.loc[counts["province"] != "One", list(COUNT_COLUMNS)].eq(0).all(axis=None)


def test_event_of_a_country_is_in_no_province(provinces):
    counts = count_events(events(NOVEMBER, COUNTRY), provinces, by="province")
    assert counts["level"].tolist() == ["province", "province", "country", "province"]
    assert counts["events"].tolist() == [1, 0, 1, 0]
    whole = counts[counts["level"] == "country"].iloc[0]
    assert whole[["country", "province_id", "province", "fatalities"]].tolist() == ["AA", "", "", 7]


def test_country_point_in_a_province_is_still_of_the_country(provinces):
    row = ("P1", "AA", "2026-01-02", 7, "country")
    counts = count_events(events(row), provinces, by="province")
    assert counts.loc[counts["level"] == "country", "events"].tolist() == [1]


def test_months_alone_count_all_events(provinces):
    counts = count_events(events(NOVEMBER, JANUARY, COUNTRY), provinces, by="month")
    assert list(counts.columns) == ["month", *COUNT_COLUMNS]
    assert counts["month"].tolist() == ["2025-11", "2025-12", "2026-01"]
    assert counts["events"].tolist() == [1, 0, 2]


def test_event_without_a_date_is_in_a_row_of_its_own(provinces):
    undated = ("Q1", "BB", None, 2, "town")
    counts = count_events(events(NOVEMBER, undated), provinces)
    assert counts[counts["month"] == ""][["province", "events"]].to_numpy().tolist() == [
        ["Other", 1]
    ]


@pytest.mark.parametrize("by", ["province-month", "province", "month"])
def test_columns_sum_to_the_totals(provinces, by):
    rows = [NOVEMBER, JANUARY, COUNTRY, ("Q1", "BB", None, 2, "town"), (None, None, None, 1, None)]
    counts = count_events(events(*rows), provinces, by=by)
    assert counts[list(COUNT_COLUMNS)].sum().tolist() == [5, 13, 1]


@pytest.mark.parametrize("by", ["province-month", "province", "month"])
def test_no_event_gives_all_columns(provinces, by):
    counts = count_events(events(), provinces, by=by)
    assert set(COUNT_COLUMNS) <= set(counts.columns)
    assert counts["events"].sum() == 0


def test_events_that_were_not_joined_are_refused(provinces):
    with pytest.raises(FrameError, match="lacks x_province_id; call join_provinces first"):
        count_events(events(NOVEMBER).drop(columns="x_province_id"), provinces)
    with pytest.raises(UsageError, match="by is 'week', expected one of province-month"):
        count_events(events(NOVEMBER), provinces, by="week")


def test_command_counts_an_export_of_ucdp(tmp_path):
    out = tmp_path / "counts.csv"
    done = CliRunner().invoke(cli, ["tables", str(GED), "-o", str(out)], catch_exceptions=False)
    assert done.exit_code == 0, done.stderr
    counts = pd.read_csv(out, keep_default_na=False)
    mapped = geo.read_events(GED)
    assert counts["events"].sum() == len(mapped)
    assert counts["fatalities"].sum() == mapped["fatalities"].sum()
    assert (counts["events"] == 0).any()
    dense = counts[counts["month"] != ""].groupby("province_id")["month"].nunique()
    assert set(dense) == {counts["month"].nunique() - ("" in set(counts["month"]))}


def test_countries_limit_the_rows_and_lose_no_event(tmp_path):
    out = tmp_path / "counts.csv"
    args = ["tables", str(GED), "--by", "province", "--countries", "sy,IQ", "-o", str(out)]
    assert CliRunner().invoke(cli, args, catch_exceptions=False).exit_code == 0
    counts = pd.read_csv(out, keep_default_na=False)
    assert set(counts.loc[counts["level"] == "province", "country"]) == {"SY", "IQ"}
    assert counts["events"].sum() == len(geo.read_events(GED))
    with pytest.raises(UsageError, match="XX has no provinces"):
        geo.count_events(geo.read_events(GED), countries=["XX"])


def test_command_prints_the_table_where_no_file_is_named():
    done = CliRunner().invoke(cli, ["tables", str(GED), "--by", "month"], catch_exceptions=False)
    counts = pd.read_csv(io.StringIO(done.stdout))
    assert list(counts.columns) == ["month", *COUNT_COLUMNS]
    assert f"{counts['events'].sum():,} events" in done.stderr
