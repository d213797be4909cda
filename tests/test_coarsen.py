"""What may be shared: places made coarser, text dropped, events held back."""

import json
import re
from datetime import date

import pytest
from test_cli import geoconflict

import geo
from geo.coarsen import TOLD, HeldBack, checked_types
from geo.errors import UsageError
from geo.frames import LIST_COLUMNS
from geo.pipeline import Sharing, with_provinces
from geo.render.pack import expand

SENTENCE = "A bomb exploded in Guayaquil on Monday, killing 3 people."
TEXT = f"{SENTENCE} Two soldiers died in a clash in Ibarra on Tuesday, the mayor of Cuenca said."


@pytest.fixture(scope="module")
def news(tmp_path_factory):
    path = tmp_path_factory.mktemp("news") / "secret-source.jsonl"
    article = {"id": "https://example.org/guayaquil", "title": "Guayaquil bomb", "text": TEXT}
    path.write_text(json.dumps(article | {"published": "2026-03-06"}) + "\n", "utf-8")
    return path


@pytest.fixture(scope="module")
def events(news):
    return with_provinces(geo.extract(news))


def everything_in(folder):
    """All that the files of a folder hold, packed columns of the page unpacked."""
    texts = []
    for path in sorted(folder.iterdir()):
        if path.suffix == ".parquet":
            texts.append(geo.read_events(path).to_csv())
            continue
        text = path.read_text("utf-8")
        packed = re.findall(r'"(\d[^"\s\\\\<>&]{40,})"', text)
        texts += [text, *(unpacked(each) for each in packed)]
    return "\n".join(texts)


def unpacked(text):
    try:
        return expand(text).decode("utf-8", "replace")
    except ValueError:
        return ""


@pytest.mark.parametrize("level", ["province", "district"])
def test_no_file_of_a_coarse_run_holds_a_fine_place_or_a_word(news, tmp_path, level):
    done = geoconflict("run", news, "--out", tmp_path / "map", "--coarsen", level)
    assert done.returncode == 0, done.stderr.decode()
    (tmp_path / "map" / "manifest.json").unlink()
    told = everything_in(tmp_path / "map")
    assert "Guayas" in told
    for secret in ("-2.196", "-79.886", "exploded", "Monday", "example.org", "Cuenca", "secret"):
        assert secret not in told, secret
    assert ("Ibarra" in told) == (level == "district")


def test_the_same_run_without_it_does_hold_them(news, tmp_path):
    geoconflict("run", news, "--out", tmp_path / "map")
    told = everything_in(tmp_path / "map")
    for secret in ("-2.196", "exploded", "Monday", "example.org", "Cuenca"):
        assert secret in told, secret


def test_a_town_becomes_its_province(events):
    coarse = Sharing(coarsen="province").apply(events)
    assert coarse["x_precision"].tolist() == ["province"] * len(events)
    assert coarse["location"].tolist() == coarse["admin1"].tolist() == ["Guayas", "Imbabura"]
    assert coarse["geo_precision"].tolist() == [3, 3]
    assert coarse["event_type"].tolist() == events["event_type"].tolist()
    assert coarse["fatalities"].tolist() == events["fatalities"].tolist()
    assert coarse["x_province_id"].tolist() == events["x_province_id"].tolist()
    assert all((coarse["latitude"] - events["latitude"]).abs() > 0.01)
    for name in TOLD:
        expected = [[], []] if name in LIST_COLUMNS else [True, True]
        found = coarse[name].tolist() if name in LIST_COLUMNS else coarse[name].isna().tolist()
        assert found == expected, name


def test_a_town_becomes_its_district_where_that_is_known(events):
    coarse = Sharing(coarsen="district").apply(events)
    assert coarse["x_precision"].tolist() == ["district", "district"]
    assert coarse["location"].tolist() == coarse["admin2"].tolist() == ["Guayaquil", "Ibarra"]


def test_what_is_coarse_already_stays_where_it_is(events):
    wide = events.assign(x_precision="country")
    coarse = Sharing(coarsen="province").apply(wide)
    assert coarse["latitude"].tolist() == wide["latitude"].tolist()


def test_an_event_in_no_province_keeps_its_country_alone(events):
    lost = events.assign(x_province_id=None)
    coarse = Sharing(coarsen="province").apply(lost)
    assert coarse["x_precision"].tolist() == ["country", "country"]
    assert coarse.geometry.isna().all()
    assert coarse["location"].tolist() == ["Ecuador", "Ecuador"]


def test_the_last_days_are_held_back(events):
    today = date(2026, 3, 4)
    assert len(HeldBack(delay_days=1).apply(events, today=today)) == 2
    assert len(HeldBack(delay_days=2).apply(events, today=today)) == 1
    assert len(HeldBack(delay_days=3).apply(events, today=today)) == 0


def test_types_are_hidden_by_either_name(events):
    kinds = events["event_type"].tolist()
    assert len(HeldBack(types=(kinds[0],)).apply(events, today=date(2027, 1, 1))) == 1
    subs = tuple(events["sub_event_type"])
    assert HeldBack(types=subs).apply(events, today=date(2027, 1, 1)).empty


def test_a_mistyped_type_is_told_what_was_meant():
    assert checked_types(["arrests"], ["Arrests", "Riots"]) == ("Arrests",)
    with pytest.raises(UsageError, match="did you mean 'Arrests'"):
        checked_types(["Arests"], ["Arrests", "Riots"])


def test_a_run_counts_what_it_held_back(news, tmp_path):
    done = geoconflict(
        "run", news, "--out", tmp_path / "map", "--hide-types", "Explosions/Remote violence"
    )
    assert done.returncode == 0, done.stderr.decode()
    totals = json.loads((tmp_path / "map" / "manifest.json").read_text("utf-8"))["totals"]
    assert (totals["events"], totals["held_back"]) == (1, 1)
