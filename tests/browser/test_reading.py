"""The map of many events as it is read: card, list, keyboard, downloads, languages."""

import io
import itertools
import json

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest


class TestCard:
    @pytest.mark.parametrize("text", ["Grüße aus Östmark", "a𝒳b🕊c🕊🕊d", "e\u0301 \u202ex"])
    def test_place_and_trigger_are_marked_in_whole_characters(self, open_map, many_map, text):
        """Every pair of spans; the pieces laid end to end are the sentence."""
        page = open_map(many_map)
        spans = list(itertools.combinations(range(len(text) + 1), 2))[::3]
        rows = [
            {"x_sentence": text, "x_sentence_start": 7, "x_place_start": a + 7,
             "x_place_end": b + 7, "x_trigger_start": c + 7, "x_trigger_end": d + 7}
            for (a, b), (c, d) in itertools.pairwise(spans)
        ]  # fmt: skip
        cut = page.evaluate("(rows) => rows.map((row) => atlas.Cards.pieces(row))", rows)
        for row, pieces in zip(rows, cut, strict=True):
            assert "".join(piece for piece, _ in pieces) == text
            for name in ("place", "trigger"):
                marked = "".join(piece for piece, marks in pieces if name[0] in marks)
                start, end = (row[f"x_{name}_{side}"] - 7 for side in ("start", "end"))
                assert marked == text[start:end]

    def test_offsets_outside_the_sentence_mark_nothing(self, open_map, many_map):
        row = {
            "x_sentence": "Short.",
            "x_sentence_start": 0,
            "x_place_start": 90,
            "x_place_end": 99,
        }
        pieces = open_map(many_map).evaluate("(row) => atlas.Cards.pieces(row)", row)
        assert pieces == [["Short.", ""]]

    def test_notes_stand_in_for_a_missing_sentence(self, open_map, many_map):
        pieces = open_map(many_map).evaluate("atlas.Cards.pieces({notes: 'It happened.'})")
        assert pieces == [["It happened.", ""]]


class TestListAndKeyboard:
    def test_list_is_newest_first(self, open_map, many_map, events):
        page = open_map(many_map)
        first = page.locator("[data-row]").first.inner_text()
        assert pd.Timestamp(events.event_date.max()).strftime("%-d %b %Y") in first

    def test_long_list_grows_on_request(self, open_map, many_map):
        page = open_map(many_map)
        assert page.locator("[data-row]").count() == 100
        page.get_by_text("Show 20 more").click()
        assert page.locator("[data-row]").count() == 120

    def test_keys_walk_the_list_open_a_card_and_close_it(self, open_map, many_map):
        page = open_map(many_map)
        page.locator("[data-row]").first.focus()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        page.locator(".card").wait_for()
        row = page.locator(".card").get_attribute("data-id")
        page.keyboard.press("ArrowDown")
        page.wait_for_selector(f".card:not([data-id='{row}'])")
        page.keyboard.press("Escape")
        assert page.locator(".card").count() == 0
        assert page.evaluate("document.activeElement.hasAttribute('data-row')")

    def test_every_control_shows_its_focus(self, open_map, many_map):
        page = open_map(many_map)
        page.locator(".filters > summary").click()
        for _ in range(24):
            page.keyboard.press("Tab")
            name, style, width = page.evaluate(
                """() => {
                  const node = document.activeElement, style = getComputedStyle(node);
                  return [node.outerHTML.slice(0, 60), style.outlineStyle, style.outlineWidth];
                }"""
            )
            assert (style, width) == ("solid", "3px"), name

    def test_buttons_have_room_for_a_thumb(self, open_map, many_map):
        page = open_map(many_map, viewport={"width": 390, "height": 844})
        small = page.evaluate(
            """() => [...document.querySelectorAll("button, select, summary, input[type=search]")]
              .filter((node) => node.checkVisibility() && !node.matches(".handle, .inline"))
              .filter((node) => node.getBoundingClientRect().height < 40)
              .map((node) => node.outerHTML.slice(0, 80))"""
        )
        assert small == []


class TestDownloads:
    def test_csv_holds_the_events_that_pass(self, open_map, many_map, events):
        page = open_map(many_map)
        page.evaluate("geoconflict.filter({types: ['Riots']})")
        with page.expect_download() as download:
            page.get_by_role("button", name="CSV").click()
        table = pd.read_csv(download.value.path())
        riots = events[events.event_type == "Riots"]
        assert sorted(table.event_id_cnty) == sorted(riots.event_id_cnty)
        assert list(table.columns) == [*events.columns, "x_province_id"]
        both = table.merge(riots, on="event_id_cnty")
        assert np.allclose(both.latitude_x, both.latitude_y, atol=1e-5)
        assert (both.x_sentence_x == both.x_sentence_y).all()

    @pytest.mark.parametrize(
        "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\x00=1"]
    )
    def test_formula_in_a_cell_is_made_harmless(self, open_map, many_map, text):
        cell = open_map(many_map).evaluate("(text) => atlas.downloads.cell(text)", text)
        assert cell.strip('"').startswith("'")

    def test_negative_number_stays_a_number(self, open_map, many_map):
        assert open_map(many_map).evaluate("atlas.downloads.cell(-79.3)") == "-79.3"

    def test_quotes_and_line_breaks_survive(self, open_map, many_map):
        text = 'a "b", c\nd;e'
        cell = open_map(many_map).evaluate("(text) => atlas.downloads.cell(text)", text)
        assert pd.read_csv(io.StringIO("x\n" + cell)).x[0] == text

    def test_geojson_opens_in_geopandas(self, open_map, many_map, events):
        page = open_map(many_map)
        with page.expect_download() as download:
            page.get_by_role("button", name="GeoJSON").click()
        text = json.loads(download.value.path().read_text("utf-8"))
        frame = gpd.GeoDataFrame.from_features(text, crs="EPSG:4326").set_index("event_id_cnty")
        assert len(frame) == 120
        assert frame.geometry.x["E5"] == pytest.approx(events.longitude[5])

    def test_picture_is_a_png_of_the_map(self, open_map, many_map):
        page = open_map(many_map)
        with page.expect_download() as download:
            page.get_by_role("button", name="PNG").click()
        data = download.value.path().read_bytes()
        assert data.startswith(b"\x89PNG")
        width, height = (int.from_bytes(data[at : at + 4], "big") for at in (16, 20))
        assert (width, height) == (920, 736 + 72)

    def test_picture_of_colours_has_their_legend(self, open_map, many_map):
        page = open_map(many_map)
        page.locator(".choropleth select").select_option("events")
        height = (
            "atlas.downloads.picture(atlas.page).then(createImageBitmap).then(({height}) => height)"
        )
        assert page.evaluate(height) == 736 + 72 + 24
        assert (
            page.evaluate("atlas.page.choropleth.classes().map(([, text]) => text)[1]")
            == "up to 10"
        )


class TestLanguages:
    @pytest.mark.parametrize(
        ("language", "words"),
        [("Español", ("Filtros", "Combates")), ("Français", ("Filtres", "Combats"))],
    )
    def test_page_changes_its_language(self, open_map, many_map, language, words):
        page = open_map(many_map)
        page.get_by_role("button", name=language).click()
        page.locator(".filters > summary").click()
        said = page.locator("#panel").inner_text()
        assert all(word in said for word in words)
        assert page.evaluate("document.documentElement.lang") == language[:2].lower()

    def test_changing_the_language_keeps_the_filter(self, open_map, many_map):
        page = open_map(many_map)
        left = page.evaluate("geoconflict.filter({types: ['Riots']})")
        page.get_by_role("button", name="Español").click()
        assert page.locator(".left").inner_text() == f"{left} de 120 sucesos"
