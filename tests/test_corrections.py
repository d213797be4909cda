"""What persons decided: read, applied to names and events, written, noticed when it is stale."""

from __future__ import annotations

import csv
import dataclasses
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.corrections import (
    COLUMNS,
    Corrections,
    append_corrections,
    correct_resolutions,
    correct_rows,
    correct_toponyms,
    corrections_beside,
    event_digest,
    read_corrections,
    withdraw_corrections,
)
from geo.errors import CorrectionsError
from geo.events import extract_events, merge_reports, sketch_text
from geo.frames import event_row
from geo.gazetteer import Gazetteer
from geo.pipeline import Options
from geo.pipeline.stages import stages
from geo.records import Article, Toponym

TEXT = (
    "A bomb exploded in a market in San Lorenzo on Monday, killing three people. "
    "Officials in Quito condemned it. Shops in San Lorenzo stayed closed."
)
PLACES = Gazetteer.open()
TOWN = "geonames:3651694"


def article(text=TEXT, id_="a1"):
    return Article(id=id_, text=text, source="Radio X", published=date(2026, 3, 3), language="en")


@pytest.fixture
def read(tmp_path):
    """The corrections of lines given by column; what is not given is empty."""

    def read_(*lines):
        path = tmp_path / "corrections.csv"
        path.unlink(missing_ok=True)
        append_corrections(path, lines)
        return read_corrections([path], PLACES)

    return read_


@pytest.fixture(scope="module")
def rows():
    (outcome,) = stages(Options()).process([article()])
    return list(outcome.rows)


def line(target="event", **cells):
    return {"target": target, "article": "a1", "who": "Ana", "why": "it says so"} | cells


def of_event(rows, **cells):
    return line(event=rows[0]["event_id_cnty"], **cells)


def corrected(rows, corrections):
    found = corrections.of_events(["a1"], [row["event_id_cnty"] for row in rows])
    return correct_rows(rows, found, PLACES.find_country)


class TestReading:
    @pytest.mark.parametrize(
        ("cells", "told"),
        [
            ({"field": "fatality", "value": "3"}, "did you mean fatalities?"),
            ({"field": "fatalities", "value": "three"}, "no whole number"),
            ({"field": "fatalities", "value": "-1"}, "from 0 up"),
            ({"field": "event_date", "value": "3 March"}, "expected YYYY-MM-DD"),
            ({"field": "sub_event_type", "value": "Armed clashes"}, "did you mean Armed clash?"),
            ({"field": "country", "value": "Equador"}, "did you mean Ecuador?"),
            ({"field": "place", "value": "Esmeraldas, Ecuador"}, '"admin1:EC.09"'),
            ({"field": "place", "value": "admin1:EC.99"}, "no place of the gazetteer"),
            ({"field": "place", "value": "120, 7, Nowhere"}, "latitude is 120, expected -90 to 90"),
            ({"field": "event_id_cnty", "value": "X"}, "cannot be corrected"),
            ({"field": "x_review_status", "value": "reject"}, "did you mean rejected?"),
            ({"target": "mentoin", "field": "place", "value": "none"}, "did you mean mention?"),
            ({"target": "mention", "field": "place", "value": "none"}, "its article and its text"),
            ({"field": "fatalities", "value": "3", "event": ""}, "trigger words"),
            ({"field": "fatalities", "value": "3", "occurrence": "0"}, "1 for the first"),
        ],
    )
    def test_what_is_unknown_is_named_with_its_line_and_the_rest_holds(self, read, cells, told):
        good = line(event="ECU-1", field="fatalities", value="3")
        found = read(good, line(event="ECU-2") | cells, good | {"event": "ECU-3"})
        assert [each.event for each in found.given] == ["ECU-1", "ECU-3"]
        (problem,) = found.problems
        assert problem.line == 3
        assert told in str(problem)

    def test_file_saved_by_a_spreadsheet_with_semicolons_is_read(self, tmp_path):
        path = tmp_path / "corrections.csv"
        head = "Target;Event;Field;Value;Who\r\n"
        path.write_bytes(f"{head}event;ECU-1;notes;Año;Íñigo\r\n".encode("cp1252"))
        (found,) = read_corrections([path], PLACES).given
        assert (found.value, found.who, found.line) == ("Año", "Íñigo", 2)

    def test_table_without_our_columns_is_refused_with_what_it_should_have(self, tmp_path):
        path = tmp_path / "table.csv"
        path.write_text("target,field,valeu\nevent,notes,x\n")
        with pytest.raises(CorrectionsError, match="has no column value; found target"):
            read_corrections([path], PLACES)

    def test_misspelt_column_is_refused_with_a_suggestion(self, tmp_path):
        path = tmp_path / "table.csv"
        path.write_text("target,field,value,occurence\nevent,notes,x,1\n")
        with pytest.raises(CorrectionsError, match="did you mean occurrence"):
            read_corrections([path], PLACES)

    def test_later_line_about_the_same_thing_holds(self, read):
        one = line(event="ECU-1", field="fatalities", value="3")
        found = read(one, one | {"event": "COL-1", "value": "5"})
        assert [each.value for each in found.held] == ["5"]

    def test_file_is_found_in_the_folder_and_beside_its_articles(self, tmp_path):
        append_corrections(tmp_path / "corrections.csv", [line(event="E-1", field="notes")])
        (tmp_path / "a.txt").write_text("text")
        beside = [tmp_path / "corrections.csv"]
        assert corrections_beside([tmp_path, tmp_path / "a.txt", "-"]) == beside
        assert corrections_beside([tmp_path / "other" / "a.txt"]) == []


class TestWriting:
    @given(
        st.lists(
            st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\t\n'="))
        )
    )
    def test_any_text_is_read_back_as_it_was_written(self, tmp_path_factory, texts):
        path = tmp_path_factory.mktemp("written") / "corrections.csv"
        append_corrections(path, [line(event="E-1", field="notes", value=text) for text in texts])
        found = read_corrections([path], PLACES)
        assert [each.value for each in found.given] == texts

    def test_what_no_text_file_can_hold_spoils_none(self, tmp_path):
        path = tmp_path / "corrections.csv"
        append_corrections(path, [line(event="E-1", field="notes", value="a\0\x19\ud800\rb")])
        (found,) = read_corrections([path], PLACES).given
        assert found.value == "a\ufffd\ufffd\ufffd\ufffdb"

    @pytest.mark.parametrize("text", ["=1+1", "+1", "-79.3 0.9 Muisne", "@SUM(A1)", "'=1", "''-"])
    def test_no_cell_is_a_formula_to_a_spreadsheet(self, tmp_path, text):
        path = tmp_path / "corrections.csv"
        append_corrections(path, [line(event="E-1", field="notes", value=text, why=text)])
        with path.open(newline="") as file:
            cells = next(csv.DictReader(file))
        assert cells["value"][0] == cells["why"][0] == "'"
        (found,) = read_corrections([path], PLACES).given
        assert found.value == found.why == text

    def test_columns_and_lines_of_the_users_own_stay(self, tmp_path):
        path = tmp_path / "corrections.csv"
        path.write_text("field,target,value,event,ticket\nnotes,event,x,E-1,T7\n")
        append_corrections(path, [line(event="E-2", field="notes", value="y")])
        with path.open(newline="") as file:
            first, second = csv.DictReader(file)
        assert (first["ticket"], second["who"]) == ("T7", "Ana")
        assert list(first)[:5] == ["field", "target", "value", "event", "ticket"]

    def test_withdrawn_line_is_gone_and_the_others_stay(self, tmp_path):
        path = tmp_path / "corrections.csv"
        lines = [line(event="E-1", field="notes", value=value) for value in ("=a", "b", "=a")]
        append_corrections(path, lines[:2])
        before = path.read_bytes()
        append_corrections(path, lines[2:])
        assert withdraw_corrections(path, lines[2:]) == 1
        assert path.read_bytes() == before


class TestMentions:
    def resolved(self, corrections, text=TEXT):
        at_work, told = stages(Options()), article(text)
        found = corrections.of_mentions(told)
        (toponyms,) = at_work.recognizer.recognize([told])
        toponyms, fates = correct_toponyms(told, toponyms, found)
        resolutions = at_work.resolver.resolve(told, toponyms)
        resolutions, more = correct_resolutions(told, resolutions, found)
        return resolutions, [*fates, *more]

    def test_every_mention_of_the_words_takes_the_place(self, read):
        cells = {"field": "place", "value": TOWN, "text": "San Lorenzo"}
        resolutions, fates = self.resolved(read(line("mention", **cells)))
        chosen = [each for each in resolutions if each.toponym.text == "San Lorenzo"]
        assert [each.place.id for each in chosen] == [TOWN, TOWN]
        assert {each.decided_by for each in chosen} == {"Ana: it says so"}
        assert [fate.applied for fate in fates] == [True]

    def test_occurrence_corrects_one_mention_alone(self, read):
        cells = {"field": "place", "value": "none", "text": "San Lorenzo", "occurrence": "2"}
        resolutions, _ = self.resolved(read(line("mention", **cells)))
        chosen = [each.place for each in resolutions if each.toponym.text == "San Lorenzo"]
        assert chosen[0] is not None
        assert chosen[1] is None

    def test_words_are_found_again_after_the_text_has_grown(self, read):
        cells = {"field": "place", "value": TOWN, "text": "San  Lorenzo", "occurrence": "1"}
        text = "Correction: an earlier version misspelt a name.\n\n" + TEXT.replace(
            "San Lorenzo on", "San\nLorenzo on"
        )
        resolutions, fates = self.resolved(read(line("mention", **cells)), text)
        chosen = [each for each in resolutions if each.toponym.text == "San\nLorenzo"]
        assert [each.place.id for each in chosen] == [TOWN]
        assert fates[0].applied

    def test_name_that_the_machine_does_not_mark_is_added_with_its_place(self, read):
        cells = {"field": "place", "value": "1.29, -78.83, The market", "text": "market"}
        resolutions, _ = self.resolved(read(line("mention", **cells)))
        (added,) = [each for each in resolutions if each.toponym.text == "market"]
        assert (added.place.country, added.place.admin1_iso) == ("EC", "EC-E")
        assert TEXT[added.toponym.start : added.toponym.end] == "market"

    def test_removed_name_is_gone(self, read):
        resolutions, _ = self.resolved(
            read(line("mention", field="mention", value="removed", text="Quito"))
        )
        assert "Quito" not in {each.toponym.text for each in resolutions}

    def test_added_name_is_resolved_like_any_other_and_parts_what_crosses_it(self, read):
        added = read(line("mention", field="mention", value="added", text="Quito condemned"))
        told = article()
        quito = Toponym(text="Quito", start=89, end=94)
        toponyms, _ = correct_toponyms(told, [quito], added.of_mentions(told))
        assert [each.text for each in toponyms] == ["Quito condemned"]

    def test_event_takes_place_province_and_precision_of_its_corrected_mention(self, read):
        cells = {"field": "place", "value": TOWN, "text": "San Lorenzo", "occurrence": "1"}
        resolutions, _ = self.resolved(read(line("mention", **cells)))
        (event,) = extract_events(article(), resolutions, countries=PLACES)
        row = event_row(event)
        place = PLACES.find_place(TOWN)
        assert row["x_place_id"] == TOWN
        assert (row["admin1"], row["x_admin1_iso"]) == (place.admin1, place.admin1_iso)
        assert (row["x_precision"], row["geo_precision"]) == ("town", 1)
        assert row["x_review_status"] == "corrected"
        assert row["x_corrections"] == ["place by Ana: it says so"]

    def test_corrected_place_in_another_country_than_the_story_is_believed(self, read):
        text = (
            "QUITO, Ecuador - A bomb exploded in San Lorenzo on Monday, killing three people. "
            "Ecuador and the Ecuadorian army in Guayaquil, Quito and Cuenca mourned."
        )
        goma = PLACES.geocode("Goma", country="CD")[0].id
        cells = {"field": "place", "value": goma, "text": "San Lorenzo"}
        resolutions, _ = self.resolved(read(line("mention", **cells)), text)
        (event, *_) = extract_events(article(text), resolutions, countries=PLACES)
        assert event.resolution.place.id == goma
        assert event.country.iso2 == "CD"

    @pytest.mark.parametrize(
        ("cells", "told"),
        [
            ({"field": "place", "value": "none", "text": "Guayaquil"}, "does not say 'Guayaquil'"),
            ({"field": "place", "value": "none", "text": "Quito", "occurrence": "2"}, "number 2"),
            (
                {"field": "place", "value": "admin1:EC.18", "text": "Quito", "was": "x"},
                "said x,",
            ),
            ({"field": "mention", "value": "added", "text": "Quito"}, "marks this name itself"),
            ({"field": "mention", "value": "removed", "text": "people"}, "marks no such name"),
        ],
    )
    def test_stale_correction_says_why(self, read, cells, told):
        _, fates = self.resolved(read(line("mention", **cells)))
        assert told in fates[-1].stale

    def test_machine_that_has_learnt_it_is_noticed(self, read):
        machine, _ = self.resolved(Corrections())
        (quito,) = {each.place.id for each in machine if each.toponym.text == "Quito"}
        _, fates = self.resolved(read(line("mention", field="place", value=quito, text="Quito")))
        assert fates[0].stale == f"the machine now says {quito} itself"


class TestEvents:
    def test_what_follows_from_a_column_changes_with_it(self, read, rows):
        given = [
            {"field": "sub_event_type", "value": "armed clash"},
            {"field": "event_date", "value": "2026-02-27"},
            {"field": "fatalities", "value": "5"},
            {"field": "inter1", "value": "Rebel group"},
            {"field": "inter2", "value": "State forces"},
            {"field": "civilian_targeting", "value": ""},
            {"field": "place", "value": "admin1:EC.18"},
        ]
        (row,), fates = corrected(rows, read(*(of_event(rows, **each) for each in given)))
        assert (row["event_type"], row["disorder_type"]) == ("Battles", "Political violence")
        assert (row["year"], row["x_date_end"], row["time_precision"]) == (2026, "2026-02-27", 1)
        assert (row["x_fat_best"], row["x_fat_low"], row["x_fat_reported"]) == (5, 5, True)
        assert (row["interaction"], row["x_ucdp_type"]) == ("State forces-Rebel group", 1)
        assert (row["admin1"], row["x_precision"], row["geo_precision"]) == (
            "Pichincha", "province", 3,
        )  # fmt: skip
        assert row["x_review_status"] == "corrected"
        assert len(row["x_corrections"]) == 7
        assert all(fate.applied and not fate.stale for fate in fates)

    def test_finer_correction_wins_whatever_the_order_of_the_lines(self, read, rows):
        lines = [
            of_event(rows, field="x_precision", value="near"),
            of_event(rows, field="time_precision", value="2"),
            of_event(rows, field="place", value="admin1:EC.18"),
            of_event(rows, field="event_date", value="2026-02-27"),
        ]
        for order in (lines, lines[::-1]):
            (row,), _ = corrected(rows, read(*order))
            assert (row["x_precision"], row["time_precision"]) == ("near", 2)

    def test_type_alone_empties_a_sub_type_of_another(self, read, rows):
        (row,), _ = corrected(rows, read(of_event(rows, field="event_type", value="Riots")))
        assert (row["event_type"], row["sub_event_type"]) == ("Riots", None)

    def test_rejected_event_is_gone(self, read, rows):
        lines = [
            of_event(rows, field="x_review_status", value="rejected"),
            of_event(rows, field="actor1", value="Nobody"),
        ]
        for order in (lines, lines[::-1]):
            assert corrected(rows, read(*order))[0] == []

    def test_confirmed_event_says_so(self, read, rows):
        found = read(of_event(rows, field="x_review_status", value="confirmed"))
        (row,), _ = corrected(rows, found)
        assert row["x_review_status"] == "confirmed"

    def test_event_is_found_by_its_id_alone_whatever_country_that_names(self, read, rows):
        other = "COL-" + event_digest(rows[0]["event_id_cnty"]).upper()
        found = read(line(article="", event=other, field="fatalities", value="5"))
        assert corrected(rows, found)[0][0]["fatalities"] == 5

    def test_event_with_another_id_is_found_by_its_trigger_words(self, read, rows):
        found = read(line(event="ECU-old", text="Exploded", field="fatalities", value="5"))
        assert corrected(rows, found)[0][0]["fatalities"] == 5

    def test_event_told_with_another_word_is_found_by_its_sentence(self, read, rows):
        found = read(line(event="ECU-old", text="killing three", field="fatalities", value="5"))
        assert corrected(rows, found)[0][0]["fatalities"] == 5

    def test_words_of_several_events_need_the_occurrence(self, read, rows):
        two = [rows[0], rows[0] | {"event_id_cnty": "ECU-other"}]
        cells = {"event": "ECU-old", "text": "exploded", "field": "fatalities", "value": "5"}
        _, fates = corrected(two, read(line(**cells)))
        assert "2 events are told with 'exploded'" in fates[0].stale
        changed, _ = corrected(two, read(line(**cells, occurrence="2")))
        assert [row["fatalities"] for row in changed] == [3, 5]

    @pytest.mark.parametrize(
        ("cells", "told"),
        [
            ({"value": "3"}, "the machine now says 3 itself"),
            ({"value": "5", "was": "4"}, "made when the machine said 4, now it says 3"),
            ({"value": "5", "was": "3"}, ""),
            ({"value": "5"}, ""),
        ],
    )
    def test_stale_correction_says_why_and_still_holds(self, read, rows, cells, told):
        found = read(of_event(rows, field="fatalities", **cells))
        (row,), (fate,) = corrected(rows, found)
        assert fate.stale == told
        assert row["fatalities"] == int(cells["value"])

    def test_event_that_is_told_no_more_is_stale(self, read, rows):
        found = read(line(event="ECU-old", text="stormed", field="fatalities", value="5"))
        kept, (fate,) = corrected(rows, found)
        assert kept == rows
        assert (fate.applied, "told with 'stormed'" in fate.stale) == (False, True)

    def test_correction_without_who_and_why_says_so(self, read, rows):
        found = read(of_event(rows, field="fatalities", value="5") | {"who": "", "why": ""})
        (row,), _ = corrected(rows, found)
        assert row["x_corrections"] == ["fatalities by an unnamed reviewer"]


class TestMergedReports:
    def test_correction_of_any_report_holds_for_the_event(self, read, rows):
        other = dataclasses.replace(article(), id="a2", source="Radio Y")
        (outcome,) = stages(Options()).process([other])
        sketches = {each.id: sketch_text(each) for each in (article(), other)}
        for mine, theirs in ((rows, list(outcome.rows)), (list(outcome.rows), rows)):
            found = read(
                of_event(mine, article="", field="fatalities", value="5"),
                of_event(mine, article="", field="sub_event_type", value="Suicide bomb"),
            )
            (row,), _ = corrected(mine, found)
            (event,) = merge_reports([row, *theirs], sketches)
            assert (event["fatalities"], event["sub_event_type"]) == (5, "Suicide bomb")
            assert (event["x_review_status"], len(event["x_article_ids"])) == ("corrected", 2)


def test_every_column_of_a_correction_is_written_in_order(tmp_path):
    append_corrections(tmp_path / "c.csv", [])
    assert (tmp_path / "c.csv").read_text() == ",".join(COLUMNS) + "\n"
